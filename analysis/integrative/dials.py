"""By which numbers do the treatments of a space differ?

A condition is described by what its Monitoring does, not by its name, so that a surface can say
what lies between two conditions. What no dial describes (stages, late or sampled reports, unequal
seats) is a dial of its own, on or off.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from design.catalogue import CONDITIONS
from design.conditions import Condition
from design.experiments import Experiment
from design.game import Game
from design.monitoring import Monitoring

Floats = NDArray[np.float64]

MEANINGS = {
    "sees": "share of others whose contribution a member sees, mean over seats",
    "knows_total": "share of seats that are shown the total or can deduce it",
    "error": "share of shown entries that are replaced by chance",
    "endowment": "endowment of a member and round, points",
    "mpcr": "marginal per-capita return",
    "rounds_part_2": "rounds of the treated part",
}
"""Every dial that a surface can use, with what it means."""

OWN = "is_"
"""Begins the name of a dial that is on for one condition alone."""


def meaning(name: str) -> str:
    """Say what a dial means."""
    return MEANINGS.get(name) or f"whether it is {name.removeprefix(OWN)}"


def dials(condition: str, game: Game) -> dict[str, float]:
    """Describe a condition by what its part 2 shows in a game."""
    monitoring = CONDITIONS[condition].monitoring
    entitled = monitoring.entitled(game)
    others = entitled.entries.sum(axis=1) - 1
    return {
        "sees": float(others.mean() / (game.members - 1)),
        "knows_total": float((entitled.total | entitled.total_deduced).mean()),
        "error": monitoring.error / 1_000,
    }


def told_by_dials(condition: str) -> bool:
    """Say whether the dials describe all that a condition's rounds hold."""
    found = CONDITIONS[condition]
    dial = found.monitoring
    if dial.granularity not in ("none", "total", "individual"):
        return False
    if dial.coverage not in ("all", "graph") or dial.accuracy not in ("exact", "noisy"):
        return False
    known = Monitoring(
        granularity=dial.granularity, direction=dial.direction, coverage=dial.coverage,
        accuracy=dial.accuracy, error=dial.error, own_earnings=dial.own_earnings,
        with_total=dial.with_total, reveals=dial.reveals,
    )  # fmt: skip
    plain = Condition(
        found.name, known, found.roles, found.mechanisms, beliefs=found.beliefs
    )  # fmt: skip
    return plain == found


def described(experiment: Experiment) -> pd.DataFrame:
    """Describe every condition of an experiment by all dials, one row each."""
    game = experiment.game
    numbers = {
        "endowment": float(game.endowments[0]),
        "mpcr": game.mpcr[0] / 1_000,
        "rounds_part_2": float(experiment.parts.monitored),
    }
    named = experiment.schedule.conditions
    own = [name for name in named if not told_by_dials(name)]
    rows = [
        {"condition": name, **dials(name, game), **numbers}
        | {OWN + other: float(other == name) for other in own}
        for name in named
    ]
    return pd.DataFrame(rows)


def together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Put described rows of several experiments together; what one does not name is off there."""
    found = pd.concat(parts, ignore_index=True)
    own = [name for name in found.columns if name.startswith(OWN)]
    return found.fillna(dict.fromkeys(own, 0.0))


def differing(groups: pd.DataFrame) -> tuple[str, ...]:
    """Return the dials by which groups differ; of dials that always move together the first."""
    found: list[str] = []
    for name in (*MEANINGS, *(name for name in groups.columns if name.startswith(OWN))):
        column = groups[name].to_numpy(dtype=float)
        alike = [abs(np.corrcoef(column, groups[other])[0, 1]) > 1 - 1e-9 for other in found
                 if np.ptp(column) > 0]  # fmt: skip
        if np.ptp(column) > 0 and not any(alike):
            found.append(name)
    return tuple(found)
