"""What may one member's screen say, and nothing else?

The boundary between the experiment and its screens: whatever is not in a View cannot reach a
browser. Amounts are points.
"""

from dataclasses import dataclass, replace
from typing import Any

from design.choices import Choice, Said
from design.example import Example, example
from design.feedback import Feedback, history, telling
from design.messages import Message, Question, message
from design.phases import Contribute
from design.stages.stage import Ask, Stage
from design.stages.talk import Post, Talk
from design.state import Group
from design.technologies import reminder, rules
from design.telling import horizon, links, visibility, visibility_questions


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
    drops : bool
        Whether anything but who sees what held in the part before and ends with it.
    ended : bool
        Whether the experimenter ended the game before its last round.
    same_game, same_before : bool
        Whether the part is played with the endowments and returns of part 1, and with those of
        the part before it.
    horizon : tuple of Message
        What is said of the length of the part where it is not announced.
    rules, hint : tuple of Message
        How a round earns, in full and in short, where points do not simply add up.
    remaining : int
        Members who have not left for good, and take part in the open round.
    departed : int
        Members who have left for good.
    left : bool
        Whether the member itself has.
    outside : bool
        Whether the member takes no part in the open round.
    turnover : str
        "now" where one member sits out in each round of the part, "before" where this was so in the
        part before only, else empty.
    timed : bool
        Whether the open stage ends at a time of its own.
    asks : tuple of Ask
        What the open stage asks of the member.
    news : tuple of Message
        What the stages of the open round that are over show to it.
    talk : Panel or None
        The chat, while the member takes part in one, and afterwards where it stays.
    example : Example or None
        A made-up round of a part that is being explained.
    technology, threshold, refund : str, int, int
        What of the contributions bears a return, as it was explained.
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
    drops: bool = False
    same_game: bool = True
    same_before: bool = True
    rules: tuple[Message, ...] = ()
    hint: tuple[Message, ...] = ()
    horizon: tuple[Message, ...] = ()
    remaining: int = 0
    departed: int = 0
    left: bool = False
    outside: bool = False
    turnover: str = ""
    timed: bool = False
    asks: tuple[Ask, ...] = ()
    news: tuple[Message, ...] = ()
    talk: "Panel | None" = None
    example: Example | None = None
    technology: str = "linear"
    threshold: int = 0
    refund: int = 0


@dataclass(frozen=True)
class Panel:
    """A chat as one member sees it.

    Attributes
    ----------
    lines : tuple of (str, Said)
        Who said what, letters first (empty where names are hidden), the latest last; in a forum
        with threads an answer stands under what it answers.
    posts : tuple of Post
        The same lines where they can be answered and liked, else nothing.
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
    posts: tuple[Post, ...] = ()


def asked(group: Group, seat: int) -> tuple[tuple[str, str], ...]:
    """Return the beliefs that a seat is asked for in a round, with the seats they are about."""
    beliefs = group.treatment.phases[group.part].beliefs
    return tuple((belief.name, belief.about[seat]) for belief in beliefs)


def view(group: Group, seat: int) -> View:
    """Return everything that a seat's screen may show now."""
    treatment, part, stage = group.treatment, group.part, group.stage(seat)
    phase, game, own = treatment.phases[part], treatment.game_of(part), group.seats[seat]
    explaining = stage == "explain"
    first, before = treatment.first_round(part), treatment.game_of(max(part - 1, 0))
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
        mpcr=(group.play.game if explaining else group.game).mpcr[seat] / 1_000,
        members=game.members,
        statements=visibility(treatment, part, seat),
        links=links(treatment, part),
        questions=visibility_questions(treatment, part, seat) if explaining else (),
        wrong=own.wrong if explaining else (),
        beliefs=asked(group, seat),
        history=history(group, seat),
        choice=own.choice,
        attempts=own.attempts,
        kept=_kept(group),
        drops=explaining and _drops(group, seat),
        ended=group.ended,
        same_game=phase.game is None,
        technology=game.technology,
        threshold=game.threshold,
        refund=game.refund,
        example=example(treatment, part, seat) if explaining else None,
        same_before=game == before,
        rules=rules(game, seat, before=before) if explaining else (),
        hint=_hint(group, seat),
        outside=group.outside is not None and group.outside.seat == seat,
        turnover=_turnover(group),
        remaining=game.members - len(group.gone) - (group.outside is not None),
        departed=len(group.gone),
        left=seat in group.gone,
        **_open(group, seat, stage),
    )


def _turnover(group: Group) -> str:
    """Say whether in each round of this part, or of that before, one member sits out."""
    if group.outside is not None:
        return "now"
    first = group.treatment.first_round(group.part)
    before = first > 1 and group.treatment.outside(group.seed, group.slot, first - 1) is not None
    return "before" if before else ""


def _hint(group: Group, seat: int) -> tuple[Message, ...]:
    """Return what giving brings a seat now, where that is not as in part 1."""
    told: tuple[Message, ...] = ()
    if group.stage(seat) == "contribute":
        stages = group.treatment.phases[group.part].stages
        told = tuple(line for stage in stages for line in stage.hints(group.play, seat))
    fewer = group.outside is not None and group.treatment.game_of(group.part).plain
    return told or (() if fewer else reminder(group.game, seat))


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
        "asks": group.asks(open_, seat) if open_ is not None and acts else (),
        "timed": open_ is not None and open_.time is not None,
        "news": news(group, seat),
        "talk": _talk(group, phase.stages, seat, stage),
    }


def news(group: Group, seat: int) -> tuple[Message, ...]:
    """Return what is known of the round: what stages foretell and show, and a leader's choice."""
    phase = group.treatment.phases[group.part]
    if phase.plain or group.finished:
        return ()
    stages, heard = phase.stages, telling(group.play, phase.stages, seat)
    told = [line for stage in heard for line in stage.foretells(group.play, seat)]
    for stage in stages:
        if stage is group.open:
            told += stage.presents(group.play, seat) if stage in heard else ()
            break
        if stage.name != "observe" and stage in heard:
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
    posts = found.posts(group.play, seat)
    lines = tuple(_line(post.said, letters, seat, found.names) for post in posts)
    if not reading and not (found.lasting and lines):
        return None
    first = group.play.first
    own = [(n, group.history[n - 1].contributions[seat]) for n in range(first, group.round)]
    left = found.left(group.play, seat) if talking else 0
    cites = tuple(own) if found.citing and talking else ()
    remaining = found.remaining(group.play, seat) if talking else None
    threads = tuple(
        replace(post, said=line, likable=talking and post.likable)
        for post, (_, line) in zip(posts, lines, strict=True)
        if found.threads
    )
    return Panel(lines, left, cites, remaining, threads)


def _line(one: Said, letters: str, seat: int, names: str) -> tuple[str, Said]:
    """Return who said a line, nobody where names are hidden, and the line."""
    if names == "shown" or one.seat == seat:
        return letters[one.seat], one
    return "", replace(one, seat=-1, cited=None)


def _drops(group: Group, seat: int) -> bool:
    """Say whether a stage that was explained for the part before is no longer played."""
    if group.part < 2:
        return False
    before, now = group.part - 1, group.treatment.phases[group.part].stages
    game = group.treatment.game_of(before)
    gone = (stage for stage in group.treatment.phases[before].stages if stage not in now)
    return any(stage.name != "capacity" and stage.explains(game, seat) for stage in gone)


def _kept(group: Group) -> bool | None:
    treatment = group.treatment
    if group.part < 2:
        return None
    now, before = treatment.phases[group.part], treatment.phases[1]
    return (now.monitoring, now.stages) == (before.monitoring, before.stages)
