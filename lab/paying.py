"""What is everybody owed, and do all tables agree about it?

Amounts are Decimals of currency units; points become money once, as on the participant's own
statement: to the cent, halves up, then the fee is added.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from design.elicitation import TOO_FEW
from design.experiments import read
from design.game import POINT
from design.payment import prize_probability

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
CENT = Decimal("0.01")

NOTES = {
    "finished": "",
    "left_over": "found no group",
    "left_waiting": "left the waiting room",
    "declined": "did not take part",
    "introduction": "did not reach the game",
    "waiting": "waits for a group",
    "playing": "game not finished: earnings not included",
}


@dataclass(frozen=True)
class Due:
    """What one person is owed.

    Attributes
    ----------
    session, reference : str
        The session, and the label, or the code of whoever has none.
    code : str
        The participant's code; it stands on no payment list of people with a label.
    earned, fee : Decimal
        From the game, and for coming.
    note : str
        Why the game paid nothing, where that is so.
    """

    session: str
    reference: str
    code: str
    earned: Decimal
    fee: Decimal
    note: str

    @property
    def total(self) -> Decimal:
        """What is handed out."""
        return self.earned + self.fee


def money(points: float, worth: float) -> Decimal:
    """Convert points as the statement does."""
    return Decimal.from_float(points * worth).quantize(CENT, ROUND_HALF_UP)


def dues(tables: Tables) -> list[Due]:
    """Return what everybody who came is owed, by session and reference."""
    sessions = {row["session"]: row for row in tables["sessions"]}
    found = []
    for person in tables["participants"]:
        if person["consented"] is None:
            continue
        session = sessions[person["session"]]
        points = _points(person, tables)
        found.append(
            Due(
                session=person["session"],
                reference=person["label"] or person["participant"],
                code=person["participant"],
                earned=money(points, session["point_value"]),
                fee=Decimal(str(session["participation_fee"])).quantize(CENT, ROUND_HALF_UP),
                note=NOTES[person["status"]],
            )
        )
    return sorted(found, key=lambda due: (due.session, due.reference))


def disagreements(tables: Tables, payoffs: Mapping[str, Decimal]) -> list[str]:
    """Return, in sentences, every person whose pay another table or oTree contradicts."""
    played = {(row["session"], row["slot"]): _Group(row, tables) for row in tables["groups"]}
    found = []
    for person in tables["participants"]:
        group = played.get((person["session"], person["slot"]))
        over = group is not None and group.over
        right = group.pay(person["seat"]) if over else 0.0
        stored = person["pay"]
        if over and stored is None:
            found.append(f"{person['participant']} has finished and has no pay")
        elif abs((stored or 0.0) - right) > 1e-9:
            found.append(f"{person['participant']} has {stored} points, decisions make {right}")
        whole = _points(person, tables)
        told = payoffs.get(person["participant"], Decimal(0))
        if abs(float(told) - whole) > 1e-9:
            found.append(f"{person['participant']} has {whole:g} points, oTree's payoff is {told}")
    return found + _task_disagreements(tables)


def _points(person: Row, tables: Tables) -> float:
    """Add up what somebody earned by the game and by a task before it."""
    tasks = (row for row in tables["schedules"] if row["participant"] == person["participant"])
    return sum((row["task_pay"] or 0.0 for row in tasks), person["pay"] or 0.0)


def _task_disagreements(tables: Tables) -> list[str]:
    """Return everybody whose pay for the task is not what its group's contributions make."""
    found = []
    games = {s["session"]: read(json.loads(s["experiment"]))[0].game for s in tables["sessions"]}
    for row in tables["schedules"]:
        if row["settled_at"] is None:
            continue
        game = games[row["session"]]
        seat = game.seats.index(row["place"])
        right = float(game.endowments[seat])
        if row["rule"] != TOO_FEW:
            share = game.mpcr[seat] * row["group_total"] / POINT
            right = round(right - row["contribution"] + share, 3)
        if abs(row["task_pay"] - right) > 1e-9:
            said = f"{row['participant']} has {row['task_pay']} points from the task"
            found.append(f"{said}, contributions make {right}")
    return found


class _Group:
    """What one group's rows make of every seat's pay."""

    def __init__(self, row: Row, tables: Tables) -> None:
        self.row, self.over = row, row["finished_at"] is not None
        (session,) = (s for s in tables["sessions"] if s["session"] == row["session"])
        self.experiment, *_ = read(json.loads(session["experiment"]))
        key = row["session"], row["slot"]
        mine = {
            name: [r for r in tables[name] if (r["session"], r["slot"]) == key]
            for name in ("decisions", "beliefs", "draws", "events")
        }
        self.left = {r["seat"] for r in mine["events"] if r["event"] == "left"}
        self.settled = {
            (r["round"], r["seat"]): r for r in mine["decisions"] if r["settled_at"] is not None
        }
        self.stated = {
            r["seat"]: r
            for r in mine["beliefs"]
            if (r["round"], r["question"]) == (row["belief_round"], row["belief_question"])
        }
        prizes = (r for r in mine["draws"] if r["purpose"] == "prize")
        self.drawn = {r["seat"]: float(r["value"]) for r in prizes}

    def pay(self, seat: str) -> float:
        """Add up the paid rounds and the prize of a seat."""
        rounds = [int(number) for number in self.row["paid_rounds"].split()]
        return round(sum(self._earned(number, seat) for number in rounds) + self._prize(seat), 3)

    def _earned(self, number: int, seat: str) -> float:
        played = self.settled.get((number, seat))
        game = self.experiment.game
        held = game.endowments[game.seats.index(seat)]
        if played is None:
            # What a member was sure of, had the game gone on, unless it had left.
            return 0.0 if seat in self.left else float(held)
        return float(played["earnings"])

    def _prize(self, seat: str) -> float:
        stated = self.stated.get(seat)
        if stated is None or (self.row["belief_round"], seat) not in self.settled:
            return 0.0
        about = [
            self.settled[self.row["belief_round"], one]["contribution"] for one in stated["about"]
        ]
        game = self.experiment.game
        chance = prize_probability(
            stated["belief"], sum(about) / len(about), game.endowments[game.seats.index(seat)]
        )
        return float(self.experiment.prize) if self.drawn[seat] < chance else 0.0
