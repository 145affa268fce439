"""How many assignments reach the observed statistic, counted in compiled loops?

The arithmetic of `redealt` written out for a compiler: assignments in pieces that stay in the
cache, experiments within a piece, outcomes within an experiment. Sums may be added in another
order than numpy adds them, which changes t in its last digits and no count, ties being taken with
a tolerance.
"""

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PIECE = 256
SPARE_TOLERANCE = 1e-10
TIE_TOLERANCE = 1e-9

compiled = numba.njit(error_model="numpy", fastmath={"reassoc", "contract", "nsz"})


def _dot(a: Floats, b: Floats) -> float:
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


dot = compiled(_dot)


def _project(columns: Floats, a: int, unit: Floats, spare: Floats, work: Floats) -> float:
    """Prepare one assignment: contrast column, other arm's unit column, weights; return d'd.

    `work` rows: 0 the contrast's column d, 1 the other arm's, 2 weights W; d'd is negative where
    leverage leaves a group nothing.
    """
    arms, _, groups = columns.shape
    share = dot(columns[0, a], unit)
    for i in range(groups):
        work[0, i] = columns[0, a, i] - share * unit[i]
    if arms == 2:
        share = dot(columns[1, a], unit)
        for i in range(groups):
            work[1, i] = columns[1, a, i] - share * unit[i]
        size = 1.0 / np.sqrt(dot(work[1], work[1]))
        for i in range(groups):
            work[1, i] *= size
        share = dot(work[0], work[1])
        for i in range(groups):
            work[0, i] -= share * work[1, i]
    length, least = dot(work[0], work[0]), 1.0
    for i in range(groups):
        own = work[0, i] * work[0, i]
        left = spare[i] - own / length
        if arms == 2:
            left -= work[1, i] * work[1, i]
        least = min(least, left)
        work[2, i] = own / left
    return length if least >= SPARE_TOLERANCE else -1.0


project = compiled(_project)


def _squared_error(residual: Floats, work: Floats, arms: int, length: float) -> tuple[float, float]:
    """Return the slope times d'd, and sum W (r - s d - q o)^2."""
    slope, other = dot(residual, work[0]), 0.0
    if arms == 2:
        other = dot(residual, work[1])
    total = 0.0
    for i in range(len(residual)):
        left = residual[i] - slope / length * work[0, i] - other * work[1, i]
        total += work[2, i] * left * left
    return slope, total


squared_error = compiled(_squared_error)


def _reached(
    columns: Floats, units: Floats, residuals: Floats, spare: Floats, least: Floats
) -> NDArray[np.int64]:
    """Count assignments at least as extreme as the observed, which comes first in the columns.

    Parameters
    ----------
    columns : (arms - 1, 1 + assignments, groups)
    units : (experiments, groups), covariates at length one
    residuals : (experiments, outcomes, groups)
    spare : (groups,)
    least : (experiments, outcomes); filled with the smallest variance times d'd

    Returns
    -------
    int64 array (experiments, outcomes); to be used where `least` is not too small
    """
    arms, count, groups = columns.shape
    experiments, outcomes = residuals.shape[:2]
    found = np.zeros((experiments, outcomes), dtype=np.int64)
    observed = np.empty((experiments, outcomes))
    work = np.zeros((3, groups))
    least[:] = np.inf
    for first in range(0, count, PIECE):
        for e in range(experiments):
            own = spare - units[e] ** 2
            for a in range(first, min(first + PIECE, count)):
                length = project(columns, a, units[e], own, work)
                for k in range(outcomes):
                    slope, error = squared_error(residuals[e, k], work, arms, length)
                    t = abs(slope) / np.sqrt(error)
                    if length <= 0.0 or not error / length > 0.0:
                        least[e, k] = 0.0
                    least[e, k] = min(least[e, k], error / length)
                    if a == 0:
                        observed[e, k] = t * (1.0 - TIE_TOLERANCE) - 1e-300
                    elif t >= observed[e, k]:
                        found[e, k] += 1
    return found


reached = numba.njit(cache=True, nogil=True, error_model="numpy")(_reached)
