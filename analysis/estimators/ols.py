"""Which coefficients fit the outcomes best in least squares, and is that question answerable?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import qr, solve_triangular
from scipy.sparse import csr_array

Floats = NDArray[np.float64]

LARGE, ROUNDING, SPARSE = 1 << 16, 1e-13, 0.1
"""Entries of a matrix worth thinning, what is rounding in it, and the share that may be more."""
RANK_TOLERANCE = 1e-10


@dataclass(frozen=True)
class LinearFit:
    """A least-squares fit: y = design @ coefficients + residuals.

    `basis` (rows, columns) and `root` (columns, columns) are the QR factors of the design.
    """

    names: tuple[str, ...]
    coefficients: Floats
    residuals: Floats
    basis: Floats
    root: Floats

    @property
    def n_obs(self) -> int:
        """Number of rows."""
        return int(self.basis.shape[0])

    @property
    def n_parameters(self) -> int:
        """Number of columns, all of them estimable."""
        return int(self.basis.shape[1])

    def coefficient(self, name: str) -> float:
        """Return one coefficient by its name."""
        return float(self.coefficients @ contrast(self.names, {name: 1.0}))


def numbers(values: ArrayLike, what: str) -> Floats:
    """Return finite floats, or say which entry is missing or infinite.

    An estimator never drops a row by itself: the caller decides what a missing value means.
    """
    array = np.asarray(values, dtype=np.float64)
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):
        first = ", ".join(str(int(i)) for i in bad[0])
        raise ValueError(
            f"{what}: {len(bad)} of {array.size} values are missing or infinite, the first at "
            f"index {first}; every value must be a finite number"
        )
    return array


def contrast(names: Sequence[str], weights: Mapping[str, float]) -> Floats:
    """Return the vector that sums the named coefficients with the given weights."""
    unknown = [name for name in weights if name not in names]
    if unknown:
        raise ValueError(f"no coefficient is called {unknown}; there are {list(names)}")
    return np.array([float(weights.get(name, 0.0)) for name in names])


def indicators(labels: ArrayLike, *, base: Any = None) -> tuple[Floats, tuple[str, ...]]:
    """Return one 0/1 column per level in sorted order, and the levels' names.

    With `base`, the column of that level is left out.
    """
    values = np.asarray(labels)
    levels = np.unique(values)
    if base is not None:
        if base not in levels:
            raise ValueError(f"the base level {base!r} does not occur; there are {list(levels)}")
        levels = levels[levels != base]
    columns = (values[:, None] == levels[None, :]).astype(np.float64)
    return columns, tuple(str(level) for level in levels)


def least_squares(
    design: ArrayLike, y: ArrayLike, *, names: Sequence[str] | None = None
) -> LinearFit:
    """Fit y on the columns of the design by QR.

    Parameters
    ----------
    design : (rows, columns)
    y : (rows,)
    names : one per column; by default x0, x1, ...

    Raises
    ------
    ValueError
        If shapes disagree, a value is missing, or a column is a linear combination of the others
        (the columns in question are named).
    """
    matrix = numbers(design, "design")
    outcome = numbers(y, "outcome")
    if matrix.ndim != 2 or outcome.shape != matrix.shape[:1]:
        raise ValueError(
            f"design has shape {matrix.shape} and outcome {outcome.shape}; "
            "expected (rows, columns) and (rows,)"
        )
    named = tuple(names) if names is not None else tuple(f"x{i}" for i in range(matrix.shape[1]))
    if len(named) != matrix.shape[1]:
        raise ValueError(f"{len(named)} names for {matrix.shape[1]} columns: {list(named)}")
    check_rank(matrix, named)
    basis, root = qr(matrix, mode="economic")
    coefficients = solve_triangular(root, basis.T @ outcome)
    return LinearFit(named, coefficients, outcome - matrix @ coefficients, basis, root)


def thinned(matrix: Floats) -> Any:
    """Return a large matrix without its zeros, if it holds few other entries; else itself.

    Where a design begins with hundreds of blocks, a row of the basis has its own block's entry and
    those of the few columns that follow; the others are rounding.
    """
    if matrix.size < LARGE:
        return matrix
    held = np.abs(matrix) > ROUNDING * np.abs(matrix).max()
    return csr_array(np.where(held, matrix, 0.0)) if held.mean() < SPARSE else matrix


def check_rank(design: Floats, names: Sequence[str]) -> None:
    """Refuse a design whose columns are not linearly independent, naming the dependent ones."""
    rows, columns = design.shape
    if rows < columns:
        raise ValueError(f"{rows} rows cannot identify {columns} coefficients: {list(names)}")
    norms = np.linalg.norm(design, axis=0)
    scaled = design / np.where(norms > 0, norms, 1.0)
    root, order = qr(scaled, mode="r", pivoting=True)
    size = np.abs(np.diag(root))
    dependent = [str(names[i]) for i in order[size < RANK_TOLERANCE]]
    if dependent:
        raise ValueError(
            f"columns {sorted(dependent)} are linear combinations of the other columns "
            f"(rank {columns - len(dependent)} of {columns}): {list(names)}"
        )
