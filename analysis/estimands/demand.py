"""What are members ready to do, and to pay, in order to verify: E15?

Demand is read where members choose: in looks where they are free or have a posted price, in bids
where the most that they would pay was asked before the price was drawn.
"""

from collections.abc import Sequence

import numpy as np

from analysis.estimands.definition import Value
from analysis.estimands.games import PERCENT, Floats, MatchingGroup, conditions
from analysis.estimators.student import critical_value
from design.plan import Window

NOT_OFFERED = "nothing could be looked up in the window"
NO_BIDS = "no bids were asked for in the window"
NOT_SETTLED = "not settled to the end"
FEW, ALIKE = "fewer than two groups: no interval", "all groups alike: no interval"
ONE_KIND = "not both falling and other news came before a choice to look"


def looks_per_round(group: MatchingGroup, window: Window) -> list[Value]:
    """Return each member's looks per round, over the rounds in which looking was offered."""
    return _per_round(group, window, group.looks, NOT_OFFERED)


def spent_per_round(group: MatchingGroup, window: Window) -> list[Value]:
    """Return each member's points paid for looks per round."""
    return _per_round(group, window, group.spent, NOT_OFFERED)


def willingness(group: MatchingGroup, window: Window) -> list[Value]:
    """Return each member's mean bid for a look at all others, in points."""
    return _per_round(group, window, group.bids, NO_BIDS)


def _per_round(
    group: MatchingGroup, window: Window, values: Floats | None, missing: str
) -> list[Value]:
    if values is None:
        return [Value(member=seat, note=missing) for seat in group.seats]
    rows = group.rows(window)
    if np.isnan(group.shares[rows]).any():
        return [Value(member=seat, note=NOT_SETTLED) for seat in group.seats]
    found = []
    for seat, own in zip(group.seats, values[rows].T, strict=True):
        known = own[~np.isnan(own)]
        mean = Value(float(known.mean()), member=seat) if len(known) else None
        found.append(mean or Value(member=seat, note=missing))
    return found


def demand_curve(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return the percent of looks taken at each price, a value per group averaged over groups.

    Of bids: the percent that reach the price, whatever price was drawn, so that every bid tells of
    every price. Of posted prices: the percent taken in the rounds in which the price was drawn.
    """
    found = []
    for name in conditions(groups):
        here = [g for g in groups if g.condition == name and _settled(g, window)]
        levels = sorted({p for g in here for p in _prices(g, window)})
        found += [_at(here, window, price, name) for price in levels]
    return found or [Value(note=NOT_OFFERED)]


def _settled(group: MatchingGroup, window: Window) -> bool:
    rows = group.rows(window)
    return group.prices is not None and not np.isnan(group.shares[rows]).any()


def _prices(group: MatchingGroup, window: Window) -> set[float]:
    assert group.prices is not None
    found = group.prices[group.rows(window)]
    return set(found[~np.isnan(found)].tolist())


def _at(groups: Sequence[MatchingGroup], window: Window, price: float, name: str) -> Value:
    """Return the mean over groups of what each takes at a price; Student's interval in 0 .. 100."""
    shares = np.array([_taken(group, window, price) for group in groups])
    known = shares[~np.isnan(shares)]
    n, place = len(known), f"{name} at {price:g}"
    mean = float(known.mean()) if n else np.nan
    if n < 2 or float(known.std()) == 0:
        told = FEW if n < 2 else ALIKE
        return Value(mean, condition=place, n_groups=n, note=told)
    se = float(known.std(ddof=1)) / n**0.5
    reach = float(critical_value(0.95, n - 1)) * se
    low, high = max(mean - reach, 0.0), min(mean + reach, PERCENT)
    return Value(mean, se=se, df=n - 1, low=low, high=high, condition=place, n_groups=n)


def _taken(group: MatchingGroup, window: Window, price: float) -> float:
    """Return the percent of looks that a group takes at a price; NaN where none had it."""
    rows = group.rows(window)
    if group.bids is not None:
        bids = group.bids[rows]
        return PERCENT * float((bids[~np.isnan(bids)] >= price).mean())
    assert group.prices is not None
    assert group.looks is not None
    assert group.targets is not None
    there = group.prices[rows] == price
    offered = float(group.targets[rows][there].sum())
    return PERCENT * float(group.looks[rows][there].sum()) / offered if offered > 0 else np.nan


def looks_after_fall(group: MatchingGroup, window: Window) -> list[Value]:
    """Return how many more looks a member takes right after falling news than after other news."""
    return _after_fall(group, window, group.looks, NOT_OFFERED)


def willingness_after_fall(group: MatchingGroup, window: Window) -> list[Value]:
    """Return how many points more a member bids right after falling news than after other news."""
    return _after_fall(group, window, group.bids, NO_BIDS)


def _after_fall(
    group: MatchingGroup, window: Window, values: Floats | None, missing: str
) -> list[Value]:
    """Compare within members: news are what the screen of the round's choice showed of others.

    They fall if they are lower than the last news before them, in the same window; rounds before
    which nothing new was seen do not count.
    """
    news = group.shown.get("verified")
    if values is None or news is None:
        return [Value(member=seat, note=missing) for seat in group.seats]
    rows = group.rows(window)
    if np.isnan(group.shares[rows]).any():
        return [Value(member=seat, note=NOT_SETTLED) for seat in group.seats]
    return [_compared(seat, news[rows, i], values[rows, i]) for i, seat in enumerate(group.seats)]


def _compared(seat: str, news: Floats, chosen: Floats) -> Value:
    heard = np.flatnonzero(~np.isnan(news))
    later, fell = heard[1:], np.diff(news[heard]) < 0
    known = ~np.isnan(chosen[later])
    after, other = chosen[later[known & fell]], chosen[later[known & ~fell]]
    if not (len(after) and len(other)):
        return Value(member=seat, note=ONE_KIND)
    return Value(float(after.mean() - other.mean()), member=seat)
