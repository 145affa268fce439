"""What has happened in a group's round so far, as every stage's rules read it?"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np

from design.choices import Act, Choice, Heard, Said, Settled
from design.game import POINT, Amounts, Game
from design.monitoring import Monitoring


@dataclass(frozen=True)
class Play:
    """One round of one group, open or settled, with the rounds before it.

    Attributes
    ----------
    game, monitoring
        The phase's own, before any stage changes them.
    seed, slot, round : int
        The keys of its draws; rounds count from 1 over all phases.
    first, last : int
        First and last round of the phase.
    earlier : tuple of Settled
        The rounds before it, from round 1.
    choices : tuple of (Choice or None)
        By seat; None where nothing is chosen yet.
    acts : tuple of tuple of Act
        By seat, in the order of the stages.
    said : tuple of Said
        The group's talk so far, of all rounds.
    stages : tuple of Stage
        What members do in each round of the phase, in order.
    heard : tuple of Heard
        What the group heard of another group, up to this round.
    """

    game: Game
    monitoring: Monitoring
    seed: int
    slot: int
    round: int
    first: int
    last: int
    earlier: tuple[Settled, ...]
    choices: tuple[Choice | None, ...]
    acts: tuple[tuple[Act, ...], ...]
    said: tuple[Said, ...] = ()
    stages: tuple[Any, ...] = ()
    heard: tuple[Heard, ...] = ()

    @cached_property
    def _hash(self) -> int:
        return hash((self.seed, self.slot, self.round, self.choices, self.acts))

    def __hash__(self) -> int:
        """Hash by the keys and what was done; two groups' rounds rarely agree in all of it."""
        return self._hash

    def __getstate__(self) -> dict[str, Any]:
        """Leave the hash behind: another process hashes text otherwise."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def turn(self) -> int:
        """How many rounds of the phase came before this one."""
        return self.round - self.first

    def act(self, seat: int, stage: str) -> Act | None:
        """Return what a seat settled on at a stage of this round, if anything."""
        return next((act for act in self.acts[seat] if act.stage == stage), None)

    def value(self, seat: int, stage: str, field: str) -> int | None:
        """Return one field of an act of this round; None where it is missing."""
        act = self.act(seat, stage)
        return None if act is None else act.value(field)

    @property
    def given(self) -> Amounts:
        """Contributions of the seats in milli-points, 0 where nothing is chosen yet."""
        points = [0 if one is None else one.contribution for one in self.choices]
        return np.array(points, dtype=np.int64) * POINT

    def until(self, stages: Iterable[Any]) -> "Play":
        """Return the round as it stood after some of its stages: without acts at any other."""
        names = {stage.name for stage in stages}
        if all(act.stage in names for acts in self.acts for act in acts):
            return self
        acts = tuple(tuple(act for act in acts if act.stage in names) for acts in self.acts)
        return replace(self, acts=acts)

    def news(self, stage: str) -> Heard | None:
        """Return what the group heard of another group at a stage of this round, if it was time."""
        return next((h for h in self.heard if (h.stage, h.round) == (stage, self.round)), None)

    def back(self, number: int) -> "Play":
        """Return an earlier round of the same phase as a Play of its own."""
        if not self.first <= number < self.round:
            raise ValueError(f"round {number} is not an earlier round of this phase")
        settled = self.earlier[number - 1]
        acts = settled.acts or ((),) * len(settled.choices)
        earlier = self.earlier[: number - 1]
        return replace(self, round=number, earlier=earlier, choices=settled.choices, acts=acts)
