"""Which draws decide what a round's signals show, beside the contributions themselves?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from design import chance
from design.game import POINT, Amounts, Game
from design.monitoring import Mask, Monitoring

HIDDEN = -1
"""Stands wherever nothing is shown; 0 is a contribution of zero."""

Keys = int | NDArray[np.int64]


@dataclass(frozen=True)
class Occasion:
    """The keys of a round's draws: the schedule's seed, and slots (...,) and rounds (...,)."""

    seed: int
    slot: Keys
    round: Keys

    def draw(self, purpose: str, *seats: NDArray[np.int64]) -> NDArray[np.float64]:
        """Draw uniforms for every slot and combination of seats, (..., *seats)."""
        lift = (...,) + (None,) * len(seats)
        outer = (np.asarray(self.slot)[lift], np.asarray(self.round)[lift])
        inner = tuple(
            seat.reshape((-1,) + (1,) * (len(seats) - 1 - axis)) for axis, seat in enumerate(seats)
        )
        drawn = chance.uniform(self.seed, (*outer, *inner), purpose)
        shape = np.broadcast_shapes(np.shape(self.slot), np.shape(self.round))
        return drawn.reshape(*shape, *(len(seat) for seat in seats))


def happens(drawn: NDArray[np.float64], rate: int) -> Mask:
    """Return which uniforms fall among `rate` of a thousand."""
    return np.asarray(drawn * 1_000 < rate)


def misread(game: Game, given: Amounts, occasion: Occasion, error: int) -> Amounts:
    """Replace some contributions by draws from 0 .. endowment, whole points, for all observers."""
    seats = np.arange(game.members)
    wrong = happens(occasion.draw("misread", seats), error)
    levels = np.asarray(game.endowments, dtype=np.int64) + 1
    drawn = np.floor(occasion.draw("misread as", seats) * levels).astype(np.int64)
    return np.where(wrong, drawn * POINT, given)


def nearest(given: Amounts, points: int) -> Amounts:
    """Return contributions to the nearest multiple of some points, halves upwards."""
    step = points * POINT
    return np.asarray((2 * given + step) // (2 * step) * step)


def covered(monitoring: Monitoring, game: Game, occasion: Occasion) -> Mask:
    """Return whose entries this round's audit or samples pick, (..., observer, subject)."""
    seats = np.arange(game.members)
    if monitoring.coverage == "audit":
        public = happens(occasion.draw("audit", seats), monitoring.audited)
        return np.repeat(public[..., None, :], game.members, axis=-2)
    drawn = occasion.draw("sample", seats, seats)
    drawn = np.where(np.eye(game.members, dtype=bool), 2.0, drawn)
    rank = drawn.argsort(axis=-1).argsort(axis=-1)
    return np.asarray(rank < monitoring.sampled)


def order(game: Game, occasion: Occasion) -> NDArray[np.int64]:
    """Return, for each observer, the seats in this round's own random order, itself last."""
    seats = np.arange(game.members)
    drawn = occasion.draw("reshuffle", seats, seats)
    return np.asarray(np.where(np.eye(game.members, dtype=bool), 2.0, drawn).argsort(axis=-1))
