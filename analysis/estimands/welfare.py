"""What did groups earn of what they could, and how did the worst-off fare: E8?"""

import numpy as np

from analysis.estimands.definition import Value
from analysis.estimands.games import PERCENT, MatchingGroup
from analysis.estimands.paths import UNFINISHED
from analysis.estimands.spread import gini
from design.plan import Window


def efficiency(group: MatchingGroup, window: Window) -> Value:
    """Return earnings above those of no contributions, in percent of the most that is possible.

    Earnings are net: they hold whatever looking, monitoring or sanctions cost.
    """
    rows = group.rows(window)
    earned, held = group.earnings[rows], group.held[rows]
    if not len(rows) or np.isnan(earned).any():
        return Value(note=UNFINISHED)
    if group.mpcr is None:
        return Value(note="the return is not known")
    least = float(held.sum())
    most = group.mpcr * held.shape[1] * least
    return Value(PERCENT * (float(earned.sum()) - least) / (most - least))


def worst_off(group: MatchingGroup, window: Window) -> Value:
    """Return the lowest member's mean earnings, in percent of the mean endowment."""
    rows = group.rows(window)
    earned, held = group.earnings[rows], group.held[rows]
    if not len(rows) or np.isnan(earned).any():
        return Value(note=UNFINISHED)
    return Value(PERCENT * float(earned.mean(axis=0).min()) / float(held.mean()))


def earnings_gini(group: MatchingGroup, window: Window) -> Value:
    """Return the Gini coefficient of members' earnings over the window."""
    earned = group.earnings[group.rows(window)]
    if not len(earned) or np.isnan(earned).any():
        return Value(note=UNFINISHED)
    totals = earned.sum(axis=0)
    if (totals < 0).any():
        return Value(note="a member lost more than it earned")
    value = gini(totals)
    return Value(value, note="nobody earned anything" if np.isnan(value) else "")
