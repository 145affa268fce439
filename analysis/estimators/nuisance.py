"""What is left of values once blocks' means and other nuisance columns are taken out?

Indicators of blocks need no matrix: what they explain are means over blocks. With hundreds of
blocks that is the difference between seconds and minutes for ten thousand assignments.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.ols import RANK_TOLERANCE, numbers

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Nuisance:
    """Columns that are common to all assignments, taken apart.

    Attributes
    ----------
    cells : int array (units,)
        Block of each unit; -1 throughout where no columns are indicators of blocks.
    basis : float array (units, rank)
        Orthonormal basis of what blocks leave of the other columns.
    """

    cells: NDArray[np.int64]
    basis: Floats

    @property
    def leverage(self) -> Floats:
        """How much of each unit's own value the columns explain, (units,)."""
        own = (self.basis**2).sum(axis=1)
        if self._none:
            return np.asarray(own)
        return np.asarray(own + 1.0 / np.bincount(self.cells)[self.cells])

    @property
    def _none(self) -> bool:
        return bool(self.cells[0] < 0)

    def away(self, values: Floats) -> Floats:
        """Return values (..., units) less what the columns explain of them."""
        left = values if self._none else values - _means(values, self.cells)
        return np.asarray(left - (left @ self.basis) @ self.basis.T)


def nuisance(columns: ArrayLike) -> Nuisance:
    """Take columns (units, q) apart; redundant ones are allowed."""
    matrix = numbers(columns, "nuisance columns")
    marks = np.isin(matrix, (0.0, 1.0)).all(axis=0) & matrix.any(axis=0)
    cells = np.full(len(matrix), -1, dtype=np.int64)
    if marks.any() and (matrix[:, marks].sum(axis=1) == 1.0).all():
        cells = matrix[:, marks].argmax(axis=1).astype(np.int64)
        others = matrix[:, ~marks]
        left = others - _means(others.T, cells).T
        return Nuisance(cells, _space(left, float(np.linalg.norm(others))))
    return Nuisance(cells, _space(matrix, 0.0))


def _means(values: Floats, cells: NDArray[np.int64]) -> Floats:
    """Return each unit's mean over its cell, along the last axis."""
    order = np.argsort(cells, kind="stable")
    sizes = np.bincount(cells)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    sums = np.add.reduceat(values[..., order], starts, axis=-1)
    return np.asarray((sums / sizes)[..., cells])


def _space(columns: Floats, scale: float) -> Floats:
    """Return an orthonormal basis of columns, judged against their size before, (units, rank)."""
    left, size, _ = np.linalg.svd(columns, full_matrices=False)
    kept = size > RANK_TOLERANCE * max(scale, float(size.max(initial=0.0)))
    return np.asarray(left[:, kept], dtype=np.float64)
