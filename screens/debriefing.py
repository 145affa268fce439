"""Which HTML does somebody see after the game?"""

from dataclasses import dataclass
from typing import Any

from design.elicitation import Outcome
from design.statement import PaidBelief, Statement
from screens.elicitation import told
from screens.engine import render
from screens.sheet import EMPTY, Sheet
from wording.say import money, number, say

CLARITY = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Payment:
    """What somebody is handed, in currency units.

    Attributes
    ----------
    earned, fee, total : float
        From the game, for coming, and both.
    point_value : float
        Worth of a point.
    """

    earned: float
    fee: float
    total: float
    point_value: float
    currency: str


def questionnaire(language: str, *, most: dict[str, int], sheet: Sheet = EMPTY) -> str:
    """Draw the voluntary questions; `most` bounds the length of the free texts."""
    labels = {
        "1": say(language, "questionnaire.clarity_least"),
        "5": say(language, "questionnaire.clarity_most"),
    }
    options = [("", say(language, "questionnaire.clarity_none"))]
    options += [(value, labels.get(value, value)) for value in CLARITY]
    return render("questionnaire.html", language, sheet=sheet, most=most, clarity=options)


def statement(
    language: str,
    pay: Statement,
    payment: Payment,
    *,
    prize: int,
    code: str,
    task: Outcome | None = None,
) -> str:
    """Draw what a member who played to the end is paid, and why."""
    reasons = _belief(language, pay.belief) if pay.belief is not None else {}
    return _statement(language, payment, code, task, pay=pay, prize=prize, **reasons)


def without_game(
    language: str, payment: Payment, *, code: str, why: str, task: Outcome | None = None
) -> str:
    """Draw the payment of somebody who played no game to its end.

    `why` is one of `screens.play.WITHOUT_GROUP`, or "unfinished".
    """
    return _statement(language, payment, code, task, pay=None, why=why)


def _statement(
    language: str, payment: Payment, code: str, task: Outcome | None, **values: Any
) -> str:
    currency, pay = payment.currency, values["pay"]
    earned = [one.pay for one in (pay, task) if one is not None]
    return render(
        "statement.html",
        language,
        code=code,
        task=None if task is None else told(language, task),
        points=round(sum(earned), 3) if earned else None,
        earned=money(language, payment.earned, currency),
        fee=money(language, payment.fee, currency),
        total=money(language, payment.total, currency),
        value=money(language, payment.point_value, currency),
        **values,
    )


def _belief(language: str, paid: PaidBelief) -> dict[str, Any]:
    """Return the sentence and the numbers that tell why the prize was won or not."""
    seats = tuple(paid.about)
    key = "statement.belief" if len(seats) == 1 else "statement.belief_mean"
    return {
        "asked": say(language, key, {"round": paid.round, "seats": seats}),
        "chance": 100 * paid.probability,
        "drawn": number(language, 100 * paid.drawn),
    }
