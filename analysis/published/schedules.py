"""Which type of cooperator does a strategy-method schedule show?

The rules of Fischbacher, Gaechter and Fehr (2001), as Fischbacher and Gaechter (2010) apply them
to a schedule of own contributions against the others' average 0, 1, ..., e:

1. free rider: zero everywhere;
2. conditional cooperator: never falls and rises at least once, or Spearman's rank correlation
   with the others' average is positive and significant at 1 %;
3. triangle contributor: rises to a maximum inside the range and falls after it, either without
   exception or with Spearman's correlation significant at 1 % on both sides;
4. other: the rest.

Where a schedule meets both the rank-correlation rule of 2 and rule 3, the rules overlap and the
papers' order is not known to us. Ours: a triangle that ends no higher than it began is a
triangle contributor, another is a conditional cooperator. With it every one of the 140 schedules
of Fischbacher and Gaechter (2010) gets the type that the authors coded.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Type = Literal["conditional cooperator", "free rider", "triangle", "other"]

LEVEL = 0.01


def classify(schedule: ArrayLike) -> Type:
    """Return the type that one schedule shows; `schedule` is own contribution at 0, 1, ..., e."""
    own = np.asarray(schedule, dtype=np.float64)
    if own.ndim != 1 or len(own) < 3 or not np.isfinite(own).all():
        raise ValueError(f"a schedule is at least three finite numbers, found {own}")
    if not own.any():
        return "free rider"
    steps = np.diff(own)
    if (steps >= 0).all() and (steps > 0).any():
        return "conditional cooperator"
    triangle = is_triangle(own)
    if triangle and own[-1] <= own[0]:
        return "triangle"
    if correlates(own, sign=1):
        return "conditional cooperator"
    return "triangle" if triangle else "other"


def is_triangle(own: NDArray[np.float64]) -> bool:
    """Return whether a schedule rises to an interior maximum and falls after it."""
    peaks = np.flatnonzero(own == own.max())
    if peaks[0] == 0 or peaks[-1] == len(own) - 1:
        return False
    plateau = len(peaks) == peaks[-1] - peaks[0] + 1
    steps = np.diff(own)
    strict = plateau and (steps[: peaks[0]] >= 0).all() and (steps[peaks[-1] :] <= 0).all()
    return bool(strict) or any(
        correlates(own[: peak + 1], sign=1) and correlates(own[peak:], sign=-1) for peak in peaks
    )


def correlates(own: NDArray[np.float64], *, sign: int) -> bool:
    """Return whether Spearman's correlation with 0, 1, ... has that sign at the 1 % level."""
    if len(own) < 3 or np.ptp(own) == 0:
        return False
    found = stats.spearmanr(np.arange(len(own)), own)
    return bool(sign * found.statistic > 0 and found.pvalue < LEVEL)
