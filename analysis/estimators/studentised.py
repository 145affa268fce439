"""How large is a contrast of arms relative to its own HC2 error, under many assignments at once?

One row per independent unit. By Frisch and Waugh everything common to all assignments (blocks,
covariates) is projected out once; only the arms' columns change. They are recombined so that the
contrast is the coefficient of one column d, and d is made orthogonal to the others. The estimate is
then d'y / d'd and its HC2 variance the sum of d_i^2 e_i^2 / (1 - h_i) over (d'd)^2, which with one
row per cluster is CR2 (`cluster.py`).
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.nuisance import Nuisance
from analysis.estimators.nuisance import nuisance as nuisance_of
from analysis.estimators.ols import RANK_TOLERANCE, numbers

Floats = NDArray[np.float64]

SPARE_TOLERANCE = 1e-10
SCALE_TOLERANCE = 1e-12
CHUNK = 1 << 14
LEAST_ROWS = 8


def column_space(columns: ArrayLike) -> Floats:
    """Return an orthonormal basis of the columns, (units, rank); redundant columns are allowed."""
    matrix = numbers(columns, "nuisance columns")
    left, size, _ = np.linalg.svd(matrix, full_matrices=False)
    rank = int((size > RANK_TOLERANCE * size.max(initial=0.0)).sum())
    return np.asarray(left[:, :rank], dtype=np.float64)


def arm_columns(labels: NDArray[np.int64], n_arms: int) -> Floats:
    """Return 0/1 columns of arms 1, 2, ... (arm 0 is the base), (n_arms - 1, ..., units)."""
    arms = np.arange(1, n_arms).reshape(-1, *[1] * labels.ndim)
    return np.asarray(labels == arms, dtype=np.float64)


def contrast_columns(labels: NDArray[np.int64], weights: Floats, basis: Floats) -> Floats:
    """Return columns of which the first one's coefficient is the contrast, (arms - 1, ..., units).

    They span the arm columns and are orthogonal to the nuisance basis.
    """
    columns = recombined(labels, weights)
    return np.asarray(columns - (columns @ basis) @ basis.T)


def recombined(labels: NDArray[np.int64], weights: Floats) -> Floats:
    """Return arm columns so recombined that the first one's coefficient is the contrast."""
    arms = arm_columns(labels, len(weights))
    back = np.eye(len(arms))
    back[int(np.abs(weights[1:]).argmax())] = back[0]
    back[0] = weights[1:]
    return np.asarray(np.einsum("j...i,jk->k...i", arms, np.linalg.inv(back)))


def fast_t(columns: Floats, residual: Floats, spare: Floats, scale: float) -> Floats:
    """Return the t ratio of the first column's coefficient under many assignments.

    Parameters
    ----------
    columns : (arms - 1, assignments, units) see `contrast_columns`; overwritten
    residual : (units,) the outcome less its projection on the nuisance columns
    spare : (units,) one minus the nuisance columns' leverage
    scale : squared length of `residual`

    A contrast that is not identified, has no residual variance, or is determined by one unit alone
    counts as infinitely large, so that it can never make a p-value smaller.
    """
    first, error, left = columns[0], residual, spare
    for i, other in enumerate(columns[1:], start=1):
        other /= np.sqrt(_squares(other))
        error = error - (other @ residual)[:, None] * other
        left = left - other**2
        for later in (first, *columns[i + 1 :]):
            later -= (later * other).sum(axis=1, keepdims=True) * other
    length = _squares(first)
    slope = (first @ residual)[:, None] / length
    error = error - slope * first
    np.square(first, out=first)
    left = left - first / length
    with np.errstate(divide="ignore", invalid="ignore"):
        error *= error
        error *= first
        error /= left
    if float(left.min()) < SPARE_TOLERANCE:
        alone = first > SPARE_TOLERANCE * length
        error = np.where(left < SPARE_TOLERANCE, np.where(alone, np.nan, 0.0), error)
    return t_ratios(slope[:, 0], error.sum(axis=1) / length[:, 0] ** 2, scale)


def _squares(columns: Floats) -> Floats:
    """Return the squared length of each row; NaN where nothing is left of it."""
    total = (columns**2).sum(axis=1, keepdims=True)
    return np.where(total > SPARE_TOLERANCE, total, np.nan)


def t_ratios(estimate: Floats, variance: Floats, scale: Any) -> Floats:
    """Return estimate over standard error: zero for 0/0, infinite if the variance is unknown.

    `scale` is the squared length of the residual outcome, against which zero is judged.
    """
    nothing = np.abs(estimate) <= SCALE_TOLERANCE * np.sqrt(scale)
    certain = ~(variance > (SCALE_TOLERANCE**2) * scale)
    ratio = estimate / np.sqrt(np.where(certain, 1.0, variance))
    return np.where(certain, np.where(nothing, 0.0, np.inf), ratio)


class Studentised:
    """The t ratio of a contrast of arms, as a function of the assignment.

    Parameters
    ----------
    y : (units,) one outcome per unit
    nuisance : (units, q) block indicators, intercept and covariates; must span the constant
    weights : (arms,) of the contrast over arm codes, summing to zero: (-1, 1) is arm 1 less arm 0,
        (1, -2, 1) an interaction
    interacted : (units, p) covariates whose slopes may differ between arms (Lin 2013); centred
        here, and to be among the nuisance columns too
    """

    def __init__(
        self,
        y: ArrayLike,
        nuisance: ArrayLike,
        weights: ArrayLike,
        *,
        interacted: ArrayLike | None = None,
    ) -> None:
        outcome, columns = numbers(y, "outcome"), numbers(nuisance, "nuisance columns")
        self.weights = contrast_weights(weights)
        if outcome.ndim != 1 or columns.ndim != 2 or len(columns) != len(outcome):
            raise ValueError(f"outcome {outcome.shape} and nuisance columns {columns.shape}")
        self.nuisance = nuisance_of(columns)
        _require_constant(self.nuisance)
        self.residual = self.nuisance.away(outcome)
        self.spare = 1.0 - self.nuisance.leverage
        covariates = np.zeros((len(outcome), 0))
        if interacted is not None:
            covariates = np.atleast_2d(numbers(interacted, "interacted covariates").T).T
        self.interacted = covariates - covariates.mean(axis=0)
        self.scale = float(self.residual @ self.residual)
        if self.scale <= SCALE_TOLERANCE**2 * float(outcome @ outcome):
            raise ValueError("the outcome does not vary beyond what the nuisance columns explain")

    def __call__(self, labels: NDArray[np.int64]) -> Floats:
        """Return t for every assignment, labels (assignments, units)."""
        step = max(LEAST_ROWS, CHUNK // labels.shape[1])
        pieces = [self._chunk(labels[i : i + step]) for i in range(0, len(labels), step)]
        return np.concatenate(pieces)

    def _chunk(self, labels: NDArray[np.int64]) -> Floats:
        columns = recombined(labels, self.weights)
        arms = arm_columns(labels, len(self.weights))
        more = [arms * covariate for covariate in self.interacted.T]
        columns = self.nuisance.away(np.concatenate([columns, *more]))
        return fast_t(columns, self.residual, self.spare, self.scale)


def contrast_weights(weights: ArrayLike) -> Floats:
    """Return the weights over arms; they must sum to zero and not all be zero."""
    values = numbers(weights, "contrast weights")
    if values.ndim != 1 or abs(values.sum()) > 1e-12 or not values.any():
        raise ValueError(f"weights over arms sum to zero and are not all zero: {values.tolist()}")
    return values


def require_constant(basis: Floats) -> None:
    """Refuse nuisance columns that leave out the general level."""
    _require_constant(Nuisance(np.full(len(basis), -1, dtype=np.int64), basis))


def _require_constant(common: Nuisance) -> None:
    if float(np.abs(common.away(np.ones(len(common.cells)))).max()) > 1e-8:
        raise ValueError(
            "the nuisance columns do not span the constant: add an intercept or blocks"
        )
