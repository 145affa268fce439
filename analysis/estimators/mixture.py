"""Which types of people are there, how many of each, and how sure is that of each person?

A finite mixture of linear regressions in which a person, not a row, belongs to a type: every type
has its own coefficients and residual deviation. Expectation-maximisation from several keyed starts;
the highest likelihood that several starts reach is kept. Posterior probabilities, not hard labels,
are what later analyses should use. Residual deviations are maximum-likelihood ones (flexmix divides
by degrees of freedom, so that its likelihood is a little lower). People who all answer exactly
alike, as free riders do, make the likelihood unbounded: give the smallest deviation that a type may
have (`least_sigma`, say half a token).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logsumexp, xlogy

from analysis.estimators.ols import check_rank, numbers
from design import chance

Floats = NDArray[np.float64]

STARTS = 20
ITERATIONS = 2_000
SETTLED = 1e-10
LEAST_SHARE_OF_SPREAD = 1e-3
LEAST_PERSONS = 1.5
REMEDY = "use fewer types or give the least_sigma of a type"
LOG_TWO_PI = float(np.log(2.0 * np.pi))


@dataclass(frozen=True)
class MixtureFit:
    """Types in falling order of their shares.

    `coefficients` is (types, columns), `posterior` (persons, types); `entropy` is 1 when every
    person's type is certain and 0 when nothing is known. `bic` and `icl` are smaller when better
    and count persons as observations; `agreeing` starts reached the likelihood kept.
    """

    shares: Floats
    coefficients: Floats
    sigmas: Floats
    posterior: Floats = field(repr=False)
    loglik: float
    bic: float
    icl: float
    entropy: float
    n_persons: int
    n_obs: int
    agreeing: int


@dataclass(frozen=True)
class _State:
    shares: Floats
    coefficients: Floats
    sigmas: Floats
    posterior: Floats
    loglik: float


def regression_types(
    design: ArrayLike,
    y: ArrayLike,
    persons: ArrayLike,
    n_types: int,
    *,
    least_sigma: float = 0.0,
    starts: int = STARTS,
    seed: int = 0,
) -> MixtureFit:
    """Sort persons into types by their regression lines.

    Parameters
    ----------
    design : (rows, columns), y, persons : (rows,)
    n_types : 1 or more; compare `bic` and `icl` between numbers
    least_sigma : no type's residual deviation is smaller
    starts, seed : random first memberships, keyed by start and person

    Raises
    ------
    ValueError
        If every start ends with a type of almost no persons or no residual spread.
    """
    matrix, outcome = numbers(design, "design"), numbers(y, "outcome")
    check_rank(matrix, [f"x{i}" for i in range(matrix.shape[1])])
    codes = np.unique(np.asarray(persons), return_inverse=True)[1]
    n_persons = int(codes.max()) + 1
    if not 1 <= n_types <= n_persons // 2:
        raise ValueError(f"{n_types} types for {n_persons} persons; at least two persons per type")
    sums = _Sums(matrix, outcome, codes, least_sigma)
    tries = [_climb(sums, _first(n_persons, n_types, seed, start)) for start in range(starts)]
    ends = [end for end in tries if end is not None]
    if not ends:
        raise ValueError(f"all {starts} starts ended with an empty or exact type: {REMEDY}")
    best = max(ends, key=lambda end: end.loglik)
    agreeing = sum(end.loglik > best.loglik - 1e-5 * abs(best.loglik) for end in ends)
    return _described(best, n_persons, len(outcome), agreeing)


class _Sums:
    """Each person's sums of squares and products, all that the types need of the rows."""

    def __init__(self, matrix: Floats, y: Floats, codes: NDArray[np.intp], least: float) -> None:
        n, k = int(codes.max()) + 1, matrix.shape[1]
        self.xx, self.xy, self.yy = np.zeros((n, k, k)), np.zeros((n, k)), np.zeros(n)
        np.add.at(self.xx, codes, matrix[:, :, None] * matrix[:, None, :])
        np.add.at(self.xy, codes, matrix * y[:, None])
        np.add.at(self.yy, codes, y**2)
        self.rows = np.bincount(codes).astype(np.float64)
        fit = np.linalg.lstsq(matrix, y)[0]
        self.least = least
        self.nothing = LEAST_SHARE_OF_SPREAD * float(np.sqrt(np.mean((y - matrix @ fit) ** 2)))

    def squares(self, beta: Floats) -> Floats:
        """Return each person's residual sum of squares around a type's line."""
        return np.asarray(self.yy - 2.0 * self.xy @ beta + (self.xx @ beta) @ beta)


def _first(n_persons: int, n_types: int, seed: int, start: int) -> Floats:
    """Return random first memberships that lean towards one type for each person."""
    keys = (np.int64(start), np.arange(n_persons)[:, None], np.arange(n_types)[None, :])
    draws = chance.uniform(seed, keys, "types") ** 4 + 1e-3
    return np.asarray(draws / draws.sum(axis=1, keepdims=True))


def _climb(sums: _Sums, posterior: Floats) -> _State | None:
    """Iterate until the likelihood stays; None if a type empties or fits exactly."""
    before = -np.inf
    for _ in range(ITERATIONS):
        state = _step(sums, posterior)
        if state is None or abs(state.loglik - before) < SETTLED * abs(state.loglik):
            return state
        before, posterior = state.loglik, state.posterior
    return None


def _step(sums: _Sums, posterior: Floats) -> _State | None:
    """Fit all types to the memberships, then update the memberships."""
    if (posterior.sum(axis=0) < LEAST_PERSONS).any():
        return None
    betas = np.stack([_weighted_line(sums, weights) for weights in posterior.T])
    squares = np.stack([sums.squares(beta) for beta in betas], axis=1)
    variances = (posterior * squares).sum(axis=0) / (posterior.T @ sums.rows)
    sigmas = np.maximum(np.sqrt(np.maximum(variances, 0.0)), sums.least)
    if (sigmas <= sums.nothing).any():
        return None
    shares = posterior.mean(axis=0)
    joint = np.log(shares) - 0.5 * squares / sigmas**2
    joint -= sums.rows[:, None] * (np.log(sigmas) + 0.5 * LOG_TWO_PI)
    values = logsumexp(joint, axis=1, keepdims=True)
    return _State(shares, betas, sigmas, np.exp(joint - values), float(values.sum()))


def _weighted_line(sums: _Sums, weights: Floats) -> Floats:
    inner = np.einsum("p,pij->ij", weights, sums.xx)
    return np.asarray(np.linalg.solve(inner, weights @ sums.xy))


def _described(state: _State, n_persons: int, n_obs: int, agreeing: int) -> MixtureFit:
    order = np.argsort(-state.shares, kind="stable")
    n_types, k = state.coefficients.shape
    doubt = -float(xlogy(state.posterior, state.posterior).sum())
    cost = (n_types * (k + 1) + n_types - 1) * float(np.log(n_persons))
    bic = cost - 2.0 * state.loglik
    certain = 1.0 - doubt / (n_persons * np.log(n_types)) if n_types > 1 else 1.0
    return MixtureFit(
        shares=state.shares[order],
        coefficients=state.coefficients[order],
        sigmas=state.sigmas[order],
        posterior=state.posterior[:, order],
        loglik=state.loglik,
        bic=bic,
        icl=bic + 2.0 * doubt,
        entropy=float(certain),
        n_persons=n_persons,
        n_obs=n_obs,
        agreeing=agreeing,
    )
