"""How many rounds does cooperation last: E4, half-life and time to collapse?

Times are rounds of the window, from 1. A group that has not fallen when its rounds end is censored
there; one that stopped early is censored at its last settled round, unless it fell before.
"""

from collections.abc import Callable

import numpy as np

from analysis.estimands.definition import Value
from analysis.estimands.games import Floats, MatchingGroup
from analysis.estimands.paths import UNFINISHED, ZERO
from design.plan import Window

SUCCESSIVE = 2


def fallen(path: Floats, level: float, *, successive: int = 1) -> Value:
    """Return the first round at or below a level for some successive rounds.

    Parameters
    ----------
    path : (rounds,) settled rounds only, at least one
    level : percent of the endowment
    successive : rounds in a row; the time is the first of them
    """
    low = np.concatenate([path <= level + 1e-9, np.zeros(successive, dtype=bool)])
    runs = np.all([low[i : i + len(path)] for i in range(successive)], axis=0)
    if runs.any():
        return Value(float(np.argmax(runs) + 1), event=True)
    return Value(float(len(path)), event=False)


def half_life(share: float = 0.5) -> Callable[[MatchingGroup, Window], Value]:
    """Return the function that finds the first round at or below a share of the first round."""

    def of_group(group: MatchingGroup, window: Window) -> Value:
        path, note = _settled(group, window)
        if not len(path):
            return Value(note=UNFINISHED)
        if path[0] == 0:
            return Value(note=ZERO)
        found = fallen(path, share * float(path[0]))
        return Value(found.value, found.event, note if not found.event else "")

    return of_group


def collapse(
    level: float, *, successive: int = SUCCESSIVE
) -> Callable[[MatchingGroup, Window], Value]:
    """Return the function that finds the first of some rounds in a row at or below a level."""

    def of_group(group: MatchingGroup, window: Window) -> Value:
        path, note = _settled(group, window)
        if not len(path):
            return Value(note=UNFINISHED)
        found = fallen(path, level, successive=successive)
        return Value(found.value, found.event, note if not found.event else "")

    return of_group


def _settled(group: MatchingGroup, window: Window) -> tuple[Floats, str]:
    """Return the path up to the first round that is not settled."""
    path = group.path(window)
    gaps = np.flatnonzero(np.isnan(path))
    if len(gaps):
        return path[: gaps[0]], "censored where its rounds were no longer settled"
    return path, ""
