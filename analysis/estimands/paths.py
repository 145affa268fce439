"""How high are contributions, how fast do they fall, where do they end: E1, E2, E3, E5, E6?

Pure functions of one group's path: the mean share of its members in every round of the treated
part, percent of the endowment.
"""

from collections.abc import Callable

import numpy as np

from analysis.estimands.definition import Value
from analysis.estimands.games import PERCENT, Floats, MatchingGroup
from analysis.estimators.slope import slopes
from design.plan import Window

UNFINISHED = "rounds of the window are not settled"
SHORT = "the window has too few rounds"
ZERO = "nobody gave in the first round"


def along(
    number: Callable[[Floats], float], *, least: int = 1
) -> Callable[[MatchingGroup, Window], Value]:
    """Return the function of a group that applies `number` to its settled path."""

    def of_group(group: MatchingGroup, window: Window) -> Value:
        path = group.path(window)
        if len(path) < least:
            return Value(note=SHORT)
        if np.isnan(path).any():
            return Value(note=UNFINISHED)
        value = number(path)
        return Value(value, note=ZERO if np.isnan(value) else "")

    return of_group


def level(path: Floats) -> float:
    """Return the mean over rounds."""
    return float(path.mean())


def decay(path: Floats) -> float:
    """Return the least-squares slope times the rounds' span: the fitted change, in points."""
    return float(slopes(path, np.arange(len(path)), span=len(path) - 1))


def decline_given_level(path: Floats) -> float:
    """Return the fitted change relative to the first round, in percent of it."""
    return PERCENT * decay(path) / float(path[0]) if path[0] > 0 else float("nan")


def final(path: Floats) -> float:
    """Return the last round's share."""
    return float(path[-1])


def last_three(path: Floats) -> float:
    """Return the mean of the last three rounds."""
    return float(path[-3:].mean())


def end_game(path: Floats) -> float:
    """Return the last round less the one before."""
    return float(path[-1] - path[-2])


def sustainability(path: Floats) -> float:
    """Return the area under the path over that of a path that stays at its first round."""
    return float(path.sum() / (len(path) * path[0])) if path[0] > 0 else float("nan")


def log_odds_decay(group: MatchingGroup, window: Window) -> Value:
    """Return the slope of the empirical log odds of a point given, times the rounds' span.

    Half a point is added to what was given and to what was kept, so that 0 and all have odds.
    """
    rows = group.rows(window)
    shares, held = group.shares[rows], group.held[rows]
    if len(rows) < 2 or np.isnan(group.path(window)).any():
        return Value(note=SHORT if len(rows) < 2 else UNFINISHED)
    there = ~np.isnan(shares)
    given = np.where(there, shares * held / PERCENT, 0.0).sum(axis=1)
    kept = np.where(there, held, 0.0).sum(axis=1) - given
    odds = np.log((given + 0.5) / (kept + 0.5))
    return Value(float(slopes(odds, np.arange(len(odds)), span=len(odds) - 1)))


def restart(group: MatchingGroup, window: Window) -> Value:
    """Return the first round of the next part less the last of the window's part."""
    before, after = group.path(window), group.path(Window(window.part + 1))
    if not len(before) or not len(after):
        return Value(note="there is no part after the window")
    jump = float(after[0] - before[-1])
    return Value(jump, note=UNFINISHED if np.isnan(jump) else "")


def withdrawal(group: MatchingGroup, window: Window) -> Value:
    """Return the mean of the next part less that of the window."""
    before, after = group.path(window), group.path(Window(window.part + 1))
    if not len(before) or not len(after):
        return Value(note="there is no part after the window")
    change = float(after.mean() - before.mean())
    return Value(change, note=UNFINISHED if np.isnan(change) else "")
