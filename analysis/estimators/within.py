"""How much carries over from round to round, by within regression with its bias taken out?

The within regression of y on its own last value is biased by about -(1 + rho) / (T - 1) (Nickell
1981). The half-panel jackknife (Dhaene and Jochmans 2015) fits both halves of the rounds, too, and
extrapolates from them to infinitely many: with an even number of steps, twice the whole less the
halves' mean. The leading bias cancels when behaviour is stable over the rounds. Errors are those of
leaving out one cluster at a time with all three fits repeated, t(G - 1).
Beside `dynamic.py`, which needs no stability but many more groups.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.ols import check_rank, numbers
from analysis.estimators.student import critical_value, two_sided_p

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class WithinFit:
    """Corrected coefficients, of the lag first, then of the regressors; `plain` are uncorrected."""

    coefficients: Floats
    se: Floats
    low: Floats
    high: Floats
    p: Floats
    plain: Floats
    df: float
    n_units: int
    n_clusters: int


def within_corrected(
    y: ArrayLike,
    *,
    regressors: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    level: float = 0.95,
) -> WithinFit:
    """Fit y on its last value, unit and round effects and regressors, bias-corrected.

    Parameters
    ----------
    y : (units, rounds), at least six rounds
    regressors : (units, rounds, k) that vary within units, or None
    clusters : (units,), by default each unit its own
    """
    outcome = numbers(y, "outcomes")
    if outcome.ndim != 2 or outcome.shape[1] < 6:
        raise ValueError(f"outcomes {outcome.shape} are not (units, rounds) with six rounds")
    extra = np.zeros((*outcome.shape, 0)) if regressors is None else numbers(regressors, "x")
    own = np.arange(len(outcome)) if clusters is None else np.asarray(clusters)
    labels, codes = np.unique(own, return_inverse=True)
    if len(labels) < 2:
        raise ValueError(f"found {len(labels)} cluster; leaving one out needs at least two")
    names = ["lag", *(f"x{i}" for i in range(extra.shape[2]))]
    check_rank(_demeaned(outcome, extra)[0], names)
    best = _corrected(outcome, extra)
    left = np.stack(
        [_corrected(outcome[codes != g], extra[codes != g]) for g in range(len(labels))]
    )
    share, df = (len(labels) - 1) / len(labels), len(labels) - 1.0
    se = np.sqrt(share * ((left - left.mean(axis=0)) ** 2).sum(axis=0))
    reach = critical_value(level, df) * se
    p = np.asarray(two_sided_p(best / se, df))
    plain = _plain(outcome, extra)
    return WithinFit(best, se, best - reach, best + reach, p, plain, df, len(outcome), len(labels))


def _corrected(y: Floats, x: Floats) -> Floats:
    """Return the whole and the halves combined so that a bias in 1 / steps cancels.

    With an odd number of steps the middle one is in both halves.
    """
    steps = y.shape[1] - 1
    half = (steps + 1) // 2
    parts = slice(0, half + 1), slice(steps - half, None)
    halves = np.mean([_plain(y[:, part], x[:, part]) for part in parts], axis=0)
    whole = steps / (steps - half)
    return np.asarray(whole * _plain(y, x) - (whole - 1.0) * halves)


def _plain(y: Floats, x: Floats) -> Floats:
    columns, outcome = _demeaned(y, x)
    return np.asarray(np.linalg.lstsq(columns, outcome)[0])


def _demeaned(y: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Return regressors and outcome less unit and round means, stacked over units and rounds."""
    whole = np.concatenate([y[:, 1:, None], y[:, :-1, None], x[:, 1:]], axis=2)
    whole = whole - whole.mean(axis=1, keepdims=True)
    whole = whole - whole.mean(axis=0, keepdims=True)
    rows = whole.reshape(-1, whole.shape[2])
    return rows[:, 1:], rows[:, 0]
