"""What does a Strategy choose in front of one member's screen?

Everything is read off what the screen shows, so a played Strategy knows what a person would, and
no more.
"""

from dataclasses import dataclass

import numpy as np

from design.game import POINT, Amounts, Game
from design.signals import HIDDEN, Signal
from design.state import Choice
from design.strategies import Strategy, contribute, first_beliefs, learn, state
from design.view import Feedback, View


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
    """

    game: Game
    seat: str
    history: tuple[Feedback, ...]
    asked: tuple[tuple[str, str], ...] = ()


def sight_of(view: View) -> Sight:
    """Return what a View puts before its member."""
    game = Game((view.endowment,) * view.members, (round(view.mpcr * 1_000),) * view.members)
    return Sight(game, view.seat, view.history, view.beliefs)


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
    stated = [_stated(held, about, game, seat) for _, about in sight.asked]
    return Choice(given, tuple(stated))


def beliefs_of(strategy: Strategy, sight: Sight) -> Amounts:
    """Return beliefs (observer, subject) in which the row of the member's seat is meant."""
    held = first_beliefs(strategy, (sight.game.members,))
    for shown in sight.history:
        held = learn(strategy, held, signal_of(shown, sight.seat, sight.game), sight.game)
    return held


def signal_of(shown: Feedback, seat: str, game: Game) -> Signal:
    """Return a round's feedback as a Signal in which only one observer's row is filled."""
    row = game.seats.index(seat)
    entries = np.full((game.members, game.members), HIDDEN, dtype=np.int64)
    total, earnings = (np.full(game.members, HIDDEN, dtype=np.int64) for _ in range(2))
    entries[row, row] = shown.own * POINT
    for subject, value in shown.entries:
        entries[row, game.seats.index(subject)] = round(value * POINT)
    if shown.total is not None:
        total[row] = round(shown.total * POINT)
    if shown.earnings is not None:
        earnings[row] = round(shown.earnings * POINT)
    return Signal(entries, total, earnings)


def _stated(held: Amounts, about: str, game: Game, seat: int) -> int:
    # Only this seat's row is meant; the others are asked the same, to give them some answer.
    asked = np.tile([name in about for name in game.seats], (game.members, 1))
    return int(state(held, asked, game)[seat])
