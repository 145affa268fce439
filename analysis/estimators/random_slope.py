"""How does decay differ between arms when every group has a slope of its own?

A linear model with a random intercept and a random slope per group, and, if given, an intercept per
member, by restricted maximum likelihood. statsmodels' MixedLM fits it; its optimisers can stop
elsewhere and say so, or not: several are tried, only fits that say they converged count, the one
with the highest likelihood is taken, and a note warns if no other agrees with it. Where none is
left, the random intercepts of `mixed.py` answer instead, with a note: without a slope per group the
error of a difference in slopes is too small. The fixed effects' covariance is that of generalised
least squares at the estimated variances (as lme4's; statsmodels' own comes from a full Hessian and
differs by some per mille).

Intervals use t with as many degrees of freedom as groups less fixed effects, since statsmodels
offers the normal distribution only, which is too narrow for a dozen groups.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.likelihood import Wald, named
from analysis.estimators.mixed import mixed, mixed_contrast
from analysis.estimators.ols import check_rank, numbers
from analysis.estimators.student import critical_value, two_sided_p

Floats = NDArray[np.float64]

OPTIMISERS = ("bfgs", "lbfgs", "cg", "powell")
SAME = 1e-3


@dataclass(frozen=True)
class RandomSlopeFit:
    """A model with a random intercept and slope per group.

    Attributes
    ----------
    names, coefficients, covariance
        Of the fixed effects.
    loglik : float
        Restricted log-likelihood.
    sd_intercept, sd_slope, correlation : float
        Between groups; the slope's is 0 and the correlation NaN in a fallback.
    sd_member, sigma : float
        Between members of a group (0 if not asked for); of the residuals.
    optimiser, note : str
        What found it; what a reader must know.
    df : float
        Groups less fixed effects.
    fallback : MixedFit or None
        Random intercepts alone, where nothing else converged.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    loglik: float
    sd_intercept: float
    sd_slope: float
    correlation: float
    sd_member: float
    sigma: float
    n_obs: int
    n_groups: int
    df: float
    optimiser: str
    note: str = ""
    fallback: Any = None


def random_slope(
    design: ArrayLike,
    y: ArrayLike,
    groups: ArrayLike,
    slope: ArrayLike,
    *,
    members: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    optimisers: Sequence[str] = OPTIMISERS,
) -> RandomSlopeFit:
    """Fit a random intercept and a random slope on one variable per group.

    Parameters
    ----------
    design : (rows, columns), with the slope's variable among the columns; y, groups : (rows,)
    slope : (rows,) the variable whose slope differs between groups, the round say; centred here
    members : (rows,) nested in groups; each gets an intercept
    optimisers : statsmodels' names, in the order tried
    """
    matrix, outcome, along = (numbers(v, w) for v, w in
                              ((design, "design"), (y, "outcome"), (slope, "slope")))  # fmt: skip
    own = named(names, matrix.shape[1])
    check_rank(matrix, own)
    n_groups = len(np.unique(np.asarray(groups)))
    if n_groups <= matrix.shape[1]:
        raise ValueError(f"{n_groups} groups for {matrix.shape[1]} fixed effects are too few")
    model = _model(matrix, outcome, groups, (along - along.mean(), members))
    fits = [fit for fit in (_tried(model, name) for name in optimisers) if fit is not None]
    if not fits:
        return _fallback(matrix, outcome, groups, members, own)
    best = max(fits, key=lambda fit: float(fit[1].llf))
    agreeing = sum(float(fit.llf) > float(best[1].llf) - SAME for _, fit in fits)
    covariance = _covariance(model, best[1])
    return _described(best, own, covariance, agreeing)


def random_slope_contrast(fit: RandomSlopeFit, weights: ArrayLike, *, level: float = 0.95) -> Wald:
    """Return the inference about a contrast of fixed effects, t with the fit's own df."""
    if fit.fallback is not None:
        return mixed_contrast(fit.fallback, weights, level=level)
    c = np.asarray(weights, dtype=np.float64)
    estimate, se = float(c @ fit.coefficients), float(np.sqrt(c @ fit.covariance @ c))
    reach, p = float(critical_value(level, fit.df)) * se, float(two_sided_p(estimate / se, fit.df))
    row = (estimate, se, fit.df, estimate - reach, estimate + reach, estimate / se, p)
    return Wald(*row, fit.n_obs, fit.n_groups, "REML, random slope")


def _model(
    matrix: Floats, y: Floats, groups: ArrayLike, inner: tuple[Floats, ArrayLike | None]
) -> Any:
    """Return statsmodels' model, groups in one piece each."""
    from statsmodels.regression.mixed_linear_model import MixedLM, VCSpec

    along, members = inner
    codes = np.unique(np.asarray(groups), return_inverse=True)[1]
    random = np.column_stack([np.ones(len(y)), along])
    if members is None:
        return MixedLM(y, matrix, groups=codes, exog_re=random)
    people = np.unique(np.asarray(members), return_inverse=True)[1]
    tables, labels = [], []
    for code in range(int(codes.max()) + 1):
        inside = people[codes == code]
        names = np.unique(inside)
        tables.append((inside[:, None] == names).astype(np.float64))
        labels.append([str(name) for name in names])
    spec = VCSpec(["member"], [labels], [tables])
    return MixedLM(y, matrix, groups=codes, exog_re=random, exog_vc=spec)


def _tried(model: Any, optimiser: str) -> tuple[str, Any] | None:
    """Return one optimiser's fit if it can be believed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fit = model.fit(reml=True, method=optimiser, maxiter=500)
        except (np.linalg.LinAlgError, ValueError):
            return None
    errors = np.asarray(fit.bse_fe, dtype=np.float64)
    return (optimiser, fit) if bool(fit.converged) and np.isfinite(errors).all() else None


def _covariance(model: Any, fit: Any) -> Floats:
    """Return the fixed effects' covariance by generalised least squares."""
    spread, scale = np.asarray(fit.cov_re, dtype=np.float64), float(fit.scale)
    total = np.zeros((model.k_fe, model.k_fe))
    for place, x in enumerate(model.exog_li):
        z = model.exog_re_li[place]
        inner = z @ spread @ z.T + scale * np.eye(len(x))
        if len(fit.vcomp):
            who = model.exog_vc.mats[0][place]
            inner += float(fit.vcomp[0]) * who @ who.T
        total += x.T @ np.linalg.solve(inner, x)
    return np.asarray(np.linalg.inv(total), dtype=np.float64)


def _described(
    found: tuple[str, Any], names: tuple[str, ...], covariance: Floats, agreeing: int
) -> RandomSlopeFit:
    optimiser, fit = found
    spread = np.asarray(fit.cov_re, dtype=np.float64)
    sds = np.sqrt(np.diag(spread))
    both = float(sds.prod())
    correlation = float(spread[0, 1] / both) if both > 0 else float("nan")
    member = float(np.sqrt(fit.vcomp[0])) if len(fit.vcomp) else 0.0
    n_groups = int(fit.model.n_groups)
    notes = []
    if both <= 1e-6 * float(fit.scale) or abs(correlation) > 0.999:
        notes.append("the groups' spread is singular: a deviation is zero, or both move as one")
    if agreeing < 2:
        notes.append("no second optimiser found this maximum")
    return RandomSlopeFit(
        names, np.asarray(fit.fe_params), covariance, float(fit.llf), float(sds[0]), float(sds[1]),
        correlation, member, float(fit.scale) ** 0.5, int(fit.nobs), n_groups,
        float(n_groups - len(names)), optimiser, "; ".join(notes),
    )  # fmt: skip


def _fallback(
    matrix: Floats,
    y: Floats,
    groups: ArrayLike,
    members: ArrayLike | None,
    names: tuple[str, ...],
) -> RandomSlopeFit:
    plain = mixed(matrix, y, groups, members=members, names=names)
    note = (
        "no optimiser converged: random intercepts only, so that the error of a difference in"
        " slopes is too small"
    )
    return RandomSlopeFit(
        plain.names, plain.coefficients, plain.covariance, plain.loglik, plain.sd_group, 0.0,
        float("nan"), plain.sd_member, plain.sigma, plain.n_obs, plain.n_groups,
        float(plain.n_groups - len(plain.names)), "none", note, plain,
    )  # fmt: skip
