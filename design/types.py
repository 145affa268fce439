"""Which type of cooperator does a table of conditional contributions show?

The rules of Fischbacher, Gaechter and Fehr (2001, Economics Letters), as Fischbacher and Gaechter
(2010, American Economic Review) apply them to a schedule of own contributions against the others'
average 0, 1, ..., e:

1. free rider: zero everywhere;
2. unconditional: the same positive contribution everywhere;
3. conditional cooperator: never falls and rises at least once, or Spearman's rank correlation
   with the others' average is positive and significant at 1 %;
4. triangle contributor: rises to a maximum inside the range and falls after it, either without
   exception or with Spearman's correlation significant at 1 % on both sides;
5. other: the rest.

The two papers count the unconditional among the others. Where a schedule meets both the
rank-correlation rule of 3 and rule 4, the rules overlap and the papers' order is not known to us.
Ours: a triangle that ends no higher than it began is a triangle contributor, another is a
conditional cooperator. With it every one of the 140 schedules of Fischbacher and Gaechter (2010)
gets the type that the authors coded.
"""

from math import atan, cos, isinf, pi, sin, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

COOPERATOR, FREE_RIDER, TRIANGLE = "conditional cooperator", "free rider", "triangle"
UNCONDITIONAL, OTHER = "unconditional", "other"
TYPES = (COOPERATOR, FREE_RIDER, TRIANGLE, UNCONDITIONAL, OTHER)

LEVEL = 0.01

Numbers = NDArray[np.float64]


def classify(schedule: ArrayLike) -> str:
    """Return the type that one schedule shows; `schedule` is own contribution at 0, 1, ..., e.

    Raises
    ------
    ValueError
        Where there are fewer than three entries, or one that is no finite number.
    """
    own = np.asarray(schedule, dtype=np.float64)
    if own.ndim != 1 or len(own) < 3 or not np.isfinite(own).all():
        raise ValueError(f"a schedule is at least three finite numbers, found {own}")
    steps = np.diff(own)
    if not steps.any():
        return UNCONDITIONAL if own[0] else FREE_RIDER
    if (steps >= 0).all():
        return COOPERATOR
    triangle = is_triangle(own)
    if triangle and own[-1] <= own[0]:
        return TRIANGLE
    if correlates(own, sign=1):
        return COOPERATOR
    return TRIANGLE if triangle else OTHER


def is_triangle(own: Numbers) -> bool:
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


def correlates(own: Numbers, *, sign: int) -> bool:
    """Return whether Spearman's correlation with 0, 1, ... has that sign at the 1 % level."""
    rho, p = spearman(own)
    return sign * rho > 0 and p < LEVEL


def spearman(own: Numbers) -> tuple[float, float]:
    """Return the rank correlation with 0, 1, ... and its two-sided p by Student's t.

    Ties have their mean rank. Where all are equal, or there are fewer than three, nothing is
    known: 0 and 1.
    """
    n = len(own)
    if n < 3 or np.ptp(own) == 0:
        return 0.0, 1.0
    centred = ranks(own) - (n + 1) / 2
    order = np.arange(n) - (n - 1) / 2
    rho = float(centred @ order / sqrt((centred @ centred) * (order @ order)))
    left = max(0.0, (1 - rho) * (1 + rho))
    t = abs(rho) * sqrt((n - 2) / left) if left > 1e-15 else float("inf")
    return rho, beyond(t, n - 2)


def ranks(values: Numbers) -> Numbers:
    """Return ranks from 1, equal values sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse])


def beyond(t: float, freedom: int) -> float:
    """Return P(|T| > t) for Student's t with whole degrees of freedom.

    A finite sum in the cosine of atan(t / sqrt(freedom)) (Abramowitz and Stegun 1964, 26.7.3-4).
    """
    if isinf(t):
        return 0.0
    angle = atan(t / sqrt(freedom))
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for k in range(2 + odd, freedom - 1, 2):
        term *= (k - 1) / k * cos(angle) ** 2
        total += term
    inside = 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
    return 1.0 - inside
