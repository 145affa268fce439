"""What is each member of a finished group paid, and when is it written down?"""

from decimal import Decimal

from otree.currency import Currency
from otree.models import Participant
from sqlalchemy import bindparam, select

from contingent_pgg import groups, people, records, sessions
from contingent_pgg.groups import Seated
from contingent_pgg.memory import OVER
from contingent_pgg.models import Player
from design.game import POINT
from design.state import Group
from design.statement import Statement, statement
from guard.lock import current


def statement_of(participant_code: str) -> Statement | None:
    """Return what a finished member is paid and why; None before, and for others.

    To be called in a page or wherever a transaction is open.
    """
    found = finished(participant_code)
    if found is None:
        return None
    seated, seat = found
    return _statement(seated, seat)


def finished(participant_code: str) -> tuple[Seated, int] | None:
    """Return a member's finished group and the index of its seat; None before, and for others."""
    person = people.find(participant_code, sessions.setting)
    if person is None or person.status != "finished":
        return None
    seated = groups.load(person.setting, person.slot)
    return seated, person.seat


def may_leave(participant_code: str) -> bool:
    """Say whether nothing of the game is open for a participant any more."""
    person = people.find(participant_code, sessions.setting)
    return person is not None and person.status in OVER


def _statement(seated: Seated, seat: int) -> Statement:
    setting = seated.setting
    return statement(seated.group, setting.seed, seat, setting.experiment.prize)


def settle(seated: Seated, now: int) -> None:
    """Write the results of a group whose last round is settled: once, with that round."""
    _write_rounds(seated.group, seated.where, finished_at=now)
    for seat, code in enumerate(seated.codes):
        paid = _statement(seated, seat)
        person = people.Person(code, seated.setting, "finished", seated.group.slot, seat)
        records.update(
            "participants",
            person.where,
            {
                "status": "finished",
                "contribution_pay": paid.contribution_pay,
                "prize_pay": paid.prize_pay,
                "pay": paid.pay,
            },
        )
        records.insert("events", people.event(person, "finished", now))
        pay(code, paid.pay)


def count_rounds(seated: Seated) -> None:
    """Write how many rounds of a group are settled."""
    _write_rounds(seated.group, seated.where, finished_at=None)


def _write_rounds(group: Group, where: dict, *, finished_at: int | None) -> None:
    records.update("groups", where, {"rounds": len(group.history), "finished_at": finished_at})


def pay(code: str, points: float) -> None:
    """Set a participant's payoff in oTree, converted once, from exact milli-points.

    `points` are the game's; what a task before the game earned is added to them.
    """
    task = sum(row["task_pay"] or 0.0 for row in records.rows("schedules", participant=code))
    current().execute(_PAY_PARTICIPANT, whose=code, amount=_currency(points + task))
    current().execute(_PAY_PLAYER, whose=code, amount=_currency(points))


def _currency(points: float) -> Currency:
    return Currency(Decimal(round(points * POINT)) / POINT)


_PEOPLE, _PLAYERS = Participant.__table__, Player.__table__
_PAY_PARTICIPANT = (
    _PEOPLE.update().where(_PEOPLE.c.code == bindparam("whose")).values(payoff=bindparam("amount"))
)
_WHOSE = select([_PEOPLE.c.id]).where(_PEOPLE.c.code == bindparam("whose")).as_scalar()
_PAY_PLAYER = (
    _PLAYERS.update().where(_PLAYERS.c.participant_id == _WHOSE).values(_payoff=bindparam("amount"))
)
