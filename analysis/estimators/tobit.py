"""What would contributions have been without a floor and a ceiling, and what are they with them?

The two-limit tobit in Olsen's (1978) parametrisation (beta / sigma, 1 / sigma), in which the
log-likelihood is globally concave, so that Newton's method finds the maximum from anywhere. It is
reported as (beta, log sigma). Latent coefficients are not effects in points: use `expected` with
`likelihood.average_effect`. Values at or beyond a limit count as censored there.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtr

from analysis.estimators.likelihood import (
    LikelihoodFit,
    Mean,
    Slopes,
    maximise,
    named,
    sandwich,
)
from analysis.estimators.ols import least_squares

Floats = NDArray[np.float64]

LOG_ROOT_TWO_PI = 0.5 * float(np.log(2.0 * np.pi))


def tobit(
    design: ArrayLike,
    y: ArrayLike,
    clusters: ArrayLike,
    *,
    low: float = 0.0,
    high: float = 20.0,
    names: Sequence[str] | None = None,
) -> LikelihoodFit:
    """Fit the two-limit tobit; the last parameter is log sigma.

    Parameters
    ----------
    design : (rows, columns), y : (rows,), clusters : (rows,)
    low, high : limits; infinite where there is none

    Raises
    ------
    ValueError
        If all values are censored, or the design is not of full rank.
    """
    start = least_squares(design, y, names=named(names, np.asarray(design).shape[1]))
    matrix, outcome = start.basis @ start.root, np.asarray(y, dtype=np.float64)
    inside = (outcome > low) & (outcome < high)
    if not inside.any():
        raise ValueError(f"all {len(outcome)} values lie at the limits {low} and {high}")
    spread = max(float(start.residuals.std()), 1e-6 * (1.0 + float(np.abs(outcome).max())))
    theta = np.append(start.coefficients, 1.0) / spread

    def evaluate(parameters: Floats) -> Slopes:
        return slopes(parameters, matrix, outcome, (low, high))

    best, found = maximise(evaluate, theta, model="tobit")
    covariance, n = sandwich(found.hessian, found.scores, clusters)
    scale, turn = best[-1], jacobian(best)
    coefficients = np.append(best[:-1] / scale, -np.log(scale))
    return LikelihoodFit(
        (*start.names, "log_sigma"), coefficients, turn @ covariance @ turn.T, found.value,
        len(outcome), n, "tobit", {"censored": float((~inside).mean())},
    )  # fmt: skip


def slopes(theta: Floats, matrix: Floats, y: Floats, limits: tuple[float, float]) -> Slopes:
    """Return value, scores and Hessian in (beta / sigma, 1 / sigma)."""
    scale, index = theta[-1], matrix @ theta[:-1]
    if scale <= 0:
        return Slopes(-np.inf, np.zeros((len(y), len(theta))), -np.eye(len(theta)))
    below, above = y <= limits[0], y >= limits[1]
    bound = np.where(below, limits[0], np.where(above, limits[1], y))
    z = scale * bound - index
    signed = np.where(below, z, -z)
    tail = np.where(below | above, log_ndtr(np.where(below | above, signed, 0.0)), 0.0)
    inner = np.log(scale) - 0.5 * z**2 - LOG_ROOT_TWO_PI
    value = float(np.where(below | above, tail, inner).sum())
    mills = np.exp(-0.5 * signed**2 - LOG_ROOT_TWO_PI - log_ndtr(signed))
    slope = np.where(below, mills, np.where(above, -mills, -z))
    curve = np.where(below | above, -mills * (mills + signed), -1.0)
    stretch = np.column_stack([-matrix, bound])
    inside = ~(below | above)
    scores = slope[:, None] * stretch
    scores[:, -1] += inside / scale
    hessian = stretch.T @ (curve[:, None] * stretch)
    hessian[-1, -1] -= inside.sum() / scale**2
    return Slopes(value, scores, hessian)


def jacobian(theta: Floats) -> Floats:
    """Return the derivative of (beta, log sigma) with respect to (beta / sigma, 1 / sigma)."""
    scale = theta[-1]
    turn = np.eye(len(theta)) / scale
    turn[:-1, -1] = -theta[:-1] / scale**2
    turn[-1, -1] = -1.0 / scale
    return np.asarray(turn, dtype=np.float64)


def expected(low: float = 0.0, high: float = 20.0) -> Mean:
    """Return the expected outcome between the limits, as a function of parameters and design."""
    ends = [limit if np.isfinite(limit) else 0.0 for limit in (low, high)]

    def mean(theta: Floats, design: Floats) -> tuple[Floats, Floats]:
        sigma, index = float(np.exp(theta[-1])), design @ theta[:-1]
        below, above = (low - index) / sigma, (high - index) / sigma
        inside = ndtr(above) - ndtr(below)
        density = [np.exp(-0.5 * z**2 - LOG_ROOT_TWO_PI) for z in (below, above)]
        value = ends[0] * ndtr(below) + ends[1] * ndtr(-above) + index * inside
        value = value + sigma * (density[0] - density[1])
        by_log_sigma = sigma * (density[0] - density[1])
        return value, np.column_stack([inside[:, None] * design, by_log_sigma])

    return mean
