"""Which constant effects would re-dealing the arms not reject?

The randomisation test of `randomisation.py` inverted for two arms: for every shift the treated
outcomes are moved back by it and the studentised, covariate-adjusted statistic is tested again. The
interval is exact if every group's effect is the same. It spans all shifts not rejected, and is
infinite on a side where no shift is rejected (too few assignments).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.assignments import Assignments
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import least_squares, numbers
from analysis.estimators.randomisation import tail_share
from analysis.estimators.studentised import Studentised, column_space

Floats = NDArray[np.float64]

REACH = np.geomspace(0.02, 60.0, 60)
BISECTIONS = 30


@dataclass(frozen=True)
class ShiftInterval:
    """The effect of arm 1 over arm 0 with its randomisation interval."""

    estimate: float
    low: float
    high: float
    level: float
    n_distinct: int
    exact: bool


def shift_interval(
    y: ArrayLike,
    arms: ArrayLike,
    assignments: Assignments,
    *,
    nuisance: ArrayLike,
    level: float = 0.95,
) -> ShiftInterval:
    """Return the interval of constant effects that are not rejected.

    Parameters
    ----------
    y, arms : (units,) outcomes and codes 0 or 1
    assignments : see `assignments.redeal`
    nuisance : (units, q) see `studentised.Studentised`
    """
    outcome, codes = numbers(y, "outcome"), np.asarray(arms, dtype=np.int64)
    if set(np.unique(codes)) != {0, 1}:
        raise ValueError(f"a shift compares arms 0 and 1, found {np.unique(codes).tolist()}")
    basis = column_space(nuisance)
    fit = least_squares(np.column_stack([codes, basis]), outcome)
    direction = np.eye(fit.n_parameters)[0]
    start = cluster_robust(fit, np.arange(len(outcome)), direction)

    def p(shift: float) -> float:
        statistic = Studentised(outcome - shift * codes, basis, (-1, 1))
        t = statistic(np.vstack([codes[None, :], assignments.labels]))
        return float(tail_share(t[0], t[1:], exact=assignments.exact))

    low, high = (_limit(p, start.estimate, side * start.se, 1.0 - level) for side in (-1.0, 1.0))
    counts = assignments.n_distinct, assignments.exact
    return ShiftInterval(start.estimate, low, high, level, *counts)


def _limit(p: Callable[[float], float], origin: float, step: float, alpha: float) -> float:
    """Return the farthest shift from the origin, in the step's direction, with p above alpha."""
    kept = [i for i, reach in enumerate(REACH) if p(origin + step * float(reach)) > alpha]
    if kept and kept[-1] == len(REACH) - 1:
        return float(np.copysign(np.inf, step))
    inside, outside = REACH[kept[-1] : kept[-1] + 2] if kept else (0.0, REACH[0])
    for _ in range(BISECTIONS):
        middle = float(inside + outside) / 2.0
        if p(origin + step * middle) > alpha:
            inside = middle
        else:
            outside = middle
    return origin + step * float(inside)
