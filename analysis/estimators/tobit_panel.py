"""What would contributions be without floor and ceiling when members differ persistently?

The two-limit tobit with a normal random intercept per unit, integrated out by adaptive
Gauss-Hermite quadrature: nodes are centred and scaled at each unit's posterior, held while Newton's
method maximises, and moved until nothing changes. Parameters are (beta, log sigma, log omega),
omega the standard deviation of the intercepts. Scores are summed over the clusters given, which
must contain whole units (members within groups): random intercepts do not make groups independent.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, logsumexp

from analysis.estimators.likelihood import (
    LikelihoodFit,
    Mean,
    Slopes,
    maximise,
    named,
    sandwich,
)
from analysis.estimators.tobit import LOG_ROOT_TWO_PI, tobit
from analysis.estimators.tobit import expected as pooled_mean

Floats = NDArray[np.float64]

NODES = 15
ROUNDS = 50
MODE_STEPS = 30
NOTHING_BETWEEN = 6.0
SETTLED = 1e-9


class Sample(NamedTuple):
    """Rows sorted by unit: `starts` are the units' first rows, `unit` each row's unit."""

    matrix: Floats
    y: Floats
    starts: NDArray[np.intp]
    unit: NDArray[np.intp]
    limits: tuple[float, float]


class Nodes(NamedTuple):
    """Where the intercepts are evaluated and the rule's log weights, both (units, nodes)."""

    points: Floats
    log_weights: Floats


def panel_tobit(
    design: ArrayLike,
    y: ArrayLike,
    units: ArrayLike,
    clusters: ArrayLike,
    *,
    limits: tuple[float, float] = (0.0, 20.0),
    names: Sequence[str] | None = None,
) -> LikelihoodFit:
    """Fit the two-limit tobit with a random intercept per unit.

    Parameters
    ----------
    design : (rows, columns), y, units, clusters : (rows,)
    limits : floor and ceiling

    Raises
    ------
    ValueError
        If a unit lies in two clusters, all values are censored, or quadrature does not settle.
    """
    pooled = tobit(design, y, clusters, low=limits[0], high=limits[1], names=names)
    sample, owner = _sample(design, y, units, clusters, limits)
    start = np.append(pooled.coefficients, pooled.coefficients[-1] - 0.7)
    theta, found = _settled(start, sample)
    covariance, n = sandwich(found.hessian, found.scores, owner)
    labels = (*named(names, sample.matrix.shape[1]), "log_sigma", "log_omega")
    share = 1.0 / (1.0 + float(np.exp(2.0 * (theta[-2] - theta[-1]))))
    return LikelihoodFit(
        labels, theta, covariance, found.value, len(sample.y), n, "random-effects tobit",
        {"share_between": share},
    )  # fmt: skip


def _settled(theta: Floats, sample: Sample) -> tuple[Floats, Slopes]:
    """Maximise at fixed nodes and move the nodes, until the likelihood stays."""
    before = -np.inf
    for _ in range(ROUNDS):
        evaluate = partial(_slopes, sample=sample, nodes=_adapted(theta, sample))
        theta, found = maximise(evaluate, theta, model="random-effects tobit")
        if theta[-1] < theta[-2] - NOTHING_BETWEEN:
            raise ValueError("units do not differ beyond chance: use the pooled tobit")
        if abs(found.value - before) < SETTLED * abs(found.value):
            return theta, found
        before = found.value
    raise ValueError(f"quadrature did not settle in {ROUNDS} rounds; last parameters {theta}")


def _sample(
    design: ArrayLike,
    y: ArrayLike,
    units: ArrayLike,
    clusters: ArrayLike,
    limits: tuple[float, float],
) -> tuple[Sample, NDArray[np.generic]]:
    """Return rows sorted by unit and each unit's cluster."""
    codes = np.unique(np.asarray(units), return_inverse=True)[1]
    order = np.argsort(codes, kind="stable")
    unit, cluster = codes[order], np.asarray(clusters)[order]
    starts = np.searchsorted(unit, np.arange(int(unit.max()) + 1))
    owner = cluster[starts]
    if (owner[unit] != cluster).any():
        raise ValueError("a unit lies in two clusters; clusters must contain whole units")
    matrix = np.asarray(design, dtype=np.float64)[order]
    return Sample(matrix, np.asarray(y, dtype=np.float64)[order], starts, unit, limits), owner


class RowTerms(NamedTuple):
    """Log densities of rows at every node, their slope s and curvature in the residual r."""

    log_density: Floats
    r: Floats
    s: Floats
    curve: Floats
    inside: NDArray[np.bool_]


def _row_terms(theta: Floats, sample: Sample, points: Floats) -> RowTerms:
    """Evaluate rows at their unit's points, (rows, nodes)."""
    sigma = float(np.exp(theta[-2]))
    low, high = sample.limits
    below, above = sample.y <= low, sample.y >= high
    bound = np.where(below, low, np.where(above, high, sample.y))
    r = ((bound - sample.matrix @ theta[:-2])[:, None] - points[sample.unit]) / sigma
    inside = ~(below | above)
    side = np.where(below, 1.0, -1.0)[:, None]
    tail = log_ndtr(side * r)
    mills = np.exp(-0.5 * r**2 - LOG_ROOT_TWO_PI - tail)
    within = inside[:, None]
    log_density = np.where(within, -theta[-2] - 0.5 * r**2 - LOG_ROOT_TWO_PI, tail)
    s = np.where(within, r, -side * mills)
    curve = np.where(within, -1.0, -mills * (mills + side * r))
    return RowTerms(log_density, r, s, curve, inside)


def _adapted(theta: Floats, sample: Sample) -> Nodes:
    """Centre the nodes at each unit's most likely intercept and scale them by its curvature."""
    sigma, omega = np.exp(theta[-2:])
    mode = np.zeros((len(sample.starts), 1))
    for _ in range(MODE_STEPS):
        terms = _row_terms(theta, sample, mode)
        slope = np.add.reduceat(terms.s, sample.starts) / sigma - mode / omega**2
        curve = np.add.reduceat(terms.curve, sample.starts) / sigma**2 - 1.0 / omega**2
        mode = mode - slope / curve
    scale = 1.0 / np.sqrt(-curve)
    x, w = np.polynomial.hermite.hermgauss(NODES)
    spread = np.sqrt(2.0) * scale
    return Nodes(mode + spread * x, np.log(w) + x**2 + np.log(spread))


def _slopes(theta: Floats, sample: Sample, nodes: Nodes) -> Slopes:
    """Return the value, each unit's score and the Hessian (Louis 1982) at fixed nodes."""
    sigma, omega = np.exp(theta[-2:])
    terms = _row_terms(theta, sample, nodes.points)
    prior = -theta[-1] - 0.5 * (nodes.points / omega) ** 2 - LOG_ROOT_TWO_PI
    joint = np.add.reduceat(terms.log_density, sample.starts) + prior + nodes.log_weights
    values = logsumexp(joint, axis=1, keepdims=True)
    chance = np.exp(joint - values)
    gradients = np.concatenate(
        [
            np.add.reduceat(terms.s[:, :, None] * sample.matrix[:, None, :], sample.starts) / sigma,
            np.add.reduceat(terms.s * terms.r - terms.inside[:, None], sample.starts)[:, :, None],
            ((nodes.points / omega) ** 2 - 1.0)[:, :, None],
        ],
        axis=2,
    )
    scores = np.einsum("uq,uqk->uk", chance, gradients)
    hessian = _curvature(theta, sample, terms, chance[sample.unit])
    hessian[-1, -1] = -2.0 * float((chance * (nodes.points / omega) ** 2).sum())
    hessian += np.einsum("uq,uqk,uql->kl", chance, gradients, gradients) - scores.T @ scores
    return Slopes(float(values.sum()), scores, hessian)


def _curvature(theta: Floats, sample: Sample, terms: RowTerms, chance: Floats) -> Floats:
    """Return the expected second derivatives in (beta, log sigma), chance (rows, nodes)."""
    sigma, k = float(np.exp(theta[-2])), len(theta) - 2
    bend = (chance * terms.curve).sum(axis=1) / sigma**2
    cross = (chance * (terms.curve * terms.r - terms.s)).sum(axis=1) / sigma
    own = float((chance * (terms.curve * terms.r**2 - terms.s * terms.r)).sum())
    hessian = np.zeros((k + 2, k + 2))
    hessian[:k, :k] = sample.matrix.T @ (bend[:, None] * sample.matrix)
    hessian[:k, k] = hessian[k, :k] = sample.matrix.T @ cross
    hessian[k, k] = own
    return hessian


def expected(low: float = 0.0, high: float = 20.0) -> Mean:
    """Return the expected outcome of a member drawn at random, by parameters and design.

    It is that of a tobit whose variance is the sum of both, sigma^2 + omega^2.
    """
    pooled = pooled_mean(low, high)

    def mean(theta: Floats, design: Floats) -> tuple[Floats, Floats]:
        shares = np.exp(2.0 * (theta[-2:] - 0.5 * np.logaddexp(*(2.0 * theta[-2:]))))
        total = 0.5 * float(np.logaddexp(*(2.0 * theta[-2:])))
        value, gradient = pooled(np.append(theta[:-2], total), design)
        return value, np.column_stack([gradient[:, :-1], gradient[:, -1:] * shares])

    return mean
