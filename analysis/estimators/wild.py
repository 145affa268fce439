"""How surprising is a clustered t ratio when the residuals of whole groups are flipped at random?

Restricted wild cluster bootstrap-t (Cameron, Gelbach and Miller 2008): residuals are taken under
the null, multiplied by one weight per cluster, and the CR1 t ratio is computed again (its factor is
common to all draws and cancels). Everything happens in clusters: with w = X (X'X)^-1 c and weights
v, the bootstrap estimate less the null is sum_g v_g a_g and the score of cluster h is
sum_g v_g A_gh, a quadratic form in clusters by clusters.

Rademacher weights are enumerated when there are no more than `draws` of them, else drawn; Webb's
six points (2014) suit fewer than about twelve clusters. p counts |t*| >= |t| with ties, which the
identity and the full flip always are: the share of all sign vectors when enumerated,
(1 + count) / (1 + draws) when drawn. The interval holds every null that is not rejected; it is
infinite where no null is rejected on that side, as with five clusters (p >= 2/32).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import solve_triangular

from analysis.estimators.cluster import cluster_robust, sort_by_cluster
from analysis.estimators.ols import LinearFit, thinned
from design import chance

Floats = NDArray[np.float64]
Kind = Literal["rademacher", "webb"]

DRAWS = 9_999
TIE_TOLERANCE = 1e-9
WEBB = np.sqrt([0.5, 1.0, 1.5])
PIECE = 512
NARROW = 2
"""Models with fewer columns than clusters over this are computed by their rank."""
REACH = np.geomspace(1e-3, 1e4, 211)
BISECTIONS = 50


@dataclass(frozen=True)
class WildWeights:
    """Weights of clusters, (draws, clusters); `exact` if they are all sign vectors."""

    values: Floats
    kind: Kind
    exact: bool


@dataclass(frozen=True)
class WildFit:
    """A wild cluster bootstrap test of a contrast, with the interval of nulls not rejected."""

    estimate: float
    t: float
    p: float
    low: float
    high: float
    n_clusters: int
    n_draws: int
    kind: str
    exact: bool


def wild_weights(
    n_clusters: int, *, kind: Kind = "rademacher", draws: int = DRAWS, seed: int = 0
) -> WildWeights:
    """Return all sign vectors when there are at most `draws`, else keyed random weights."""
    if kind == "rademacher" and n_clusters < 63 and 2**n_clusters <= draws:
        bits = np.arange(2**n_clusters)[:, None] >> np.arange(n_clusters)
        return WildWeights(np.where(bits & 1, -1.0, 1.0), kind, True)
    keys = (np.arange(draws)[:, None], np.arange(n_clusters)[None, :])
    values: Floats = np.array([-1.0, 1.0] if kind == "rademacher" else [*-WEBB, *WEBB])
    picks = chance.choice(seed, keys, f"wild bootstrap, {kind}", among=len(values))
    return WildWeights(np.asarray(values[picks], dtype=np.float64), kind, False)


def wild_bootstrap(
    fit: LinearFit,
    clusters: ArrayLike,
    weights: ArrayLike,
    *,
    drawn: WildWeights | None = None,
    null: float = 0.0,
    level: float = 0.95,
) -> WildFit:
    """Test a contrast of coefficients and find the interval of nulls that are not rejected.

    Parameters
    ----------
    fit : least-squares fit of the unrestricted model
    clusters : (rows,)
    weights : (columns,) of the contrast
    drawn : see `wild_weights`; by default Rademacher, 9,999 draws
    null : the value of the contrast that p refers to
    """
    robust = cluster_robust(fit, clusters, weights, method="CR1")
    signs = drawn if drawn is not None else _usual(robust.n_clusters)
    if signs.values.shape[1] != robust.n_clusters:
        raise ValueError(f"weights for {signs.values.shape[1]} of {robust.n_clusters} clusters")
    pivots = _pivots(fit, clusters, np.asarray(weights, dtype=np.float64), signs)
    shift = robust.estimate - null
    low, high = (_limit(pivots, robust.se, side=side, alpha=1.0 - level) for side in (1.0, -1.0))
    return WildFit(
        estimate=robust.estimate,
        t=shift / robust.se,
        p=pivots.p(shift),
        low=robust.estimate - low,
        high=robust.estimate + high,
        n_clusters=robust.n_clusters,
        n_draws=len(signs.values),
        kind=signs.kind,
        exact=signs.exact,
    )


@lru_cache(maxsize=2)
def _usual(n_clusters: int) -> WildWeights:
    """Return the usual weights; the estimands of a Plan share their numbers of clusters."""
    return wild_weights(n_clusters)


@dataclass(frozen=True)
class Pivots:
    """Bootstrap numerators and squared scores as functions of the estimate less the null.

    At distance x the numerator is `fixed + x * moving` and the sum of squared scores
    `squares[0] + 2 x squares[1] + x^2 squares[2]`; `observed` is that sum in the sample.
    """

    fixed: Floats
    moving: Floats
    squares: Floats
    observed: float
    exact: bool

    def p(self, distance: float) -> float:
        """Return p of the null at a distance below the estimate."""
        scores = self.squares[0] + 2.0 * distance * self.squares[1] + distance**2 * self.squares[2]
        numerator = (self.fixed + distance * self.moving) ** 2 * self.observed
        reached = int((numerator >= distance**2 * scores * (1.0 - TIE_TOLERANCE)).sum())
        draws = len(self.fixed)
        return reached / draws if self.exact else (1.0 + reached) / (1.0 + draws)


def _pivots(fit: LinearFit, clusters: ArrayLike, weights: Floats, drawn: WildWeights) -> Pivots:
    """Reduce the sample to clusters and apply all weights.

    Restricted residuals at distance x are the residuals plus x w / w'w, so that numerators are
    linear and squared scores quadratic in x.
    """
    parts = sort_by_cluster(clusters, fit.n_obs)
    basis, residuals = fit.basis[parts.order], fit.residuals[parts.order]
    d = solve_triangular(fit.root, weights, trans="T")
    rows = [(basis[a:b], residuals[a:b]) for a, b in pairwise(parts.bounds)]
    loads = np.stack([q.T @ (q @ d) for q, _ in rows])
    sums = np.stack([q.T @ e for q, e in rows])
    added = loads / float(d @ d)
    narrow = loads.shape[1] < len(loads) // NARROW
    scores = (_by_rank if narrow else _by_clusters)((sums, added), loads, d)
    pieces = np.array_split(drawn.values, max(1, len(drawn.values) // PIECE))
    squares = np.concatenate([scores(some) for some in pieces], axis=1)
    observed = float(((sums @ d) ** 2).sum())
    return Pivots(
        drawn.values @ (sums @ d), drawn.values @ (added @ d), squares, observed, drawn.exact
    )


Pair = tuple[Floats, Floats]
Squares = Callable[[Floats], Floats]


def _by_clusters(pair: Pair, loads: Floats, d: Floats) -> Squares:
    """Return how draws give sums over clusters of still^2, still * move and move^2, (3, draws)."""
    still, move = (np.diag(one @ d) - one @ loads.T for one in pair)

    def squares(draws: Floats) -> Floats:
        one, two = draws @ still, draws @ move
        return np.stack([(one**2).sum(1), (one * two).sum(1), (two**2).sum(1)])

    return squares


def _by_rank(pair: Pair, loads: Floats, d: Floats) -> Squares:
    """Return what `_by_clusters` does, by products as wide as the model and not as the clusters.

    A score is v_h a_h - c'l_h with c = sum of v_g s_g, so that the sum of products of two of them
    needs sums of v_h a_h l_h and the matrix of loads only.
    """
    wide, sums = thinned(loads), [thinned(one) for one in pair]
    common = wide.T @ wide

    def squares(draws: Floats) -> Floats:
        own = [draws * (one @ d) for one in pair]
        parts = [(v, v @ wide, draws @ one) for v, one in zip(own, sums, strict=True)]
        return np.stack([_scores(parts[i], parts[j], common) for i, j in ((0, 0), (0, 1), (1, 1))])

    return squares


Scores = tuple[Floats, Floats, Floats]


def _scores(one: Scores, two: Scores, common: Any) -> Floats:
    """Return the sum over clusters of the products of two kinds of scores, (draws,)."""
    cross = (one[1] * two[2]).sum(1) + (two[1] * one[2]).sum(1)
    return np.asarray((one[0] * two[0]).sum(1) - cross + ((one[2] @ common) * two[2]).sum(1))


def _limit(pivots: Pivots, se: float, *, side: float, alpha: float) -> float:
    """Return the largest distance on one side of the estimate at which the null is not rejected."""
    kept = [i for i, reach in enumerate(REACH) if pivots.p(side * se * float(reach)) > alpha]
    if kept and kept[-1] == len(REACH) - 1:
        return float("inf")
    inside, outside = REACH[kept[-1] : kept[-1] + 2] if kept else (0.0, REACH[0])
    for _ in range(BISECTIONS):
        middle = (inside + outside) / 2.0
        if pivots.p(side * se * float(middle)) > alpha:
            inside = middle
        else:
            outside = middle
    return float(inside * se)
