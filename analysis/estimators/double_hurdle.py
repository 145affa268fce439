"""Do zeros come from people who never would, or from people who would if they wished for more?

The double hurdle with independent errors (Cragg 1971, equation 5; Blundell and Meghir 1987): a
member gives only if it is willing to take part (a probit) and its wish, a normal variable, is above
zero. A zero can come from either hurdle, so that both parts are estimated jointly; `hurdle.py` is
the separable model in which every zero comes from the first. Wishes are censored at a ceiling if
one is given. Without anybody unwilling this is the tobit, where one of the two climbs starts.

The wish is parametrised as in `tobit.py` (beta / sigma, 1 / sigma). The likelihood is not globally
concave: the maximum is the better of two climbs, from the tobit and from the separable hurdle.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtr

from analysis.estimators import hurdle, tobit
from analysis.estimators.likelihood import (
    LikelihoodFit,
    Mean,
    Slopes,
    maximise,
    named,
    sandwich,
)
from analysis.estimators.ols import check_rank, numbers

Floats = NDArray[np.float64]

WILLING = 2.0


def double_hurdle(
    design: ArrayLike,
    y: ArrayLike,
    clusters: ArrayLike,
    *,
    high: float = float("inf"),
    names: Sequence[str] | None = None,
) -> LikelihoodFit:
    """Fit both hurdles jointly; parameters are "any: ...", "wish: ..." and the wish's log sigma.

    Parameters
    ----------
    design : (rows, columns) of both hurdles, y : (rows,) not negative, clusters : (rows,)
    high : where wishes are censored

    Raises
    ------
    ValueError
        If an outcome is negative, all are zero, or the data do not tell the hurdles apart.
    """
    matrix, outcome = numbers(design, "design"), numbers(y, "outcome")
    own = named(names, matrix.shape[1])
    if (outcome < 0).any() or not (outcome > 0).any():
        raise ValueError(f"outcomes are not negative and not all zero, found {outcome.min()}")
    check_rank(matrix[outcome > 0], own)
    evaluate = partial(slopes, matrix=matrix, y=outcome, high=high)
    best, found = _better(evaluate, _starts(matrix, outcome, clusters, high))
    covariance, n = sandwich(found.hessian, found.scores, clusters)
    k, scale = len(own), best[-1]
    turn = np.eye(2 * k + 1)
    turn[k:, k:] = tobit.jacobian(best[k:])
    coefficients = np.concatenate([best[:k], best[k:-1] / scale, [-np.log(scale)]])
    labels = (*(f"any: {name}" for name in own), *(f"wish: {name}" for name in own), "log_sigma")
    unwilling = float(ndtr(-(matrix @ best[:k])).mean())
    return LikelihoodFit(
        labels, coefficients, turn @ covariance @ turn.T, found.value, len(outcome), n,
        "double hurdle", {"positive": float((outcome > 0).mean()), "unwilling": unwilling},
    )  # fmt: skip


def _starts(matrix: Floats, y: Floats, clusters: ArrayLike, high: float) -> list[Floats]:
    """Return where to climb from: a tobit of nearly willing people, and the separable hurdle."""
    plain = tobit.tobit(matrix, y, clusters, low=0.0, high=high)
    k = matrix.shape[1]
    willing = np.linalg.lstsq(matrix, np.full(len(y), WILLING))[0]
    starts = [np.concatenate([willing, _scaled(plain.coefficients)])]
    try:
        apart = hurdle.hurdle(matrix, y, clusters, high=high)
    except ValueError:
        return starts
    return [*starts, np.concatenate([apart.coefficients[:k], _scaled(apart.coefficients[k:])])]


def _scaled(wish: Floats) -> Floats:
    """Return (beta, log sigma) as (beta / sigma, 1 / sigma)."""
    scale = np.exp(-wish[-1])
    return np.append(wish[:-1] * scale, scale)


def _better(evaluate: partial[Slopes], starts: list[Floats]) -> tuple[Floats, Slopes]:
    ends, reasons = [], []
    for start in starts:
        try:
            ends.append(maximise(evaluate, start, model="double hurdle"))
        except ValueError as error:
            reasons.append(str(error))
    if not ends:
        raise ValueError(f"no climb ended: {reasons}")
    return max(ends, key=lambda end: end[1].value)


def slopes(theta: Floats, matrix: Floats, y: Floats, high: float) -> Slopes:
    """Return value, scores and Hessian in (willing, beta / sigma, 1 / sigma)."""
    k = matrix.shape[1]
    scale, a, b = theta[-1], matrix @ theta[:k], matrix @ theta[k:-1]
    if scale <= 0:
        return Slopes(-np.inf, np.zeros((len(y), len(theta))), -np.eye(len(theta)))
    given = tobit.slopes(theta[k:], matrix[y > 0], y[y > 0], (-np.inf, high))
    ratio = _mills(a)
    yes, zero = y > 0, y <= 0
    scores = np.zeros((len(y), len(theta)))
    scores[yes, :k], scores[yes, k:] = ratio[yes, None] * matrix[yes], given.scores
    hessian = np.zeros((len(theta), len(theta)))
    hessian[:k, :k] = -matrix[yes].T @ ((ratio * (ratio + a))[yes, None] * matrix[yes])
    hessian[k:, k:] = given.hessian
    value, one, two = _zeros(a[zero], b[zero])
    none = matrix[zero]
    scores[zero, :k], scores[zero, k:-1] = one[0][:, None] * none, one[1][:, None] * none
    for (rows, columns), bend in zip(((0, 0), (0, k), (k, 0), (k, k)), two, strict=True):
        hessian[rows : rows + k, columns : columns + k] += none.T @ (bend[:, None] * none)
    return Slopes(given.value + float(log_ndtr(a[yes]).sum()) + value, scores, hessian)


def _mills(index: Floats) -> Floats:
    return np.asarray(np.exp(_log_density(index) - log_ndtr(index)))


def _log_density(index: Floats) -> Floats:
    return np.asarray(-0.5 * index**2 - tobit.LOG_ROOT_TWO_PI)


def _zeros(a: Floats, b: Floats) -> tuple[float, tuple[Floats, Floats], tuple[Floats, ...]]:
    """Return the zeros' log-likelihood, its slopes in both indices, and its curvatures.

    The chance of a zero is q = 1 - F(a) F(b), written as F(-a) + F(a) F(-b) to keep small ones.
    Curvatures come in the order aa, ab, ba, bb.
    """
    log_q = np.logaddexp(log_ndtr(-a), log_ndtr(a) + log_ndtr(-b))
    by_a = -np.exp(_log_density(a) + log_ndtr(b) - log_q)
    by_b = -np.exp(_log_density(b) + log_ndtr(a) - log_q)
    cross = -np.exp(_log_density(a) + _log_density(b) - log_q) - by_a * by_b
    two = (-a * by_a - by_a**2, cross, cross, -b * by_b - by_b**2)
    return float(log_q.sum()), (by_a, by_b), two


def expected(high: float = float("inf")) -> Mean:
    """Return the expected contribution as a function of parameters and design."""
    wish = tobit.expected(0.0, high)

    def mean(theta: Floats, design: Floats) -> tuple[Floats, Floats]:
        k = design.shape[1]
        index = design @ theta[:k]
        willing, bend = ndtr(index), np.exp(_log_density(index))
        amount, slope = wish(theta[k:], design)
        parts = [(bend * amount)[:, None] * design, willing[:, None] * slope]
        return willing * amount, np.column_stack(parts)

    return mean
