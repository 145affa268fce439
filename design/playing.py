"""What does a Strategy choose in front of one member's screen?

Everything is read off what the screen shows, so a played Strategy knows what a person would, and
no more.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from design.choices import Choice
from design.feedback import Feedback
from design.game import POINT, Amounts, Game
from design.messages import Message
from design.occasions import HIDDEN
from design.sayings import Said, complied, hear, led, promise
from design.signals import Signal
from design.stages.stage import Mind
from design.strategies import Strategy, contribute, first_beliefs, learn, state
from design.view import View


@dataclass(frozen=True)
class Sight:
    """What one member has before it when it decides.

    Attributes
    ----------
    game : Game
        As explained to it: the same for every seat.
    seat : str
        Its letter.
    history : tuple of Feedback
        What the settled rounds showed to it.
    asked : tuple of (str, str)
        The beliefs asked, each with the seats it is about.
    news : tuple of Message
        What the open round has shown to it so far.
    """

    game: Game
    seat: str
    history: tuple[Feedback, ...]
    asked: tuple[tuple[str, str], ...] = ()
    news: tuple[Message, ...] = ()


def sight_of(view: View) -> Sight:
    """Return what a View puts before its member."""
    # Who holds nothing thinks of those who do.
    held = view.endowment if view.endowment > 0 else view.most
    mpcr = round(view.mpcr * 1_000) if view.mpcr * view.members > 1 else 999
    game = Game((held,) * view.members, (mpcr,) * view.members, view.technology,
                min(view.threshold, held * view.members), view.refund)  # fmt: skip
    return Sight(game, view.seat, view.history, view.beliefs, view.news)


def choose(strategy: Strategy, sight: Sight, *, noise: int = 0) -> Choice:
    """Return the choice of one member, whole points, from all that it has been shown.

    Parameters
    ----------
    strategy : Strategy
        With one number per parameter.
    noise : int
        This round's tremble, in thousandths of a standard deviation.
    """
    game, seat = sight.game, sight.game.seats.index(sight.seat)
    held, trembles = beliefs_of(strategy, sight), np.full(game.members, noise, dtype=np.int64)
    given = int(contribute(strategy, held, game, trembles)[seat]) // POINT
    given = min(game.endowments[seat], round(given * promise(sight.history, sight.news, game)))
    given = complied(given, sight.news, game)
    stated = [_stated(held, about, game, seat) for _, about in sight.asked]
    return Choice(given, tuple(stated))


def mind_of(strategy: Strategy, sight: Sight, *, noise: int = 0, uniform: float = 0.5) -> Mind:
    """Return what a member makes of its screen before it answers another stage's asks."""
    seat, game = sight.game.seats.index(sight.seat), sight.game
    held = beliefs_of(strategy, sight)[seat] // POINT
    planned = choose(strategy, sight, noise=noise).contribution
    expected = tuple((n, int(b)) for n, b in zip(game.seats, held, strict=True) if n != sight.seat)
    lines = sight.history[-1].lines if sight.history else ()
    surprise = _surprise(sight, expected)
    return Mind(planned, game.endowments[seat], expected, surprise, uniform, lines)


def _surprise(sight: Sight, expected: tuple[tuple[str, int], ...]) -> int:
    """Return by how much the latest contributions heard of fell short of what is expected now."""
    heard = sight.history[-1].entries if sight.history else ()
    if not heard:
        return 0
    mean = sum(value for _, value in heard) / len(heard)
    return round(sum(value for _, value in expected) / len(expected) - mean)


def beliefs_of(strategy: Strategy, sight: Sight) -> Amounts:
    """Return beliefs (observer, subject) in which the row of the member's seat is meant."""
    game = sight.game
    held, said = _learned(strategy, game, sight.seat, sight.history)
    held, _ = hear(strategy, held, said, sight.news, game)
    return led(held, sight.news, game)


@lru_cache(maxsize=4_096)
def _learned(
    strategy: Strategy, game: Game, seat: str, history: tuple[Feedback, ...]
) -> tuple[Amounts, Said]:
    """Return beliefs and what was said after some rounds, from those after all but the last."""
    if not history:
        return _kept(first_beliefs(strategy, (game.members,))), Said()
    shown = history[-1]
    held, said = _learned(strategy, game, seat, history[:-1])
    held, said = hear(strategy, held, said, shown.lines, game)
    return _kept(learn(strategy, held, signal_of(shown, seat, game), game)), said


def _kept(beliefs: Amounts) -> Amounts:
    """Make beliefs that are remembered unchangeable."""
    beliefs.setflags(write=False)
    return beliefs


def signal_of(shown: Feedback, seat: str, game: Game) -> Signal:
    """Return a round's feedback as a Signal in which only one observer's row is filled."""
    row = game.seats.index(seat)
    entries = np.full((game.members, game.members), HIDDEN, dtype=np.int64)
    total, earnings = (np.full(game.members, HIDDEN, dtype=np.int64) for _ in range(2))
    entries[row, row] = shown.own * POINT
    for subject, value in shown.entries:
        entries[row, game.seats.index(subject)] = round(value * POINT)
    if shown.earnings is not None:
        _worked_out(entries[row], shown, game)
    if shown.total is not None:
        total[row] = round(shown.total * POINT)
    if shown.earnings is not None:
        earnings[row] = round(shown.earnings * POINT)
    return Signal(entries, total, earnings, *_unlinked(shown, row, game.members))


def _worked_out(entries: Amounts, shown: Feedback, game: Game) -> None:
    """Fill in what others gave, e - pi + m X, from their earnings; X follows from one's own."""
    if not shown.paid:
        return
    held, share = game.endowments[0] * POINT, game.mpcr[0]
    spent = round((shown.earnings or 0.0) * POINT) - held + shown.own * POINT
    for subject, earned in shown.paid:
        entries[game.seats.index(subject)] = held - round(earned * POINT) + share * (spent // share)


def _unlinked(shown: Feedback, row: int, members: int) -> tuple[Amounts, Amounts]:
    """Return what is shown without seats, others' entries and extremes, in one observer's row."""
    others = np.full((members, len(shown.others)), HIDDEN, dtype=np.int64)
    others[row] = [round(value * POINT) for value in shown.others]
    ends = (shown.low, shown.high) if (shown.low, shown.high) != (None, None) else ()
    extremes = np.full((members, len(ends)), HIDDEN, dtype=np.int64)
    extremes[row] = [HIDDEN if end is None else round(end * POINT) for end in ends]
    return others, extremes


def _stated(held: Amounts, about: str, game: Game, seat: int) -> int:
    # Only this seat's row is meant; the others are asked the same, to give them some answer.
    asked = np.tile([name in about for name in game.seats], (game.members, 1))
    return int(state(held, asked, game)[seat])
