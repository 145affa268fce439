"""What of a group's contributions does a prediction speak of?

Each is a number of one group's treated rounds, an array (rounds, members) in points.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Rounds = NDArray[np.float64]


def mean(given: Rounds) -> float:
    """Return the mean contribution."""
    return float(given.mean())


def lowest(given: Rounds) -> float:
    """Return the mean of the lowest contribution of each round."""
    return float(given.min(axis=1).mean())


def following(given: Rounds) -> float:
    """Return by how much members follow what the others gave in the round before.

    Covariance, round by round, of a member's contribution and the others' mean of the round
    before, each less its own mean over the part.
    """
    others = (given.sum(axis=1, keepdims=True) - given) / (given.shape[1] - 1)
    own, before = given[1:], others[:-1]
    return float(((own - own.mean(axis=0)) * (before - before.mean(axis=0))).mean())


def led(given: Rounds) -> float:
    """Return by how much the others move with the first seat in the same round, as covariance."""
    leader, rest = given[:, 0], given[:, 1:].mean(axis=1)
    return float(((leader - leader.mean()) * (rest - rest.mean())).mean())


MEASURES: dict[str, tuple[Callable[[Rounds], float], str]] = {
    "mean": (mean, "the mean contribution"),
    "lowest": (lowest, "the lowest contribution"),
    "following": (following, "how closely members follow what the others gave the round before"),
    "led": (led, "how closely members follow the first seat in the same round"),
}
"""Each measure by its name, with its words."""
