"""How far does an interval reach where arms vary unequally and outcomes lean to one side?

Estimate and standard error are those of `cluster.py` (CR2; HC2 with one row per group). With w the
estimate's weights on the outcomes, M the residual maker and e = M y:

- The degrees of freedom are Satterthwaite's for errors whose variance differs between arms. The
  arms' variances are those that give the residuals' sums of squares by arm (MINQUE; what cannot be
  told apart, as within pairs, counts as equal). Two arms without blocks: Welch's, exactly.
- The third moment of the estimate, sum of w^3 e^3, is divided by what projecting leaves of it, and
  over se^3 is the skewness a of the estimate. Two arms without blocks, or pairs: k-statistics.
- Where a is not zero, Student's limits are wrong by se a (1 + 2 t^2) / 6, t being the critical
  value (Johnson 1978). The limit on the side to which the outcomes lean is moved out by that much;
  the other one, which the same correction would move in, stays, because a dozen groups say little
  about a. So the interval always holds Student's.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import solve_triangular

from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import LinearFit, thinned
from analysis.estimators.student import critical_value

Floats = NDArray[np.float64]

SPARE_TOLERANCE = 1e-10
RANK_TOLERANCE = 1e-8
MOST_SKEWNESS = 1.0
"""What the skewness of a mean of n values, estimated from them, is always below."""


class Shape(NamedTuple):
    """Degrees of freedom and skewness of studentised estimates, each (...)."""

    df: Floats
    skewness: Floats


@dataclass(frozen=True)
class ReachFit:
    """An estimated contrast of arms with the interval of this module."""

    estimate: float
    se: float
    df: float
    skewness: float
    low: float
    high: float


def arm_interval(
    fit: LinearFit, weights: ArrayLike, arms: ArrayLike, *, level: float = 0.95
) -> ReachFit:
    """Estimate a contrast of arms, with an interval for unequal arms and skewed outcomes.

    Parameters
    ----------
    fit : least-squares fit with one row per independent group
    weights : (columns,) of the contrast, see `ols.contrast`
    arms : (rows,) arm codes 0, 1, ...

    Raises
    ------
    ValueError
        As `cluster.cluster_robust`.
    """
    robust = cluster_robust(fit, np.arange(fit.n_obs), weights, method="CR2")
    direction = solve_triangular(fit.root, np.asarray(weights, dtype=np.float64), trans="T")
    maker = np.eye(fit.n_obs) - fit.basis @ thinned(fit.basis).T
    codes = np.asarray(arms, dtype=np.int64)
    found = shape(fit.basis @ direction, maker, fit.residuals, codes, basis=fit.basis)
    low, high = limits(robust.estimate, robust.se, found, level=level)
    df, skewness = float(found.df), float(found.skewness)
    return ReachFit(robust.estimate, robust.se, df, skewness, float(low), float(high))


def limits(estimate: Any, se: Any, found: Shape, *, level: float = 0.95) -> tuple[Any, Any]:
    """Return Student's limits, the one on the side of the skewness moved out as Johnson says."""
    t = critical_value(level, found.df)
    more = found.skewness * (1.0 + 2.0 * t**2) / 6.0
    low = estimate - se * (t + np.maximum(-more, 0.0))
    return low, estimate + se * (t + np.maximum(more, 0.0))


def shape(
    load: Floats,
    maker: Floats,
    error: Floats,
    arms: NDArray[np.int64],
    *,
    basis: Floats | None = None,
) -> Shape:
    """Return degrees of freedom and skewness; NaN where there is no residual variance.

    Parameters
    ----------
    load : (..., groups) weights w of the outcomes in the estimate
    maker : (..., groups, groups) residual maker M
    error : (..., groups) residuals M y
    arms : (groups,) codes
    basis : (groups, columns) with M = I - QQ', which saves work where groups are thousands
    """
    spare = np.diagonal(maker, axis1=-2, axis2=-1)
    free = spare > SPARE_TOLERANCE
    factor = np.where(free, load**2 / np.where(free, spare, 1.0), 0.0)
    variance = (factor * error**2).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        skewness = _third(load, maker, error) / variance**1.5
        variances = arm_variances(maker, error, arms)
        made = _made(maker, variances) if basis is None else _made_thin(basis, variances)
        df = _freedom(factor, made)
    return Shape(df, np.clip(skewness, -MOST_SKEWNESS, MOST_SKEWNESS))


def arm_variances(maker: Floats, error: Floats, arms: NDArray[np.int64]) -> Floats:
    """Return the error variance of each group's arm, (..., groups), none below zero."""
    here = (arms[:, None] == np.arange(arms.max() + 1)).astype(np.float64)
    found = np.linalg.pinv(here.T @ maker**2 @ here, rcond=RANK_TOLERANCE, hermitian=True)
    sums = (error**2) @ here
    by_arm = np.einsum("...ab,...b->...a", found, sums)
    return np.asarray(np.maximum(by_arm, 0.0)[..., arms])


def _made(maker: Floats, variances: Floats) -> Floats:
    """Return the residuals' covariance M V M."""
    return np.asarray((maker * variances[..., None, :]) @ maker)


def _made_thin(basis: Floats, variances: Floats) -> Floats:
    """Return what `_made` does, as V + HQ' + QH' with H = Q (Q'VQ) / 2 - VQ."""
    scaled = variances[:, None] * basis
    thin = thinned(basis)
    half = (thin @ (thin.T @ scaled / 2.0) - scaled) @ thin.T
    made = half + half.T
    made[np.diag_indices_from(made)] += variances
    return np.asarray(made)


def _freedom(factor: Floats, covariance: Floats) -> Floats:
    """Return Satterthwaite's degrees of freedom of sum of factor e^2, e of some covariance."""
    mean = (factor * np.diagonal(covariance, axis1=-2, axis2=-1)).sum(axis=-1)
    loss = (_times(covariance**2, factor) * factor).sum(axis=-1)
    return np.asarray(mean**2 / loss)


def _third(load: Floats, maker: Floats, error: Floats) -> Floats:
    """Return the third central moment of the estimate.

    The divisor is exact for third moments of one size and the sign of each group's weight, and in
    a balanced comparison of two arms for any that are alike within arms.
    """
    cubed = _times(maker * maker * maker, load**3)
    left = (np.sign(load) * cubed).sum(axis=-1) / (np.abs(load) ** 3).sum(axis=-1)
    return np.asarray(((load * error) ** 3).sum(axis=-1) / np.maximum(left, SPARE_TOLERANCE))


def _times(matrix: Floats, vector: Floats) -> Floats:
    """Return products of matrices (..., n, n) with vectors (..., n)."""
    return np.asarray((matrix @ vector[..., None])[..., 0])
