"""How unequal are contributions, within groups and between them: E7 and E17?"""

from collections.abc import Callable, Sequence

import numpy as np

from analysis.estimands.definition import Value
from analysis.estimands.games import PERCENT, Floats, MatchingGroup, conditions
from analysis.estimands.paths import UNFINISHED
from analysis.estimators.student import critical_value
from design.plan import Window

LEAST_GROUPS = 4


def settled(
    number: Callable[[Floats], float], *, undefined: str = ""
) -> Callable[[MatchingGroup, Window], Value]:
    """Return the function of a group that applies `number` to its shares (rounds, members)."""

    def of_group(group: MatchingGroup, window: Window) -> Value:
        shares = group.shares[group.rows(window)]
        if not len(shares) or np.isnan(group.path(window)).any():
            return Value(note=UNFINISHED)
        value = number(shares)
        return Value(value, note=undefined if np.isnan(value) else "")

    return of_group


def within_sd(shares: Floats) -> float:
    """Return the standard deviation between members of a round, averaged over rounds."""
    several = (~np.isnan(shares)).sum(axis=1) > 1
    return float(np.nanstd(shares[several], axis=1, ddof=1).mean()) if several.any() else np.nan


def gini(values: Floats) -> float:
    """Return the Gini coefficient of numbers that are not negative; NaN if all are zero."""
    given = np.sort(values[~np.isnan(values)])
    n, total = len(given), float(given.sum())
    if n == 0 or total <= 0:
        return float("nan")
    return float((2 * np.arange(1, n + 1) - n - 1) @ given / (n * total))


def contribution_gini(shares: Floats) -> float:
    """Return the Gini coefficient within a round, averaged over rounds in which anybody gave."""
    found = np.array([gini(row) for row in shares])
    known = ~np.isnan(found)
    return float(found[known].mean()) if known.any() else float("nan")


def share_at(value: float) -> Callable[[Floats], float]:
    """Return the function that finds the percentage of choices at a value."""

    def found(shares: Floats) -> float:
        made = shares[~np.isnan(shares)]
        return PERCENT * float(np.isclose(made, value, atol=1e-9).mean())

    return found


def member_extreme(pick: Callable[[Floats], float]) -> Callable[[Floats], float]:
    """Return the function that picks among the members' means, as `np.min` or `np.max`."""

    def found(shares: Floats) -> float:
        return float(pick(np.nanmean(shares, axis=0)))

    return found


def role_gap(first: str, second: str) -> Callable[[MatchingGroup, Window], Value]:
    """Return the function that finds the mean of some seats less that of others."""

    def of_group(group: MatchingGroup, window: Window) -> Value:
        if not group.columns(first) or not group.columns(second):
            return Value(note=f"no seats {first} and {second}")
        gap = float((group.path(window, first) - group.path(window, second)).mean())
        return Value(gap, note=UNFINISHED if np.isnan(gap) else "")

    return of_group


def endowment_gap(group: MatchingGroup, window: Window) -> Value:
    """Return the mean share of the members with the most less that of those with the least."""
    rows = group.rows(window)
    if not len(rows) or np.isnan(group.path(window)).any():
        return Value(note=UNFINISHED)
    held, means = np.nanmean(group.held[rows], axis=0), np.nanmean(group.shares[rows], axis=0)
    if held.max() == held.min():
        return Value(note="all members have the same endowment")
    rich, poor = means[held == held.max()], means[held == held.min()]
    return Value(float(rich.mean() - poor.mean()))


def over_groups(
    number: Callable[[Floats], float], *, least: int = LEAST_GROUPS
) -> Callable[[Sequence[MatchingGroup], Window], list[Value]]:
    """Return the function of a sample: a number of the groups' means, in every condition.

    Errors are those of leaving out one group at a time, t(n - 1).
    """

    def of_sample(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
        found = []
        means = np.array([group.path(window).mean() for group in groups])
        arms = np.array([group.condition for group in groups])
        for name in conditions(groups):
            known = means[(arms == name) & ~np.isnan(means)]
            if len(known) < least:
                note = f"{len(known)} groups; at least {least} are needed"
                found.append(Value(condition=name, n_groups=len(known), note=note))
            else:
                found.append(left_out_one(number, known, name))
        return found

    return of_sample


def left_out_one(number: Callable[[Floats], float], values: Floats, name: str) -> Value:
    """Return a number of independent values with its jackknife interval."""
    n, value = len(values), number(values)
    left = np.array([number(np.delete(values, i)) for i in range(n)])
    se = float(np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum()))
    reach = float(critical_value(0.95, n - 1)) * se
    return Value(value, se=se, df=n - 1, low=value - reach, high=value + reach, condition=name,
                 n_groups=n)  # fmt: skip


def between_sd(means: Floats) -> float:
    """Return the standard deviation between groups."""
    return float(means.std(ddof=1))


def bimodality(means: Floats) -> float:
    """Return Sarle's bimodality coefficient of groups' means; 5/9 for a uniform distribution.

    (skewness^2 + 1) / (excess kurtosis + 3 (n-1)^2 / ((n-2) (n-3))), with the usual small-sample
    skewness and kurtosis; 0 where all groups are alike.
    """
    n = len(means)
    centred = means - means.mean()
    second = float((centred**2).mean())
    if n < LEAST_GROUPS or second <= 1e-18:
        return 0.0
    skew = float((centred**3).mean()) / second**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    plain = float((centred**4).mean()) / second**2 - 3.0
    excess = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * plain + 6.0)
    return float((skew**2 + 1.0) / (excess + 3.0 * (n - 1) ** 2 / ((n - 2) * (n - 3))))
