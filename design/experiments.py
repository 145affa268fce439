"""What does a lab session draw its groups from, and what was promised before it began?"""

from dataclasses import dataclass

import numpy as np

from design.canonical import decode, fingerprint
from design.catalogue import FLAGSHIP, Condition, Parts, treatment
from design.game import Game
from design.monitoring import Monitoring
from design.pace import Pace
from design.phases import Belief, Contribute, Observe, Phase
from design.plan import Contrast, Estimand, Plan, Window, flagship_plan
from design.schedule import Schedule
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
    """

    name: str
    game: Game
    parts: Parts
    schedule: Schedule
    pace: Pace
    plan: Plan
    prize: int = 20

    def __post_init__(self) -> None:
        """Refuse an experiment whose treatments cannot be played."""
        if self.prize < 0:
            raise ValueError(f"the prize is at least 0 points, found {self.prize}")
        if len(set(self.game.endowments)) > 1 or len(set(self.game.mpcr)) > 1:
            raise NotImplementedError("unequal endowments or returns are not yet playable")
        for condition in self.schedule.conditions:
            treatment(condition, beliefs=True, kept=True, game=self.game, parts=self.parts)

    def treatment(self, seed: int, slot: int) -> Treatment:
        """Return the treatment that the schedule deals to a group slot."""
        deal = self.schedule.deal(seed, np.array(slot))
        return treatment(
            self.schedule.conditions[int(deal.condition)],
            beliefs=bool(deal.beliefs),
            kept=bool(deal.kept),
            game=self.game,
            parts=self.parts,
        )

    def treatments(self) -> tuple[Treatment, ...]:
        """Return every treatment that the schedule can deal."""
        return tuple(
            treatment(c, beliefs=b, kept=k, game=self.game, parts=self.parts)
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
        schedule=Schedule(conditions),
        pace=pace or Pace(),
        plan=flagship_plan(),
        prize=prize,
    )


KNOWN: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Belief, Condition, Contrast, Contribute, Estimand, Experiment, Game, Monitoring, Observe,
        Pace, Parts, Phase, Plan, Roles, Schedule, Treatment, Window,
    )
}  # fmt: skip


def read(stored: object) -> object:
    """Read an Experiment or Treatment back from its stored JSON values."""
    return decode(stored, KNOWN)
