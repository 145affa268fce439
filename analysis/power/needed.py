"""How many groups, or how large an effect, gives the wanted power?

Along a curve of simulated powers the probit of power is close to a straight line: in the effect,
and in the square root of the number of groups. A weighted line through it says where it crosses the
wanted power, with a Monte-Carlo error; outside the simulated range it says so.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from analysis.estimators.ols import numbers

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Crossing:
    """Where a power curve crosses the wanted power; `error` is Monte-Carlo.

    `inside` is false where the crossing lies beyond what was simulated.
    """

    value: float
    error: float
    inside: bool


NOWHERE = Crossing(float("nan"), float("nan"), False)


def crossing(x: ArrayLike, power: ArrayLike, experiments: int, wanted: float) -> Crossing:
    """Return the x at which the fitted curve has the wanted power.

    Parameters
    ----------
    x, power : (points,) at least two different x; powers are shares of so many experiments
    """
    at, share = numbers(x, "x"), numbers(power, "power")
    bounded = np.clip(share, 0.5 / experiments, 1 - 0.5 / experiments)
    probit = ndtri(bounded)
    # Delta method: the error of a share over the normal density at its probit.
    density = np.exp(-(probit**2) / 2) / np.sqrt(2 * np.pi)
    error = np.sqrt(bounded * (1 - bounded) / experiments) / density
    informative = (share > 0) & (share < 1)
    if len(np.unique(at[informative])) < 2:
        return NOWHERE
    columns = np.column_stack([np.ones(len(at)), at])[informative]
    precise = columns / error[informative, None]
    spread = np.linalg.inv(precise.T @ precise)
    level, slope = spread @ precise.T @ (probit[informative] / error[informative])
    if slope <= 0:
        return NOWHERE
    value = (ndtri(wanted) - level) / slope
    towards = np.array([-1 / slope, -value / slope])
    inside = bool(at.min() <= value <= at.max())
    return Crossing(float(value), float(np.sqrt(towards @ spread @ towards)), inside)


def groups_needed(groups: ArrayLike, power: ArrayLike, experiments: int, wanted: float) -> Crossing:
    """Return the groups per condition that give the wanted power, before rounding up to even."""
    found = crossing(np.sqrt(numbers(groups, "groups")), power, experiments, wanted)
    return Crossing(found.value**2, 2 * abs(found.value) * found.error, found.inside)


def even(groups: float) -> int:
    """Return the next even number of groups: a block holds two of every condition."""
    return 2 * int(np.ceil(groups / 2))
