"""How do simulated groups look as the tables that a live session exports?

Nobody is introduced, and whoever is simulated all at once is not questioned: members are grouped,
play and finish.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from design.acted import Acted
from design.canonical import dumps, fingerprint
from design.choices import Choice, Settled
from design.draws import draws
from design.experiments import Experiment
from design.payment import paid_rounds, seating
from design.replayed import exact, replayed
from design.simulate import UNASKED, Simulation
from design.simulated_play import Columns, beliefs, decisions, member_code, settled_at
from design.simulated_sightings import sightings
from design.state import Group, Seat
from design.statement import statement
from design.tables import TABLES

Row = dict[str, Any]


def tables(simulation: Simulation, *, session: str = "simulated") -> dict[str, Columns]:
    """Return every table of design/tables.py, column by column, for simulated groups.

    Absent numbers and times are NaN, absent text is empty.
    """
    played = [_played(simulation, index) for index in range(len(simulation.slots))]
    ended = {group.slot: settled_at(len(group.history)) for group in played}
    made = _around(simulation.experiment, simulation.seed, played, ended) | {
        "decisions": decisions(simulation),
        "sightings": sightings(simulation)
        if exact(simulation.experiment)
        else _columns("sightings", list(_seen(simulation, played))),
        "beliefs": beliefs(simulation),
    }
    return _finished(made, session)


def _seen(simulation: Simulation, played: list[Group]) -> Iterator[Row]:
    """List what simulated groups were shown, where it was not exact and prompt."""
    for group in played:
        dealt = _dealt(simulation.experiment, simulation.seed, group)
        for row in replayed(group):
            code = member_code(group.slot, row["observer"])
            shown_at = settled_at(row["round"] + row["lag"])
            hidden = row["shown_value"] is None
            seen = {"first_shown_at": None if hidden else shown_at}
            yield {"slot": group.slot, "participant": code, **dealt, **row, **seen}


def acted_tables(
    experiment: Experiment, seed: int, acted: Iterable[Acted], *, session: str = "simulated"
) -> dict[str, Columns]:
    """Return every table for groups that were played one by one, with any stages."""
    played = list(acted)
    ended = {one.group.slot: max(one.settled_at.values()) for one in played}
    made = _around(experiment, seed, [one.group for one in played], ended)
    for name in PLAYED:
        rows = [row for one in played for row in _complete(experiment, seed, one, name)]
        made[name] = _columns(name, rows)
    return _finished(made, session)


PLAYED = ("decisions", "sightings", "beliefs", "acts", "messages", "heard", "quiz")
"""Tables whose rows come from play itself."""


def _complete(experiment: Experiment, seed: int, acted: Acted, table: str) -> Iterator[Row]:
    """Add what is constant in a group to the rows that play left, and when facts were shown."""
    group, names = acted.group, TABLES[table].names
    dealt = _dealt(experiment, seed, group)
    for row in acted.rows.get(table, ()):
        whole = {"slot": group.slot, **dealt, **row}
        letter = row.get("seat") or row.get("observer")
        if letter:
            whole["participant"] = member_code(group.slot, letter)
        if table == "sightings" and row["shown_value"] is not None:
            whole["first_shown_at"] = acted.settled_at[row["round"] + row["lag"]]
        yield {name: whole.get(name) for name in names if name != "session"}


def _around(
    experiment: Experiment, seed: int, played: list[Group], ended: Mapping[int, int]
) -> dict[str, Columns]:
    """Return the tables around play, and those of play still empty; `ended` is by slot."""
    groups = [
        _group(experiment, seed, group) | {"finished_at": ended[group.slot]} for group in played
    ]
    return {name: _columns(name, []) for name in PLAYED} | {
        "sessions": _columns("sessions", [_session(experiment, seed, played)]),
        "groups": _columns("groups", groups),
        "participants": _columns("participants", _participants(experiment, seed, played)),
        "events": _columns("events", _events(seed, played, ended)),
        "draws": _columns("draws", _draws(seed, played)),
        "schedules": _columns("schedules", []),
    }


def _finished(made: dict[str, Columns], session: str) -> dict[str, Columns]:
    """Add the session's code to every table, and put tables and columns in order."""
    whole = {}
    for name, table in TABLES.items():
        columns = made[name]
        rows = len(next(iter(columns.values())))
        columns["session"] = np.full(rows, session, dtype=object)
        whole[name] = {column: columns[column] for column in table.names}
    return whole


def _columns(table: str, rows: list[Row]) -> Columns:
    """Turn rows into columns; the session's own code is added later."""
    kinds = {"text": object, "integer": np.int64, "time": np.int64, "truth": bool, "number": float}
    made = {}
    for column in TABLES[table].columns:
        values = [row.get(column.name) for row in rows]
        if column.kind == "text":
            made[column.name] = np.array([v or "" for v in values], dtype=object)
        elif column.optional:
            made[column.name] = np.array([np.nan if v is None else v for v in values], dtype=float)
        elif column.name != "session":
            made[column.name] = np.array(values, dtype=kinds[column.kind])
    return made


def _played(simulation: Simulation, index: int) -> Group:
    """Return a simulated group as the finished state of a live one."""
    treatment = simulation.experiment.treatment(simulation.seed, int(simulation.slots[index]))
    history = tuple(
        Settled(
            tuple(
                Choice(int(given), tuple(int(b) for b in stated if b != UNASKED), bool(gone))
                for given, stated, gone in zip(*round_, strict=True)
            )
        )
        for round_ in zip(
            simulation.contributions[index],
            simulation.beliefs[index],
            simulation.automatic[index],
            strict=True,
        )
    )
    seats = tuple(Seat(explained=len(treatment.phases)) for _ in treatment.game.seats)
    slot, pace = int(simulation.slots[index]), simulation.experiment.pace
    return Group(slot, treatment, pace, seats, history, seed=simulation.seed)


def _session(experiment: Experiment, seed: int, played: list[Group]) -> Row:
    return {
        "experiment": dumps((experiment, *experiment.treatments())),
        "experiment_hash": experiment.hash,
        "seed": str(seed),
        "first_slot": min((group.slot for group in played), default=0),
        "versions": "{}",
        "language": "en",
        "point_value": 1.0,
        "participation_fee": 0.0,
        "created_at": 0,
    }


def _dealt(experiment: Experiment, seed: int, group: Group) -> Row:
    """Return what the schedule dealt to a group, as it stands on every row of play."""
    deal = experiment.schedule.deal(seed, np.array(group.slot))
    return {
        "treatment": group.treatment.name,
        "condition": group.treatment.condition,
        "beliefs": bool(deal.beliefs),
        "third": "kept" if deal.kept else "removed",
    }


def _group(experiment: Experiment, seed: int, group: Group) -> Row:
    deal = experiment.schedule.deal(seed, np.array(group.slot))
    drawn = paid_rounds(group.treatment, seed, group.slot)
    return {
        "slot": group.slot,
        "block": int(deal.block),
        **_dealt(experiment, seed, group),
        "treatment_hash": fingerprint(group.treatment),
        "rounds": len(group.history),
        "formed_at": 0,
        "paid_rounds": " ".join(map(str, drawn.contribution)),
        "belief_round": drawn.belief,
        "belief_question": drawn.question,
        "donor": experiment.schedule.donor(seed, group.slot),
        "linked_set": experiment.schedule.linked_set(seed, group.slot),
    }


def _participants(experiment: Experiment, seed: int, played: list[Group]) -> list[Row]:
    rows = []
    for group in played:
        for index, seat in enumerate(group.treatment.game.seats):
            paid = statement(group, seed, index, experiment.prize)
            rows.append(
                {
                    "participant": member_code(group.slot, seat),
                    "language": "en",
                    "consented": True,
                    "status": "finished",
                    "slot": group.slot,
                    "seat": seat,
                    "quiz_attempts": 0,
                    "contribution_pay": paid.contribution_pay,
                    "prize_pay": paid.prize_pay,
                    "pay": paid.pay,
                }
            )
    return rows


def _events(seed: int, played: list[Group], ended: Mapping[int, int]) -> list[Row]:
    rows = []
    for group in played:
        over = ("finished", ended[group.slot])
        happened = (("consented", 0), ("waiting", 0), ("grouped", 0), over)
        for event, at in happened:
            seated = {"slot": group.slot} if event in ("grouped", "finished") else {}
            for seat in _by_arrival(seed, group):
                who = {"participant": member_code(group.slot, seat), "event": event, "at": at}
                rows.append({**who, **seated, **({"seat": seat} if seated else {})})
    return rows


def _by_arrival(seed: int, group: Group) -> list[str]:
    """Return the seats in the order in which their members came."""
    seats = group.treatment.game.seats
    return [seats[index] for index in seating(seed, group.slot, len(seats))]


def _draws(seed: int, played: list[Group]) -> list[Row]:
    return [
        {"slot": group.slot, **row}
        for group in played
        for row in draws(group.treatment, seed, group.slot)
    ]
