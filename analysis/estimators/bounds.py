"""How large can the effect be when groups dropped out more often in one arm than in the other?

Lee's (2009) bounds: the arm with fewer losses is trimmed by the excess share of its observed units,
from above and from below, assuming that treatment moves dropping out in one direction only. Errors
are Lee's asymptotic ones (his proposition 3, with the estimated trimming share); the interval
covers the effect, not the set, after Imbens and Manski (2004). Ties at the trimming quantile are
trimmed in part, so that exactly the excess share is taken off.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import ndtr

from analysis.estimators.ols import numbers

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LeeBounds:
    """Bounds of the effect on units that stay in either arm; `trimmed` is the share taken off.

    `low` and `high` are the limits of the interval that covers the effect.
    """

    lower: float
    upper: float
    se_lower: float
    se_upper: float
    low: float
    high: float
    trimmed: float
    n_first: int
    n_second: int


def lee_bounds(
    first: ArrayLike,
    second: ArrayLike,
    *,
    lost_first: int,
    lost_second: int,
    level: float = 0.95,
) -> LeeBounds:
    """Return the bounds of the first arm's effect over the second's.

    Parameters
    ----------
    first, second : observed units' outcomes, at least two in each arm
    lost_first, lost_second : numbers of units without an outcome
    """
    x, y = numbers(first, "first arm"), numbers(second, "second arm")
    if min(len(x), len(y)) < 2 or min(lost_first, lost_second) < 0:
        raise ValueError(f"at least two observed units per arm, found {len(x)} and {len(y)}")
    kept = len(x) / (len(x) + lost_first), len(y) / (len(y) + lost_second)
    if kept[0] >= kept[1]:
        found = _trimmed_pair(x, y, kept, (len(x) + lost_first, len(y) + lost_second))
    else:
        other = _trimmed_pair(y, x, kept[::-1], (len(y) + lost_second, len(x) + lost_first))
        found = (-other[1], -other[0], other[3], other[2])
    lower, upper, se_lower, se_upper = found
    reach = imbens_manski(upper - lower, max(se_lower, se_upper), level=level)
    limits = (lower - reach * se_lower, upper + reach * se_upper)
    share = abs(kept[0] - kept[1]) / max(kept)
    return LeeBounds(lower, upper, se_lower, se_upper, *limits, share, len(x), len(y))


def imbens_manski(width: float, se: float, *, level: float) -> float:
    """Return the multiple of the standard errors that covers the effect within its bounds.

    It lies between the one-sided value (wide bounds) and the two-sided one (a single point).
    """
    if not se > 0:
        raise ValueError("the bounds' standard errors are zero")
    return float(brentq(lambda c: ndtr(c + width / se) - ndtr(-c) - level, 0.0, 10.0))


def _trimmed_pair(
    full: Floats, thin: Floats, kept: tuple[float, float], dealt: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return bounds and errors when the first arm given lost the smaller share."""
    share = (kept[0] - kept[1]) / kept[0]
    ratio_variance = (1 - kept[0]) / (dealt[0] * kept[0]) + (1 - kept[1]) / (dealt[1] * kept[1])
    plain = float(thin.var(ddof=1)) / len(thin)
    found = []
    for values in (np.sort(full), np.sort(-full)):
        weights = _kept_weights(len(full), share)
        mean = float(weights @ values / weights.sum())
        edge = float(values[np.flatnonzero(weights > 0)[-1]])
        inside = float(weights @ (values - mean) ** 2 / max(weights.sum() - 1.0, 0.5))
        variance = (inside + (edge - mean) ** 2 * share) / (len(full) * (1 - share))
        found.append((mean, variance + (edge - mean) ** 2 * ratio_variance + plain))
    (down, low_variance), (up, high_variance) = found
    mean = float(thin.mean())
    return down - mean, -up - mean, low_variance**0.5, high_variance**0.5


def _kept_weights(n: int, share: float) -> Floats:
    """Return weights of sorted values that take `share` of their mass off the top."""
    mass = n * (1.0 - share)
    return np.asarray(np.clip(mass - np.arange(n), 0.0, 1.0))
