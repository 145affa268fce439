"""How long does cooperation last before it collapses?

Times are rounds: a group that collapses in round t has time t; one that never does is censored at
its last round. Kaplan and Meier's curve with Greenwood's variance; the restricted mean survival
time is the area under the curve up to a horizon, with its usual variance (as R's survival); arms
are compared by permuting them within blocks. No proportional hazards are assumed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.ols import numbers
from analysis.estimators.student import critical_value, two_sided_p

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SurvivalCurve:
    """The share surviving beyond each time at which a collapse occurred."""

    times: Floats
    survival: Floats
    se: Floats
    at_risk: NDArray[np.int64]
    events: NDArray[np.int64]


@dataclass(frozen=True)
class RestrictedMean:
    """Mean rounds survived up to a horizon."""

    estimate: float
    se: float
    horizon: float
    n: int


@dataclass(frozen=True)
class RestrictedMeanDifference:
    """Difference in restricted means, first arm less second, with a normal interval."""

    estimate: float
    se: float
    low: float
    high: float
    z: float
    p: float
    horizon: float
    n_first: int
    n_second: int


def kaplan_meier(times: ArrayLike, events: ArrayLike) -> SurvivalCurve:
    """Return Kaplan and Meier's estimate with Greenwood's standard error.

    Parameters
    ----------
    times : (groups,) round of collapse or of censoring, positive
    events : (groups,) True where it collapsed
    """
    when, fell = spells(times, events)
    moments = np.unique(when[fell])
    at_risk = (when[None, :] >= moments[:, None]).sum(axis=1)
    falls = ((when[None, :] == moments[:, None]) & fell[None, :]).sum(axis=1)
    survival = np.cumprod(1.0 - falls / at_risk)
    left = at_risk - falls
    hazard = np.cumsum(np.where(left > 0, falls / (at_risk * np.maximum(left, 1)), 0.0))
    return SurvivalCurve(moments, survival, survival * np.sqrt(hazard), at_risk, falls)


def restricted_mean(times: ArrayLike, events: ArrayLike, *, horizon: float) -> RestrictedMean:
    """Return the mean number of rounds survived up to the horizon.

    Raises
    ------
    ValueError
        If the curve is unknown at the horizon: the last group was censored before it.
    """
    when, fell = spells(times, events)
    if when.max() < horizon and not fell[when == when.max()].all():
        raise ValueError(
            f"the last group was censored at {when.max():g}, before the horizon {horizon:g}"
        )
    curve = kaplan_meier(when, fell)
    inside = curve.times < horizon
    steps = np.concatenate([[0.0], curve.times[inside], [horizon]])
    areas = np.concatenate([[1.0], curve.survival[inside]]) * np.diff(steps)
    ahead = np.cumsum(areas[::-1])[::-1][1:]
    risk, falls = curve.at_risk[inside], curve.events[inside]
    left = risk - falls
    terms = np.where(left > 0, ahead**2 * falls / (risk * np.maximum(left, 1)), 0.0)
    return RestrictedMean(float(areas.sum()), float(np.sqrt(terms.sum())), horizon, len(when))


def restricted_mean_difference(
    first: tuple[ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike],
    *,
    horizon: float,
    level: float = 0.95,
) -> RestrictedMeanDifference:
    """Compare two arms, each given as times and events, by restricted mean survival time."""
    one, two = (restricted_mean(*arm, horizon=horizon) for arm in (first, second))
    estimate, se = one.estimate - two.estimate, float(np.hypot(one.se, two.se))
    if not se > 0:
        raise ValueError("no group collapsed before the horizon: the standard error is zero")
    reach = float(critical_value(level, np.inf)) * se
    z = estimate / se
    p = float(two_sided_p(z, np.inf))
    row = (estimate, se, estimate - reach, estimate + reach, z, p)
    return RestrictedMeanDifference(*row, horizon, one.n, two.n)


class RestrictedMeanStatistic:
    """The studentised difference in restricted means as a function of the assignment.

    For `randomisation.randomisation_test`: arm 1 less arm 0; units of other arms are not used.

    Parameters
    ----------
    times, events : (units,)
    horizon : in rounds; every unit must be observed up to it or to its collapse
    """

    def __init__(self, times: ArrayLike, events: ArrayLike, *, horizon: float) -> None:
        self.times, self.events = spells(times, events)
        early = (self.times < horizon) & ~self.events
        if early.any():
            raise ValueError(f"{int(early.sum())} groups are censored before round {horizon:g}")
        self.spent = np.minimum(self.times, horizon)

    def __call__(self, labels: NDArray[np.int64]) -> Floats:
        """Return the ratio for every assignment, labels (assignments, units).

        Without censoring before the horizon the restricted mean is the mean of the time spent, and
        its variance the variance of that mean (divisor n, as Greenwood's).
        """
        means, variances = [], []
        for arm in (0, 1):
            member = (labels == arm).astype(np.float64)
            size = member.sum(axis=1)
            mean = member @ self.spent / size
            means.append(mean)
            variances.append((member @ self.spent**2 / size - mean**2) / size)
        gap, variance = means[1] - means[0], variances[0] + variances[1]
        unknown = variance <= 1e-12 * float(self.spent.max()) ** 2
        ratio = gap / np.sqrt(np.where(unknown, 1.0, variance))
        return np.where(unknown, np.where(np.abs(gap) < 1e-12, 0.0, np.inf), ratio)


def spells(times: ArrayLike, events: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    """Return times and events, checked: positive rounds, events 0 or 1, one per group."""
    when, fell = numbers(times, "times"), np.asarray(events)
    if when.ndim != 1 or when.shape != fell.shape or not len(when) or (when <= 0).any():
        raise ValueError(
            f"times are positive rounds, one per group with its event; found times {when.shape} "
            f"and events {fell.shape}"
        )
    if not np.isin(fell, [0, 1]).all():
        raise ValueError("events are 1 (collapsed) or 0 (censored)")
    return when, fell.astype(np.bool_)
