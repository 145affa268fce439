"""By which numbers do the treatments of a space differ?

A condition is described by what its Monitoring does, not by its name, so that a surface can say
what lies between two conditions.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from design.catalogue import CONDITIONS
from design.experiments import Experiment
from design.game import Game

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

DIALS = ("sees", "knows_total", "error")
"""Those that describe a condition; the others are numbers of the game."""


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


def described(experiment: Experiment) -> pd.DataFrame:
    """Describe every condition of an experiment by all dials, one row each."""
    game = experiment.game
    numbers = {
        "endowment": float(game.endowments[0]),
        "mpcr": game.mpcr[0] / 1_000,
        "rounds_part_2": float(experiment.parts.monitored),
    }
    rows = [
        {"condition": name, **dials(name, game), **numbers}
        for name in experiment.schedule.conditions
    ]
    return pd.DataFrame(rows)


def differing(groups: pd.DataFrame) -> tuple[str, ...]:
    """Return the dials by which groups differ; of dials that always move together the first."""
    found: list[str] = []
    for name in MEANINGS:
        column = groups[name].to_numpy(dtype=float)
        alike = [abs(np.corrcoef(column, groups[other])[0, 1]) > 1 - 1e-9 for other in found
                 if np.ptp(column) > 0]  # fmt: skip
        if np.ptp(column) > 0 and not any(alike):
            found.append(name)
    return tuple(found)
