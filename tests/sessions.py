"""Whole sessions played through the transition, as the tables that a lab would export."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from design.canonical import dumps, fingerprint
from design.catalogue import Parts
from design.draws import draws
from design.experiments import Experiment, flagship
from design.introduction_quiz import introduction_questions
from design.payment import paid_rounds, seating
from design.statement import statement
from design.tables import TABLES
from tests.session_rounds import rounds
from tests.session_task import elicit

EPOCH = 1_700_000_000_000
SEED = 20_061
SHORT = Parts(2, 4, 2)
PAY = ("contribution_pay", "prize_pay", "pay")


@dataclass(frozen=True)
class Play:
    """How a session is played: which slots, by whom, and where it stops."""

    experiment: Experiment = field(default_factory=flagship)
    seed: int = SEED
    session: str = "s1"
    slots: range = range(40)
    # Rounds after which a slot is left as it stands, one member having decided the next.
    stops: dict = field(default_factory=dict)
    # (slot, seat index): rounds in which the member does not answer.
    absent: dict = field(default_factory=dict)
    # The same, but the experimenter has the computer choose at once.
    replaced: dict = field(default_factory=dict)
    # Slots that the experimenter pauses and, after so many rounds, ends.
    ended: dict = field(default_factory=dict)
    left_over: int = 0
    left_waiting: int = 0
    declined: int = 0
    created_at: int = EPOCH
    # Whether the conditional contribution task comes before the game, and is settled to the end.
    elicited: bool = False
    settled: bool = True


def small(conditions=None, parts=SHORT, **more):
    """A short flagship, for tests that need no length."""
    chosen = {"conditions": conditions} if conditions else {}
    return Play(flagship(parts=parts, **chosen), **more)


def tables(play):
    """Play a session and return its tables as data frames of the declared columns."""
    rows = defaultdict(list)
    for slot in play.slots:
        _play_group(play, slot, rows)
    for number in range(play.declined + play.left_over + play.left_waiting):
        _play_nobody(play, number, rows)
    rows["sessions"].append(_session_row(play))
    if play.elicited:
        elicit(play, rows)
    return {name: _frame(name, rows[name]) for name in TABLES}


def write(played, folder):
    """Write tables as the lab's export does: one CSV each, truths as 0 or 1, absent as empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in played.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(frame.columns)
            out.writerows([_cell(value) for value in row] for row in frame.itertuples(index=False))
    return folder


def frames(columns):
    """Tables as the lab's export writes them; a NaN time or number is an empty cell."""
    return {name: pd.DataFrame(table).astype(object) for name, table in columns.items()}


def together(first, second):
    """Join the tables of two sessions."""
    return {name: pd.concat([first[name], second[name]], ignore_index=True) for name in first}


def _cell(value):
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, bool | np.bool_):
        return int(value)
    return f"{value:.10g}" if isinstance(value, float) else value


def _frame(name, rows):
    columns = [column.name for column in TABLES[name].columns]
    cells = [[row.get(column) for column in columns] for row in rows]
    return pd.DataFrame(cells, columns=columns, dtype=object)


def _session_row(play):
    return {
        "session": play.session,
        "experiment": dumps((play.experiment, *play.experiment.treatments())),
        "experiment_hash": play.experiment.hash,
        "seed": str(play.seed),
        "first_slot": play.slots.start,
        "versions": '{"contingent":"0.1.0","otree":"6.0.15"}',
        "language": "en",
        "point_value": 0.02,
        "participation_fee": 4.0,
        "created_at": play.created_at,
    }


def _play_nobody(play, number, rows):
    """Somebody who declined, or passed the quiz and found no group, or did not wait for it."""
    declined = number < play.declined
    gone = "left_over" if number < play.declined + play.left_over else "left_waiting"
    at = play.created_at + 1_000 * (number + 1)
    name = f"{play.session}-x{number}"
    steps = ("declined",) if declined else ("consented", "waiting", gone)
    if not declined:
        _pass_quiz(play, name, at + 500, rows)
    for step, event in enumerate(steps):
        rows["events"].append(_event(play, name, event, at + 20_000 * step))
    rows["participants"].append(_person(play, name) | {
        "consented": not declined,
        "status": steps[-1],
        "quiz_attempts": 0 if declined else 1,
        "pay": None if declined else 0.0,
    })  # fmt: skip


def _person(play, name):
    return {"session": play.session, "participant": name, "label": name, "language": "en",
            "device": f"device {name}"}  # fmt: skip


def _event(play, name, event, at, **where):
    return {"session": play.session, "participant": name, "event": event, "at": at, **where}


def _pass_quiz(play, name, at, rows):
    """The first participant of every group fails once; everybody else passes at once."""
    attempts = 2 if name.endswith("a0") else 1
    for attempt in range(1, attempts + 1):
        for question in introduction_questions(play.experiment.game):
            right = attempt == attempts or question.name != "nobody"
            rows["quiz"].append({
                "session": play.session, "participant": name, "part": 1,
                "question": question.name, "attempt": attempt,
                "answer": question.answer if right else "7", "correct": right,
                "at": at + 1_000 * attempt,
            })  # fmt: skip
    return attempts


def _play_group(play, slot, rows):
    treatment = play.experiment.treatment(play.seed, slot)
    seats, order = treatment.game.seats, seating(play.seed, slot, treatment.game.members)
    formed = play.created_at + 100_000 + 10_000 * (slot - play.slots.start)
    names = {seats[seat]: f"{play.session}-{slot}a{k}" for k, seat in enumerate(order)}
    deal = play.experiment.schedule.deal(play.seed, np.array(slot))
    dealt = {
        "session": play.session, "slot": slot, "treatment": treatment.name,
        "condition": treatment.condition, "beliefs": bool(deal.beliefs),
        "third": "kept" if deal.kept else "removed",
    }  # fmt: skip
    people = {}
    for k, seat in enumerate(order):
        name, at = names[seats[seat]], formed - 60_000 + 1_000 * k
        attempts = _pass_quiz(play, name, at, rows)
        steps = {"consented": at - 500, "waiting": at + 9_000, "grouped": formed}
        for event, moment in steps.items():
            here = {"slot": slot, "seat": seats[seat]} if event == "grouped" else {}
            rows["events"].append(_event(play, name, event, moment, **here))
        people[seats[seat]] = _person(play, name) | {
            "consented": True, "slot": slot, "seat": seats[seat], "quiz_attempts": attempts,
        }  # fmt: skip
    group, stored, now = rounds(play, slot, treatment, formed)
    for table, row in stored:
        owner = names[row.get("observer") or row["seat"]]
        known = {"session", "slot"} if table in ("quiz", "events") else set(dealt)
        extra = {name: value for name, value in dealt.items() if name in known}
        rows[table].append({**extra, **row, "participant": owner})
    _close_group(play, group, (deal, formed, now), (dealt, people, names), rows)


def _close_group(play, group, timing, known, rows):
    deal, formed, now = timing
    dealt, people, names = known
    treatment = group.treatment
    drawn = paid_rounds(treatment, play.seed, group.slot)
    rows["groups"].append(dealt | {
        "block": int(deal.block), "treatment_hash": fingerprint(treatment),
        "rounds": len(group.history), "formed_at": formed,
        "finished_at": now if group.finished else None,
        "paid_rounds": " ".join(str(number) for number in drawn.contribution),
        "belief_round": drawn.belief, "belief_question": drawn.question,
        "linked_set": group.slot,
    })  # fmt: skip
    rows["draws"] += [
        {"session": play.session, "slot": group.slot, **row}
        for row in draws(treatment, play.seed, group.slot)
    ]
    for index, seat in enumerate(treatment.game.seats):
        person = people[seat] | {"status": "finished" if group.finished else "playing"}
        if group.finished:
            paid = statement(group, play.seed, index, play.experiment.prize)
            person |= {name: getattr(paid, name) for name in PAY}
            rows["events"].append(_event(
                play, names[seat], "finished", now, slot=group.slot, seat=seat,
                part=len(treatment.phases), round=treatment.rounds))  # fmt: skip
        rows["participants"].append(person)
