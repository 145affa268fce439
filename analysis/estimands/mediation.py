"""Through which channel does visibility work, where the design switches each on alone: E14?

The crossed cells of the glass: dark (neither), one_way (A and B see, C and D are seen) and two_way
(both). A contrast of cells is randomised; a regression on beliefs is not, and there is none here.
What is learned can only change what members believe, and being seen cannot tell anybody anything,
so that the contrast of seeing alone is the part through beliefs and that of being seen alone the
part through being observed, as far as positions do nothing else. The notes say how much else they
would have to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from analysis.estimands.beliefs import accuracy
from analysis.estimands.definition import Value
from analysis.estimands.games import MatchingGroup, only_seats
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import contrast, indicators, least_squares
from design.plan import Window

LEAST = 2
Outcome = Callable[[MatchingGroup, Window], float]
Weights = tuple[tuple[str, float], ...]

CHANNELS: tuple[tuple[str, Weights, str], ...] = (
    ("seeing alone", (("one_way", 1.0), ("dark", -1.0)), "AB"),
    ("seeing while seen", (("two_way", 1.0), ("one_way", -1.0)), "CD"),
    ("being seen alone", (("one_way", 1.0), ("dark", -1.0)), "CD"),
    ("being seen while seeing", (("two_way", 1.0), ("one_way", -1.0)), "AB"),
    ("both less the sum of each", (("two_way", 1.0), ("one_way", -2.0), ("dark", 1.0)), ""),
    ("both", (("two_way", 1.0), ("dark", -1.0)), ""),
)
"""Name of each contrast, its arms with their weights, and the seats on which it is read.

Seeing alone, being seen alone and what both do beyond their sum add up to both.
"""


def channels(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return what each channel does to contributions, alone and beside the other."""
    return [_told(_contrasted(groups, window, one, _given)) for one in CHANNELS]


def accuracy_moved(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return what each channel does to the accuracy of beliefs: the first stage, and a placebo.

    Seeing must make beliefs more accurate if it is to work through them. Being seen tells nobody
    anything; it moves accuracy only where those who are seen become easier to guess.
    """
    return [_contrasted(groups, window, one, _right) for one in CHANNELS[:4]]


def _given(group: MatchingGroup, window: Window) -> float:
    return float(group.path(window).mean())


def _right(group: MatchingGroup, window: Window) -> float:
    return accuracy(group, window).value


def _contrasted(
    groups: Sequence[MatchingGroup],
    window: Window,
    channel: tuple[str, Weights, str],
    outcome: Outcome,
) -> Value:
    """Estimate one contrast of cells, a row per group, with the blocks' effects; HC2."""
    name, weights, seats = channel
    arms = [arm for arm, _ in weights]
    used = [only_seats(g, seats) if seats else g for g in groups if g.condition in arms]
    y = np.array([outcome(group, window) for group in used])
    known = ~np.isnan(y)
    cells = np.array([group.condition for group in used])[known]
    few = [arm for arm in arms if int((cells == arm).sum()) < LEAST]
    if few:
        return Value(condition=name, note=f"fewer than two groups with a value in {few[0]}")
    blocks = np.array([group.block for group in used])[known]
    here, arm_names = indicators(cells, base=arms[-1])
    levels, labels = indicators(blocks)
    names = (*arm_names, *(f"block {label}" for label in labels))
    asked = {arm: weight for arm, weight in weights if arm in arm_names}
    try:
        fit = least_squares(np.column_stack([here, levels]), y[known], names=names)
        found = cluster_robust(fit, np.arange(len(cells)), contrast(names, asked))
    except ValueError as error:
        return Value(condition=name, n_groups=len(cells), note=f"not estimable: {error}")
    return Value(found.estimate, se=found.se, df=found.df, low=found.low, high=found.high,
                 condition=name, n_groups=found.n_clusters)  # fmt: skip


def _told(found: Value) -> Value:
    """Say how much else a position would have to do for its channel to be nothing at all."""
    if found.note or np.isnan(found.low):
        return found
    if found.condition not in ("seeing alone", "being seen alone"):
        return found
    if found.low <= 0 <= found.high:
        said = "not told from zero: no sensitivity to state"
    else:
        needed = min(abs(found.low), abs(found.high))
        said = f"the interval reaches zero once the position does {needed:.1f} points by other ways"
    return replace(found, note=said)
