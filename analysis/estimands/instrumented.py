"""What does a look do to the looker's next contribution, as the drawn price tells: E11?

Who looks differs from who does not, so the two are not compared. The price of a look is drawn by
lot after the round's contributions; where it is low, more looks are taken. Two-stage least squares
with the price as the only instrument gives the effect on those whose look the price decides. The
interval is Anderson and Rubin's, by group: it holds its level however little the price moves looks.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.estimands.definition import Value
from analysis.estimands.games import PERCENT, Floats, MatchingGroup, conditions
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.instrument import InstrumentFit, instrumented
from analysis.estimators.ols import least_squares
from design.plan import Window

LEAST = 3
STRONG = 10.0
ONE_PRICE = "the price of a look was not drawn, or was the same throughout"
TOO_FEW = f"fewer than {LEAST} finished groups met different prices"


class Choices(NamedTuple):
    """Looks and what followed, a row per member and round that has a next one in the window.

    Attributes
    ----------
    given, before : float arrays (rows,)
        Percent of the endowment given in the round after the look, and in the round of the look,
        which was chosen before the price was drawn.
    looked : float array (rows,)
        Share of those that could be looked at who were, 0 to 1.
    price : float array (rows,)
        Points.
    units : int64 array (rows,)
        The independent group.
    """

    given: Floats
    before: Floats
    looked: Floats
    price: Floats
    units: NDArray[np.int64]


def choices(groups: Sequence[MatchingGroup], window: Window) -> Choices:
    """Gather looks with the next contribution, over groups whose window is settled."""
    parts = [_of(group, window) for group in groups if _settled(group, window)]
    rows = np.concatenate(parts) if parts else np.zeros((0, 5))
    given, before, looked, price, units = rows.T
    return Choices(given, before, looked, price, units.astype(np.int64))


def _settled(group: MatchingGroup, window: Window) -> bool:
    known = group.looks is not None and group.prices is not None and group.targets is not None
    return known and not np.isnan(group.shares[group.rows(window)]).any()


def _of(group: MatchingGroup, window: Window) -> Floats:
    rows = group.rows(window)
    now, after = rows[:-1], rows[1:]
    assert group.looks is not None
    assert group.prices is not None
    assert group.targets is not None
    looks, price, targets = (one[now] for one in (group.looks, group.prices, group.targets))
    open_ = ~(np.isnan(looks) | np.isnan(price)) & (targets > 0)
    looked = looks[open_] / targets[open_]
    unit = group.slot if group.linked_set is None else group.linked_set
    columns = (group.shares[after][open_], group.shares[now][open_], looked, price[open_])
    return np.column_stack([*columns, np.full(len(looked), float(unit))])


def look_effect(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return the effect of a look at all others on the next contribution, by condition."""
    return _by_condition(groups, window, _effect)


def price_response(groups: Sequence[MatchingGroup], window: Window) -> list[Value]:
    """Return the first stage: percent of the possible looks, per point of price."""
    return _by_condition(groups, window, _first_stage)


def _by_condition(
    groups: Sequence[MatchingGroup], window: Window, estimate: Callable[[Choices, str], Value]
) -> list[Value]:
    found = []
    for name in conditions(groups):
        rows = choices([group for group in groups if group.condition == name], window)
        if not len(rows.given):
            continue
        n = len(np.unique(rows.units))
        if len(np.unique(rows.price)) < 2:
            found.append(Value(condition=name, n_groups=n, note=ONE_PRICE))
        elif n < LEAST:
            found.append(Value(condition=name, n_groups=n, note=TOO_FEW))
        else:
            found.append(estimate(rows, name))
    return found or [Value(note=TOO_FEW)]


def _controls(rows: Choices) -> Floats:
    """Return the intercept and what was given before the price was drawn.

    Neither groups nor rounds have levels of their own: prices are drawn anew for every round, so
    that nothing but precision asks for them, and a group's mean would bring in its later rounds.
    """
    return np.column_stack([np.ones(len(rows.given)), rows.before])


def _effect(rows: Choices, name: str) -> Value:
    n = len(np.unique(rows.units))
    try:
        fit = instrumented(
            rows.given, rows.looked, rows.price, _controls(rows), clusters=rows.units
        )
    except ValueError as error:
        return Value(condition=name, n_groups=n, note=f"not estimable: {error}")
    ends = (fit.ar_low, fit.ar_high) if fit.ar_shape == "interval" else (-np.inf, np.inf)
    return Value(fit.estimate, se=fit.se, df=fit.df, low=ends[0], high=ends[1], condition=name,
                 n_groups=fit.n_clusters, note=_told(fit))  # fmt: skip


def _told(fit: InstrumentFit) -> str:
    """Say how strong the price is, and what Anderson and Rubin's set is where it has no ends."""
    strength = fit.first_stage_t**2
    told = [f"effective F {strength:.1f}", f"Anderson-Rubin p {fit.ar_p:.3f}"]
    if strength < STRONG:
        told.append(f"weak (F below {STRONG:g}): read the interval and not the estimate")
    if fit.ar_shape == "outside":
        told.append(f"the set is all outside {fit.ar_low:.1f} to {fit.ar_high:.1f}")
    return "; ".join(told)


def _first_stage(rows: Choices, name: str) -> Value:
    design = np.column_stack([rows.price, _controls(rows)])
    n = len(np.unique(rows.units))
    if float(np.ptp(rows.looked)) == 0:
        return Value(0.0, condition=name, n_groups=n, note="all looked alike at every price")
    try:
        fit = cluster_robust(least_squares(design, PERCENT * rows.looked), rows.units, np.eye(3)[0])
    except ValueError as error:
        return Value(condition=name, n_groups=n, note=f"not estimable: {error}")
    return Value(fit.estimate, se=fit.se, df=fit.df, low=fit.low, high=fit.high, condition=name,
                 n_groups=fit.n_clusters)  # fmt: skip
