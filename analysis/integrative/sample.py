"""Which treatments of a space does each session play?

A scrambled Sobol sequence (Owen 1998, Journal of Complexity): any number of sessions from the start
fills the space evenly, so a study may stop early, or go on.
"""

from dataclasses import dataclass
from typing import Any

from scipy.stats import qmc

from analysis.integrative.space import Space
from design.configs import config_for, experiment_from
from design.experiments import Experiment, flagship

CONFIG = "flagship"
"""The session config whose numbers a session changes."""


@dataclass(frozen=True)
class Session:
    """What one session plays.

    Attributes
    ----------
    name : str
        Its place in the sample, "point_007".
    conditions : tuple of str
        Dealt in its blocks; the control first, if there is one.
    fields : tuple of (str, value)
        Entries of the session config that it sets.
    groups : int
        Groups in all.
    members : int
        Members of a group.
    """

    name: str
    conditions: tuple[str, ...]
    fields: tuple[tuple[str, Any], ...]
    groups: int
    members: int

    @property
    def participants(self) -> int:
        """How many people it takes."""
        return self.groups * self.members

    def experiment(self) -> Experiment:
        """Return the experiment that its session config makes."""
        return experiment_from({**config_for(flagship()), **dict(self.fields), "name": self.name})


def sample(space: Space, *, seed: int | None = None, sessions: int | None = None) -> list[Session]:
    """Return the sessions of a study, in the order in which they are to be run.

    Parameters
    ----------
    seed, sessions : instead of the space's own, for fresh points to check predictions with
    """
    count = sessions or space.sessions
    axes = ("conditions", *space.varied)
    chosen = space.seed if seed is None else seed
    # A Sobol sequence is balanced in powers of two: more are drawn, and the first are taken.
    drawn = qmc.Sobol(len(axes), rng=chosen).random_base2((count - 1).bit_length())[:count]
    return [_session(space, number, dict(zip(axes, at, strict=True)), chosen)
            for number, at in enumerate(drawn)]  # fmt: skip


def _session(space: Space, number: int, at: dict[str, float], seed: int) -> Session:
    condition = space.conditions[int(at["conditions"] * len(space.conditions))]
    conditions = (*((space.control,) if space.control else ()), condition)
    groups = space.groups * len(conditions)
    fields = {
        "conditions": " ".join(conditions),
        "mpcr": round(_between(space.mpcr, at.get("mpcr", 0.0)), 3),
        "endowment": _whole(space.endowment, at.get("endowment", 0.0)),
        "rounds_part_1": space.rounds_part_1,
        "rounds_part_2": _whole(space.rounds_part_2, at.get("rounds_part_2", 0.0)),
        "rounds_part_3": space.rounds_part_3,
        # No two sessions share a slot, so none shares its order of conditions or its draws.
        "first_slot": number * groups,
    }
    return Session(f"point_{number:03d}", conditions, tuple(fields.items()), groups, space.members)


def _between(ends: tuple[float, float], at: float) -> float:
    return float(ends[0] + at * (ends[1] - ends[0]))


def _whole(ends: tuple[int, int], at: float) -> int:
    """Return a whole number between two ends, both included, all equally likely."""
    return int(ends[0] + at * (ends[1] - ends[0] + 1))
