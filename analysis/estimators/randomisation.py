"""How often would the lot alone have dealt a statistic at least as large as the observed one?

Exact under the sharp null that no unit's outcome depends on its arm; with a studentised statistic
also asymptotically valid under the weak null of equal means (Chung and Romano 2013; Wu and Ding
2021). A contrast of three arms is exact under the null that all three are alike, and asymptotic
for the null of no interaction beside main effects.

p counts statistics at least as large in absolute value, ties included up to rounding: the share of
all assignments when enumerated, (1 + count) / (1 + draws) when drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.assignments import Assignments
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import least_squares, numbers
from analysis.estimators.studentised import arm_columns, column_space, contrast_weights

Floats = NDArray[np.float64]
Statistic = Callable[[NDArray[np.int64]], Floats]

TIE_TOLERANCE = 1e-9
FEW_ASSIGNMENTS = 1_000


@dataclass(frozen=True)
class Randomisation:
    """A randomisation test; `distribution` holds the statistic under every assignment used.

    `discrete` warns that fewer than 1,000 distinct assignments exist, so that p moves in steps.
    """

    statistic: float
    p: float
    n_distinct: int
    n_used: int
    exact: bool
    discrete: bool
    distribution: Floats = field(repr=False, compare=False)


def randomisation_test(
    statistic: Statistic, arms: ArrayLike, assignments: Assignments
) -> Randomisation:
    """Compare the observed statistic with its values under re-dealt arms.

    Parameters
    ----------
    statistic : takes labels (assignments, units), returns one number each
    arms : (units,) observed arm codes
    assignments : see `assignments.redeal`
    """
    codes = np.asarray(arms, dtype=np.int64)
    if assignments.exact and not (assignments.labels == codes).all(axis=1).any():
        raise ValueError("the observed assignment is not among those the lot could have dealt")
    observed = float(statistic(codes[None, :])[0])
    if not np.isfinite(observed):
        raise ValueError(
            f"the observed statistic is {observed}: its variance is zero or cannot be estimated"
        )
    values = statistic(assignments.labels)
    return Randomisation(
        statistic=observed,
        p=float(tail_share(observed, values, exact=assignments.exact)),
        n_distinct=assignments.n_distinct,
        n_used=len(values),
        exact=assignments.exact,
        discrete=assignments.n_distinct < FEW_ASSIGNMENTS,
        distribution=values,
    )


def tail_share(observed: ArrayLike, values: Floats, *, exact: bool) -> Floats:
    """Return the two-sided p of each observed statistic against values on the last axis.

    A tie within rounding counts as at least as large, also between platforms.
    """
    size = np.abs(np.asarray(observed, dtype=np.float64))[..., None]
    reached = (np.abs(values) >= size * (1.0 - TIE_TOLERANCE) - 1e-300).sum(axis=-1)
    total = values.shape[-1]
    return np.asarray(reached / total if exact else (1.0 + reached) / (1.0 + total))


class ClusteredStatistic:
    """The CR2 t ratio of a contrast of arms with several rows per unit, refitted each time.

    The reference for `studentised.Studentised`, which is its fast form with one row per unit.

    Parameters
    ----------
    y : (rows,)
    nuisance : (rows, q) as in `Studentised`
    weights : (arms,)
    units : (rows,) index of each row's unit in the assignment
    """

    def __init__(
        self, y: ArrayLike, nuisance: ArrayLike, weights: ArrayLike, *, units: ArrayLike
    ) -> None:
        self.y = numbers(y, "outcome")
        self.basis = column_space(nuisance)
        self.weights = contrast_weights(weights)
        self.units = np.asarray(units, dtype=np.int64)

    def __call__(self, labels: NDArray[np.int64]) -> Floats:
        """Return t for every assignment, labels (assignments, units)."""
        return np.array([self._one(row) for row in labels])

    def _one(self, arms: NDArray[np.int64]) -> float:
        columns = arm_columns(arms[self.units], len(self.weights)).T
        fit = least_squares(np.column_stack([columns, self.basis]), self.y)
        weights = np.concatenate([self.weights[1:], np.zeros(self.basis.shape[1])])
        return cluster_robust(fit, self.units, weights).t
