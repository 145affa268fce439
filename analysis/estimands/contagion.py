"""How far does a low contribution spread along a network, link by link and round by round: E13?

The shock is a lot's: on the same network, one seat holds less in one condition and as much as all
others in the other, and the lot of the schedule says which condition a group plays, the lot of the
seating who sits on that seat. The response at a distance is what members at that distance from the
seat give less, or more, than those who sit there where nobody holds less.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from analysis.estimands.definition import Value
from analysis.estimands.games import PERCENT, Floats, Induced, MatchingGroup
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import contrast, indicators, least_squares
from design.experiments import Experiment
from design.game import Game
from design.monitoring import Mask
from design.plan import Window

HORIZONS = (1, 2, 3, 5, 10)
"""Rounds over which the response is averaged, from the part's first; the whole part comes last."""

LEAST = 3
COMMON = Window(0)

Given = Callable[[MatchingGroup], Floats]


def _shares(group: MatchingGroup) -> Floats:
    return group.shares


def _points(group: MatchingGroup) -> Floats:
    return np.asarray(group.shares * group.held / PERCENT)


def hops(sees: Mask, source: int) -> Floats:
    """Return the links from a seat to every other, from who is seen to who sees it.

    Parameters
    ----------
    sees : bool array (observer, subject)
    source : where the way begins
    """
    found = np.full(len(sees), np.inf)
    found[source], reached = 0.0, np.arange(len(sees)) == source
    for distance in range(1, len(sees)):
        reached = sees[:, reached].any(axis=1) & np.isinf(found)
        found[reached] = distance
    return found


@lru_cache(maxsize=8)
def comparisons(experiment: Experiment) -> dict[str, Induced]:
    """Return where each condition of an experiment stands in a comparison of contagion.

    Two conditions are one if members see the same others in both, one seat holds less than the
    rest in the first, and all hold the same in the second.
    """
    found: dict[str, Induced] = {}
    played = {name: _played(experiment, name) for name in experiment.schedule.conditions}
    for low, (seen, game) in played.items():
        seat = _lowest(game)
        for equal, (also, plain) in played.items():
            alike = seen.shape == also.shape and bool((seen == also).all())
            if (
                seat is None
                or not alike
                or len(set(plain.endowments)) > 1
                or plain.mpcr != game.mpcr
            ):
                continue
            away = hops(seen, seat)
            for name, holds_less in ((low, True), (equal, False)):
                found.setdefault(name, Induced(f"{low} less {equal}", holds_less, away))
    return found


def _played(experiment: Experiment, name: str) -> tuple[Mask, Game]:
    """Return who sees whose contribution in a condition's part, and its game."""
    part = experiment.built(name, beliefs=False, kept=True)
    game = part.game_of(1)
    return part.phases[1].monitoring.printed(game) & ~np.eye(game.members, dtype=bool), game


def _lowest(game: Game) -> int | None:
    """Return the one seat that holds less than all others, which hold the same."""
    held = np.array(game.endowments)
    low = np.flatnonzero(held == held.min())
    one = len(low) == 1 and len(set(np.delete(held, low).tolist())) == 1
    return int(low[0]) if one else None


def induced_drop(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return the points that the member with less gives less than whoever else sits there."""
    return [
        _response(members, window, 0.0, horizon, given=_points)
        for members in _compared(groups)
        for horizon in _horizons(members, window)
    ]


def contagion(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return the response at every distance, averaged over the first h rounds, h growing."""
    found = []
    for members in _compared(groups):
        away = members[0].induced
        assert away is not None
        for distance in sorted(set(away.hops[np.isfinite(away.hops) & (away.hops > 0)].tolist())):
            found += [_response(members, window, distance, h) for h in _horizons(members, window)]
    return found or [Value(note="nobody stands on the network at any distance")]


def _compared(groups: Sequence[MatchingGroup]) -> Iterator[list[MatchingGroup]]:
    """Yield the groups of each comparison."""
    names = dict.fromkeys(g.induced.network for g in groups if g.induced is not None)
    for name in names:
        yield [g for g in groups if g.induced is not None and g.induced.network == name]


def _horizons(groups: Sequence[MatchingGroup], window: Window) -> list[int]:
    rounds = min(len(group.rows(window)) for group in groups)
    return [*(h for h in HORIZONS if h < rounds), rounds]


def _response(
    groups: Sequence[MatchingGroup],
    window: Window,
    distance: float,
    horizon: int,
    *,
    given: Given = _shares,
) -> Value:  # fmt: skip
    """Estimate one response, a row per group.

    The coefficient of the lot on what members at the distance gave over the first rounds, with the
    blocks' effects and what the same members gave in the common part; HC2, a group being a row.
    """
    assert groups[0].induced is not None
    where = "the seat itself" if distance == 0 else f"distance {distance:.0f}"
    name = f"{groups[0].induced.network}: {where}, first {horizon} rounds"
    rows = [_row(group, window, distance, horizon, given=given) for group in groups]
    y, before, low = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    known = ~np.isnan(y)
    n = [int((known & (low == arm)).sum()) for arm in (0.0, 1.0)]
    if min(n) < LEAST:
        return Value(condition=name, note=f"{n[1]} and {n[0]} groups; {LEAST} in each are needed")
    blocks = np.array([group.block for group in groups])[known]
    levels, labels = indicators(blocks)
    columns: list[Floats] = [low[known][:, None], levels]
    names = ["low", *(f"block {label}" for label in labels)]
    held = before[known]
    if not np.isnan(held).any() and held.std() > 0:
        columns, names = [*columns, held[:, None]], [*names, "before"]
    try:
        fit = least_squares(np.column_stack(columns), y[known], names=names)
        found = cluster_robust(fit, np.arange(known.sum()), contrast(names, {"low": 1.0}))
    except ValueError as error:
        return Value(condition=name, n_groups=sum(n), note=f"not estimable: {error}")
    note = "a placebo: nothing was seen yet" if horizon <= distance else ""
    return Value(found.estimate, se=found.se, df=found.df, low=found.low, high=found.high,
                 condition=name, n_groups=found.n_clusters, note=note)  # fmt: skip


def _row(
    group: MatchingGroup, window: Window, distance: float, horizon: int, *, given: Given
) -> tuple[float, float, float]:
    """Return what members at a distance gave over the first rounds, gave before, and the lot."""
    assert group.induced is not None
    kept = np.flatnonzero(group.induced.hops == distance)
    rows = group.rows(window)[:horizon]
    after = given(group)[rows][:, kept]
    before = group.shares[group.rows(COMMON)][:, kept] if window.part > 0 else after[:0]
    return (
        float(after.mean()) if after.size else np.nan,
        float(before.mean()) if before.size else np.nan,
        float(group.induced.low),
    )
