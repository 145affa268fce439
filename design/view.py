"""What may one member's screen say, and nothing else?

The boundary between the experiment and its screens: whatever is not in a View cannot reach a
browser. Amounts are points.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from design.game import POINT, Game
from design.messages import Message, Question
from design.monitoring import Monitoring
from design.phases import Belief
from design.signals import HIDDEN, observe
from design.state import Choice, Group
from design.telling import links, visibility, visibility_questions


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
    """

    round: int
    own: int
    automatic: bool
    entries: tuple[tuple[str, float], ...]
    total: float | None
    earnings: float | None


@dataclass(frozen=True)
class View:
    """Everything that one member's screen may show now.

    Attributes
    ----------
    stage : str
        "explain", "contribute", "wait" or "done".
    seat : str
        The member's letter.
    part, parts, round, first_round, last_round, rounds : int
        Where the group stands; first_round and last_round bound the part.
    endowment, mpcr, members : int, float, int
        The game, for reminders.
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
    """

    stage: str
    seat: str
    part: int
    parts: int
    round: int
    first_round: int
    last_round: int
    rounds: int
    endowment: int
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


def feedback(group: Group, seat: int, number: int) -> Feedback:
    """Return what a settled round, from 1, shows to a seat under its own phase's Monitoring."""
    settled, monitoring = group.history[number - 1], group.treatment.phase(number).monitoring
    shown = _shown_to(monitoring, group.treatment.game, settled.contributions, seat)
    own = settled.choices[seat]
    return Feedback(number, own.contribution, own.automatic, *shown)


@lru_cache(maxsize=16_384)
def _shown_to(
    monitoring: Monitoring, game: Game, contributions: tuple[int, ...], seat: int
) -> tuple[tuple[tuple[str, float], ...], float | None, float | None]:
    """Return the entries, the total and the earnings that a round shows to a seat."""
    signal = observe(monitoring, game, np.array(contributions, dtype=np.int64) * POINT)
    entries = tuple(
        (name, int(signal.entries[seat, j]) / POINT)
        for j, name in enumerate(game.seats)
        if j != seat and signal.entries[seat, j] != HIDDEN
    )
    return entries, _shown(int(signal.total[seat])), _shown(int(signal.earnings[seat]))


def _shown(milli_points: int) -> float | None:
    return None if milli_points == HIDDEN else milli_points / POINT


def _asked(beliefs: tuple[Belief, ...], seat: int) -> tuple[tuple[str, str], ...]:
    return tuple((belief.name, belief.about[seat]) for belief in beliefs)


def view(group: Group, seat: int) -> View:
    """Return everything that a seat's screen may show now."""
    treatment, part, stage = group.treatment, group.part, group.stage(seat)
    phase, game, own = treatment.phases[part], treatment.game, group.seats[seat]
    explaining = stage == "explain"
    first = treatment.first_round(part)
    return View(
        stage=stage,
        seat=game.seats[seat],
        part=part + 1,
        parts=len(treatment.phases),
        round=min(group.round, treatment.rounds),
        first_round=first,
        last_round=first + phase.rounds - 1,
        rounds=treatment.rounds,
        endowment=game.endowments[seat],
        mpcr=game.mpcr[seat] / 1_000,
        members=game.members,
        statements=visibility(treatment, part, seat),
        links=links(treatment, part),
        questions=visibility_questions(treatment, part, seat) if explaining else (),
        wrong=own.wrong if explaining else (),
        beliefs=_asked(phase.beliefs, seat),
        history=tuple(feedback(group, seat, n + 1) for n in range(len(group.history))),
        choice=own.choice,
        attempts=own.attempts,
        kept=_kept(group),
        ended=group.ended,
    )


def _kept(group: Group) -> bool | None:
    treatment = group.treatment
    if group.part < 2:
        return None
    return treatment.phases[group.part].monitoring == treatment.phases[1].monitoring
