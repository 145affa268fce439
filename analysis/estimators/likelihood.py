"""Which parameters make the observed choices most likely, and how precise are they by group?

Newton's method with step halving on models that give their score and Hessian; convergence is
checked by the Newton decrement, and a fit that does not converge is an error, never a result.

Convention. Covariance is H^-1 (sum over clusters of s_g s_g') H^-1 times G/(G-1), s_g the summed
scores of cluster g and H the Hessian (as R's sandwich::vcovCL with type HC0 and its cluster
adjustment); tests and intervals use t(G - 1).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.cluster import sort_by_cluster
from analysis.estimators.student import critical_value, two_sided_p

Floats = NDArray[np.float64]

ITERATIONS = 200
HALVINGS = 40
DECREMENT = 1e-16


class Slopes(NamedTuple):
    """A log-likelihood at some parameters: rows' scores (rows, k) and Hessian (k, k)."""

    value: float
    scores: Floats
    hessian: Floats


@dataclass(frozen=True)
class LikelihoodFit:
    """Maximum-likelihood estimates with cluster-robust covariance."""

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    loglik: float
    n_obs: int
    n_clusters: int
    model: str
    extras: dict[str, float] = field(default_factory=dict)

    def coefficient(self, name: str) -> float:
        """Return one coefficient by its name."""
        return float(self.coefficients[self.names.index(name)])

    def se(self, name: str) -> float:
        """Return one coefficient's standard error by its name."""
        i = self.names.index(name)
        return float(np.sqrt(self.covariance[i, i]))


@dataclass(frozen=True)
class Wald:
    """A function of the parameters with its delta-method uncertainty, t(G - 1)."""

    estimate: float
    se: float
    df: float
    low: float
    high: float
    t: float
    p: float
    n_obs: int
    n_clusters: int
    method: str


def maximise(
    evaluate: Callable[[Floats], Slopes], start: ArrayLike, *, model: str
) -> tuple[Floats, Slopes]:
    """Return the maximum and the log-likelihood's slopes there.

    Raises
    ------
    ValueError
        If the steps do not settle, as with separated or constant outcomes.
    """
    theta = np.asarray(start, dtype=np.float64)
    here = evaluate(theta)
    for _ in range(ITERATIONS):
        step = _ascent(here)
        gain = float(here.scores.sum(axis=0) @ step)
        if gain <= DECREMENT * (1.0 + abs(here.value)):
            return theta + step, evaluate(theta + step)
        theta, here = _line_search(evaluate, theta, step, here)
    raise ValueError(f"{model} did not converge in {ITERATIONS} steps; last parameters {theta}")


def _ascent(here: Slopes) -> Floats:
    """Return Newton's step, bent towards the gradient where the surface is not concave."""
    size, axes = np.linalg.eigh(-here.hessian)
    floor = 1e-10 * max(float(np.abs(size).max()), 1e-300)
    gradient = here.scores.sum(axis=0)
    return np.asarray(axes @ ((axes.T @ gradient) / np.maximum(np.abs(size), floor)))


def _line_search(
    evaluate: Callable[[Floats], Slopes], theta: Floats, step: Floats, here: Slopes
) -> tuple[Floats, Slopes]:
    for halving in range(HALVINGS):
        trial = theta + step / 2.0**halving
        there = evaluate(trial)
        if np.isfinite(there.value) and there.value >= here.value - 1e-12 * abs(here.value):
            return trial, there
    raise ValueError("the likelihood rises in no direction although its slope is not zero")


def sandwich(hessian: Floats, scores: Floats, clusters: ArrayLike) -> tuple[Floats, int]:
    """Return the clustered covariance and the number of clusters."""
    size = np.linalg.eigvalsh(-hessian)
    if size[0] <= 1e-12 * size[-1]:
        raise ValueError(
            "the parameters are not identified: the likelihood is flat in some direction "
            "(separated outcomes, or a regressor without variation where it matters)"
        )
    parts = sort_by_cluster(clusters, len(scores))
    sums = np.add.reduceat(scores[parts.order], parts.bounds[:-1], axis=0)
    bread, n = np.linalg.inv(-hessian), len(parts.labels)
    return bread @ (sums.T @ sums) @ bread * (n / (n - 1)), n


def wald(
    fit: LikelihoodFit, gradient: ArrayLike, *, estimate: float | None = None, level: float = 0.95
) -> Wald:
    """Return the inference about a function of the parameters by the delta method.

    Parameters
    ----------
    gradient : (parameters,) of the function at the estimates; the weights of a linear contrast
    estimate : the function's value; by default gradient @ coefficients
    """
    slope = np.asarray(gradient, dtype=np.float64)
    value = float(slope @ fit.coefficients) if estimate is None else float(estimate)
    se = float(np.sqrt(slope @ fit.covariance @ slope))
    df = fit.n_clusters - 1.0
    if not se > 0:
        raise ValueError(f"the standard error is {se}: the function does not depend on the data")
    reach, p = float(critical_value(level, df)) * se, float(two_sided_p(value / se, df))
    row = (value, se, df, value - reach, value + reach, value / se, p)
    return Wald(*row, fit.n_obs, fit.n_clusters, fit.model)


Mean = Callable[[Floats, Floats], tuple[Floats, Floats]]


def average_effect(
    fit: LikelihoodFit, mean: Mean, design_with: ArrayLike, design_without: ArrayLike, *,
    level: float = 0.95,
) -> Wald:  # fmt: skip
    """Return the mean over rows of the expected outcome's change between two designs.

    Parameters
    ----------
    mean : takes parameters and design, returns each row's expected outcome and its gradient
        (rows, parameters); see `tobit.expected` and `binomial.expected`
    design_with, design_without : (rows, columns), for example all rows treated and none
    """
    one, up = mean(fit.coefficients, np.asarray(design_with, dtype=np.float64))
    none, down = mean(fit.coefficients, np.asarray(design_without, dtype=np.float64))
    return wald(fit, (up - down).mean(axis=0), estimate=float((one - none).mean()), level=level)


def named(names: Sequence[str] | None, columns: int, *more: str) -> tuple[str, ...]:
    """Return the parameters' names: the design's columns, then the model's own."""
    own = tuple(names) if names is not None else tuple(f"x{i}" for i in range(columns))
    if len(own) != columns:
        raise ValueError(f"{len(own)} names for {columns} columns: {list(own)}")
    return (*own, *more)
