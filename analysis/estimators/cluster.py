"""How precise is a contrast of coefficients when whole groups, not rows, are independent?

Conventions. n rows, k columns, G clusters; w = X (X'X)^-1 c, so the estimate is w'y.

- CR0: sum over clusters of (w_g'e_g)^2, t(G - 1).
- CR1: CR0 times G/(G-1) * (n-1)/(n-K), t(G - 1). K counts all columns (as Stata's regress,
  R's sandwich::vcovCL type HC1, statsmodels); pass `counted` where fixed effects nested in the
  clusters are not to be counted (as reghdfe and fixest).
- CR2: bias-reduced linearisation of Bell and McCaffrey (2002) with identity working covariance:
  e_g is multiplied by (I - H_gg)^(-1/2); Satterthwaite degrees of freedom under the same working
  covariance (as clubSandwich). Where a cluster has full leverage in some direction (its own fixed
  effect, or alone in its block) the Moore-Penrose root of Pustejovsky and Tipton (2018) is used.
  With one row per cluster CR2 is HC2.

A cluster that alone determines part of the contrast has residuals of zero there, whatever the
outcomes are: no variance can be estimated, and the functions say so instead of returning one.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import solve_triangular

from analysis.estimators.ols import LinearFit, thinned
from analysis.estimators.student import critical_value, two_sided_p

Floats = NDArray[np.float64]
Method = Literal["CR0", "CR1", "CR2"]

LEVERAGE_TOLERANCE = 1e-10
WEIGHT_TOLERANCE = 1e-8
SCALE_TOLERANCE = 1e-12


@dataclass(frozen=True)
class ClusterFit:
    """An estimated contrast with its cluster-robust uncertainty."""

    estimate: float
    se: float
    df: float
    low: float
    high: float
    t: float
    p: float
    n_obs: int
    n_clusters: int
    n_parameters: int
    method: str


class Clusters(NamedTuple):
    """Rows sorted by cluster: `order` sorts them, `bounds` are the G + 1 cut points."""

    order: NDArray[np.intp]
    bounds: NDArray[np.intp]
    labels: NDArray[np.generic]


def sort_by_cluster(clusters: ArrayLike, n_rows: int) -> Clusters:
    """Return how to sort rows by cluster; at least two clusters are required."""
    ids = np.asarray(clusters)
    if ids.shape != (n_rows,):
        raise ValueError(f"cluster ids have shape {ids.shape}; expected one for each of {n_rows}")
    labels, codes = np.unique(ids, return_inverse=True)
    if len(labels) < 2:
        raise ValueError(f"found {len(labels)} cluster; clustered inference needs at least two")
    order = np.argsort(codes, kind="stable")
    return Clusters(order, np.searchsorted(codes[order], np.arange(len(labels) + 1)), labels)


def cluster_robust(
    fit: LinearFit,
    clusters: ArrayLike,
    weights: ArrayLike,
    *,
    method: Method = "CR2",
    level: float = 0.95,
    counted: int | None = None,
) -> ClusterFit:
    """Estimate a contrast of coefficients with cluster-robust standard error and interval.

    Parameters
    ----------
    fit : least-squares fit
    clusters : (rows,) the independent unit of each row
    weights : (columns,) of the contrast, see `ols.contrast`
    method : CR0, CR1 or CR2, see the module
    level : of the interval
    counted : number of parameters in CR1's factor; by default all columns

    Raises
    ------
    ValueError
        If there are fewer than two clusters, if one cluster alone determines part of the
        contrast, or if all residuals are zero.
    """
    c = np.asarray(weights, dtype=np.float64)
    if c.shape != (fit.n_parameters,) or not c.any():
        raise ValueError(f"contrast {c.tolist()} for coefficients {list(fit.names)}")
    parts = sort_by_cluster(clusters, fit.n_obs)
    k = fit.n_parameters if counted is None else counted
    variance, df = _variance(fit, parts, c, method=method, counted=k)
    estimate, se = float(c @ fit.coefficients), _standard_error(variance, fit)
    reach, n_clusters = float(critical_value(level, df)) * se, len(parts.labels)
    p = float(two_sided_p(estimate / se, df))
    row = (estimate, se, df, estimate - reach, estimate + reach, estimate / se, p)
    return ClusterFit(*row, fit.n_obs, n_clusters, k, method)


def _variance(
    fit: LinearFit, parts: Clusters, weights: Floats, *, method: Method, counted: int
) -> tuple[float, float]:
    """Return the contrast's variance and degrees of freedom."""
    basis, residuals = fit.basis[parts.order], fit.residuals[parts.order]
    direction = solve_triangular(fit.root, weights, trans="T")
    most = int(np.diff(parts.bounds).max())
    way = _by_rows if most < fit.n_parameters else _by_columns
    adjusted = way(basis, direction, parts)
    if method == "CR2":
        return _sum_of_squares(adjusted * residuals, parts), _freedom(adjusted, basis, parts)
    n_clusters = len(parts.labels)
    factor = stata_factor(fit.n_obs, counted, n_clusters) if method == "CR1" else 1.0
    return factor * _sum_of_squares(basis @ direction * residuals, parts), n_clusters - 1.0


def stata_factor(n_obs: int, n_parameters: int, n_clusters: int) -> float:
    """Return CR1's factor G/(G-1) * (n-1)/(n-K)."""
    if n_obs <= n_parameters:
        raise ValueError(f"{n_obs} rows leave no residual variation after {n_parameters} columns")
    return n_clusters / (n_clusters - 1) * (n_obs - 1) / (n_obs - n_parameters)


def _standard_error(variance: float, fit: LinearFit) -> float:
    scale = float(np.linalg.norm(fit.residuals))
    fitted = float(np.linalg.norm(fit.root @ fit.coefficients))
    if scale <= SCALE_TOLERANCE * max(fitted, 1e-300) or variance <= 0:
        raise ValueError("the residuals are zero: the standard error of the contrast is undefined")
    return float(np.sqrt(variance))


def _by_columns(basis: Floats, direction: Floats, parts: Clusters) -> Floats:
    """Return the rows' adjusted weights.

    With X_g = Q_g R everything happens in the k-dimensional space of Q: for Q_g'Q_g = V S V',
    (I - Q_g Q_g')^(-1/2) Q_g d = Q_g V (1 - S)^(-1/2) V'd, so no rows-by-rows root is needed.
    """
    grams = np.stack([basis[a:b].T @ basis[a:b] for a, b in pairwise(parts.bounds)])
    size, axes = np.linalg.eigh(grams)
    along = np.einsum("gij,i->gj", axes, direction)
    lost, inflate = _inflation(size, size * along**2)
    _check_leverage(lost, direction, parts)
    turned = np.einsum("gij,gj->gi", axes, inflate * along)
    return np.asarray((basis * np.repeat(turned, np.diff(parts.bounds), axis=0)).sum(axis=1))


def _by_rows(basis: Floats, direction: Floats, parts: Clusters) -> Floats:
    """Return what `_by_columns` does, in the space of each cluster's rows.

    For clusters of fewer rows than columns: a model of a thousand blocks needs no
    eigenproblem of a thousand columns for each of its groups.
    """
    adjusted, lost = basis @ direction, np.zeros(len(parts.labels))
    sizes = np.diff(parts.bounds)
    for rows in np.unique(sizes):
        which = np.flatnonzero(sizes == rows)
        places = parts.bounds[which][:, None] + np.arange(rows)
        own = basis[places]
        size, axes = np.linalg.eigh(own @ np.swapaxes(own, 1, 2))
        along = np.einsum("gij,gi->gj", axes, adjusted[places])
        lost[which], inflate = _inflation(size, along**2)
        adjusted[places] = np.einsum("gij,gj->gi", axes, inflate * along)
    _check_leverage(lost, direction, parts)
    return np.asarray(adjusted)


def _inflation(size: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Return what full leverage takes from each cluster, and (1 - S)^(-1/2) with zeros there."""
    free = 1.0 - size > LEVERAGE_TOLERANCE
    inflate = np.where(free, 1.0 / np.sqrt(np.where(free, 1.0 - size, 1.0)), 0.0)
    return np.where(free, 0.0, share).sum(axis=1), inflate


def _freedom(adjusted: Floats, basis: Floats, parts: Clusters) -> float:
    """Return Satterthwaite's degrees of freedom for the rows' adjusted weights."""
    starts = parts.bounds[:-1]
    loads = np.add.reduceat(adjusted[:, None] * basis, starts, axis=0)
    products = np.diag(np.add.reduceat(adjusted**2, starts)) - loads @ thinned(loads).T
    return float(np.trace(products) ** 2 / (products**2).sum())


def _sum_of_squares(scores: Floats, parts: Clusters) -> float:
    """Return the sum over clusters of the squared sum of their rows' scores."""
    return float((np.add.reduceat(scores, parts.bounds[:-1]) ** 2).sum())


def _check_leverage(lost: Floats, direction: Floats, parts: Clusters) -> None:
    alone = lost > WEIGHT_TOLERANCE * float(direction @ direction)
    if alone.any():
        raise ValueError(
            f"clusters {parts.labels[alone].tolist()} alone determine part of the contrast (for "
            "example the only cluster of an arm), so its variance cannot be estimated"
        )
