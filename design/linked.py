"""Which group does a group hear of, and which groups are therefore one independent unit?"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from design.conditions import Condition
from design.schedule import Schedule, Slots


@dataclass(frozen=True)
class Linked(Schedule):
    """A schedule in which groups hear of another group of their block.

    A group that hears of another condition has the same beliefs and the same part 3 as the group
    that it hears of: their conditions share both coins. A group that hears of its own condition
    hears of the other group of that condition in the block.

    Attributes
    ----------
    links : tuple of (str, str)
        The condition that hears, and the condition that it hears of.
    """

    links: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse links to conditions that are not dealt, and chains of them."""
        hearing = [own for own, of in self.links if own != of]
        for own, of in self.links:
            if {own, of} - set(self.conditions):
                raise ValueError(
                    f"condition {own!r} hears of a group of {of!r}, so both are dealt; found"
                    f" {self.conditions}"
                )
            if own != of and of in hearing:
                raise ValueError(
                    f"condition {of!r}, of which {own!r} hears, itself hears of others"
                )

    @property
    def coins(self) -> Slots:
        """For each condition the index of the one whose coins decide on beliefs and part 3."""
        named = dict(self.links)
        return np.array([self.conditions.index(named.get(one, one)) for one in self.conditions])

    def donor(self, seed: int, slot: int) -> int | None:
        """Return the slot whose group a slot's group hears of; None where it hears of none."""
        return _donors(self, seed, slot // self.block_size).get(slot)

    def listeners(self, seed: int, slot: int) -> tuple[int, ...]:
        """Return the slots whose groups hear of a slot's group."""
        donors = _donors(self, seed, slot // self.block_size)
        return tuple(own for own, of in donors.items() if of == slot)

    def linked_set(self, seed: int, slot: int) -> int:
        """Return the lowest of the slots that hear of each other, a slot alone being its own."""
        donors, found = _donors(self, seed, slot // self.block_size), {slot}
        for _ in donors:
            found |= {one for pair in donors.items() if found & set(pair) for one in pair}
        return min(found)


def schedule_of(conditions: tuple[Condition, ...]) -> Schedule:
    """Return the schedule that deals conditions, linked where groups of one hear of others."""
    names = tuple(one.name for one in conditions)
    links = tuple((one.name, one.hears) for one in conditions if one.hears)
    return Linked(names, links) if links else Schedule(names)


@lru_cache(maxsize=1_024)
def _donors(schedule: Linked, seed: int, block: int) -> dict[int, int]:
    """Return for each slot of a block that hears of another the slot that it hears of."""
    slots = np.arange(schedule.block_size) + block * schedule.block_size
    deal, named = schedule.deal(seed, slots), dict(schedule.links)
    found: dict[int, int] = {}
    for own, slot in enumerate(slots):
        name = schedule.conditions[int(deal.condition[own])]
        if name not in named:
            continue
        there = deal.condition == schedule.conditions.index(named[name])
        alike = slots != slot if named[name] == name else deal.beliefs == deal.beliefs[own]
        (found[int(slot)],) = slots[there & alike].tolist()
    return found
