"""What follows when a member acts, or fails to act in time?

`advance(group, action, now)` is the one place that decides what comes next in a group. The live
game stores the rows it returns, and the simulator's batch path is held equal to it by a test.
"""

from dataclasses import dataclass, replace

import numpy as np

from design.game import POINT
from design.interventions import End, Extend, Intervention, Pause, Resume, intervene
from design.messages import Message, message
from design.pace import Pace
from design.sightings import sightings
from design.state import Choice, Group, Seat, Settled
from design.steps import Step, Write, happened, located, with_seat
from design.telling import visibility_questions
from design.treatments import Treatment


@dataclass(frozen=True)
class Contribute:
    """A member's decision for a round, in whole points."""

    seat: int
    round: int
    contribution: int
    beliefs: tuple[int, ...] = ()
    shown_at: int | None = None


@dataclass(frozen=True)
class Answer:
    """A member's answers to the questions of a part's explanation, by question name."""

    seat: int
    part: int
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Return:
    """A member is there again."""

    seat: int


@dataclass(frozen=True)
class Expire:
    """Time has passed; whatever is due is done by the declared rule."""


@dataclass(frozen=True)
class Replace:
    """The experimenter has the declared rule act now for a member that does not answer."""

    seat: int


Action = Contribute | Answer | Return | Expire | Replace | Intervention


def start(slot: int, treatment: Treatment, pace: Pace, now: int) -> Group:
    """Seat a new group in front of its first decision."""
    seats = tuple(Seat() for _ in range(treatment.game.members))
    return _clocked(Group(slot, treatment, pace, seats), now, range(len(seats)))


def advance(group: Group, action: Action, now: int) -> Step:
    """Return what follows from an action at a time in milliseconds.

    A refused or repeated action changes nothing. A choice is final at its first acceptance.
    """
    if isinstance(action, Expire):
        return _expire(group, now)
    seat = getattr(action, "seat", None)
    if seat is not None and not 0 <= seat < len(group.seats):
        return Step(group, refusal=message("refused.seat"))
    if isinstance(action, Pause | Resume | Extend | End):
        return intervene(group, action, now)
    if isinstance(action, Return):
        return _return(group, action.seat, now)
    if group.paused is not None:
        return Step(group, refusal=message("refused.paused"))
    if isinstance(action, Replace):
        return _replace(group, action.seat, now)
    if isinstance(action, Answer):
        return _answer(group, action, now)
    return _contribute(group, action, now)


def _clocked(group: Group, now: int, which: range | tuple[int, ...]) -> Group:
    """Set the time by which the rule acts, for seats that have just met something to do."""
    seats = list(group.seats)
    for index in which:
        seats[index] = replace(seats[index], due=_due(group, index, now))
    return replace(group, seats=tuple(seats))


def _due(group: Group, seat: int, now: int) -> int | None:
    stage, pace = group.stage(seat), group.pace
    if stage not in ("explain", "contribute"):
        return None
    # Clocks stand while the group is paused; going on adds the time since then.
    begun = now if group.paused is None else group.paused
    if group.seats[seat].absent:
        return begun + 1_000 * pace.absent_seconds
    if pace.absence == "wait":
        return None
    allowed = pace.reading_seconds if stage == "explain" else pace.decision_seconds
    return begun + 1_000 * (allowed + pace.grace_seconds)


def _return(group: Group, index: int, now: int) -> Step:
    if not group.seats[index].absent or group.finished:
        return Step(group)
    back = with_seat(group, index, replace(group.seats[index], absent=False))
    return Step(_clocked(back, now, (index,)), (happened(group, index, "resumed", now),))


def _answer(group: Group, action: Answer, now: int) -> Step:
    index = action.seat
    if group.stage(index) != "explain" or action.part != group.part:
        return Step(group, refusal=message("refused.not_now"))
    seat, given = group.seats[index], dict(action.answers)
    questions = visibility_questions(group.treatment, group.part, index)
    missing = [q.name for q in questions if not given.get(q.name, "").strip()]
    if missing:
        return Step(group, refusal=message("refused.answer_all"))
    attempt = seat.attempts + 1
    wrong = tuple(q.name for q in questions if not q.accepts(given[q.name]))
    rows = tuple(
        Write(
            "quiz",
            {
                **located(group, index),
                "question": q.name,
                "attempt": attempt,
                "answer": given[q.name][:40],
                "correct": q.name not in wrong,
                "at": now,
            },
            {},
        )
        for q in questions
    )
    after = replace(seat, attempts=attempt, wrong=wrong, absent=False)
    if not wrong:
        after = replace(after, explained=group.part + 1, attempts=0)
    group = with_seat(group, index, after)
    # Wrong answers buy no time: one member must not hold its group for ever.
    started = (index,) if not wrong or seat.absent else ()
    return Step(_clocked(group, now, started), rows)


def _contribute(group: Group, action: Contribute, now: int) -> Step:
    index = action.seat
    if group.stage(index) != "contribute" or action.round != group.round:
        return Step(group, refusal=message("refused.not_now"))
    refusal = _out_of_range(group, action)
    if refusal is not None:
        return Step(group, refusal=refusal)
    choice = Choice(action.contribution, action.beliefs)
    return _settled(*_chosen(group, index, choice, (now, action.shown_at)), now)


def _out_of_range(group: Group, action: Contribute) -> Message | None:
    held = group.treatment.game.endowments[action.seat]
    asked = group.treatment.phases[group.part].beliefs
    if not 0 <= action.contribution <= held:
        return message("refused.contribution", endowment=held)
    if len(action.beliefs) != len(asked) or not all(0 <= b <= held for b in action.beliefs):
        return message("refused.beliefs", endowment=held)
    return None


def _chosen(
    group: Group, index: int, choice: Choice, times: tuple[int, int | None]
) -> tuple[Group, list[Write]]:
    """Record a choice in the state and as rows of decisions and beliefs."""
    now, shown_at = times
    place = located(group, index)
    rows = [
        Write(
            "decisions",
            {
                **place,
                "contribution": choice.contribution,
                "automatic": choice.automatic,
                "shown_at": shown_at,
                "decided_at": now,
            },
            {},
        )
    ]
    asked = group.treatment.phases[group.part].beliefs
    for question, value in zip(asked, choice.beliefs, strict=False):
        about = question.about[index]
        stated = {"question": question.name, "about": about, "belief": value, "decided_at": now}
        rows.append(Write("beliefs", {**place, **stated}, {}))
    seat = replace(group.seats[index], choice=choice, due=None, absent=choice.automatic)
    return with_seat(group, index, seat), rows


def _settled(group: Group, rows: list[Write], now: int) -> Step:
    """Settle the round if all have chosen, and open the next."""
    choices = [seat.choice for seat in group.seats if seat.choice is not None]
    if len(choices) < len(group.seats):
        return Step(group, tuple(rows))
    rows += _outcome(group, choices, now)
    seats = tuple(replace(seat, choice=None, wrong=()) for seat in group.seats)
    history = (*group.history, Settled(tuple(choices)))
    after = replace(group, seats=seats, history=history)
    return Step(_clocked(after, now, range(len(seats))), tuple(rows))


def _outcome(group: Group, choices: list[Choice], now: int) -> list[Write]:
    game = group.treatment.game
    given = np.array([choice.contribution for choice in choices], dtype=np.int64) * POINT
    earned = game.earnings(given)
    rows = [
        Write(
            "decisions",
            {
                "group_total": int(given.sum()) // POINT,
                "earnings": int(earned[seat]) / POINT,
                "settled_at": now,
            },
            {"seat": game.seats[seat], "round": group.round},
        )
        for seat in range(game.members)
    ]
    phase = group.treatment.phases[group.part]
    for row in sightings(phase.monitoring, game, given):
        observer = game.seats.index(row["observer"])
        place = {k: v for k, v in located(group, observer).items() if k != "seat"}
        rows.append(Write("sightings", {**place, **row}, {}))
    return rows


def _expire(group: Group, now: int) -> Step:
    """Act for every seat that is due, explanations first, then contributions."""
    if group.paused is not None or group.finished:
        return Step(group)
    rows: list[Write] = []
    for index, seat in enumerate(group.seats):
        if seat.due is None or seat.due > now:
            continue
        rows.append(happened(group, index, "timed_out", now))
        # Who tried is there, only slow, and keeps the full time for the decision.
        slow = group.stage(index) == "explain" and seat.attempts > 0
        group, written = _act_for(group, index, now)
        if slow:
            there = with_seat(group, index, replace(group.seats[index], absent=False))
            group = _clocked(there, now, (index,))
        rows += written
    return _settled(group, rows, now)


def _replace(group: Group, index: int, now: int) -> Step:
    """Act for a seat before its time, and from then on until it returns."""
    if group.stage(index) not in ("explain", "contribute"):
        return Step(group, refusal=message("refused.nobody_awaited"))
    rows = [happened(group, index, "replaced", now)]
    group, written = _act_for(group, index, now)
    return _settled(group, rows + written, now)


def _act_for(group: Group, index: int, now: int) -> tuple[Group, list[Write]]:
    """End an explanation, or choose by the declared rule, for a member that is absent."""
    if group.stage(index) != "explain":
        return _chosen(group, index, _default(group, index), (now, None))
    seat = group.seats[index]
    read = replace(seat, explained=group.part + 1, attempts=0, wrong=(), absent=True)
    return _clocked(with_seat(group, index, read), now, (index,)), []


def _default(group: Group, index: int) -> Choice:
    """Return the declared default: the member's last own contribution, 0 if there is none."""
    own = (r.choices[index] for r in reversed(group.history))
    last = next((c.contribution for c in own if not c.automatic), 0)
    return Choice(last, automatic=True)
