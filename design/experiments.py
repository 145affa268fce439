"""What does a lab session draw its groups from, and what was promised before it began?"""

from dataclasses import dataclass, replace

import numpy as np

from design.canonical import decode, fingerprint
from design.catalogue import CONDITIONS, FLAGSHIP, Parts, named, treatment
from design.conditions import Condition, Entry
from design.game import Game
from design.linked import Linked, schedule_of
from design.mechanisms.presets import Preset
from design.monitoring import Monitoring
from design.pace import Pace
from design.phases import Belief, Phase
from design.plan import Contrast, Estimand, Plan, Window, comparison_plan, flagship_plan
from design.schedule import Schedule
from design.stages.index import STAGES
from design.stages.vote import Rule
from design.treatments import Roles, Treatment


@dataclass(frozen=True)
class Experiment:
    """Treatments with the schedule that deals them, the declared pace, prize and Plan.

    Attributes
    ----------
    name : str
        Name of the session config.
    game, parts, schedule, pace, plan
        What is played, how slots are dealt, how long members may take, what is estimated.
    prize : int
        Points won with a paid belief.
    composed : tuple of Condition
        Conditions of the schedule that are the researcher's own, not the catalogue's.
    """

    name: str
    game: Game
    parts: Parts
    schedule: Schedule
    pace: Pace
    plan: Plan
    prize: int = 20
    composed: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an experiment whose treatments cannot be played."""
        if self.prize < 0:
            raise ValueError(f"the prize is at least 0 points, found {self.prize}")
        if len(set(self.game.endowments)) > 1 or len(set(self.game.mpcr)) > 1:
            raise ValueError("part 1 is the same for all seats; conditions make seats unequal")
        if not self.game.plain:
            raise ValueError("part 1 is linear with a known return; conditions change that")
        self._check_links()
        for name in self.schedule.conditions:
            found = self.condition(name).members
            if found != self.game.members:
                raise ValueError(
                    f"condition {name!r} is for groups of {found} members, the experiment"
                    f" has {self.game.members}"
                )
            built = self.built(name, beliefs=True, kept=True)
            if self.pace.absence == "shrink" and not all(phase.plain for phase in built.phases):
                raise ValueError(
                    "absence 'shrink' is for conditions in which members only contribute and"
                    f" observe; {name!r} has more stages or an uncertain return"
                )

    def _check_links(self) -> None:
        """Refuse a schedule that leaves a condition without the groups that it hears of."""
        found = tuple(self.condition(name) for name in self.schedule.conditions)
        if schedule_of(found) != self.schedule:
            hearing = {one.name: one.hears for one in found if one.hears}
            raise ValueError(f"conditions that hear of others need their links, found {hearing}")

    def condition(self, name: str) -> Condition:
        """Return a condition of the schedule, the researcher's own or the catalogue's."""
        own = {one.name: one for one in self.composed}
        return own[name] if name in own else named(name)

    def built(self, name: str, *, beliefs: bool, kept: bool) -> Treatment:
        """Return the treatment of a condition in this experiment's game and parts."""
        found = self.condition(name)
        return treatment(found, beliefs=beliefs, kept=kept, game=self.game, parts=self.parts)

    def treatment(self, seed: int, slot: int) -> Treatment:
        """Return the treatment that the schedule, and the lots of its horizon, give a slot."""
        deal = self.schedule.deal(seed, np.array(slot))
        name = self.schedule.conditions[int(deal.condition)]
        built = self.built(name, beliefs=bool(deal.beliefs), kept=bool(deal.kept))
        return built.drawn(seed, slot)

    def treatments(self) -> tuple[Treatment, ...]:
        """Return every treatment that the schedule can deal, at its longest."""
        return tuple(
            self.built(c, beliefs=b, kept=k)
            for c in self.schedule.conditions
            for b in (False, True)
            for k in (True, False)
        )

    @property
    def hash(self) -> str:
        """SHA-256 of the experiment with all its treatments written out."""
        return fingerprint((self, *self.treatments()))


def flagship(
    *,
    name: str = "flagship",
    conditions: tuple[str, ...] = FLAGSHIP,
    game: Game | None = None,
    parts: Parts | None = None,
    pace: Pace | None = None,
    prize: int = 20,
) -> Experiment:
    """Build the flagship experiment, or a variant of it with other numbers or conditions."""
    return Experiment(
        name=name,
        game=game or Game(),
        parts=parts or Parts(),
        schedule=schedule_of(tuple(named(one) for one in conditions)),
        pace=pace or Pace(),
        plan=flagship_plan(),
        prize=prize,
    )


def comparison(
    *,
    name: str,
    conditions: tuple[str | Condition, ...],
    game: Game | None = None,
    parts: Parts | None = None,
    pace: Pace | None = None,
    prize: int = 20,
) -> Experiment:
    """Build an experiment that compares conditions with the first of them, the control.

    Parameters
    ----------
    conditions : tuple of (str or Condition)
        Names in the catalogue, or conditions of one's own.
    """
    found = tuple(named(condition) for condition in conditions)
    names, members = tuple(one.name for one in found), found[0].members
    played, lengths = game or Game((20,) * members, (400,) * members), parts or Parts()
    plan = comparison_plan(names, played.seats)
    return Experiment(
        name=name,
        game=played,
        parts=lengths,
        schedule=schedule_of(found),
        pace=pace or Pace(),
        composed=tuple(one for one in found if CONDITIONS.get(one.name) != one),
        # Nothing is withdrawn where no part follows, and no round is known to be the last.
        plan=plan if lengths.restart > 0 else replace(plan, secondary=(), sensitivity=()),
        prize=prize,
    )


def mechanism(entry: Entry) -> Experiment:
    """Build the experiment of one mechanism of the catalogue: its control, then its levels.

    Of an entry with groups of several sizes, the levels for groups of the control's size.
    """
    return mechanisms(entry)[0]


def mechanisms(entry: Entry) -> tuple[Experiment, ...]:
    """Build an experiment for each size of group among a mechanism's levels.

    The first is named by the entry's id and has its control; the others bear their size in the
    name, N05_5, and their control is the first condition of that size.
    """
    sizes: dict[int, dict[str, None]] = {}
    for name in (entry.control, *(condition.name for condition in entry.conditions)):
        sizes.setdefault(named(name).members, {})[name] = None
    first = next(iter(sizes))
    return tuple(
        comparison(
            name=entry.id if size == first else f"{entry.id}_{size}", conditions=tuple(levels)
        )
        for size, levels in sizes.items()
    )


def published(preset: Preset) -> Experiment:
    """Build the experiment of a published design; its first condition is the control."""
    seats = preset.members
    return comparison(
        name=preset.name,
        conditions=preset.conditions,
        game=Game((preset.endowment,) * seats, (preset.mpcr,) * seats),
        parts=Parts(*preset.rounds),
    )


KNOWN: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Belief, Condition, Contrast, Estimand, Experiment, Game, Linked, Monitoring, Pace, Parts,
        Phase, Plan, Roles, Rule, Schedule, Treatment, Window, *STAGES,
    )
}  # fmt: skip
"""Every kind of object that a stored design may name."""


def read(stored: object) -> object:
    """Read an Experiment or Treatment back from its stored JSON values."""
    return decode(stored, KNOWN)
