"""What is the chance that a group collapses in a round, given that it has not before?

Discrete-time proportional hazards: one row per group and round at risk, complementary log-log link
(`binomial.py`), clustered on group. exp(coefficient) is a hazard ratio in continuous time.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.binomial import binomial
from analysis.estimators.likelihood import LikelihoodFit
from analysis.estimators.ols import numbers

Floats = NDArray[np.float64]


class RiskRows(NamedTuple):
    """One row per unit and round at risk."""

    unit: NDArray[np.int64]
    round: NDArray[np.int64]
    event: NDArray[np.float64]


def risk_rows(times: ArrayLike, events: ArrayLike) -> RiskRows:
    """Expand spells to rows at risk: rounds 1 to the time, the event in the last one.

    Parameters
    ----------
    times : (units,) whole positive rounds
    events : (units,) 1 where it collapsed, 0 where censored
    """
    when, fell = numbers(times, "times"), numbers(events, "events")
    if (when < 1).any() or (when != np.round(when)).any() or when.shape != fell.shape:
        raise ValueError("times are whole rounds from 1, with one event (0 or 1) each")
    lengths = when.astype(np.int64)
    unit = np.repeat(np.arange(len(lengths)), lengths)
    period = np.concatenate([np.arange(1, length + 1) for length in lengths])
    return RiskRows(unit, period, (period == lengths[unit]) * fell[unit])


def bands(rounds: ArrayLike, *, starts: Sequence[int]) -> Floats:
    """Return indicators of bands of rounds, each from one start to the next, the last open."""
    times = np.asarray(rounds)
    if list(starts) != sorted(set(starts)) or times.min() < starts[0]:
        raise ValueError(f"bands start at {list(starts)} but rounds begin with {times.min()}")
    band = np.searchsorted(np.asarray(starts), times, side="right") - 1
    return np.asarray(band[:, None] == np.arange(len(starts)), dtype=np.float64)


def discrete_hazard(
    times: ArrayLike,
    events: ArrayLike,
    regressors: ArrayLike,
    *,
    starts: Sequence[int],
    names: Sequence[str],
    clusters: ArrayLike | None = None,
) -> LikelihoodFit:
    """Fit log(-log(1 - hazard)) = baseline of the band of rounds + regressors.

    Parameters
    ----------
    times, events : (units,)
    regressors : (units, columns), constant over rounds
    starts : first rounds of the baseline's bands; every band needs a collapse and a survival
    names : of the regressors
    clusters : (units,), by default each unit its own
    """
    rows = risk_rows(times, events)
    columns = np.atleast_2d(numbers(regressors, "regressors").T).T
    baseline = bands(rows.round, starts=starts)
    falls = baseline.T @ rows.event
    if (falls == 0).any() or (falls == baseline.sum(axis=0)).any():
        empty = [start for start, n in zip(starts, falls, strict=True) if n == 0]
        raise ValueError(f"no collapse (or nothing but) in some band; without: {empty}; pool them")
    design = np.column_stack([columns[rows.unit], baseline])
    own = np.arange(len(columns)) if clusters is None else np.asarray(clusters)
    labels = [*names, *(f"from round {start}" for start in starts)]
    return binomial(design, rows.event, own[rows.unit], link="cloglog", names=labels)
