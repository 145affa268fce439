"""What does a Strategy choose in front of one member's screen?

Everything is read off the View, so a played Strategy knows what a person would, and no more.
"""

import numpy as np

from design.game import POINT, Amounts, Game
from design.signals import HIDDEN, Signal
from design.state import Choice
from design.strategies import Strategy, contribute, first_beliefs, learn, state
from design.view import Feedback, View


def choose(strategy: Strategy, view: View, *, noise: int = 0) -> Choice:
    """Return the choice of one member, whole points, from all that its screen has shown.

    Parameters
    ----------
    strategy : Strategy
        With one number per parameter.
    noise : int
        This round's tremble, in thousandths of a standard deviation.
    """
    game = game_of(view)
    held = beliefs_of(strategy, view)
    seat, trembles = game.seats.index(view.seat), np.full(game.members, noise, dtype=np.int64)
    given = int(contribute(strategy, held, game, trembles)[seat]) // POINT
    stated = [_stated(held, about, game, seat) for _, about in view.beliefs]
    return Choice(given, tuple(stated))


def game_of(view: View) -> Game:
    """Return the game that a screen describes, the same for every seat."""
    return Game((view.endowment,) * view.members, (round(view.mpcr * 1_000),) * view.members)


def beliefs_of(strategy: Strategy, view: View) -> Amounts:
    """Return beliefs (observer, subject) in which the row of the View's seat is meant."""
    game = game_of(view)
    held = first_beliefs(strategy, (game.members,))
    for shown in view.history:
        held = learn(strategy, held, signal_of(shown, view.seat, game), game)
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
