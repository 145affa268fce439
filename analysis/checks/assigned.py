"""Do sessions, groups and draws hold what the schedule and its seed deal?"""

from typing import Any

import pandas as pd

from analysis.checks.basis import DEALT, Basis
from analysis.checks.compare import Found, absent, compare, stray, within
from design.canonical import fingerprint
from design.draws import draws
from design.payment import paid_rounds


def check_sessions(base: Basis) -> list[Found]:
    """Check the experiment's hash, the seed and the offset of every session."""
    panel = base.panel
    sessions, groups = panel.sessions, panel.groups
    filled = set(groups["slot"])
    lowest = sessions["session"].map(groups.groupby("session")["slot"].min())
    started = lowest.isna() | sessions["first_slot"].isin(filled)
    earliest = sessions["session"].map(groups.groupby("session")["formed_at"].min())
    return [
        compare("sessions", sessions, {"experiment_hash": panel.design.hash}),
        compare("sessions", sessions[~started], {"first_slot": lowest[~started]}),
        within(
            "sessions", sessions[started], "first_slot", (None, lowest[started]), "slots filled"
        ),
        within("sessions", sessions, "created_at", (None, earliest), "its first group"),
        _check_seed(base),
    ]


def _check_seed(base: Basis) -> Found:
    """Name the session whose seed deals other treatments than its groups played."""
    groups, sessions = base.panel.groups, base.panel.sessions
    same = (groups["treatment"].to_numpy() == base.deals["treatment"].to_numpy()).astype(float)
    share = sessions["session"].map(pd.Series(same).groupby(groups["session"].to_numpy()).mean())
    foreign = share < 0.5
    wrong = sessions[foreign].assign(seed=sessions["seed"][foreign])
    return compare("sessions", wrong, {"seed": "a seed that deals its groups' treatments"})


def check_groups(base: Basis) -> list[Found]:
    """Check what was dealt to every group, its draws, its progress and its times."""
    groups = base.panel.groups
    slots = groups["slot"]
    drawn = [paid_rounds(base.treatment(slot), base.seed, slot) for slot in slots]
    dealt = [base.treatment(slot) for slot in slots]
    hashes = {treatment: fingerprint(treatment) for treatment in set(dealt)}
    deals = base.deals.set_axis(groups.index)
    settled = slots.map(base.rounds.groupby("slot").size()).fillna(0)
    expected = {
        **{column: deals[column] for column in ("block", *DEALT)},
        "treatment_hash": [hashes[treatment] for treatment in dealt],
        "rounds": settled,
        "paid_rounds": [" ".join(str(n) for n in one.contribution) for one in drawn],
        "belief_round": [float("nan") if one.belief is None else one.belief for one in drawn],
        "belief_question": [one.question or "" for one in drawn],
        **_links(base),
    }
    return [compare("groups", groups, expected), *_group_times(base, settled), _holes(base)]


def _links(base: Basis) -> dict[str, Any]:
    """Return which group each hears of, and the set that they are one unit of."""
    schedule, slots = base.panel.design.experiment.schedule, base.panel.groups["slot"].tolist()
    donors = [schedule.donor(base.seed, slot) for slot in slots]
    sets = [schedule.linked_set(base.seed, slot) for slot in slots]
    return {"donor": [float("nan") if d is None else d for d in donors], "linked_set": sets}


def _group_times(base: Basis, settled: pd.Series) -> list[Found]:
    groups = base.panel.groups
    planned = [base.treatment(slot).rounds for slot in groups["slot"]]
    done = (settled.to_numpy() == planned) | groups["slot"].isin(base.ended).to_numpy()
    open_ = groups[~done]
    first = groups["slot"].map(base.panel.decisions.groupby("slot")["decided_at"].min())
    last = groups["slot"].map(base.rounds.groupby("slot")["settled_at"].max())
    created = groups["session"].map(base.panel.sessions.set_index("session")["created_at"])
    ended = groups[done]
    given = ended["finished_at"].notna()
    return [
        compare("groups", open_, {"finished_at": float("nan")}),
        compare("groups", ended[~given], {"finished_at": last[done][~given]}),
        within("groups", ended, "finished_at", (last[done], None), "its last round settled"),
        within("groups", groups, "formed_at", (created, first), "its session and first decision"),
    ]


def _holes(base: Basis) -> Found:
    """Slots that must have been filled, because their session went on beyond them."""
    groups = base.panel.groups
    filled, last = set(groups["slot"]), groups.groupby("session")["slot"].max()
    sessions = base.panel.sessions
    ends = sessions["session"].map(last).fillna(0).astype(int)
    missing = [
        {"session": session, "slot": slot}
        for session, start, end in zip(
            sessions["session"], sessions["first_slot"], ends, strict=True
        )
        for slot in range(start, end)
        if slot not in filled
    ]
    return absent("groups", pd.DataFrame(missing, columns=["session", "slot"]))


def check_draws(base: Basis) -> list[Found]:
    """Check every stored draw against the draw that its keys make."""
    stored = base.panel.draws
    rows = [
        {"slot": slot, **row}
        for slot in base.deals.index
        for row in draws(base.treatment(slot), base.seed, slot)
    ]
    right = pd.DataFrame(rows, columns=["slot", "seat", "purpose", "keys", "value"])
    right = right.assign(session=base.dealt(right["slot"])["session"])
    key = ["slot", "purpose", "keys"]
    joined = stored.merge(right, on=key, how="left", suffixes=("", " right"), indicator=True)
    joined.index = stored.index
    known = joined["_merge"] == "both"
    expected = {name: joined[f"{name} right"][known] for name in ("session", "seat", "value")}
    there = right.merge(stored[key], on=key, how="left", indicator=True)["_merge"] == "both"
    return [
        compare("draws", stored[known], expected),
        stray("draws", stored[~known], "no such draw is made"),
        absent("draws", right[~there]),
    ]
