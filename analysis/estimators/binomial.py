"""How does the chance of an event, or a share between 0 and 1, depend on treatment?

Binomial quasi-likelihood by Fisher scoring with a logit, probit or complementary log-log link. A
share between 0 and 1 with the logit is the fractional logit of Papke and Wooldridge (1996); the
complementary log-log is the grouped proportional hazard. The bread is the expected information, as
in R's glm; clustering as in `likelihood.py`.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, log_expit, log_ndtr, ndtr

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
Link = Literal["logit", "probit", "cloglog"]

LOG_ROOT_TWO_PI = 0.5 * float(np.log(2.0 * np.pi))
LARGEST_INDEX = 25.0


class Chance(NamedTuple):
    """A link's log chances of event and none, and the chance's slope in the index."""

    log_yes: Floats
    log_no: Floats
    log_slope: Floats


def binomial(
    design: ArrayLike,
    y: ArrayLike,
    clusters: ArrayLike,
    *,
    link: Link = "logit",
    names: Sequence[str] | None = None,
) -> LikelihoodFit:
    """Fit the mean of outcomes between 0 and 1.

    Parameters
    ----------
    design : (rows, columns), y : (rows,) shares or 0/1, clusters : (rows,)

    Raises
    ------
    ValueError
        If an outcome lies outside [0, 1] or a set of regressors predicts some outcomes perfectly.
    """
    matrix, outcome = numbers(design, "design"), numbers(y, "outcome")
    all_names = named(names, matrix.shape[1])
    check_rank(matrix, all_names)
    if outcome.shape != matrix.shape[:1] or (outcome < 0).any() or (outcome > 1).any():
        raise ValueError(
            f"outcomes are shares between 0 and 1, one for each of {len(matrix)} rows; "
            f"found {outcome.shape} from {outcome.min()} to {outcome.max()}"
        )

    def evaluate(theta: Floats) -> Slopes:
        return slopes(theta, matrix, outcome, link)

    best, found = maximise(evaluate, np.zeros(matrix.shape[1]), model=link)
    _check_separation(matrix @ best)
    covariance, n = sandwich(found.hessian, found.scores, clusters)
    return LikelihoodFit(all_names, best, covariance, found.value, len(outcome), n, link)


def chances(index: Floats, link: Link) -> Chance:
    """Return log P(event), log P(none) and the log of the chance's slope, without overflow."""
    if link == "logit":
        return Chance(log_expit(index), log_expit(-index), log_expit(index) + log_expit(-index))
    if link == "probit":
        return Chance(log_ndtr(index), log_ndtr(-index), -0.5 * index**2 - LOG_ROOT_TWO_PI)
    rate = np.exp(np.minimum(index, 600.0))
    return Chance(np.log(-np.expm1(-np.maximum(rate, 1e-300))), -rate, index - rate)


def slopes(theta: Floats, matrix: Floats, y: Floats, link: Link) -> Slopes:
    """Return value, scores and minus the expected information of the quasi-likelihood."""
    chance = chances(matrix @ theta, link)
    terms = np.where(y > 0, y * chance.log_yes, 0.0) + np.where(y < 1, (1 - y) * chance.log_no, 0.0)
    up = np.exp(chance.log_slope - chance.log_yes)
    down = np.exp(chance.log_slope - chance.log_no)
    scores = (np.where(y > 0, y * up, 0.0) - np.where(y < 1, (1 - y) * down, 0.0))[:, None] * matrix
    return Slopes(float(terms.sum()), scores, -(matrix.T @ ((up * down)[:, None] * matrix)))


def _check_separation(index: Floats) -> None:
    far = int((np.abs(index) > LARGEST_INDEX).sum())
    if far:
        raise ValueError(
            f"{far} rows are predicted perfectly (separated outcomes): drop or pool the regressors "
            "that do so"
        )


def expected(link: Link = "logit") -> Mean:
    """Return the expected outcome as a function of parameters and design."""

    def mean(theta: Floats, design: Floats) -> tuple[Floats, Floats]:
        index = design @ theta
        value = {"logit": expit, "probit": ndtr}.get(link, lambda z: -np.expm1(-np.exp(z)))(index)
        return value, np.exp(chances(index, link).log_slope)[:, None] * design

    return mean
