"""What is a game worth to the members of a group of whom one is left out?"""

from dataclasses import replace

import numpy as np

from design.game import POINT, Amounts, Game
from design.play import Play


def without(game: Game, out: int | None) -> Game:
    """Return the game in which a seat holds nothing; the same game where nobody is left out."""
    if out is None:
        return game
    held = tuple(0 if seat == out else e for seat, e in enumerate(game.endowments))
    return replace(game, endowments=held)


def settlement(play: Play, game: Game, out: int | None, outside: int) -> Amounts:
    """Return what takes from a seat left out its share in the group account and pays it outside.

    Parameters
    ----------
    game : Game
        As the round is played.
    outside : int
        Points paid instead.

    Returns
    -------
    int64 array (members,) of milli-points.
    """
    added = np.zeros(play.game.members, dtype=np.int64)
    if out is not None:
        share = game.mpcr[out] * int(play.given.sum()) // POINT
        added[out] = outside * POINT - share
    return added
