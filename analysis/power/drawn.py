"""How fast can draws be made in compiled loops, when nothing is done with them?"""

import numba
import numpy as np

from analysis.power.lanes.arithmetic import OPTIONS, after, keyed, noise
from analysis.power.lanes.layout import LANES, Floats, Words


def _draw_many(state: np.uint64, count: int) -> float:
    """Draw standardised noise for many keys, one after another, and return its sum."""
    total = 0.0
    for key in range(count):
        total += noise(after(state, keyed(np.uint64(key))))
    return total


draw_many = numba.njit(**OPTIONS)(_draw_many)


def _draw_lanes(states: Words, words: Words, sums: Floats, rounds: int, seats: int) -> None:
    """Draw the noise of every round and seat of groups side by side, and add it up."""
    for number in range(rounds):
        key = keyed(np.uint64(number + 1))
        for lane in range(LANES):
            words[lane] = after(states[lane], key)
        for seat in range(seats):
            key = keyed(np.uint64(seat))
            for lane in range(LANES):
                sums[lane] += noise(after(words[lane], key))


_compiled = numba.njit(**OPTIONS)(_draw_lanes)


def draw_lanes(batches: int, rounds: int, seats: int) -> float:
    """Draw noise as the simulation keys it, many groups at a time; return its sum."""
    states, sums = np.arange(LANES, dtype=np.uint64), np.zeros(LANES)
    for _ in range(batches):
        _compiled(states, np.empty_like(states), sums, rounds, seats)
    return float(sums.sum())
