"""How do contributions differ when groups, and members within groups, have levels of their own?

Random intercepts by restricted maximum likelihood, profiled to one or two standard-deviation
ratios, in sums over members and groups only (no matrix of rows by rows). The fallback where
statsmodels' MixedLM does not converge, and the source of Satterthwaite degrees of freedom, which
it lacks (as R's lmerTest: variances and Hessian with respect to ratios and residual deviation).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize

from analysis.estimators.likelihood import Wald, named
from analysis.estimators.ols import check_rank, numbers
from analysis.estimators.student import critical_value, two_sided_p

Floats = NDArray[np.float64]

STARTS = ((0.5, 0.5), (1.0, 0.05), (0.05, 1.0))
AT_ZERO = 1e-4
STEP = 1e-3


class Moments(NamedTuple):
    """What the likelihood needs of the data: products and members' sums of (design, y).

    `single` says that there is only one level, the group.
    """

    products: Floats
    sums: Floats
    sizes: Floats
    group: NDArray[np.int64]
    n_obs: int
    single: bool


class Profile(NamedTuple):
    """The fit at given ratios; `deviance` is minus twice the restricted log-likelihood."""

    deviance: float
    coefficients: Floats
    inverse: Floats
    sigma: float


@dataclass(frozen=True)
class MixedFit:
    """A linear model with random intercepts, by REML.

    `singular` says that a standard deviation was estimated as zero.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    loglik: float
    sd_group: float
    sd_member: float
    sigma: float
    n_obs: int
    n_groups: int
    singular: bool
    ratios: Floats = field(repr=False)
    moments: Moments = field(repr=False, compare=False)


def mixed(
    design: ArrayLike,
    y: ArrayLike,
    groups: ArrayLike,
    *,
    members: ArrayLike | None = None,
    names: Sequence[str] | None = None,
) -> MixedFit:
    """Fit random intercepts of groups and, if given, of members nested in them.

    Parameters
    ----------
    design : (rows, columns), y : (rows,), groups, members : (rows,)

    Raises
    ------
    ValueError
        If a member occurs in two groups, or the optimiser does not settle.
    """
    matrix, outcome = numbers(design, "design"), numbers(y, "outcome")
    all_names = named(names, matrix.shape[1])
    check_rank(matrix, all_names)
    moments = _moments(np.column_stack([matrix, outcome]), groups, members)
    ratios = _best_ratios(moments)
    best = profile(moments, ratios)
    n_groups = int(moments.group.max()) + 1
    sd_group, sd_member = best.sigma * float(ratios[0]), best.sigma * float(ratios[1])
    free = ratios[: 1 if moments.single else 2]
    return MixedFit(
        all_names, best.coefficients, best.sigma**2 * best.inverse, -0.5 * best.deviance, sd_group,
        sd_member, best.sigma, len(outcome), n_groups, bool((free == 0).any()), ratios, moments,
    )  # fmt: skip


def mixed_contrast(fit: MixedFit, weights: ArrayLike, *, level: float = 0.95) -> Wald:
    """Return the inference about a contrast with Satterthwaite degrees of freedom.

    Standard deviations estimated as zero are held there, as if their level were absent.
    """
    c = np.asarray(weights, dtype=np.float64)
    estimate, variance = float(c @ fit.coefficients), float(c @ fit.covariance @ c)
    df = _satterthwaite(fit, c)
    se = variance**0.5
    reach, p = float(critical_value(level, df)) * se, float(two_sided_p(estimate / se, df))
    row = (estimate, se, df, estimate - reach, estimate + reach, estimate / se, p)
    return Wald(*row, fit.n_obs, fit.n_groups, "REML, Satterthwaite")


def _moments(table: Floats, groups: ArrayLike, members: ArrayLike | None) -> Moments:
    group_codes = np.unique(np.asarray(groups), return_inverse=True)[1].astype(np.int64)
    codes = group_codes
    if members is not None:
        codes = np.unique(np.asarray(members), return_inverse=True)[1].astype(np.int64)
    owner = np.zeros(int(codes.max()) + 1, dtype=np.int64)
    owner[codes] = group_codes
    if (owner[codes] != group_codes).any():
        raise ValueError("a member occurs in two groups; members must be nested in groups")
    sums = np.zeros((len(owner), table.shape[1]))
    np.add.at(sums, codes, table)
    sizes = np.bincount(codes).astype(np.float64)
    return Moments(table.T @ table, sums, sizes, owner, len(table), members is None)


def profile(moments: Moments, ratios: Floats, *, sigma: float | None = None) -> Profile:
    """Return the restricted likelihood at ratios (group, member) of deviations to sigma.

    With `sigma` the residual deviation is fixed instead of profiled out.
    """
    by_group, by_member = float(ratios[0]) ** 2, float(ratios[1]) ** 2
    shrink = 1.0 + by_member * moments.sizes
    inner = (moments.sums / shrink[:, None]).T @ moments.sums
    n_groups = int(moments.group.max()) + 1
    totals = np.zeros((n_groups, moments.sums.shape[1]))
    np.add.at(totals, moments.group, moments.sums / shrink[:, None])
    spread = np.bincount(moments.group, moments.sizes / shrink, n_groups)
    outer = (totals / (1.0 + by_group * spread)[:, None]).T @ totals
    whole = moments.products - by_member * inner - by_group * outer
    log_det = float(np.log(shrink).sum() + np.log1p(by_group * spread).sum())
    k = len(whole) - 1
    inverse = np.linalg.inv(whole[:k, :k])
    coefficients = inverse @ whole[:k, k]
    quadratic = float(whole[k, k] - whole[:k, k] @ coefficients)
    df = moments.n_obs - k
    scale = (quadratic / df) ** 0.5 if sigma is None else sigma
    log_det -= float(np.linalg.slogdet(inverse)[1])
    deviance = log_det + df * float(np.log(2 * np.pi * scale**2)) + quadratic / scale**2
    return Profile(deviance, coefficients, np.asarray(inverse, dtype=np.float64), scale)


def _best_ratios(moments: Moments) -> Floats:
    free = 1 if moments.single else 2

    def deviance(ratios: Floats) -> float:
        return profile(moments, np.append(ratios, 0.0)[:2]).deviance

    fits = [
        minimize(deviance, start[:free], method="L-BFGS-B", bounds=[(0.0, None)] * free,
                 options={"ftol": 1e-12, "gtol": 1e-6})
        for start in STARTS
    ]  # fmt: skip
    best = min(fits, key=lambda fit: float(fit.fun))
    agree = sum(float(fit.fun) < float(best.fun) + 1e-5 for fit in fits)
    if agree < 2 or not np.isfinite(best.fun):
        raise ValueError(f"the variance ratios did not settle: deviances {[f.fun for f in fits]}")
    return _snapped(deviance, np.asarray(best.x, dtype=np.float64), free)


def _snapped(deviance: Callable[[Floats], float], ratios: Floats, free: int) -> Floats:
    """Polish the ratios and set those to zero that the likelihood does not miss."""
    options = {"xatol": 1e-7, "fatol": 1e-11, "maxiter": 500}
    polished = minimize(deviance, ratios, method="Nelder-Mead", bounds=[(0.0, None)] * free,
                        options=options)  # fmt: skip
    values = np.asarray(polished.x, dtype=np.float64)
    for i in range(free):
        without = values.copy()
        without[i] = 0.0
        if values[i] < AT_ZERO and deviance(without) <= deviance(values) + 1e-7:
            values = without
    return np.append(values, 0.0)[:2]


def _satterthwaite(fit: MixedFit, weights: Floats) -> float:
    """Return 2 v^2 / var(v) for the contrast's variance v, by central differences."""
    free = np.flatnonzero(fit.ratios[: 1 if fit.moments.single else 2] > 0)
    point = np.append(fit.ratios[free], fit.sigma)

    def at(values: Floats) -> tuple[float, float]:
        ratios = np.zeros(2)
        ratios[free] = values[:-1]
        found = profile(fit.moments, ratios, sigma=float(values[-1]))
        return found.deviance, float(values[-1] ** 2 * weights @ found.inverse @ weights)

    steps = np.diag(STEP * point)
    slope = np.array([(at(point + s)[1] - at(point - s)[1]) / (2 * s.sum()) for s in steps])
    curve = np.empty((len(point), len(point)))
    for i, one in enumerate(steps):
        for j, two in enumerate(steps):
            corners = at(point + one + two)[0] - at(point + one - two)[0]
            corners += at(point - one - two)[0] - at(point - one + two)[0]
            curve[i, j] = corners / (4 * one.sum() * two.sum())
    variance = at(point)[1]
    return float(2 * variance**2 / (slope @ (2.0 * np.linalg.solve(curve, slope))))
