"""What follows when a member acts, or fails to act in time?

`advance(group, action, now)` is the one place that decides what comes next in a group. The live
game stores the rows it returns, and the simulator's batch path is held equal to it by a test.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from design.absence import default, goes_on
from design.choices import Act, Choice
from design.clocks import clocked
from design.interventions import End, Extend, Intervention, Pause, Resume, intervene
from design.links import Hear, awaited, nothing, overdue, took
from design.messages import Message, message
from design.pace import Pace
from design.rounds import acted, chosen, settled, spoken
from design.stages.talk import Talk
from design.state import Group, Seat
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
class Perform:
    """A member's answers at another stage of a round, by field, whole numbers."""

    seat: int
    round: int
    stage: str
    values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Say:
    """A member's line of talk; `cites` names a seat and a round, `answers` another line."""

    seat: int
    round: int
    text: str
    cites: tuple[str, int] | None = None
    answers: int | None = None


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


Action = Contribute | Perform | Say | Answer | Return | Expire | Replace | Hear | Intervention


def start(slot: int, treatment: Treatment, pace: Pace, now: int, *, seed: int = 0) -> Group:
    """Seat a new group in front of its first decision."""
    seats = tuple(Seat() for _ in range(treatment.game.members))
    group = Group(slot, treatment, pace, seats, seed=seed)
    return clocked(group, now, range(len(seats)))


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
    return _ACTIONS[type(action)](group, action, now)


def _return(group: Group, index: int, now: int) -> Step:
    if not group.seats[index].absent or group.finished or index in group.gone:
        return Step(group)
    back = with_seat(group, index, replace(group.seats[index], absent=False))
    return Step(clocked(back, now, (index,)), (happened(group, index, "resumed", now),))


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
    return Step(clocked(group, now, started), rows)


def _contribute(group: Group, action: Contribute, now: int) -> Step:
    index = action.seat
    if group.stage(index) != "contribute" or action.round != group.round:
        return Step(group, refusal=message("refused.not_now"))
    refusal = _out_of_range(group, action)
    if refusal is not None:
        return Step(group, refusal=refusal)
    choice = Choice(action.contribution, action.beliefs)
    return _onward(group, *chosen(group, index, choice, (now, action.shown_at)), now)


def _perform(group: Group, action: Perform, now: int) -> Step:
    index, stage = action.seat, group.open
    if group.stage(index) != action.stage or action.round != group.round or stage is None:
        return Step(group, refusal=message("refused.not_now"))
    asks, given = group.asks(stage, index), dict(action.values)
    for ask in asks:
        if not ask.low <= given.get(ask.field, ask.low - 1) <= ask.high:
            return Step(group, refusal=message("refused.answer", low=ask.low, high=ask.high))
    values = tuple((ask.field, given[ask.field]) for ask in asks)
    refusal = message("refused.not_now") if len(given) > len(asks) else None
    refusal = refusal or stage.refuses(group.play, index, values)
    if refusal is not None:
        return Step(group, refusal=refusal)
    return _onward(group, *acted(group, index, Act(stage.name, values), now), now)


def _say(group: Group, action: Say, now: int) -> Step:
    """Add a line of talk; it is read by the seats that its stage lets the speaker reach."""
    stage = group.open
    if not isinstance(stage, Talk) or group.stage(action.seat) != stage.name:
        return Step(group, refusal=message("refused.not_now"))
    if action.round != group.round:
        return Step(group, refusal=message("refused.not_now"))
    said = (action.text, action.cites, action.answers)
    line = stage.line(group.play, action.seat, said)
    if isinstance(line, Message):
        return Step(group, refusal=line)
    after = replace(group, said=(*group.said, line))
    return Step(after, (spoken(group, line, now),))


def _out_of_range(group: Group, action: Contribute) -> Message | None:
    held = group.endowment(action.seat)
    asked = group.treatment.phases[group.part].beliefs
    most = max(group.treatment.game_of(group.part).endowments)
    if not 0 <= action.contribution <= held:
        return message("refused.contribution", endowment=held)
    if len(action.beliefs) != len(asked) or not all(0 <= b <= most for b in action.beliefs):
        return message("refused.beliefs", endowment=most)
    return None


def _onward(before: Group, group: Group, rows: list[Write], now: int) -> Step:
    """Open the next stage once all have acted at the open one, or settle the round."""
    if not goes_on(group):
        return _given_up(group, rows, now)
    if group.open is before.open:
        return Step(group, tuple(rows))
    if group.open is not None:
        # Who still reads the explanation keeps its own time while the group hears of another.
        which = [s for s in range(len(group.seats)) if group.stage(s) != "explain"]
        return Step(clocked(group, now, tuple(which)), tuple(rows))
    after, written = settled(group, now)
    if not after.finished and not goes_on(after):
        return _given_up(after, rows + written, now)
    return Step(clocked(after, now, range(len(after.seats))), (*rows, *written))


def _given_up(group: Group, rows: list[Write], now: int) -> Step:
    """End a game that cannot go on without those who have left; everybody is paid."""
    over = intervene(group, End("rule"), now)
    return replace(over, rows=(*rows, *over.rows))


def _expire(group: Group, now: int) -> Step:
    """Act for every seat that is due, explanations first, then contributions."""
    if group.paused is not None or group.finished:
        return Step(group)
    if overdue(group, now):
        return _hear(group, nothing(group), now)
    rows: list[Write] = []
    before = group
    for index, seat in enumerate(group.seats):
        if seat.due is None or seat.due > now:
            continue
        rows.append(happened(group, index, "timed_out", now))
        # Who tried is there, only slow, and keeps the full time for the decision.
        if group.stage(index) == "explain" and seat.attempts > 0:
            group = _read(group, index, now, absent=False)
            continue
        group, written = _act_for(group, index, now)
        rows += written
    return _onward(before, group, rows, now)


def _hear(group: Group, action: Hear, now: int) -> Step:
    """Take in what another group came to, or that nothing came in time."""
    if not awaited(group, action):
        return Step(group, refusal=message("refused.not_now"))
    after, row = took(group, action, now)
    return _onward(group, after, [row], now)


def _replace(group: Group, index: int, now: int) -> Step:
    """Act for a seat before its time, and from then on until it returns."""
    if group.stage(index) in ("wait", "done"):
        return Step(group, refusal=message("refused.nobody_awaited"))
    rows = [happened(group, index, "replaced", now)]
    after, written = _act_for(group, index, now)
    return _onward(group, after, rows + written, now)


def _act_for(group: Group, index: int, now: int) -> tuple[Group, list[Write]]:
    """End an explanation, or act by the declared rule, for a member that is absent."""
    stage = group.stage(index)
    timely = stage != "explain" and group.open is not None and group.open.ordinary
    if group.pace.leaving and not timely:
        return _leave(group, index, now)
    if stage == "contribute":
        return chosen(group, index, default(group, index), (now, None))
    if stage != "explain":
        return acted(group, index, _rule(group, index), now)
    return _read(group, index, now, absent=True), []


def _read(group: Group, index: int, now: int, *, absent: bool) -> Group:
    """End an explanation whose time is over."""
    seat = group.seats[index]
    read = replace(seat, explained=group.part + 1, attempts=0, wrong=(), absent=absent)
    return clocked(with_seat(group, index, read), now, (index,))


def _leave(group: Group, index: int, now: int) -> tuple[Group, list[Write]]:
    """Count a member as gone for good; its open decision is a 0 that is flagged."""
    rows = [happened(group, index, "left", now)]
    if group.seats[index].choice is None:
        gave = chosen(group, index, default(group, index), (now, None))
        group, rows = gave[0], rows + gave[1]
    gone = replace(group.seats[index], due=None, absent=True)
    return with_seat(group, index, gone), rows


def _rule(group: Group, index: int) -> Act:
    """Return what the declared rule answers at the open stage."""
    stage = group.open
    assert stage is not None
    asks = group.asks(stage, index)
    return Act(stage.name, tuple((ask.field, ask.default) for ask in asks), automatic=True)


_ACTIONS: dict[type, Callable[[Group, Any, int], Step]] = {
    Answer: _answer,
    Contribute: _contribute,
    Hear: _hear,
    Perform: _perform,
    Say: _say,
}
