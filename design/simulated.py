"""How do simulated groups look as the tables that a live session exports?

Nobody is introduced or questioned: members are grouped, play and finish.
"""

from typing import Any

import numpy as np

from design.canonical import dumps, fingerprint
from design.choices import Choice, Settled
from design.draws import draws
from design.payment import paid_rounds, seating
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
    made = {
        "sessions": _columns("sessions", [_session(simulation)]),
        "groups": _columns("groups", [_group(simulation, group) for group in played]),
        "participants": _columns("participants", _participants(simulation, played)),
        "decisions": decisions(simulation),
        "sightings": sightings(simulation),
        "beliefs": beliefs(simulation),
        "acts": _columns("acts", []),
        "messages": _columns("messages", []),
        "quiz": _columns("quiz", []),
        "events": _columns("events", _events(simulation, played)),
        "draws": _columns("draws", _draws(simulation, played)),
        "schedules": _columns("schedules", []),
    }
    for name, columns in made.items():
        rows = len(next(iter(columns.values())))
        columns["session"] = np.full(rows, session, dtype=object)
        made[name] = {column: columns[column] for column in TABLES[name].names}
    return made


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


def _session(simulation: Simulation) -> Row:
    experiment = simulation.experiment
    return {
        "experiment": dumps((experiment, *experiment.treatments())),
        "experiment_hash": experiment.hash,
        "seed": str(simulation.seed),
        "first_slot": int(simulation.slots.min(initial=0)),
        "versions": "{}",
        "language": "en",
        "point_value": 1.0,
        "participation_fee": 0.0,
        "created_at": 0,
    }


def _group(simulation: Simulation, group: Group) -> Row:
    deal = simulation.experiment.schedule.deal(simulation.seed, np.array(group.slot))
    drawn = paid_rounds(group.treatment, simulation.seed, group.slot)
    return {
        "slot": group.slot,
        "block": int(deal.block),
        "treatment": group.treatment.name,
        "condition": group.treatment.condition,
        "beliefs": bool(deal.beliefs),
        "third": "kept" if deal.kept else "removed",
        "treatment_hash": fingerprint(group.treatment),
        "rounds": len(group.history),
        "formed_at": 0,
        "finished_at": settled_at(len(group.history)),
        "paid_rounds": " ".join(map(str, drawn.contribution)),
        "belief_round": drawn.belief,
        "belief_question": drawn.question,
    }


def _participants(simulation: Simulation, played: list[Group]) -> list[Row]:
    rows = []
    for group in played:
        for index, seat in enumerate(group.treatment.game.seats):
            paid = statement(group, simulation.seed, index, simulation.experiment.prize)
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


def _events(simulation: Simulation, played: list[Group]) -> list[Row]:
    rows = []
    for group in played:
        ended = settled_at(group.round - 1)
        happened = (("consented", 0), ("waiting", 0), ("grouped", 0), ("finished", ended))
        for event, at in happened:
            seated = {"slot": group.slot} if event in ("grouped", "finished") else {}
            for seat in _by_arrival(simulation.seed, group):
                who = {"participant": member_code(group.slot, seat), "event": event, "at": at}
                rows.append({**who, **seated, **({"seat": seat} if seated else {})})
    return rows


def _by_arrival(seed: int, group: Group) -> list[str]:
    """Return the seats in the order in which their members came."""
    seats = group.treatment.game.seats
    return [seats[index] for index in seating(seed, group.slot, len(seats))]


def _draws(simulation: Simulation, played: list[Group]) -> list[Row]:
    seed = simulation.seed
    return [
        {"slot": group.slot, **row}
        for group in played
        for row in draws(group.treatment, seed, group.slot)
    ]
