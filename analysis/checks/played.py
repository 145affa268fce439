"""Do decisions and beliefs hold what choices, rules and the schedule make of them?"""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks.basis import ACTED, DEALT, Basis, places
from analysis.checks.compare import Found, absent, compare, stray, within
from analysis.checks.histories import opened, outcomes
from design.absence import default
from design.game import POINT
from design.state import Group


def standing(base: Basis, frame: pd.DataFrame, seat: str) -> dict[str, Any]:
    """Return what must stand in the columns that every row of play carries.

    Parameters
    ----------
    frame : rows with slot, round and a column of seats
    seat : name of that column
    """
    dealt = base.dealt(frame["slot"])
    where = pd.MultiIndex.from_arrays([dealt["treatment"], frame["round"], frame[seat]])
    place = places(base.panel.design.by_name).reindex(where).set_axis(frame.index)
    who = pd.MultiIndex.from_arrays([frame["slot"], frame[seat]])
    return {
        "session": dealt["session"],
        "participant": base.members.reindex(who).fillna("").set_axis(frame.index),
        **{column: dealt[column] for column in DEALT},
        "part": place["part"],
        "cell": place["cell"],
    }


def check_decisions(base: Basis) -> list[Found]:
    """Check places, automatic choices, totals, earnings and times of every decision."""
    frame = base.panel.decisions
    return [
        compare("decisions", frame, standing(base, frame, "seat")),
        compare("decisions", frame, {"automatic": _timed_out(base)}),
        _check_default(base),
        compare("decisions", frame, _outcomes(base)),
        *_decision_times(base),
        _missing_decisions(base),
    ]


def _timed_out(base: Basis) -> pd.Series:
    """Say of each decision whether the rule acted for its member then, or it had left before."""
    frame, events = base.panel.decisions, base.panel.events
    acted = events[events["event"].isin(ACTED)]
    key = ["slot", "seat", "round"]
    acted = acted[[*key, "at"]].rename(columns={"at": "decided_at"}).drop_duplicates()
    found = frame[[*key, "decided_at"]].merge(acted, how="left", indicator=True)
    then = (found["_merge"] == "both").to_numpy()
    return pd.Series(then | gone_before(base, frame), index=frame.index)


def gone_before(base: Basis, frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Say of each row whether its member had left for good in an earlier round."""
    gone, places = base.gone, zip(frame["slot"], frame["seat"], frame["round"], strict=True)
    return np.array([gone.get((s, seat), n) < n for s, seat, n in places], dtype=bool)


def _check_default(base: Basis) -> Found:
    """Automatic choices are what the declared rule makes of the rounds before."""
    frame = base.panel.decisions
    chosen = frame[frame["automatic"]]
    places = zip(chosen["slot"], chosen["seat"], chosen["round"], strict=True)
    right = [_by_rule(base.histories[int(slot)], seat, int(n)) for slot, seat, n in places]
    return compare("decisions", chosen, {"contribution": np.array(right, dtype=float)})


def _by_rule(group: Group, seat: str, number: int) -> float:
    """Return what the declared rule contributes for a seat in a round."""
    over = number <= len(group.history)
    before = opened(group, number) if over else replace(group, ended=False)
    return float(default(before, group.treatment.game.seats.index(seat)).contribution)


def _passes(base: Basis, frame: pd.DataFrame) -> "pd.Series[bool]":
    """Say of each decision whether its seat held nothing then, so that nobody was asked.

    Stages can take from a member what it holds, by a strike or by an exclusion. Rows of rounds
    that are not over were written by whoever was asked.
    """
    by_part = endowments(base, frame).tolist()
    places = zip(frame["slot"], frame["round"], frame["seat"], by_part, strict=True)
    held = [_held(base.histories[int(slot)], int(n), seat, by) for slot, n, seat, by in places]
    return pd.Series(held, index=frame.index) == 0


def _held(group: Group, number: int, seat: str, by_part: int) -> int:
    """Return what a seat held in a round, as the round's stages left it, in points."""
    if number > len(group.history) or group.treatment.phase(number).plain:
        return by_part
    return opened(group, number).game.endowments[group.treatment.game.seats.index(seat)]


def endowments(base: Basis, frame: pd.DataFrame) -> "pd.Series[int]":
    """Return what each decision's seat held, by its part's game, in points."""
    names = base.dealt(frame["slot"])["treatment"]
    return base.panel.design.endowments(frame.assign(treatment=names))


def _outcomes(base: Basis) -> dict[str, Any]:
    """Return totals, earnings and adjustments of settled rounds; open rounds have none."""
    frame = base.panel.decisions
    given = base.given(base.rounds)
    totals = pd.Series(given.sum(axis=1) / POINT, index=base.rounds.index)
    earned, added = _earned(base)
    where = pd.MultiIndex.from_frame(frame[["slot", "round"]])
    seat = pd.MultiIndex.from_frame(frame[["slot", "round", "seat"]])
    return {
        "group_total": totals.reindex(where).to_numpy(),
        "earnings": earned.reindex(seat).to_numpy(),
        "adjustment": added.reindex(seat).to_numpy(),
    }


def _earned(base: Basis) -> tuple[pd.Series, pd.Series]:
    """Return earnings and adjustments by (slot, round, seat), in points."""
    seats, rounds = list(base.panel.design.experiment.game.seats), base.rounds
    earned = np.zeros((len(rounds), len(seats)))
    added = np.zeros_like(earned)
    pairs = zip(base.dealt(rounds.index.to_frame()["slot"])["treatment"], rounds.index, strict=True)
    games = [base.panel.design.by_name[name] for name, _ in pairs]
    numbers = rounds.index.get_level_values("round")
    played = pd.Series([t.game_of(t.part(n)) for t, n in zip(games, numbers, strict=True)],
                       dtype=object)  # fmt: skip
    for game in played.unique():
        here = (played == game).to_numpy()
        earned[here] = game.earnings(base.given(rounds[here])) / POINT
    at = {place: index for index, place in enumerate(rounds.index)}
    for slot, number, _, outcome in outcomes(base):
        index = at.get((slot, number))
        if index is not None:
            earned[index] = (outcome.earned + outcome.added) / POINT
            added[index] = outcome.added / POINT
    return _stacked(earned, rounds, seats), _stacked(added, rounds, seats)


def _stacked(values: NDArray[np.float64], rounds: pd.DataFrame, seats: list[str]) -> pd.Series:
    """Return an array (rounds, seats) as a series by (slot, round, seat)."""
    index = pd.MultiIndex.from_tuples(
        [(*place, seat) for place in rounds.index for seat in seats],
        names=["slot", "round", "seat"],
    )
    return pd.Series(values.ravel(), index=index)


def _decision_times(base: Basis) -> list[Found]:
    frame, rounds = base.panel.decisions, base.rounds
    before = pd.MultiIndex.from_arrays([frame["slot"], frame["round"] - 1])
    after = pd.MultiIndex.from_arrays([frame["slot"], frame["round"] + 1])
    here = pd.MultiIndex.from_frame(frame[["slot", "round"]])
    groups = base.panel.groups.set_index("slot")
    opened = rounds["settled_at"].reindex(before).set_axis(frame.index)
    opened = opened.fillna(frame["slot"].map(groups["formed_at"]))
    next_ = base.panel.decisions.groupby(["slot", "round"])["decided_at"].min()
    closed = next_.reindex(after).set_axis(frame.index)
    closed = closed.fillna(frame["slot"].map(groups["finished_at"]))
    settled = pd.Series(here.isin(rounds.index), index=frame.index)
    last = rounds["decided_at"].reindex(here).set_axis(frame.index)
    lacking = settled & frame["settled_at"].isna()
    return [
        within(
            "decisions", frame, "shown_at", (opened, frame["decided_at"]), "shown, then decided"
        ),
        within(
            "decisions", frame, "decided_at", (opened, frame["settled_at"]), "open, then settled"
        ),
        within(
            "decisions", frame, "settled_at", (last, closed), "all decided, then the next round"
        ),
        compare("decisions", frame[~settled], {"settled_at": np.nan}),
        compare("decisions", frame[lacking], {"settled_at": last[lacking]}),
    ]


def _missing_decisions(base: Basis) -> Found:
    """Decisions that must have been made, because their group went on to a later round."""
    frame, seats = base.panel.decisions, base.panel.design.experiment.game.seats
    last = frame.groupby("slot")["round"].max()
    settled = base.panel.groups.set_index("slot")["rounds"].reindex(last.index)
    until = zip(last.index, np.maximum(last - 1, settled), strict=True)
    wanted = pd.DataFrame(
        [(slot, seat, n) for slot, m in until for n in range(1, int(m) + 1) for seat in seats],
        columns=["slot", "seat", "round"],
    )
    there = wanted.merge(frame[["slot", "seat", "round"]], how="left", indicator=True)["_merge"]
    missing = wanted[(there == "left_only").to_numpy()]
    return absent("decisions", missing.assign(session=base.dealt(missing["slot"])["session"]))


def check_beliefs(base: Basis) -> list[Found]:
    """Check that every belief asked stands once, in its place, and none that was not asked."""
    stored, asked = base.panel.beliefs, _asked(base)
    key = ["slot", "seat", "round", "question"]
    joined = stored.merge(asked, on=key, how="left", suffixes=("", " right"), indicator=True)
    joined.index = stored.index
    known = joined["_merge"] == "both"
    frame = stored[known]
    expected = standing(base, frame, "seat")
    expected |= {name: joined[f"{name} right"][known] for name in ("about", "decided_at")}
    there = asked.merge(stored[key], on=key, how="left", indicator=True)["_merge"] == "both"
    return [
        compare("beliefs", frame, expected),
        stray("beliefs", stored[~known], "no such belief is asked, or the choice was automatic"),
        absent("beliefs", asked[~there.to_numpy()]),
    ]


def _asked(base: Basis) -> pd.DataFrame:
    """Return every belief that members' own decisions came with."""
    design = base.panel.design
    rows = [
        (name, number, seat, belief.name, belief.about[i])
        for name, treatment in design.by_name.items()
        for number in range(1, treatment.rounds + 1)
        for belief in treatment.phase(number).beliefs
        for i, seat in enumerate(treatment.game.seats)
    ]
    asked = pd.DataFrame(rows, columns=["treatment", "round", "seat", "question", "about"])
    frame = base.panel.decisions
    decided = ~frame["automatic"] & ~_passes(base, frame)
    own = frame[decided][["slot", "seat", "round", "decided_at"]]
    own = own.assign(treatment=base.dealt(own["slot"])["treatment"])
    found = own.merge(asked, on=["treatment", "round", "seat"])
    return found.assign(session=base.dealt(found["slot"])["session"])
