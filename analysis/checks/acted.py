"""Does every act beside contributing answer what its stage asked, by somebody who was asked?"""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.checks.basis import ACTED, Basis
from analysis.checks.compare import Found, absent, compare, stray, within
from analysis.checks.histories import opened
from analysis.checks.played import standing
from design.stages.stage import Ask, Stage
from design.state import Group, Seat

KEY = ["slot", "seat", "round", "stage", "field", "about"]
BOUNDS = ["low", "high", "default"]


def check_acts(base: Basis) -> list[Found]:
    """Check that every field asked stands once, within its bounds, and none that was not asked."""
    stored, asked = base.panel.acts, _asked(base)
    over = set(base.rounds.index)
    settled = [place in over for place in zip(stored["slot"], stored["round"], strict=True)]
    joined = stored.merge(asked, on=KEY, how="left", indicator=True)
    joined.index = stored.index
    known = (joined["_merge"] == "both").to_numpy()
    frame, right = stored[known], joined[known]
    there = asked.merge(stored[KEY], on=KEY, how="left", indicator=True)["_merge"] == "both"
    unasked = stored[~known & np.array(settled, dtype=bool)]
    auto = frame["automatic"]
    return [
        compare("acts", stored, standing(base, stored, "seat")),
        compare("acts", stored, {"automatic": _timed_out(base)}),
        compare("acts", frame[auto], {"choice": right["default"][auto]}),
        # What the rule answers may be what no member can: that nothing was reported in time.
        within("acts", frame[~auto], "choice", (right["low"][~auto], right["high"][~auto]),
               "what may be answered"),
        *_times(base, stored),
        stray("acts", unasked, "nothing of the kind was asked"),
        absent("acts", _named(base, asked[~there.to_numpy()])),
    ]  # fmt: skip


def _asked(base: Basis) -> pd.DataFrame:
    """Return every field that a settled round asked of a seat, with its bounds."""
    rows = [
        row
        for group in base.histories.values()
        for number in range(1, len(group.history) + 1)
        if not group.treatment.phase(number).plain
        for row in _of_round(group, number)
    ]
    return pd.DataFrame(rows, columns=[*KEY, *BOUNDS])


def _of_round(group: Group, number: int) -> list[tuple[Any, ...]]:
    """Return the fields asked in one round, each seat's acts of later stages still unknown."""
    whole, rows = opened(group, number), []
    for stage in group.treatment.phase(number).stages:
        if not stage.acting:
            continue
        before = _until(whole, stage)
        for index, letter in enumerate(group.treatment.game.seats):
            if before.outside is not None and before.outside.seat == index:
                continue
            for ask in stage.asks(before.play, index):
                rows.append((group.slot, letter, number, stage.name, *_field(ask)))
    return rows


def _field(ask: Ask) -> tuple[Any, ...]:
    return ask.name, ask.about, ask.low, ask.high, ask.default


def _until(group: Group, stage: Stage) -> Group:
    """Return a group as its members met a stage: without what they did there and later."""
    stages = group.treatment.phases[group.part].stages
    known = {one.name for one in stages[: stages.index(stage)]}
    seats = tuple(_before(seat, known) for seat in group.seats)
    return replace(group, seats=seats)


def _before(seat: Seat, known: set[str]) -> Seat:
    acts = tuple(act for act in seat.acts if act.stage in known)
    return replace(seat, acts=acts, choice=seat.choice if "contribute" in known else None)


def _timed_out(base: Basis) -> pd.Series:
    """Say of each act whether the rule acted for its member at that moment."""
    frame, events = base.panel.acts, base.panel.events
    key = ["slot", "seat", "round", "at"]
    acted = events[events["event"].isin(ACTED)][key].drop_duplicates()
    acted = acted.rename(columns={"at": "decided_at"})
    found = frame[["slot", "seat", "round", "decided_at"]].merge(acted, how="left", indicator=True)
    return pd.Series((found["_merge"] == "both").to_numpy(), index=frame.index)


def _times(base: Basis, frame: pd.DataFrame) -> list[Found]:
    """Acts lie between the settlement of the round before and that of their own."""
    settled = base.rounds["settled_at"]
    groups = base.panel.groups.set_index("slot")
    before = pd.MultiIndex.from_arrays([frame["slot"], frame["round"] - 1])
    here = pd.MultiIndex.from_frame(frame[["slot", "round"]])
    opened_at = settled.reindex(before).set_axis(frame.index)
    opened_at = opened_at.fillna(frame["slot"].map(groups["formed_at"]))
    closed = settled.reindex(here).set_axis(frame.index)
    return [within("acts", frame, "decided_at", (opened_at, closed), "open, then settled")]


def _named(base: Basis, rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(session=base.dealt(rows["slot"])["session"])
