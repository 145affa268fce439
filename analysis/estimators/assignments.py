"""Which other assignments of arms to groups could the lot have dealt?

A stratum is a set of units within which arms were dealt at random in fixed numbers (a block of the
schedule, or a block crossed with a second randomised factor). The observed assignment is always one
of those that can be enumerated.
"""

from dataclasses import dataclass
from itertools import combinations
from math import factorial, prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from design import chance

Labels = NDArray[np.int64]

ENUMERATION_LIMIT = 10_000
DRAWS = 9_999


@dataclass(frozen=True)
class Assignments:
    """Re-dealt arms: `labels` (assignments, units) holds arm codes.

    `exact` says that every possible assignment occurs exactly once, the observed one included;
    otherwise the rows are independent draws and the observed one is not among them by design.
    """

    labels: Labels
    n_distinct: int
    exact: bool


def arm_codes(arms: ArrayLike) -> tuple[Labels, tuple[str, ...]]:
    """Return codes 0, 1, ... in the sorted order of the arms' names, and the names."""
    names, codes = np.unique(np.asarray(arms), return_inverse=True)
    return codes.astype(np.int64), tuple(str(name) for name in names)


def count_assignments(arms: ArrayLike, strata: ArrayLike) -> int:
    """Return how many distinct assignments permuting arms within strata can give."""
    codes, levels = _check(arms, strata)
    counts = 1
    for stratum in range(int(levels.max()) + 1):
        sizes = np.bincount(codes[levels == stratum])
        counts *= factorial(int(sizes.sum())) // prod(factorial(int(size)) for size in sizes)
    return counts


def redeal(
    arms: ArrayLike,
    strata: ArrayLike,
    *,
    limit: int = ENUMERATION_LIMIT,
    draws: int = DRAWS,
    seed: int = 0,
) -> Assignments:
    """Return all assignments when there are at most `limit`, else `draws` keyed random ones.

    Parameters
    ----------
    arms, strata : (units,) integers
    """
    codes, levels = _check(arms, strata)
    count = count_assignments(codes, levels)
    if count <= limit:
        return Assignments(enumerate_assignments(codes, levels), count, True)
    return Assignments(draw_assignments(codes, levels, seed=seed, draws=draws), count, False)


def enumerate_assignments(arms: ArrayLike, strata: ArrayLike) -> Labels:
    """Return every distinct assignment once, (assignments, units)."""
    codes, levels = _check(arms, strata)
    members = [np.flatnonzero(levels == stratum) for stratum in range(int(levels.max()) + 1)]
    options = [_arrangements(codes[units]) for units in members]
    shape = tuple(len(option) for option in options)
    labels = np.empty((prod(shape), len(codes)), dtype=np.int64)
    picks = np.unravel_index(np.arange(prod(shape)), shape)
    for units, option, pick in zip(members, options, picks, strict=True):
        labels[:, units] = option[pick]
    return labels


def draw_assignments(arms: ArrayLike, strata: ArrayLike, *, seed: int, draws: int) -> Labels:
    """Return independent uniform draws of the assignment, (draws, units)."""
    codes, levels = _check(arms, strata)
    keys = (np.arange(draws)[:, None], np.arange(len(codes))[None, :])
    order = np.argsort(levels + chance.uniform(seed, keys, "randomisation inference"), axis=1)
    labels = np.empty((draws, len(codes)), dtype=np.int64)
    dealt = np.broadcast_to(codes[np.argsort(levels, kind="stable")], labels.shape)
    np.put_along_axis(labels, order, dealt, axis=1)
    return labels


def _arrangements(codes: Labels) -> Labels:
    """Return every distinct order of a multiset of arm codes."""
    rows = [np.full(len(codes), -1, dtype=np.int64)]
    for arm in np.unique(codes):
        size = int((codes == arm).sum())
        rows = [
            _filled(row, places, int(arm))
            for row in rows
            for places in combinations(np.flatnonzero(row < 0), size)
        ]
    return np.stack(rows)


def _filled(row: Labels, places: tuple[np.intp, ...], arm: int) -> Labels:
    copy = row.copy()
    copy[list(places)] = arm
    return copy


def _check(arms: ArrayLike, strata: ArrayLike) -> tuple[Labels, Labels]:
    codes = np.asarray(arms)
    levels = np.unique(np.asarray(strata), return_inverse=True)[1].astype(np.int64)
    if codes.ndim != 1 or codes.shape != levels.shape or codes.dtype.kind not in "iu":
        raise ValueError(
            f"arms are one integer code per unit, strata one label; found arms {codes.dtype} of "
            f"shape {codes.shape} and strata of shape {levels.shape}"
        )
    if not len(codes) or codes.min() < 0:
        raise ValueError("arm codes are 0, 1, ...: at least one unit and none negative")
    return codes.astype(np.int64), levels
