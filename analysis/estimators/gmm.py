"""Which coefficients make the instruments uncorrelated with the errors, by cluster?

Linear generalised method of moments: moments are summed over clusters, so that errors may be
correlated within a group in any way. The two-step estimator carries Windmeijer's (2005) correction,
without which its errors are far too small with few clusters. Standard errors have no further
small-sample factor and tests are normal (as R's plm and Stata's xtabond2 without `small`).
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]


class Moments(NamedTuple):
    """Equations of units: outcome (units, m), regressors (units, m, k), instruments (.., z).

    `weight` is the equations' covariance for independent errors, (m, m), up to scale.
    """

    y: Floats
    x: Floats
    z: Floats
    weight: Floats


class GmmFit(NamedTuple):
    """Estimates of the last step; `load` maps summed moments to the coefficients' error."""

    coefficients: Floats
    covariance: Floats
    residuals: Floats
    load: Floats
    hansen: float


def gmm(moments: Moments, codes: Codes, *, steps: Literal[1, 2]) -> GmmFit:
    """Estimate in one or two steps with cluster-robust covariance.

    Parameters
    ----------
    codes : (units,) cluster of each unit as 0, 1, ...
    """
    zx = np.einsum("nmz,nmk->zk", moments.z, moments.x)
    zy = np.einsum("nmz,nm->z", moments.z, moments.y)
    first = np.linalg.pinv(np.einsum("nmz,mp,npq->zq", moments.z, moments.weight, moments.z))
    beta, bread = _solved(zx, zy, first)
    residuals = moments.y - moments.x @ beta
    scores = cluster_scores(moments, residuals, codes)
    meat = scores.T @ scores
    load = bread @ zx.T @ first
    second = np.asarray(np.linalg.pinv(meat), dtype=np.float64)
    covariance = load @ meat @ load.T
    if steps == 2:
        beta, bread = _solved(zx, zy, second)
        load = bread @ zx.T @ second
        turn = load @ _twist(moments, codes, scores) @ second @ (zy - zx @ beta)
        shift = turn.T
        covariance = bread + shift @ bread + bread @ shift.T + shift @ covariance @ shift.T
        residuals = moments.y - moments.x @ beta
    left = zy - zx @ beta
    return GmmFit(beta, covariance, residuals, load, float(left @ second @ left))


def _solved(zx: Floats, zy: Floats, weight: Floats) -> tuple[Floats, Floats]:
    bread = np.linalg.inv(zx.T @ weight @ zx)
    return np.asarray(bread @ zx.T @ weight @ zy), np.asarray(bread)


def cluster_scores(moments: Moments, residuals: Floats, codes: Codes) -> Floats:
    """Return the moments summed within clusters, (clusters, z)."""
    return cluster_sums(np.einsum("nmz,nm->nz", moments.z, residuals), codes)


def cluster_sums(values: Floats, codes: Codes) -> Floats:
    """Sum units' values, (units, ...), within clusters."""
    sums = np.zeros((int(codes.max()) + 1, *values.shape[1:]))
    np.add.at(sums, codes, values)
    return sums


def _twist(moments: Moments, codes: Codes, scores: Floats) -> Floats:
    """Return minus the derivative of the moments' covariance by each coefficient, (k, z, z)."""
    slopes = cluster_sums(np.einsum("nmz,nmk->nzk", moments.z, moments.x), codes)
    half = np.einsum("czk,cy->kzy", slopes, scores)
    return np.asarray(half + half.swapaxes(1, 2))
