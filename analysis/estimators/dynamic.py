"""How much of a contribution carries over from the round before?

A member's own past is correlated with the member's persistent level, so that pooled and within
regressions are biased in short panels. Difference GMM (Arellano and Bond 1991) instruments the
differenced equation by earlier levels; system GMM (Blundell and Bond 1998) adds the equation in
levels, instrumented by earlier differences, and assumes that first rounds are at their mean.
Instruments are collapsed (one column per lag, Roodman 2009), since one per lag and round would
outnumber the groups. Round effects are in both equations. Two steps with Windmeijer's (2005)
correction; moments are summed over the clusters given. Panels are balanced.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from analysis.estimators.gmm import Codes, GmmFit, Moments, cluster_scores, cluster_sums, gmm
from analysis.estimators.ols import numbers
from analysis.estimators.student import two_sided_p

Floats = NDArray[np.float64]
Equations = Literal["difference", "system"]


@dataclass(frozen=True)
class DynamicFit:
    """GMM estimates; `coefficients` holds the lag's, then the regressors' (not round effects).

    `hansen` tests the overidentifying restrictions, `m1` and `m2` serial correlation of the
    differenced errors (m1 is expected, m2 speaks against the instruments), all of the last step.
    """

    coefficients: Floats
    se: Floats
    hansen: float
    hansen_df: int
    hansen_p: float
    m1: float
    m2: float
    m2_p: float
    n_units: int
    n_clusters: int
    n_instruments: int


def dynamic_panel(
    y: ArrayLike,
    *,
    lags: tuple[int, int] = (2, 4),
    regressors: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    equations: Equations = "difference",
    steps: Literal[1, 2] = 2,
) -> DynamicFit:
    """Fit y on its own last value, round effects and strictly exogenous regressors.

    Parameters
    ----------
    y : (units, rounds)
    lags : first and last lag of the levels used as instruments
    regressors : (units, rounds, k) or None
    clusters : (units,), by default each unit its own

    Raises
    ------
    ValueError
        If the instruments are as many as the clusters or more, or do not identify the lag.
    """
    outcome = numbers(y, "outcomes")
    if outcome.ndim != 2 or outcome.shape[1] < 4:
        raise ValueError(f"outcomes {outcome.shape} are not (units, rounds) with four rounds")
    extra = np.zeros((*outcome.shape, 0)) if regressors is None else numbers(regressors, "x")
    own = range(len(outcome)) if clusters is None else clusters
    codes = np.unique(np.asarray(own), return_inverse=True)[1]
    moments = _difference(outcome, extra, lags)
    moments = _system(outcome, extra, moments) if equations == "system" else moments
    _check(moments, codes)
    fit = gmm(moments, codes, steps=steps)
    m1, m2 = (_serial(moments, codes, fit, outcome.shape[1] - 2, lag) for lag in (1, 2))
    shown, df = 1 + extra.shape[2], moments.z.shape[2] - len(fit.coefficients)
    se = np.sqrt(np.diag(fit.covariance))[:shown]
    hansen_p = float(chdtrc(df, fit.hansen)) if df else float("nan")
    sizes = (len(outcome), int(codes.max()) + 1, moments.z.shape[2])
    tests = (fit.hansen, df, hansen_p, m1, m2, float(two_sided_p(m2, np.inf)))
    return DynamicFit(fit.coefficients[:shown], se, *tests, *sizes)


def _difference(y: Floats, x: Floats, lags: tuple[int, int]) -> Moments:
    """Return differenced equations of rounds 3 to T."""
    rounds = y.shape[1]
    if not 2 <= lags[0] <= lags[1] < rounds:
        raise ValueError(f"lags of instruments lie between 2 and {rounds - 1}, found {lags}")
    steps, m = np.diff(y, axis=1), rounds - 2
    effects = np.broadcast_to(np.eye(m), (len(y), m, m))
    exogenous = np.diff(x, axis=1)[:, 1:]
    levels = np.zeros((len(y), m, lags[1] - lags[0] + 1))
    for column, lag in enumerate(range(lags[0], lags[1] + 1)):
        levels[:, lag - 2 :, column] = y[:, : rounds - lag]
    columns = np.concatenate([steps[:, :-1, None], exogenous, effects], axis=2)
    instruments = np.concatenate([levels, exogenous, effects], axis=2)
    weight = 2.0 * np.eye(m) - np.eye(m, k=1) - np.eye(m, k=-1)
    return Moments(steps[:, 1:], columns, instruments, weight)


def _system(y: Floats, x: Floats, differences: Moments) -> Moments:
    """Add equations in levels of rounds 2 to T; round effects are instrumented there."""
    n, rounds = y.shape
    m, d = rounds - 1, rounds - 2
    take = np.eye(m)[1:] - np.eye(m)[:-1]
    effects = np.tile(np.concatenate([take, np.eye(m)]), (n, 1, 1))
    own = np.concatenate([np.diff(y, axis=1)[:, :-1], y[:, :-1]], axis=1)[:, :, None]
    exogenous = np.concatenate([np.diff(x, axis=1)[:, 1:], x[:, 1:]], axis=1)
    past = np.zeros((n, d + m, 1))
    past[:, d + 1 :, 0] = np.diff(y, axis=1)[:, :-1]
    levels = np.zeros((n, d + m, differences.z.shape[2] - d - x.shape[2]))
    levels[:, :d] = differences.z[:, :, : levels.shape[2]]
    only_levels = effects.copy()
    only_levels[:, :d] = 0.0
    return Moments(
        np.concatenate([np.diff(y, axis=1)[:, 1:], y[:, 1:]], axis=1),
        np.concatenate([own, exogenous, effects], axis=2),
        np.concatenate([levels, past, exogenous, only_levels], axis=2),
        np.block([[differences.weight, take], [take.T, np.eye(m)]]),
    )


def _check(moments: Moments, codes: Codes) -> None:
    n_clusters, n_instruments = int(codes.max()) + 1, moments.z.shape[2]
    if n_instruments >= n_clusters:
        raise ValueError(
            f"{n_instruments} instruments for {n_clusters} clusters: the second step needs more "
            "clusters than instruments; use fewer lags or rounds"
        )
    rank = int(np.linalg.matrix_rank(np.einsum("nmz,nmk->zk", moments.z, moments.x)))
    if rank < moments.x.shape[2]:
        raise ValueError(
            f"the instruments do not identify the coefficients: their moments have rank {rank} "
            f"of {moments.x.shape[2]}"
        )


def _serial(moments: Moments, codes: Codes, fit: GmmFit, n_differences: int, lag: int) -> float:
    """Return Arellano and Bond's statistic of serial correlation of the differenced errors.

    All equations' moments enter its variance, since all of them moved the coefficients; plm leaves
    out those in levels.
    """
    errors = fit.residuals[:, :n_differences]
    past = np.zeros_like(errors)
    past[:, lag:] = errors[:, :-lag]
    own = cluster_sums((past * errors).sum(axis=1), codes)
    pulled = np.einsum("nm,nmk->k", past, moments.x[:, :n_differences])
    shared = cluster_scores(moments, fit.residuals, codes).T @ own
    variance = own @ own - 2.0 * pulled @ fit.load @ shared + pulled @ fit.covariance @ pulled
    return float(own.sum() / np.sqrt(variance))
