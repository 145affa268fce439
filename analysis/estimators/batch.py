"""What does the headline analysis say in each of thousands of experiments on one schedule?

The same numbers as `reach.arm_interval` (CR2 with one row per group) and as
`randomisation.randomisation_test` on `studentised.Studentised`, for arrays of experiments that
share arms and blocks and differ in outcomes and in one covariate. For simulation and power.

Where single analyses raise an error, an experiment here gets NaN (t-test) or p = 1 (randomisation
test of an outcome that never varies), so that one odd experiment does not stop ten thousand.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.assignments import Assignments
from analysis.estimators.ols import numbers
from analysis.estimators.randomisation import tail_share
from analysis.estimators.reach import Shape, limits, shape
from analysis.estimators.student import two_sided_p
from analysis.estimators.studentised import (
    SCALE_TOLERANCE,
    SPARE_TOLERANCE,
    column_space,
    contrast_columns,
    contrast_weights,
    fast_t,
    require_constant,
)

Floats = NDArray[np.float64]

CHUNK = 1 << 20
PIECE = 1 << 14


@dataclass(frozen=True)
class BatchFit:
    """CR2 contrasts of many experiments; every field has shape (experiments,)."""

    estimate: Floats
    se: Floats
    df: Floats
    low: Floats
    high: Floats
    t: Floats
    p: Floats


class Reduced(NamedTuple):
    """Outcomes and covariates of some experiments, less the common nuisance columns.

    `unit` is the covariate scaled to length one, zero where it does not vary.
    """

    residual: Floats
    unit: Floats
    spare: Floats
    scale: Floats


@dataclass(frozen=True)
class BatchDesign:
    """What the experiments share.

    Attributes
    ----------
    arms : (groups,) arm codes 0, 1, ...
    basis : (groups, rank) orthonormal basis of the common nuisance columns
    weights : (arms,) of the contrast, summing to zero
    """

    arms: NDArray[np.int64]
    basis: Floats
    weights: Floats


def batch_design(arms: ArrayLike, nuisance: ArrayLike, weights: ArrayLike) -> BatchDesign:
    """Return what experiments on one schedule share.

    Parameters
    ----------
    arms : (groups,) integers
    nuisance : (groups, q) intercept or block indicators
    weights : (arms,) see `studentised.Studentised`
    """
    basis = column_space(nuisance)
    require_constant(basis)
    codes = np.asarray(arms, dtype=np.int64)
    if codes.shape != (len(basis),):
        raise ValueError(f"{codes.shape} arms for nuisance columns of {len(basis)} groups")
    return BatchDesign(codes, basis, contrast_weights(weights))


def batch_fit(
    y: ArrayLike, design: BatchDesign, *, covariate: ArrayLike | None = None, level: float = 0.95
) -> BatchFit:
    """Estimate the contrast in every experiment with CR2 error and the interval of `reach`.

    Parameters
    ----------
    y, covariate : (experiments, groups)
    """
    outcomes, extra = checked(y, design, covariate)
    step = max(1, CHUNK // outcomes.shape[1] ** 2)
    pieces = [
        _fit_chunk(reduced_chunk(outcomes[i : i + step], extra[i : i + step], design.basis), design)
        for i in range(0, len(outcomes), step)
    ]
    estimate, se, df, skewness = (np.concatenate(column) for column in zip(*pieces, strict=True))
    low, high = limits(estimate, se, Shape(df, skewness), level=level)
    t = estimate / se
    return BatchFit(estimate, se, df, low, high, t, two_sided_p(t, df))


def batch_randomisation(
    y: ArrayLike,
    design: BatchDesign,
    assignments: Assignments,
    *,
    covariate: ArrayLike | None = None,
) -> Floats:
    """Return the randomisation p of the studentised contrast in every experiment.

    Parameters
    ----------
    y, covariate : (experiments, groups)
    assignments : common to all experiments, see `assignments.redeal`
    """
    outcomes, extra = checked(y, design, covariate)
    labels = np.vstack([design.arms[None, :], assignments.labels])
    columns = contrast_columns(labels, design.weights, design.basis)
    step = max(1, CHUNK // len(labels))
    pieces = [
        _all_ratios(
            reduced_chunk(outcomes[i : i + step], extra[i : i + step], design.basis), columns
        )
        for i in range(0, len(outcomes), step)
    ]
    return np.concatenate([tail_share(t[:, 0], t[:, 1:], exact=assignments.exact) for t in pieces])


def _all_ratios(reduced: Reduced, columns: Floats) -> Floats:
    """Return t of some experiments under every assignment, (experiments, assignments).

    Assignments are taken in pieces that stay in the processor's cache.
    """
    t = np.empty((len(reduced.scale), columns.shape[1]))
    step = max(1, PIECE // columns.shape[2])
    for part in (slice(i, i + step) for i in range(0, columns.shape[1], step)):
        piece = np.ascontiguousarray(columns[:, part])
        for i, (residual, unit, spare, scale) in enumerate(zip(*reduced, strict=True)):
            own = piece - (piece @ unit)[..., None] * unit
            t[i, part] = fast_t(own, residual, spare, float(scale))
    return t


def checked(
    y: ArrayLike, design: BatchDesign, covariate: ArrayLike | None
) -> tuple[Floats, Floats]:
    """Return outcomes and covariates, both (experiments, groups)."""
    outcomes = numbers(y, "outcomes")
    extra = np.zeros_like(outcomes) if covariate is None else numbers(covariate, "covariates")
    if outcomes.ndim != 2 or outcomes.shape[1] != len(design.arms):
        raise ValueError(f"outcomes {outcomes.shape} of experiments by {len(design.arms)} groups")
    if extra.shape != outcomes.shape:
        raise ValueError(f"covariates {extra.shape} for outcomes {outcomes.shape}")
    return outcomes, extra


def reduced_chunk(outcomes: Floats, covariate: Floats, basis: Floats) -> Reduced:
    """Project the common nuisance columns, then each experiment's own covariate, out."""
    residual = outcomes - (outcomes @ basis) @ basis.T
    extra = covariate - (covariate @ basis) @ basis.T
    length = np.linalg.norm(extra, axis=1, keepdims=True)
    varies = length > SCALE_TOLERANCE * np.linalg.norm(covariate, axis=1, keepdims=True)
    unit = np.where(varies, extra / np.where(varies, length, 1.0), 0.0)
    residual = residual - (residual * unit).sum(axis=1, keepdims=True) * unit
    scale = (residual**2).sum(axis=1)
    flat = scale <= SCALE_TOLERANCE**2 * (outcomes**2).sum(axis=1)
    residual = np.where(flat[:, None], 0.0, residual)
    spare = 1.0 - (basis**2).sum(axis=1) - unit**2
    return Reduced(residual, unit, spare, np.where(flat, 0.0, scale))


def projections(reduced: Reduced, design: BatchDesign) -> tuple[Floats, Floats]:
    """Return each experiment's weights w (estimate w'y) and residual maker (groups, groups)."""
    common = contrast_columns(design.arms, design.weights, design.basis)
    arms = common - (reduced.unit @ common.T)[..., None] * reduced.unit[:, None, :]
    loads: Floats = np.linalg.solve(arms @ np.swapaxes(arms, -1, -2), arms).astype(np.float64)
    fixed = np.eye(arms.shape[-1]) - design.basis @ design.basis.T
    own = reduced.unit[:, :, None] * reduced.unit[:, None, :]
    return loads[:, 0], fixed - own - np.swapaxes(arms, -1, -2) @ loads


def _fit_chunk(reduced: Reduced, design: BatchDesign) -> tuple[Floats, Floats, Floats, Floats]:
    """Return estimate, standard error, degrees of freedom and skewness of some experiments."""
    w, maker = projections(reduced, design)
    left = np.diagonal(maker, axis1=1, axis2=2)
    free = left > SPARE_TOLERANCE
    factor = np.where(free, w**2 / np.where(free, left, 1.0), 0.0)
    error = np.einsum("eij,ej->ei", maker, reduced.residual)
    variance = (factor * error**2).sum(axis=1)
    identified = variance > SCALE_TOLERANCE**2 * reduced.scale
    known = identified & (free | (w**2 < SPARE_TOLERANCE)).all(axis=1)
    estimate = (w * reduced.residual).sum(axis=1)
    found = shape(w, maker, error, design.arms)
    se = np.sqrt(np.where(known, variance, np.nan))
    return estimate, se, np.where(known, found.df, np.nan), found.skewness
