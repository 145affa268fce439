"""How far apart are two arms in their group means?

One value per independent group in each arm. The standard error is Welch's, which for two arms is
HC2 exactly; degrees of freedom are Welch's by default (the spread of each arm is estimated), while
`cluster.py`'s Satterthwaite values assume equal spread.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.assignments import DRAWS, redeal
from analysis.estimators.ols import numbers
from analysis.estimators.randomisation import Randomisation, randomisation_test
from analysis.estimators.student import critical_value, two_sided_p

Floats = NDArray[np.float64]

PERMUTATION_LIMIT = 200_000


@dataclass(frozen=True)
class Difference:
    """A difference in means, first arm less second, with Welch's interval."""

    estimate: float
    se: float
    df: float
    low: float
    high: float
    t: float
    p: float
    n_first: int
    n_second: int


def two_arms(first: ArrayLike, second: ArrayLike, *, least: int) -> tuple[Floats, Floats]:
    """Return both arms' values; each arm needs at least `least` groups and no missing value."""
    arms = numbers(first, "first arm"), numbers(second, "second arm")
    for name, values in zip(("first", "second"), arms, strict=True):
        if values.ndim != 1 or len(values) < least:
            raise ValueError(
                f"the {name} arm has values of shape {values.shape}; "
                f"at least {least} independent groups are needed in each arm"
            )
    return arms


def difference_in_means(first: ArrayLike, second: ArrayLike, *, level: float = 0.95) -> Difference:
    """Return the first arm's mean less the second's with Welch's interval and test.

    Raises
    ------
    ValueError
        With fewer than two groups in an arm, or no variation within either arm.
    """
    x, y = two_arms(first, second, least=2)
    parts = np.array([x.var(ddof=1) / len(x), y.var(ddof=1) / len(y)])
    variance = float(parts.sum())
    if variance <= 1e-24 * float(max(np.abs(x).max(), np.abs(y).max())) ** 2:
        raise ValueError("no variation within either arm: the standard error is undefined")
    df = float(variance**2 / (parts**2 / np.array([len(x) - 1, len(y) - 1])).sum())
    estimate, se = float(x.mean() - y.mean()), variance**0.5
    t, reach = estimate / se, float(critical_value(level, df)) * se
    p = float(two_sided_p(t, df))
    return Difference(estimate, se, df, estimate - reach, estimate + reach, t, p, len(x), len(y))


def permutation_test(
    first: ArrayLike,
    second: ArrayLike,
    *,
    limit: int = PERMUTATION_LIMIT,
    draws: int = DRAWS,
    seed: int = 0,
) -> Randomisation:
    """Test the difference in means over all ways to deal the groups to two arms.

    Exact up to `limit` ways (ten groups against ten are 184,756), by draws beyond.
    """
    x, y = two_arms(first, second, least=1)
    values = np.concatenate([x, y])
    centred = values - values.mean()
    codes = np.repeat([0, 1], [len(x), len(y)])
    per_pair = len(values) / (len(x) * len(y))
    dealt = redeal(codes, np.zeros_like(codes), limit=limit, draws=draws, seed=seed)
    return randomisation_test(lambda labels: -(labels @ centred) * per_pair, codes, dealt)
