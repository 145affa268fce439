"""Can every cell be played to the end by oTree's own bots? In memory, without server and sockets.

The bots call what the server's writer calls for every message. The last to arrive plays its whole
group, each seat with a Strategy of its own; in the second case nobody does anything and the clock
decides.
"""

from collections.abc import Iterator

from otree.api import Bot, Submission, expect
from otree.database import session_scope

from contingent_pgg import Play, receive, records, settlement
from contingent_pgg.frames import Request
from contingent_pgg.groups import Seated
from contingent_pgg.memory import memory
from contingent_pgg.receive import Outcome
from design.playing import choose, mind_of, sight_of
from design.strategies import FREE_RIDER, Strategy, conditional_cooperator, unconditional
from design.telling import visibility_questions
from design.view import view

ANSWERING, ABSENT = "answering", "absent"
PATIENCE = 3


class PlayerBot(Bot):
    cases = (ANSWERING, ABSENT)

    def play_round(self) -> Iterator[Submission]:
        code, turns = self.participant.code, 0
        ask(Request(code, "connect"))
        while not over(code):
            seated = memory.seated(memory.people[code])
            if seated is not None and self.case == ANSWERING:
                play(seated)
            elif seated is not None:
                leave_alone(seated)
            elif turns == PATIENCE:
                give_up(code)
            else:
                # The page refuses to be left: the next submission finds the bot where it was.
                yield Submission(Play, check_html=False)
            turns += 1
        check(code)
        yield Submission(Play, check_html=False)


def ask(request: Request, now: int | None = None) -> Outcome:
    """Do what a message asks in a transaction of its own."""
    with session_scope():
        return receive.receive(request, records.now_ms() if now is None else now)


def over(code: str) -> bool:
    """Say whether the page lets this participant go."""
    with session_scope():
        return settlement.may_leave(code)


def strategies(seated: Seated) -> tuple[Strategy, ...]:
    """Return what each seat does: never give, give half, give what the others are thought to."""
    game = seated.group.treatment.game
    half = unconditional(game.endowments[0] // 2)
    return FREE_RIDER, half, *[conditional_cooperator(game)] * (game.members - 2)


def play(seated: Seated) -> None:
    """Let every seat read, answer and contribute until the last round is settled."""
    minds = strategies(seated)
    while not (before := memory.groups[seated.key].group).finished:
        for seat, code in enumerate(seated.codes):
            act(code, seat, minds[seat])
        if memory.groups[seated.key].group is before:
            # It waits for another group, which plays later or never: the clock decides.
            ask(Request(seated.setting.code, "expire", number=before.slot), before.due)


def act(code: str, seat: int, strategy: Strategy) -> None:
    """Do what a member's screen asks for, once."""
    seated = memory.seated(memory.people[code])
    group = seated.group
    name = f"{code} {group.round} {group.part}"
    if group.stage(seat) == "explain":
        questions = visibility_questions(group.treatment, group.part, seat)
        given = {f"q.{question.name}": question.answer for question in questions}
        expect(ask(Request(code, "answer", f"a{name}", group.part + 1, given)).refusal, None)
    elif group.stage(seat) not in ("contribute", "wait", "done"):
        shown = view(group, seat)
        mind = mind_of(strategy, sight_of(shown))
        given = {field: str(value) for field, value in group.open.answers(shown.asks, mind)}
        given["stage"] = group.open.name
        name = f"{code} {group.round} {group.open.name}"
        expect(ask(Request(code, "act", name, group.round, given)).refusal, None)
    elif group.stage(seat) == "contribute":
        choice = choose(strategy, sight_of(view(group, seat)))
        asked = group.treatment.phases[group.part].beliefs
        stated = zip(asked, choice.beliefs, strict=True)
        given = {"contribution": str(choice.contribution)}
        given |= {f"belief.{belief.name}": str(value) for belief, value in stated}
        expect(ask(Request(code, "contribute", f"c{name}", group.round, given)).refusal, None)


def leave_alone(seated: Seated) -> None:
    """Let the clock decide for a group in which nobody does anything."""
    while not memory.groups[seated.key].group.finished:
        due = memory.groups[seated.key].group.due
        expect(due, "!=", None)
        ask(Request(seated.setting.code, "expire", number=seated.group.slot), due)


def give_up(code: str) -> None:
    """Let the wait for a group end."""
    ask(Request(code, "give_up"), memory.people[code].deadline)


def check(code: str) -> None:
    """Compare what is stored with what the rules say of this member."""
    person = memory.people[code]
    with session_scope():
        (row,) = records.rows("participants", **person.where)
        paid = settlement.statement_of(code)
        expect(row["status"], person.status)
        if person.status == "left_over":
            expect((paid, row["pay"]), (None, 0.0))
            return
        treatment = memory.seated(person).group.treatment
        expect(row["pay"], paid.pay)
        expect(len(records.rows("decisions", **person.where)), treatment.rounds)
