"""Does giving depend on others as they are verified: E9c, E11 and E12?

Numbers of whole samples. The group is the unit of every one of them: rows are group means, or
members clustered on their group.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from analysis.estimands.definition import Value
from analysis.estimands.games import Floats, MatchingGroup, conditions
from analysis.estimators.cluster import ClusterFit, cluster_robust
from analysis.estimators.ols import contrast, indicators, least_squares
from analysis.estimators.student import critical_value
from design.catalogue import treatment
from design.game import Game
from design.plan import Window

COMMON = Window(0)
SEEN = ("dark", "one_way", "two_way")
SEEING_SEATS, SEEN_SEATS = "AB", "CD"


def coverage(condition: str) -> float:
    """Return the share of ordered pairs of members of which the first sees the second."""
    game = Game()
    dial = treatment(condition, beliefs=False, kept=True).phases[1].monitoring
    shown = dial.entitled(game).entries & ~np.eye(game.members, dtype=bool)
    return float(shown.sum()) / (game.members * (game.members - 1))


def doses(groups: Sequence[MatchingGroup]) -> dict[str, float]:
    """Return the coverage of the conditions that show contributions and nothing else."""
    return {name: coverage(name) for name in SEEN if name in conditions(groups)}


def _fitted(fit: ClusterFit, condition: str = "", *, scale: float = 1.0) -> Value:
    return Value(
        scale * fit.estimate, se=scale * fit.se, df=fit.df, low=scale * fit.low,
        high=scale * fit.high, condition=condition, n_groups=fit.n_clusters,
    )  # fmt: skip


def dose_response(
    groups: Sequence[MatchingGroup], window: Window, given: Mapping[str, float] | None = None
) -> list[Value]:
    """Return the slope of group means on the dose, in points per ten points of coverage.

    Parameters
    ----------
    given : dose of every condition that enters, from 0 to 1; by default its coverage
    """
    dose = dict(given or doses(groups))
    used = [group for group in groups if group.condition in dose]
    means = np.array([group.path(window).mean() for group in used])
    level = np.array([dose[group.condition] for group in used])
    known = ~np.isnan(means)
    if len(np.unique(level[known])) < 2:
        return [Value(note="fewer than two doses hold a finished group")]
    design = np.column_stack([np.ones(known.sum()), level[known]])
    fit = least_squares(design, means[known], names=("none", "dose"))
    robust = cluster_robust(fit, np.arange(known.sum()), contrast(fit.names, {"dose": 1.0}))
    note = f"{len(np.unique(level[known]))} doses; four or more let a curve be told from a line"
    found = _fitted(robust, ", ".join(dose), scale=0.1)
    return [Value(**{**vars(found), "note": note})]


def arc_elasticity(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return the arc elasticity of contributions to coverage between successive positive doses.

    (difference of means / their average) over (difference of doses / their average); its error by
    the delta method from the two conditions' independent means, degrees of freedom Welch's.
    """
    dose = {name: value for name, value in doses(groups).items() if value > 0}
    order = sorted(dose, key=lambda name: dose[name])
    found = []
    for low, high in pairwise(order):
        arms = [_means(groups, name, window) for name in (low, high)]
        if min(len(arm) for arm in arms) < 2:
            found.append(
                Value(condition=f"{low} to {high}", note="fewer than two groups in an arm")
            )
            continue
        found.append(_arc(arms, (dose[low], dose[high]), f"{low} to {high}"))
    return found or [Value(note="fewer than two positive doses")]


def _means(groups: Sequence[MatchingGroup], name: str, window: Window) -> Floats:
    means = np.array([g.path(window).mean() for g in groups if g.condition == name])
    return np.asarray(means[~np.isnan(means)])


def _arc(arms: list[Floats], dose: tuple[float, float], name: str) -> Value:
    one, two = (float(arm.mean()) for arm in arms)
    if one + two == 0:
        return Value(condition=name, note="nobody gave in either condition")
    step = (dose[1] - dose[0]) / (0.5 * (dose[0] + dose[1]))
    value = (two - one) / (0.5 * (one + two)) / step
    parts = [float(arm.var(ddof=1)) / len(arm) for arm in arms]
    # d value / d one = -4 two / (one + two)^2 / step, and likewise for two.
    slopes = [4.0 * two / (one + two) ** 2 / step, 4.0 * one / (one + two) ** 2 / step]
    pieces = [slope**2 * part for slope, part in zip(slopes, parts, strict=True)]
    variance, n = sum(pieces), sum(len(arm) for arm in arms)
    if variance == 0:
        return Value(value, condition=name, n_groups=n, note="no variation within the conditions")
    loss = sum(p**2 / (len(arm) - 1) for p, arm in zip(pieces, arms, strict=True))
    df = variance**2 / loss
    reach = float(critical_value(0.95, df)) * variance**0.5
    return Value(value, se=variance**0.5, df=df, low=value - reach, high=value + reach,
                 condition=name, n_groups=n)  # fmt: skip


def exogenous_slope(groups: Sequence[MatchingGroup], _: Window) -> list[Value]:
    """Return the slope of round-2 contributions on the others' in round 1, whom the lot chose.

    Rows are members, clustered on their group. Own round-1 contribution is held fixed: drawing
    partners without oneself makes the two negatively correlated. Every condition keeps its level.
    """
    rows = []
    for group in groups:
        first = group.rows(COMMON)[:2]
        if len(first) < 2:
            continue
        x, own, y = group.others[first[0]], group.shares[first[0]], group.shares[first[1]]
        known = ~(np.isnan(x) | np.isnan(own) | np.isnan(y))
        rows += [(group.slot, group.condition, *v) for v in np.column_stack([x, own, y])[known]]
    if len({row[0] for row in rows}) < 3:
        return [Value(note="fewer than three groups played two rounds of the first part")]
    slots, names = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    x, own, y = np.array([row[2:] for row in rows], dtype=np.float64).T
    levels, labels = indicators(names)
    columns = ("others", "own", *labels)
    try:
        fit = least_squares(np.column_stack([x, own, levels]), y, names=columns)
        robust = cluster_robust(fit, slots, contrast(columns, {"others": 1.0}))
    except ValueError as error:
        return [Value(n_groups=len(np.unique(slots)), note=f"not estimable: {error}")]
    return [_fitted(robust, "all")]


def contingency(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return how much more A and B give to generous C and D when they see them than when not.

    One row per group of one_way and dark. C and D are generous if their mean in the common part
    is above the median over these groups. The coefficient of seeing times generous, with both main
    effects, A's and B's own common mean, its interaction with seeing, and the blocks' effects.
    """
    used = [group for group in groups if group.condition in ("one_way", "dark")]
    y = np.array([group.path(window, SEEING_SEATS).mean() for group in used])
    others = np.array([group.path(COMMON, SEEN_SEATS).mean() for group in used])
    own = np.array([group.path(COMMON, SEEING_SEATS).mean() for group in used])
    known = ~(np.isnan(y) | np.isnan(others) | np.isnan(own))
    if known.sum() < 8:
        return [Value(note=f"{int(known.sum())} finished groups; at least 8 are needed")]
    y, others, own = y[known], others[known], own[known]
    blocks = np.array([group.block for group in used])[known]
    seen = np.array([group.condition == "one_way" for group in used], dtype=np.float64)[known]
    generous = (others > np.median(others)).astype(np.float64)
    own = own - own.mean()
    levels, labels = indicators(blocks)
    design = np.column_stack([seen * generous, seen, generous, own, seen * own, levels])
    names = ("index", "seeing", "generous", "own", "seeing own", *(f"block {b}" for b in labels))
    try:
        fit = least_squares(design, y, names=names)
        robust = cluster_robust(fit, np.arange(len(y)), contrast(names, {"index": 1.0}))
    except ValueError as error:
        return [Value(n_groups=len(y), note=f"not estimable: {error}")]
    return [_fitted(robust, "one_way, dark")]
