"""How right are beliefs, how fast do they learn, and do contributions follow them: E9b and E10?

Groups that were not asked, and choices without a belief, are missing. Questions about one member
and about two are combined with these weights where the belief about all others is needed.
"""

import numpy as np

from analysis.estimands.definition import Value
from analysis.estimands.games import Beliefs, Floats, MatchingGroup
from design.plan import Window

NOT_ASKED = "the group was not asked for beliefs in the window"
NO_SPREAD = "beliefs do not vary within members"


def about_all_others(group: MatchingGroup) -> Floats:
    """Return the belief about the mean of all others, (rounds, members), NaN where not stated."""
    if not group.beliefs:
        return np.full(group.shares.shape, np.nan)
    asked = group.beliefs.values()
    total = sum(one.about for one in asked)
    return np.asarray(sum(one.about * one.stated for one in asked) / total)


def _errors(group: MatchingGroup, window: Window) -> Floats:
    """Return all stated beliefs less the truth, question by question."""
    rows = group.rows(window)
    found = [(one.stated - one.truth)[rows].ravel() for one in group.beliefs.values()]
    every = np.concatenate(found) if found else np.zeros(0)
    return every[~np.isnan(every)]


def accuracy(group: MatchingGroup, window: Window) -> Value:
    """Return minus the mean absolute error: 0 is perfect."""
    errors = _errors(group, window)
    return Value(-float(np.abs(errors).mean())) if len(errors) else Value(note=NOT_ASKED)


def optimism(group: MatchingGroup, window: Window) -> Value:
    """Return the mean of belief less truth."""
    errors = _errors(group, window)
    return Value(float(errors.mean())) if len(errors) else Value(note=NOT_ASKED)


def updating(group: MatchingGroup, window: Window) -> Value:
    """Return the weight w in belief_t - belief_t-1 = w (truth_t-1 - belief_t-1), least squares.

    All members and questions of the group together, without an intercept.
    """
    rows = group.rows(window)
    parts = [_steps(one, rows) for one in group.beliefs.values()]
    moved, news = (np.concatenate([p[i] for p in parts] or [np.zeros(0)]) for i in (0, 1))
    if not len(moved):
        return Value(note=NOT_ASKED)
    spread = float(news @ news)
    if spread == 0:
        return Value(note="beliefs were never wrong, so that nothing could be learned")
    return Value(float(moved @ news) / spread)


def _steps(one: Beliefs, rows: np.ndarray) -> tuple[Floats, Floats]:
    """Return changes of beliefs and what was there to learn, over successive rounds."""
    stated, truth = one.stated[rows], one.truth[rows]
    moved, news = np.diff(stated, axis=0).ravel(), (truth - stated)[:-1].ravel()
    known = ~(np.isnan(moved) | np.isnan(news))
    return moved[known], news[known]


def belief_slope(group: MatchingGroup, window: Window) -> Value:
    """Return the slope of contributions on beliefs within members, pooled over the group.

    Every member keeps a level of its own, so that only changes over rounds count.
    """
    rows = group.rows(window)
    belief, given = about_all_others(group)[rows], group.shares[rows]
    known = ~(np.isnan(belief) | np.isnan(given))
    if not known.any():
        return Value(note=NOT_ASKED)
    apart = [_centred(column, known) for column in (belief, given)]
    spread = float((apart[0] ** 2).sum())
    if spread <= 1e-18:
        return Value(note=NO_SPREAD)
    return Value(float((apart[0] * apart[1]).sum()) / spread)


def _centred(values: Floats, known: np.ndarray) -> Floats:
    """Return each member's values less its own mean, 0 where not known."""
    n = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, values, 0.0).sum(axis=0) / n
    return np.where(known, values - mean, 0.0)


def member_slopes(group: MatchingGroup, window: Window) -> list[Value]:
    """Return each member's own slope of contributions on beliefs."""
    rows = group.rows(window)
    belief, given = about_all_others(group)[rows], group.shares[rows]
    found = []
    for i, seat in enumerate(group.seats):
        known = ~(np.isnan(belief[:, i]) | np.isnan(given[:, i]))
        x, y = belief[known, i], given[known, i]
        spread = float(((x - x.mean()) ** 2).sum()) if len(x) else 0.0
        if spread <= 1e-18:
            found.append(Value(member=seat, note=NO_SPREAD if len(x) else NOT_ASKED))
        else:
            found.append(Value(float((x - x.mean()) @ y) / spread, member=seat))
    return found


def schedule_slopes(group: MatchingGroup, _: Window) -> list[Value]:
    """Return each member's slope of the elicited schedule on the others' mean."""
    found = []
    for seat, given in zip(group.seats, _schedules(group), strict=False):
        level = np.linspace(0.0, 100.0, len(given)) - 50.0
        missing = np.isnan(given).any()
        value = float("nan") if missing else float(level @ given / (level @ level))
        found.append(Value(value, member=seat, note="no schedule" if missing else ""))
    return found


def _schedules(group: MatchingGroup) -> Floats:
    return np.zeros((0, 0)) if group.schedules is None else group.schedules
