"""Do members answer verified numbers more than reported ones: E16?

A shown number is verified if somebody else than its giver stands behind it: the game itself, with
or without noise, or an audit. A member's answer is its next contribution.
"""

from collections.abc import Sequence

import numpy as np

from analysis.estimands.definition import Value
from analysis.estimands.games import Floats, MatchingGroup
from analysis.estimators.cluster import ClusterFit, cluster_robust
from analysis.estimators.ols import LinearFit, least_squares
from design.plan import Window

KINDS = ("verified", "reported")
LOOSE = "the slope on reported numbers is not told from zero, so the ratio says little"
CERTAIN = 2.0


def shown_slopes(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return the slopes of contributions on the shown share of others, by kind of source."""
    fitted, found = _fit(groups, window), []
    for place, kind in enumerate(KINDS):
        if fitted is None or not fitted.moves[place]:
            found.append(Value(condition=kind, note=f"no {kind} numbers that vary were shown"))
            continue
        weights = np.zeros(len(fitted.fit.coefficients))
        weights[fitted.column(place)] = 1.0
        found.append(_value(fitted.robust(weights), kind))
    return found


def trust_premium(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return the slope on verified numbers over that on reported ones; delta method."""
    fitted = _fit(groups, window)
    if fitted is None or not all(fitted.moves):
        return [Value(note="verified and reported numbers must both have been shown, and vary")]
    verified, reported = fitted.fit.coefficients
    if reported == 0:
        return [Value(note="the slope on reported numbers is zero")]
    ratio = verified / reported
    robust = fitted.robust(np.array([1.0, -ratio]) / reported)
    reach = robust.high - robust.estimate
    loose = abs(fitted.robust(np.array([0.0, 1.0])).t) < CERTAIN
    return [
        Value(
            float(ratio), se=robust.se, df=robust.df, low=float(ratio - reach),
            high=float(ratio + reach), condition="verified over reported",
            n_groups=robust.n_clusters, note=LOOSE if loose else "",
        )
    ]  # fmt: skip


class _Fitted:
    """A fit on shown shares with its clusters; one column for each kind that varied."""

    def __init__(self, fit: LinearFit, slots: np.ndarray, moves: tuple[bool, ...]) -> None:
        self.fit, self.slots, self.moves = fit, slots, moves

    def column(self, place: int) -> int:
        return sum(self.moves[:place])

    def robust(self, weights: Floats) -> ClusterFit:
        return cluster_robust(self.fit, self.slots, weights)


def _fit(groups: Sequence[MatchingGroup], window: Window) -> _Fitted | None:
    """Fit contributions on shown shares within members and kinds; None where nothing varies.

    Every member keeps a level of its own for each kind, so that only changes over rounds count.
    """
    parts = [_centred(group, window, kind) for group in groups for kind in range(len(KINDS))]
    parts = [part for part in parts if len(part)]
    if not parts:
        return None
    rows = np.concatenate(parts)
    moves = tuple(bool((rows[rows[:, 1] == kind, 2] ** 2).sum() > 1e-9) for kind in range(2))
    clusters = len(np.unique(rows[:, 0]))
    if not any(moves) or clusters < 3:
        return None
    columns = [np.where(rows[:, 1] == kind, rows[:, 2], 0.0) for kind in range(2) if moves[kind]]
    try:
        fit = least_squares(np.column_stack(columns), rows[:, 3])
    except ValueError:
        return None
    return _Fitted(fit, rows[:, 0].astype(np.int64), moves)


def _centred(group: MatchingGroup, window: Window, kind: int) -> Floats:
    """Return slot, kind, shown and given less the member's means, a row per choice."""
    shown = group.shown.get(KINDS[kind])
    rows = group.rows(window)
    if shown is None or not len(rows):
        return np.zeros((0, 4))
    x, y = shown[rows], group.shares[rows]
    known = ~(np.isnan(x) | np.isnan(y))
    n = np.maximum(known.sum(axis=0), 1)
    x, y = (np.where(known, one, 0.0) for one in (x, y))
    x, y = (np.where(known, one - one.sum(axis=0) / n, 0.0) for one in (x, y))
    own = np.full(int(known.sum()), float(group.slot))
    return np.column_stack([own, np.full(len(own), float(kind)), x[known], y[known]])


def _value(fit: ClusterFit, condition: str) -> Value:
    return Value(fit.estimate, se=fit.se, df=fit.df, low=fit.low, high=fit.high,
                 condition=condition, n_groups=fit.n_clusters)  # fmt: skip
