"""Do events stand where play says they must, and in an order that can be?"""

import numpy as np
import pandas as pd

from analysis.checks.basis import ACTED, Basis
from analysis.checks.compare import Found, absent, compare, stray, within
from analysis.checks.played import gone_before

IN_PLAY = (*ACTED, "left", "resumed")
GROUPED = ("grouped", *IN_PLAY, "finished")
ORDER = ("consented", "waiting", "grouped", "finished")


def check_events(base: Basis) -> list[Found]:
    """Check who, where and when of every event that the other tables determine."""
    events = base.panel.events
    created = events["session"].map(base.panel.sessions.set_index("session")["created_at"])
    return [
        _members(base),
        *_open_rounds(base),
        *_timeouts(base),
        *_groupings(base),
        _order(events),
        within("events", events, "at", (created, None), "its session was created"),
    ]


def _members(base: Basis) -> Found:
    """Slot and seat are the participant's own, and stand wherever the event needs a group."""
    events, key = base.panel.events, ["session", "participant"]
    named = events[events["slot"].notna() | (events["seat"] != "") | events["event"].isin(GROUPED)]
    people = base.panel.participants.set_index(key)[["slot", "seat"]]
    own = people.reindex(pd.MultiIndex.from_frame(named[key])).set_axis(named.index)
    return compare("events", named, {"slot": own["slot"], "seat": own["seat"]})


def _open_rounds(base: Basis) -> list[Found]:
    """Events in play happen in the round that is open, and in its part."""
    events = base.panel.events
    played = events[events["event"].isin(IN_PLAY) & events["slot"].notna()]
    moments = zip(played["slot"], played["at"], strict=True)
    spans = [_open_round(base, int(slot), at) for slot, at in moments]
    low, high = (pd.Series([s[i] for s in spans], index=played.index, dtype=float) for i in (0, 1))
    stated = events[events["round"].notna() & events["slot"].notna()]
    pairs = zip(stated["slot"].astype(int), stated["round"].astype(int), strict=True)
    parts = [base.treatment(slot).part(number) + 1 for slot, number in pairs]
    return [
        within("events", played, "round", (low, high), "the open round"),
        compare("events", played[played["round"].isna()], {"round": low[played["round"].isna()]}),
        compare("events", stated, {"part": np.array(parts, dtype=float)}),
    ]


def _open_round(base: Basis, slot: int, at: int) -> tuple[int, int]:
    """Return the first and the last round that can have been open at a time."""
    rounds = base.rounds.loc[[slot]] if slot in base.rounds.index.get_level_values(0) else None
    settled = np.array([]) if rounds is None else rounds["settled_at"].to_numpy()
    last = base.treatment(slot).rounds
    return min(1 + int((settled < at).sum()), last), min(1 + int((settled <= at).sum()), last)


def _timeouts(base: Basis) -> list[Found]:
    """Every automatic choice has its event, every event its choice, act or explanation."""
    events, chosen, acts = base.panel.events, base.panel.decisions, base.panel.acts
    key = ["slot", "seat", "round", "at"]
    auto = chosen[chosen["automatic"]].rename(columns={"decided_at": "at"})
    acted = events[events["event"].isin(ACTED)]
    has = auto[key].merge(acted[key].drop_duplicates(), how="left", indicator=True)["_merge"]
    done = acts[acts["automatic"]].rename(columns={"decided_at": "at"})
    left = events[events["event"] == "left"]
    led = pd.concat([frame[key].astype(acted[key].dtypes) for frame in (auto, done, left)])
    choice = acted[key].merge(led.drop_duplicates(), how="left", indicator=True)["_merge"]
    first = [_explained(base, s, n) for s, n in zip(acted["slot"], acted["round"], strict=True)]
    silent = (has == "left_only").to_numpy() & ~gone_before(base, auto)
    lost = auto[silent].assign(event="timed_out")
    idle = acted[(choice == "left_only").to_numpy() & ~np.array(first, dtype=bool)]
    return [
        absent("events", lost[["session", "participant", "event", "at"]]),
        stray("events", idle, "the rule neither chose nor ended an explanation at that moment"),
    ]


def _explained(base: Basis, slot: float, number: float) -> bool:
    """Say whether a round begins with an explanation that can time out."""
    if np.isnan(slot) or np.isnan(number) or int(slot) not in base.deals.index:
        return False
    treatment = base.treatment(int(slot))
    return int(number) in [treatment.first_round(part) for part in range(1, len(treatment.phases))]


def _groupings(base: Basis) -> list[Found]:
    """Everybody with a seat was grouped once, and nobody else; all of a finished group finished."""
    people, events = base.panel.participants, base.panel.events
    groups, key, found = base.panel.groups.set_index("slot"), ["session", "participant"], []
    for event, column in (("grouped", "formed_at"), ("finished", "finished_at")):
        there = events[events["event"] == event]
        wanted = people[key].assign(event=event, at=people["slot"].map(groups[column]))
        wanted = wanted[wanted["at"].notna()]
        has = wanted[key].merge(there[key].drop_duplicates(), how="left", indicator=True)["_merge"]
        due = there[key].merge(wanted[key], how="left", indicator=True)["_merge"] == "both"
        lost = wanted[(has == "left_only").to_numpy()]
        found += [
            absent("events", lost),
            stray("events", there[~due.to_numpy()], "the participant was not there"),
        ]
    return found


def _order(events: pd.DataFrame) -> Found:
    """Consent, wait, group and end follow each other."""
    key = ["session", "participant"]
    stages = events[events["event"].isin(ORDER)].drop_duplicates([*key, "event"])
    times = stages.pivot(index=key, columns="event", values="at").reindex(columns=list(ORDER))
    before = times.cummax(axis=1).shift(axis=1)
    where = [(*who, event) for *who, event in stages[[*key, "event"]].itertuples(index=False)]
    if not where:
        return within("events", stages, "at", (None, None), "what comes before it")
    least = before.stack().reindex(pd.MultiIndex.from_tuples(where)).set_axis(stages.index)
    return within("events", stages, "at", (least, None), "what comes before it")
