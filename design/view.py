"""What may one member's screen say, and nothing else?

The boundary between the experiment and its screens: whatever is not in a View cannot reach a
browser. Amounts are points.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from design.choices import Choice, Said
from design.game import POINT
from design.messages import Message, Question, message
from design.occasions import HIDDEN
from design.phases import Belief, Contribute
from design.play import Play
from design.rounds import reported
from design.settling import settle
from design.stages.stage import Ask, Stage
from design.stages.talk import Talk
from design.state import Group
from design.technologies import reminder, rules
from design.telling import horizon, links, visibility, visibility_questions


@dataclass(frozen=True)
class Feedback:
    """What one settled round shows to one member.

    Attributes
    ----------
    round, own : int
        The round and the member's own contribution.
    automatic : bool
        Whether the rule chose for the member.
    entries : tuple of (str, float)
        Seats that are shown to it, with their contributions.
    total, earnings : float or None
        Where shown.
    others : tuple of float
        Others' contributions without their seats, where shown.
    low, high : float or None
        The others' extremes, where shown.
    checked : str
        Letters of the seats whose report an audit replaced by the verified number.
    source : str
        Where the entries of the other seats come from, a source of the dial.
    proven : str
        Letters of the seats whose entry a stage showed truly, whatever the source.
    lines : tuple of Message
        What the other stages of the round showed to it.
    reported : bool
        Whether what the round shows has been reported; a late report hides it until then.
    target : int
        A line drawn beside the total, in points; 0 for none.
    """

    round: int
    own: int
    automatic: bool
    entries: tuple[tuple[str, float], ...]
    total: float | None
    earnings: float | None
    others: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    checked: str = ""
    source: str = "verified"
    proven: str = ""
    lines: tuple[Message, ...] = ()
    reported: bool = True
    target: int = 0


@dataclass(frozen=True)
class View:
    """Everything that one member's screen may show now.

    Attributes
    ----------
    stage : str
        "explain", "wait", "done", or the name of the stage that awaits the member.
    seat : str
        The member's letter.
    part, parts, round, first_round : int
        Where the group stands, and the first round of the part.
    last_round, rounds : int or None
        Last round of the part and of all parts; None while members do not know them.
    endowment, most, mpcr, members : int, int, float, int
        The game, for reminders: the member's own endowment and return, and the most that any
        member can hold.
    statements, links : tuple of Message
        Who sees what, from this seat and for the whole group.
    questions, wrong : tuple of Question, tuple of str
        The explanation's questions, and those answered wrongly last time.
    beliefs : tuple of (Belief name, seats it is about)
        What is asked beside the contribution.
    history : tuple of Feedback
        Settled rounds, the latest last.
    choice : Choice or None
        The member's own choice in the open round.
    attempts : int
        Answer sheets handed in so far.
    kept : bool or None
        In the last part whether monitoring was kept; None before.
    ended : bool
        Whether the experimenter ended the game before its last round.
    same_game : bool
        Whether the part is played with the endowments and returns of part 1.
    horizon : tuple of Message
        What is said of the length of the part where it is not announced.
    rules, hint : tuple of Message
        How a round earns, in full and in short, where points do not simply add up.
    timed : bool
        Whether the open stage ends at a time of its own.
    asks : tuple of Ask
        What the open stage asks of the member.
    news : tuple of Message
        What the stages of the open round that are over show to it.
    talk : Panel or None
        The chat, while the member takes part in one, and afterwards where it stays.
    """

    stage: str
    seat: str
    part: int
    parts: int
    round: int
    first_round: int
    last_round: int | None
    rounds: int | None
    endowment: int
    most: int
    mpcr: float
    members: int
    statements: tuple[Message, ...]
    links: tuple[Message, ...]
    questions: tuple[Question, ...]
    wrong: tuple[str, ...]
    beliefs: tuple[tuple[str, str], ...]
    history: tuple[Feedback, ...]
    choice: Choice | None
    attempts: int
    kept: bool | None
    ended: bool
    same_game: bool = True
    rules: tuple[Message, ...] = ()
    hint: tuple[Message, ...] = ()
    horizon: tuple[Message, ...] = ()
    timed: bool = False
    asks: tuple[Ask, ...] = ()
    news: tuple[Message, ...] = ()
    talk: "Panel | None" = None


@dataclass(frozen=True)
class Panel:
    """A chat as one member sees it.

    Attributes
    ----------
    lines : tuple of (str, Said)
        Who said what, letters first (empty where names are hidden), the latest last.
    left : int
        Characters that the member's next line may have; 0 where it may only read.
    remaining : int or None
        Characters that it may still write in this talk; None where there is no such limit.
    cites : tuple of (int, int)
        Rounds with the member's own contributions that a line may cite.
    """

    lines: tuple[tuple[str, Said], ...]
    left: int
    cites: tuple[tuple[int, int], ...] = ()
    remaining: int | None = None


def feedback(group: Group, seat: int, number: int, *, shown: bool) -> Feedback:
    """Return what a settled round, from 1, shows to a seat under its own phase's rules.

    Parameters
    ----------
    shown : bool
        Whether it has been reported yet.
    """
    stages = group.treatment.phase(number).stages
    if not shown:
        own = group.history[number - 1].choices[seat]
        lines = _lines(group.replay(number), stages, seat) if len(stages) > 2 else ()
        return Feedback(number, own.contribution, own.automatic, (), None, None,
                        lines=lines, reported=False)  # fmt: skip
    return _shown_to(group.replay(number), stages, seat)


@lru_cache(maxsize=16_384)
def _shown_to(play: Play, stages: tuple[Stage, ...], seat: int) -> Feedback:
    """Return what a reported round shows to a seat."""
    outcome, own = settle(play, stages), play.choices[seat]
    assert own is not None
    signal, game = outcome.signal, outcome.game
    extremes = [_shown(int(value)) for value in signal.extremes[seat]] or [None, None]
    return Feedback(
        round=play.round,
        own=own.contribution,
        automatic=own.automatic,
        entries=tuple(
            (name, int(signal.entries[seat, j]) / POINT)
            for j, name in enumerate(game.seats)
            if j != seat and signal.entries[seat, j] != HIDDEN
        ),
        total=_shown(int(signal.total[seat])),
        earnings=_shown(int(signal.earnings[seat])),
        others=tuple(int(value) / POINT for value in signal.others[seat]),
        low=extremes[0],
        high=extremes[1],
        checked="".join(n for n, true in zip(game.seats, signal.checked, strict=False) if true),
        source=outcome.monitoring.source,
        proven="".join(n for n, true in zip(game.seats, outcome.unveiled[seat], strict=True)
                       if true),
        lines=_lines(play, stages, seat),
        target=outcome.monitoring.target,
    )


def _lines(play: Play, stages: tuple[Stage, ...], seat: int) -> tuple[Message, ...]:
    return tuple(line for stage in stages for line in stage.shows(play, seat))


def _shown(milli_points: int) -> float | None:
    return None if milli_points == HIDDEN else milli_points / POINT


def _asked(beliefs: tuple[Belief, ...], seat: int) -> tuple[tuple[str, str], ...]:
    return tuple((belief.name, belief.about[seat]) for belief in beliefs)


def view(group: Group, seat: int) -> View:
    """Return everything that a seat's screen may show now."""
    treatment, part, stage = group.treatment, group.part, group.stage(seat)
    phase, game, own = treatment.phases[part], treatment.game_of(part), group.seats[seat]
    explaining = stage == "explain"
    first = treatment.first_round(part)
    return View(
        stage=stage,
        seat=game.seats[seat],
        part=part + 1,
        parts=len(treatment.phases),
        round=min(group.round, treatment.rounds),
        first_round=first,
        last_round=None if treatment.open_ended(part) else first + phase.rounds - 1,
        rounds=_rounds(group),
        horizon=horizon(treatment) if treatment.open_ended(part) else (),
        endowment=group.endowment(seat),
        most=max(game.endowments),
        mpcr=(game if explaining else group.game).mpcr[seat] / 1_000,
        members=game.members,
        statements=visibility(treatment, part, seat),
        links=links(treatment, part),
        questions=visibility_questions(treatment, part, seat) if explaining else (),
        wrong=own.wrong if explaining else (),
        beliefs=_asked(phase.beliefs, seat),
        history=_history(group, seat),
        choice=own.choice,
        attempts=own.attempts,
        kept=_kept(group),
        ended=group.ended,
        same_game=phase.game is None,
        rules=rules(game, seat) if explaining else (),
        hint=reminder(game, seat),
        **_open(group, seat, stage),
    )


def _rounds(group: Group) -> int | None:
    """Return how many rounds are played, once members may know it."""
    known = group.treatment.horizon == "announced"
    played = len(group.history) == group.treatment.rounds
    return group.treatment.rounds if known or played else None


def _open(group: Group, seat: int, stage: str) -> dict[str, Any]:
    """Return what the stages of the open round ask and show."""
    phase = group.treatment.phases[group.part]
    if phase.plain or group.finished or stage == "explain":
        return {}
    open_ = group.open
    acts = open_ is not None and stage == open_.name and open_.acting
    return {
        "asks": open_.asks(group.play, seat) if open_ is not None and acts else (),
        "timed": open_ is not None and open_.time is not None,
        "news": _news(group, phase.stages, seat),
        "talk": _talk(group, phase.stages, seat, stage),
    }


def _news(group: Group, stages: tuple[Stage, ...], seat: int) -> tuple[Message, ...]:
    """Return what the stages before the open one show, and a leader's contribution."""
    told: list[Message] = []
    for stage in stages:
        if stage is group.open:
            told += stage.presents(group.play, seat)
            break
        if stage.name != "observe":
            told += stage.shows(group.play, seat)
    leads = group.open.shown if isinstance(group.open, Contribute) else ""
    for leader, choice in zip(group.play.game.seats, group.play.choices, strict=True):
        if leader in leads and choice is not None:
            told.append(message("leader.gave", seat=leader, given=choice.contribution))
    return tuple(told)


def _talk(group: Group, stages: tuple[Stage, ...], seat: int, stage: str) -> Panel | None:
    found = next((one for one in stages if isinstance(one, Talk)), None)
    letters = group.play.game.seats
    if found is None or letters[seat] not in found.readers(group.play.game):
        return None
    talking, reading = stage == found.name, group.open is found
    lines = tuple(_line(one, letters, seat, found.names) for one in found.heard(group.play, seat))
    if not reading and not (found.lasting and lines):
        return None
    first = group.play.first
    own = [(n, group.history[n - 1].contributions[seat]) for n in range(first, group.round)]
    left = found.left(group.play, seat) if talking else 0
    cites = tuple(own) if found.citing and talking else ()
    remaining = found.remaining(group.play, seat) if talking else None
    return Panel(lines, left, cites, remaining)


def _line(one: Said, letters: str, seat: int, names: str) -> tuple[str, Said]:
    """Return who said a line, nobody where names are hidden, and the line."""
    if names == "shown" or one.seat == seat:
        return letters[one.seat], one
    return "", replace(one, seat=-1, cited=None)


def _history(group: Group, seat: int) -> tuple[Feedback, ...]:
    """Return every settled round, each with what has been reported of it."""
    done = len(group.history)
    shown: list[bool] = []
    for part, phase in enumerate(group.treatment.phases):
        if len(shown) >= done:
            break
        if phase.monitoring.timing == "every_round":
            shown += [True] * phase.rounds
        else:
            due = reported(group, part)
            shown += [after is not None and after <= done for after in due]
    pairs = zip(range(1, done + 1), shown, strict=False)
    return tuple(feedback(group, seat, number, shown=true) for number, true in pairs)


def _kept(group: Group) -> bool | None:
    treatment = group.treatment
    if group.part < 2:
        return None
    now, before = treatment.phases[group.part], treatment.phases[1]
    return (now.monitoring, now.stages) == (before.monitoring, before.stages)
