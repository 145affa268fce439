"""Does one arm's group tend to lie above the other's, and by how much?

Mann and Whitney's test is exact with and without ties: the distribution of the sum of midranks over
all ways to deal the groups, by dynamic programming, two-sided by distance from its mean (as R's
coin). The Hodges-Lehmann shift is the median of all pairwise differences; its interval inverts the
test for untied values (Bauer 1972, as R's wilcox.test) and is conservative with ties.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.difference import two_arms

Floats = NDArray[np.float64]

CELL_LIMIT = 50_000_000


@dataclass(frozen=True)
class RankTest:
    """Mann and Whitney's test: `u` counts pairs in which the first arm is above, ties as halves.

    `superiority` is the share of such pairs, the probability that the first arm is above.
    """

    u: float
    superiority: float
    p: float
    n_first: int
    n_second: int


@dataclass(frozen=True)
class Shift:
    """The Hodges-Lehmann shift, first arm less second; `confidence` is the interval's own level."""

    estimate: float
    low: float
    high: float
    confidence: float
    n_first: int
    n_second: int


def mann_whitney(first: ArrayLike, second: ArrayLike) -> RankTest:
    """Test that two arms have the same distribution, exactly, with or without ties."""
    x, y = two_arms(first, second, least=1)
    pairs = np.sign(x[:, None] - y[None, :])
    u = float((pairs > 0).sum() + 0.5 * (pairs == 0).sum())
    ranks = _double_midranks(np.concatenate([x, y]))
    chances = _sum_distribution(ranks, len(x))
    sums = np.arange(len(chances))
    center = len(x) * ranks.sum() / (len(x) + len(y))
    away = abs(ranks[: len(x)].sum() - center)
    p = float(chances[np.abs(sums - center) >= away - 1e-6].sum())
    return RankTest(u, u / (len(x) * len(y)), min(1.0, p), len(x), len(y))


def hodges_lehmann(first: ArrayLike, second: ArrayLike, *, level: float = 0.95) -> Shift:
    """Return the median pairwise difference and the exact interval of shifts.

    The limits are the C-th smallest and largest differences, C the largest with
    P(U < C) <= (1 - level) / 2; they are infinite when no such C exists.
    """
    x, y = two_arms(first, second, least=1)
    differences = np.sort((x[:, None] - y[None, :]).ravel())
    below = np.cumsum(untied_u_distribution(len(x), len(y)))
    count = int((below <= (1.0 - level) / 2.0 + 1e-12).sum())
    low, high = float("-inf"), float("inf")
    if count:
        low, high = float(differences[count - 1]), float(differences[-count])
    outside = 2.0 * float(below[count - 1]) if count else 0.0
    return Shift(float(np.median(differences)), low, high, 1.0 - outside, len(x), len(y))


def untied_u_distribution(n_first: int, n_second: int) -> Floats:
    """Return P(U = 0), P(U = 1), ... for untied values."""
    ranks = 2 * np.arange(1, n_first + n_second + 1)
    chances = _sum_distribution(ranks, n_first)
    smallest = n_first * (n_first + 1)
    return chances[smallest : smallest + 2 * n_first * n_second + 1 : 2]


def _double_midranks(values: Floats) -> NDArray[np.int64]:
    """Return twice the midranks, which are whole numbers."""
    _, codes, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((2 * last - counts + 1)[codes], dtype=np.int64)


def _sum_distribution(scores: NDArray[np.int64], size: int) -> Floats:
    """Return the chances of each sum of `size` scores drawn without replacement.

    Groups are taken in one by one; after k of them, entry (j, s) is the chance that j were drawn
    with sum s when each way to choose among all is equally likely.
    """
    total, n = int(np.sort(scores)[-size:].sum()), len(scores)
    if (size + 1) * (total + 1) > CELL_LIMIT:
        raise ValueError(f"{n} groups are too many for the exact rank test; draw assignments")
    chances = np.zeros((size + 1, total + 1))
    chances[0, 0] = 1.0
    for k, score in enumerate(int(s) for s in scores):
        drawn = np.arange(size + 1)[:, None]
        take = np.clip((size - drawn) / (n - k), 0.0, 1.0)
        taken = chances * take
        chances = chances - taken
        chances[1:, score:] += taken[:-1, : total + 1 - score]
    return np.asarray(chances[size], dtype=np.float64)
