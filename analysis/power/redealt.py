"""What is the randomisation p of several outcomes in each of thousands of experiments?

The same p as `batch.batch_randomisation`, faster where outcomes share arms, blocks and covariate.
With d the contrast's column after blocks, covariate and other arms are projected out, and W its
squares over what leverage leaves, the HC2 variance of the outcome with residual r and slope s is

    sum W (r - s d - q o)^2 / (d'd)^2,   o the other arm's unit column, q = o'r,

a quadratic form whose coefficients are matrix products of W, W d, W o with r and r^2: one pass
over assignments serves every outcome. Where every stratum holds both of two arms equally often,
an assignment and its mirror image have the same absolute t, and only one of the two is computed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from analysis.estimators.assignments import Assignments
from analysis.estimators.batch import BatchDesign, batch_randomisation
from analysis.estimators.randomisation import tail_share
from analysis.estimators.studentised import (
    SCALE_TOLERANCE,
    SPARE_TOLERANCE,
    contrast_columns,
)

Floats = NDArray[np.float64]

PIECE = 1 << 15
FLAT = 1e-9


@dataclass(frozen=True)
class Lot:
    """What all experiments share: their design, and the columns of every assignment.

    Attributes
    ----------
    design : BatchDesign
        Arms as dealt, blocks, weights.
    assignments : Assignments
        What the lot could have dealt.
    columns : float array (arms - 1, 1 + assignments, groups)
        Columns of the contrast, the observed assignment first.
    spare : float array (groups,)
        One minus the leverage of the blocks.
    """

    design: BatchDesign
    assignments: Assignments
    columns: Floats
    spare: Floats


Count = Callable[[Floats, Floats, Lot], tuple[Floats, Floats]]


def lot(design: BatchDesign, assignments: Assignments) -> Lot:
    """Compute what the assignments of a design have in common for all experiments."""
    labels = _half(assignments, design)
    stacked = np.vstack([design.arms[None, :], labels])
    columns = contrast_columns(stacked, design.weights, design.basis)
    spare = 1.0 - (design.basis**2).sum(axis=1)
    return Lot(design, assignments, np.ascontiguousarray(columns), spare)


def _half(assignments: Assignments, design: BatchDesign) -> NDArray[np.int64]:
    """Leave one of every assignment and its mirror image, where all have theirs."""
    labels = assignments.labels
    if not assignments.exact or len(design.weights) != 2:
        return labels
    kept = labels[labels[:, 0] == 0]
    codes = {row.tobytes() for row in labels}
    mirrored = all((1 - row).tobytes() in codes for row in kept)
    return kept if mirrored and 2 * len(kept) == len(labels) else labels


def fastest_count() -> Count:
    """Return the compiled counting where numba is installed, else numpy's."""
    return compiled_count if find_spec("numba") else numpy_count


def randomisation_p(
    outcomes: Floats, covariate: Floats, lot: Lot, *, count: Count | None = None
) -> Floats:
    """Return the randomisation p of every outcome of every experiment.

    Parameters
    ----------
    outcomes : (experiments, outcomes, groups)
    covariate : (experiments, groups)
    count : how assignments are counted; the fastest way there is, if none is named

    Returns
    -------
    (experiments, outcomes)
    """
    basis = lot.design.basis
    units = _units(covariate, basis)
    residuals = outcomes - (outcomes @ basis) @ basis.T
    residuals -= (residuals * units[:, None, :]).sum(axis=2, keepdims=True) * units[:, None, :]
    p, least = (count or fastest_count())(residuals, units, lot)
    safe = (least > FLAT * (residuals**2).sum(axis=2)) & _varies(residuals, outcomes)
    for e, k in np.argwhere(~safe):
        # Too close to rounding for a sum of squares: the slower path says zero or not.
        p[e, k] = batch_randomisation(
            outcomes[e, k][None, :], lot.design, lot.assignments, covariate=covariate[e][None, :]
        )[0]
    return p


def compiled_count(residuals: Floats, units: Floats, lot: Lot) -> tuple[Floats, Floats]:
    """Return p and the least variance of every outcome, by compiled loops."""
    from analysis.power.counted import reached

    least = np.empty(residuals.shape[:2])
    found = reached(lot.columns, units, np.ascontiguousarray(residuals), lot.spare, least)
    used = lot.columns.shape[1] - 1
    exact = lot.assignments.exact
    return np.asarray(found / used if exact else (1.0 + found) / (1.0 + used)), least


def numpy_count(residuals: Floats, units: Floats, lot: Lot) -> tuple[Floats, Floats]:
    """Return p and the least variance of every outcome, by matrix products."""
    p, least = np.empty(residuals.shape[:2]), np.empty(residuals.shape[:2])
    for e, (residual, unit) in enumerate(zip(residuals, units, strict=True)):
        t, least[e] = _ratios(residual, unit, lot)
        p[e] = tail_share(t[0], t[1:].T, exact=lot.assignments.exact)
    return p, least


def _varies(residual: Floats, y: Floats) -> NDArray[np.bool_]:
    return np.asarray((residual**2).sum(axis=-1) > FLAT**2 * (y**2).sum(axis=-1))


def _units(covariate: Floats, basis: Floats) -> Floats:
    """Return covariates less their blocks' means at length one, zero where nothing is left."""
    left = covariate - (covariate @ basis) @ basis.T
    length = np.linalg.norm(left, axis=1, keepdims=True)
    varies = length > SCALE_TOLERANCE * np.linalg.norm(covariate, axis=1, keepdims=True)
    return np.where(varies, left / np.where(varies, length, 1.0), 0.0)


def _ratios(residual: Floats, unit: Floats, lot: Lot) -> tuple[Floats, Floats]:
    """Return t (1 + assignments, outcomes), and each outcome's least variance times length."""
    count, groups = lot.columns.shape[1:]
    t = np.empty((count, len(residual)))
    least = np.full(len(residual), np.inf)
    step = max(1, PIECE // groups)
    for part in (slice(i, i + step) for i in range(0, count, step)):
        t[part], low = _piece(lot.columns[:, part], residual, unit, lot.spare - unit**2)
        least = np.minimum(least, low)
    return t, least


def _piece(columns: Floats, residual: Floats, unit: Floats, spare: Floats) -> tuple[Floats, Floats]:
    """Return t of some assignments, and the least variance of each outcome times length."""
    first, *others = columns - (columns @ unit)[..., None] * unit
    left, fitted = spare, []
    for other in others:
        other /= np.sqrt(np.einsum("ai,ai->a", other, other))[:, None]
        first -= np.einsum("ai,ai->a", first, other)[:, None] * other
        left = left - other**2
        fitted.append((other, other @ residual.T))
    weight = np.square(first)
    length = weight.sum(axis=1)
    left = left - weight / length[:, None]
    if float(left.min()) < SPARE_TOLERANCE:
        return np.full((len(first), len(residual)), np.nan), np.zeros(len(residual))
    weight /= left
    slope = (first @ residual.T) / length[:, None]
    error = _error(weight, residual, [(first, slope), *fitted])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = slope * length[:, None] / np.sqrt(error)
    return ratio, (error / length[:, None]).min(axis=0)


def _error(weight: Floats, residual: Floats, fitted: list[tuple[Floats, Floats]]) -> Floats:
    """Return sum W (r - sum of coefficient times column)^2, (assignments, outcomes)."""
    total = weight @ (residual**2).T
    for place, (column, coefficient) in enumerate(fitted):
        weighted = weight * column
        total -= 2 * coefficient * (weighted @ residual.T)
        total += coefficient**2 * np.einsum("ai,ai->a", weighted, column)[:, None]
        for other, others in fitted[place + 1 :]:
            cross = np.einsum("ai,ai->a", weighted, other)[:, None]
            total += 2 * coefficient * others * cross
    return np.asarray(np.maximum(total, 0.0))
