"""How does a group's state become rows, and rows its state again?

What happened lies in `decisions`, `beliefs`, `acts`, `messages` and `heard`; only where the seats
stand in the open round is stored besides. A group is read back from them after a restart, after a
rollback, and for its statement of pay.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np

from contingent_pgg import records
from contingent_pgg.sessions import Setting
from design.canonical import decode, dumps
from design.choices import Act, Choice, Heard, Said, Settled
from design.state import Group, Seat
from design.steps import Write
from design.tables import TABLES
from design.treatments import Treatment

SEATED = {kind.__name__: kind for kind in (Seat, Choice, Act)}


@dataclass(frozen=True)
class Seated:
    """A group with the people who sit in it.

    Attributes
    ----------
    codes : tuple of str
        Participant codes by seat.
    last : tuple of str
        For each seat the id of the last message that counted.
    constant : dict
        For each seat's letter, the columns that are the same on all its rows.
    """

    setting: Setting
    group: Group
    codes: tuple[str, ...]
    last: tuple[str, ...]
    constant: Mapping[str, Mapping[str, Any]]

    @property
    def key(self) -> tuple[str, int]:
        """The session and the slot."""
        return self.setting.code, self.group.slot

    @property
    def where(self) -> dict[str, Any]:
        """The columns that name the group's rows."""
        return {"session": self.setting.code, "slot": self.group.slot}


def dealt(setting: Setting, slot: int) -> dict[str, Any]:
    """Return the columns that say what the schedule dealt to a slot."""
    experiment = setting.experiment
    deal = experiment.schedule.deal(setting.seed, np.array(slot))
    return {
        "treatment": experiment.treatment(setting.seed, slot).name,
        "condition": experiment.schedule.conditions[int(deal.condition)],
        "beliefs": bool(deal.beliefs),
        "third": "kept" if deal.kept else "removed",
    }


def seat(
    setting: Setting, group: Group, codes: Sequence[str], last: Sequence[str] | None = None
) -> Seated:
    """Join a group's state with its people, by seat."""
    names = group.treatment.game.seats
    same = {"session": setting.code, "slot": group.slot, **dealt(setting, group.slot)}
    constant = {
        name: {**same, "participant": code} for name, code in zip(names, codes, strict=True)
    }
    return Seated(setting, group, tuple(codes), tuple(last or ("",) * len(codes)), constant)


def store(seated: Seated, rows: Iterable[Write]) -> None:
    """Write the rows that a step led to, completed by the group's constant columns."""
    for (table, updating), writes in groupby(rows, lambda row: (row.table, bool(row.key))):
        if updating:
            where = seated.where
            records.update_each(table, [({**where, **row.key}, row.values) for row in writes])
        else:
            records.insert(table, *(_complete(seated, row) for row in writes))


def _complete(seated: Seated, row: Write) -> dict[str, Any]:
    """Add what is constant for the row's seat; leave out what the table does not hold."""
    whole_group = seated.group.treatment.game.seats[0]
    letter = row.values.get("seat") or row.values.get("observer") or whole_group
    whole = {**seated.constant[letter], **row.values}
    return {name: whole.get(name) for name in TABLES[row.table].names}


def keep(seated: Seated) -> None:
    """Write where the seats stand now."""
    records.update("standing", seated.where, _standing(seated))


def begin(seated: Seated) -> None:
    """Write where the seats of a new group stand."""
    records.insert("standing", {**seated.where, **_standing(seated)})


def _standing(seated: Seated) -> dict[str, Any]:
    return {
        "seats": dumps(seated.group.seats),
        "last": json.dumps(seated.last),
        "paused_at": seated.group.paused,
    }


def load(setting: Setting, slot: int) -> Seated | None:
    """Read a group back from its rows, or None where the slot was not filled."""
    where = {"session": setting.code, "slot": slot}
    standing = records.rows("standing", **where)
    if not standing:
        return None
    treatment = setting.experiment.treatment(setting.seed, slot)
    (stored,) = records.rows("groups", **where)
    history = _history(treatment, where)
    group = Group(
        slot=slot,
        treatment=treatment,
        pace=setting.experiment.pace,
        seats=decode(json.loads(standing[0]["seats"]), SEATED),
        history=history,
        paused=standing[0]["paused_at"],
        ended=stored["finished_at"] is not None and len(history) < treatment.rounds,
        seed=setting.seed,
        said=_said(treatment, where),
        heard=tuple(
            Heard(row["stage"], row["round"], row["told"], row["donor"], row["donor_round"])
            for row in records.rows("heard", **where)
        ),
    )
    people = {row["seat"]: row["participant"] for row in records.rows("participants", **where)}
    codes = [people[name] for name in treatment.game.seats]
    return seat(setting, group, codes, json.loads(standing[0]["last"]))


def _history(treatment: Treatment, where: Mapping[str, Any]) -> tuple[Settled, ...]:
    stated: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for row in records.rows("beliefs", **where):
        stated[row["round"], row["seat"]][row["question"]] = row["belief"]
    chosen: dict[int, dict[str, Choice]] = defaultdict(dict)
    for row in records.rows("decisions", **where):
        if row["settled_at"] is not None:
            place = row["round"], row["seat"]
            beliefs = _in_order(treatment, row["round"], stated[place])
            choice = Choice(row["contribution"], beliefs, bool(row["automatic"]))
            chosen[row["round"]][row["seat"]] = choice
    seats, acts = treatment.game.seats, _acts(where)
    return tuple(
        Settled(
            tuple(chosen[n][name] for name in seats),
            tuple(tuple(acts[n][name].values()) for name in seats) if n in acts else (),
        )
        for n in sorted(chosen)
    )


def _acts(where: Mapping[str, Any]) -> dict[int, dict[str, dict[str, Act]]]:
    """Return what members settled on beside contributing, by round, seat and stage."""
    found: dict[int, dict[str, dict[str, Act]]] = {}
    for row in records.rows("acts", **where):
        of_round = found.setdefault(row["round"], defaultdict(dict))
        field = f"{row['field']}.{row['about']}" if row["about"] else row["field"]
        before = of_round[row["seat"]].get(row["stage"])
        values = (*(before.values if before else ()), (field, row["choice"]))
        act = Act(row["stage"], values, bool(row["automatic"]))
        of_round[row["seat"]][row["stage"]] = act
    return found


def _said(treatment: Treatment, where: Mapping[str, Any]) -> tuple[Said, ...]:
    """Return the group's talk, in order."""
    rows = sorted(records.rows("messages", **where), key=lambda row: row["number"])
    return tuple(
        Said(
            treatment.game.seats.index(row["seat"]),
            row["round"],
            row["readers"],
            row["text"] or "",
            (row["cited_seat"], row["cited_round"], row["cited_value"])
            if row["cited_seat"]
            else None,
            row["answers"],
        )
        for row in rows
    )


def _in_order(treatment: Treatment, number: int, given: Mapping[str, int]) -> tuple[int, ...]:
    asked = treatment.phase(number).beliefs
    return tuple(given[belief.name] for belief in asked if belief.name in given)


def rested(seated: Seated, now: int) -> Seated:
    """Give every awaited seat at least the grace from now: nobody answers a stopped server."""
    if seated.group.paused is not None:
        return seated
    least = now + 1_000 * seated.group.pace.grace_seconds
    seats = tuple(
        one if one.due is None else replace(one, due=max(one.due, least))
        for one in seated.group.seats
    )
    return replace(seated, group=replace(seated.group, seats=seats))
