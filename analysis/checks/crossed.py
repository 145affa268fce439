"""Does every group's log of what it heard of another group say what that other group did?"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.checks.basis import DEALT, Basis
from analysis.checks.compare import Found, absent, compare, stray, within
from design.links import has
from design.stages.stage import Stage
from design.state import Group

KEY = ["slot", "round", "stage"]
HEARD = ["source", "donor", "donor_round", "told"]
NONE = float("nan")


def check_heard(base: Basis) -> list[Found]:
    """Compare what was heard with the other group's own rounds, its place, and its time."""
    stored, over = base.panel.heard, set(base.rounds.index)
    due = pd.DataFrame(_due(base), columns=KEY)
    known = stored[KEY].merge(due, how="left", indicator=True)["_merge"] == "both"
    places = zip(stored["slot"], stored["round"], strict=True)
    extra = stored[~known.to_numpy() & np.array([one in over for one in places], dtype=bool)]
    frame = stored[known.to_numpy()]
    right = [_right(base, row) for row in _rows(frame)]
    there = due.merge(stored[KEY], how="left", indicator=True)["_merge"] == "both"
    lost = due[~there.to_numpy()]
    return [
        compare("heard", frame, {name: [one[name] for one in right] for name in HEARD}),
        compare("heard", stored, _place(base, stored)),
        *_times(base, stored),
        stray("heard", extra, "there was nothing to hear"),
        absent("heard", lost.assign(session=base.dealt(lost["slot"])["session"])),
    ]


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _due(base: Basis) -> Iterator[tuple[int, int, str]]:
    """Yield the slot, round and stage of every settled round at which there was news to hear."""
    for slot, group in base.histories.items():
        for number in range(1, len(group.history) + 1):
            for stage in group.treatment.phase(number).stages:
                if stage.source and stage.awaits(group.replay(number)) is not None:
                    yield slot, number, stage.name


def _place(base: Basis, frame: pd.DataFrame) -> dict[str, Any]:
    """Return what the columns that stand on every row of play must hold."""
    dealt = base.dealt(frame["slot"])
    places = zip(frame["slot"], frame["round"], strict=True)
    parts = [base.treatment(slot).part(number) + 1 for slot, number in places]
    return {"session": dealt["session"], **{name: dealt[name] for name in DEALT}, "part": parts}


def _times(base: Basis, frame: pd.DataFrame) -> list[Found]:
    """News comes while its round is open, and not before it happened."""
    settled = base.rounds["settled_at"]
    groups = base.panel.groups.set_index("slot")

    def at(slots: pd.Series, rounds: pd.Series) -> pd.Series:
        where = pd.MultiIndex.from_arrays([slots, rounds])
        return settled.reindex(where).set_axis(frame.index)

    opened = at(frame["slot"], frame["round"] - 1)
    opened = opened.fillna(frame["slot"].map(groups["formed_at"]))
    closed = at(frame["slot"], frame["round"])
    begun = at(frame["donor"], frame["donor_round"] - 1)
    return [
        within("heard", frame, "at", (opened, closed), "open, then settled"),
        within("heard", frame, "at", (begun, None), "the other group's round began"),
    ]


def _right(base: Basis, row: dict[str, Any]) -> dict[str, Any]:
    """Return what a group heard then: of another group, by lot, or nothing."""
    group, number = base.histories[row["slot"]], row["round"]
    stage = _stage(group, number, row["stage"])
    slot = base.panel.design.experiment.schedule.donor(base.seed, row["slot"])
    donor = None if slot is None else base.histories.get(slot)
    if donor is None:
        return {**row, "source": _source(row)} if slot is not None else _nothing(stage, group, row)
    of = row["round"] if stage.simultaneous else _newest(base, group, donor, row)
    came = of is not None and (row["donor"] == slot or _before(base, donor, stage, of, row["at"]))
    if of is None or not came:
        return _nothing(stage, group, row)
    if of > len(donor.history):
        return {**row, "source": "group", "donor": slot, "donor_round": of}
    value = stage.learns(donor.replay(of))
    heard = NONE if value is None else value
    return {"source": "group", "donor": slot, "donor_round": of, "told": heard}


def _nothing(stage: Stage, group: Group, row: dict[str, Any]) -> dict[str, Any]:
    instead = stage.instead(group.replay(row["round"]))
    value = NONE if instead is None else instead
    source = "nothing" if instead is None else "lot"
    return {"source": source, "donor": NONE, "donor_round": NONE, "told": value}


def _source(row: dict[str, Any]) -> str:
    """Say where a row that cannot be compared says it comes from."""
    if not np.isnan(row["donor"]):
        return "group"
    return "nothing" if np.isnan(row["told"]) else "lot"


def _stage(group: Group, number: int, name: str) -> Stage:
    found: Stage = next(s for s in group.treatment.phase(number).stages if s.name == name)
    return found


def _newest(base: Basis, group: Group, donor: Group, row: dict[str, Any]) -> int | None:
    """Return the donor's newest round that was settled by then and not yet told, if any."""
    here = [h for h in group.heard if h.stage == row["stage"] and h.round < row["round"]]
    told = max((h.of for h in here if h.of is not None), default=0)
    first = group.replay(row["round"]).first
    fresh = range(max(first, told + 1), min(row["round"], len(donor.history)) + 1)
    settled = base.rounds["settled_at"]
    # Within the very millisecond, the log itself says which of the two came first.
    latest = row["donor_round"] if row["donor"] == donor.slot else 0
    done = [
        n for n in fresh
        if has(donor, row["stage"], n)
        and (settled[donor.slot, n] < row["at"] or (settled[donor.slot, n] == row["at"]
                                                    and n <= latest))
    ]  # fmt: skip
    return max(done, default=None)


def _before(base: Basis, donor: Group, stage: Stage, number: int, at: int) -> bool:
    """Say whether a donor's round could be heard of before a time."""
    if not stage.simultaneous:
        return True
    acts = base.panel.acts
    here = (acts["slot"] == donor.slot) & (acts["round"] == number) & (acts["stage"] == stage.name)
    return number <= len(donor.history) and bool(acts["decided_at"][here].max() < at)
