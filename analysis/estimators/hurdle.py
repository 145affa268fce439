"""Does treatment change whether people contribute at all, or how much those who do?

Cragg's (1971) hurdle in two separate parts: a probit for contributing anything, and a normal
distribution truncated at zero for positive amounts, censored at the endowment if one is given. The
parts share no parameter, so that their joint maximum is the two separate ones; scores are summed
per cluster over both (`likelihood.py`). The probit's bread is the expected information.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtr

from analysis.estimators import binomial, tobit
from analysis.estimators.likelihood import (
    LikelihoodFit,
    Mean,
    Slopes,
    maximise,
    named,
    sandwich,
)
from analysis.estimators.ols import check_rank, least_squares, numbers

Floats = NDArray[np.float64]


def hurdle(
    design: ArrayLike,
    y: ArrayLike,
    clusters: ArrayLike,
    *,
    high: float = float("inf"),
    names: Sequence[str] | None = None,
) -> LikelihoodFit:
    """Fit both parts; parameters are "any: ...", "amount: ..." and the amounts' log sigma.

    Parameters
    ----------
    design : (rows, columns) of both parts, y : (rows,) not negative, clusters : (rows,)
    high : where positive amounts are censored

    Raises
    ------
    ValueError
        If an outcome is negative, or the positive outcomes do not identify their part.
    """
    matrix, outcome = numbers(design, "design"), numbers(y, "outcome")
    own = named(names, matrix.shape[1])
    labels = (*(f"any: {name}" for name in own), *(f"amount: {name}" for name in own), "log_sigma")
    if (outcome < 0).any():
        raise ValueError(f"outcomes are not negative, found {outcome.min()}")
    positive, k = outcome > 0, matrix.shape[1]
    check_rank(matrix[positive], own)

    whether = partial(binomial.slopes, matrix=matrix, y=positive.astype(np.float64), link="probit")
    first, one = maximise(whether, np.zeros(k), model="probit")
    given, sums = matrix[positive], outcome[positive]
    amount = partial(_amount_slopes, matrix=given, y=sums, high=high)
    second, two = maximise(amount, _start(given, sums), model="truncated normal")
    joint = _stacked(one, two, positive)
    covariance, n = sandwich(joint.hessian, joint.scores, clusters)
    turn = np.eye(2 * k + 1)
    turn[k:, k:] = tobit.jacobian(second)
    coefficients = np.concatenate([first, second[:-1] / second[-1], [-np.log(second[-1])]])
    spread, share = turn @ covariance @ turn.T, {"positive": float(positive.mean())}
    return LikelihoodFit(labels, coefficients, spread, joint.value, len(matrix), n, "hurdle", share)


def _stacked(whether: Slopes, amount: Slopes, positive: NDArray[np.bool_]) -> Slopes:
    """Return both parts as one likelihood; rows without an amount score zero there."""
    k = whether.scores.shape[1]
    scores = np.zeros((len(positive), 2 * k + 1))
    scores[:, :k], scores[positive, k:] = whether.scores, amount.scores
    hessian = np.zeros((2 * k + 1, 2 * k + 1))
    hessian[:k, :k], hessian[k:, k:] = whether.hessian, amount.hessian
    return Slopes(whether.value + amount.value, scores, hessian)


def _start(matrix: Floats, y: Floats) -> Floats:
    fit = least_squares(matrix, y)
    spread = float(fit.residuals.std())
    if not spread > 0:
        raise ValueError("positive amounts do not vary beyond what the regressors explain")
    return np.append(fit.coefficients, 1.0) / spread


def _amount_slopes(theta: Floats, matrix: Floats, y: Floats, high: float) -> Slopes:
    """Return the tobit's slopes without a floor, less those of the chance of being positive."""
    whole = tobit.slopes(theta, matrix, y, (-np.inf, high))
    index = matrix @ theta[:-1]
    mills = np.exp(-0.5 * index**2 - tobit.LOG_ROOT_TWO_PI - log_ndtr(index))
    scores, hessian = whole.scores.copy(), whole.hessian.copy()
    scores[:, :-1] -= mills[:, None] * matrix
    hessian[:-1, :-1] += matrix.T @ ((mills * (mills + index))[:, None] * matrix)
    return Slopes(whole.value - float(log_ndtr(index).sum()), scores, hessian)


def expected(high: float = float("inf")) -> Mean:
    """Return the expected contribution as a function of parameters and design."""
    between = tobit.expected(0.0, high)

    def mean(theta: Floats, design: Floats) -> tuple[Floats, Floats]:
        k = design.shape[1]
        amount, slope = between(theta[k:], design)
        sigma = float(np.exp(theta[-1]))
        index = design @ theta[k:-1] / sigma
        chance = ndtr(index)
        density = np.exp(-0.5 * index**2 - tobit.LOG_ROOT_TWO_PI)
        stretch = np.column_stack([design / sigma, -index]) * (density / chance)[:, None]
        above = amount / chance
        above_slope = slope / chance[:, None] - above[:, None] * stretch
        any_at_all = ndtr(design @ theta[:k])
        bend = np.exp(-0.5 * (design @ theta[:k]) ** 2 - tobit.LOG_ROOT_TWO_PI)
        parts = [(bend * above)[:, None] * design, any_at_all[:, None] * above_slope]
        return any_at_all * above, np.column_stack(parts)

    return mean
