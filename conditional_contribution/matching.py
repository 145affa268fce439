"""Who makes a group in the task, when is it paid, and does anybody wait for it? Nobody does.

A row of `schedules` is written when somebody completes the task. The fourth of a group settles it.
A group that is short when somebody reads a payment statement is settled then, or by the clock.
"""

from collections.abc import Mapping
from typing import Any

from contingent_pgg import records, sessions, settlement
from contingent_pgg.sessions import Setting
from design import elicitation
from design.configs import experiment_from
from design.elicitation import Answers, Outcome
from design.game import Game
from design.types import classify

APP = "conditional_contribution"
ENDOWMENTS = (2, 100)
MEMBERS = 4
Row = dict[str, Any]


def check(config: Mapping[str, Any]) -> None:
    """Refuse a session config in which the task cannot be done or paid."""
    order = list(config["app_sequence"])
    if APP not in order:
        return
    around = ["introduction", APP, "contingent_pgg", "debriefing"]
    if [name for name in order if name in around] != around:
        raise ValueError(f"{APP} needs the apps {around} in this order, found {order}")
    game, (least, most) = experiment_from(config).game, ENDOWMENTS
    held = game.endowments[0]
    if game != Game((held,) * MEMBERS, (game.mpcr[0],) * MEMBERS):
        raise ValueError(
            f"{APP} tells and pays a linear game of {MEMBERS} equal members, found {game}"
        )
    if not least <= held <= most:
        raise ValueError(
            f"endowment is {least} to {most} in a session with {APP}, whose table has a row for"
            f" each point, found {held}"
        )


def complete(where: Mapping[str, str], answers: Answers) -> None:
    """Store what somebody answered, and settle its group if it is the last to complete it.

    `where` names the session and the participant. To be called in a page.
    """
    setting, now = sessions.setting(where["session"]), records.now_ms()
    records.insert(
        "schedules",
        {
            **where,
            "arrival": 1 + len(records.rows("schedules", session=setting.code)),
            "unconditional": answers.unconditional,
            "schedule": elicitation.written(answers.schedule),
            "type": classify(answers.schedule),
            "decided_at": now,
        },
    )
    if len(_waiting(setting.code)) == setting.experiment.game.members:
        _settle(setting, now)


def close(session: str) -> None:
    """Settle a group that is still short, so that whoever is to be paid waits for nobody."""
    if _waiting(session):
        _settle(sessions.setting(session), records.now_ms())


def fill(now: int) -> None:
    """Settle every group that has been short for long and can be filled with earlier answers."""
    short = records.rows("schedules", settled_at=None)
    for session in dict.fromkeys(row["session"] for row in short):
        setting = sessions.setting(session)
        arrivals = [row["arrival"] for row in short if row["session"] == session]
        last = max(row["decided_at"] for row in short if row["session"] == session)
        patience = 1_000 * setting.experiment.pace.lobby_seconds
        fillable = min(arrivals) - 1 >= setting.experiment.game.members - len(arrivals)
        if fillable and last + patience <= now:
            _settle(setting, now)


def outcome_of(where: Mapping[str, str]) -> Outcome | None:
    """Return what the task earned somebody; None where it was not completed or not settled."""
    found = records.rows("schedules", **where)
    if not found or found[0]["settled_at"] is None:
        return None
    return Outcome(*(found[0][name] for name in OUTCOME))


OUTCOME = ("rule", "place", "drawn_place", "others_mean", "contribution", "group_total", "task_pay")
"""The columns of an Outcome, in its order."""


def _waiting(session: str) -> list[Row]:
    return records.rows("schedules", session=session, settled_at=None)


def _settle(setting: Setting, now: int) -> None:
    """Make a group of all who are not yet in one, and pay them."""
    rows = {row["arrival"]: row for row in records.rows("schedules", session=setting.code)}
    own = sorted(arrival for arrival, row in rows.items() if row["settled_at"] is None)
    number = 1 + max((row["task_group"] or 0 for row in rows.values()), default=0)
    keys = {"seed": setting.seed, "session": setting.code}
    game = setting.experiment.game
    made = elicitation.gather(own, number, members=game.members, **keys)
    answers = {arrival: _answers(rows[arrival]) for arrival in made.all}
    partners = " ".join(rows[arrival]["participant"] for arrival in made.all)
    same = {"task_group": number, "partners": partners, "settled_at": now}
    for arrival, due in zip(own, elicitation.outcomes(made, answers, game, **keys), strict=True):
        _pay(rows[arrival], due, same)


def _answers(row: Row) -> Answers:
    return Answers(row["unconditional"], elicitation.schedule_of(row["schedule"]))


def _pay(row: Row, due: Outcome, same: Row) -> None:
    """Write what the task made of somebody, and add it to what oTree pays."""
    where = {name: row[name] for name in ("session", "participant")}
    made = dict(zip(OUTCOME, vars(due).values(), strict=True))
    records.update("schedules", where, {**same, **made})
    (person,) = records.rows("participants", **where)
    settlement.pay(row["participant"], person["pay"] or 0.0)
