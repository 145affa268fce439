"""How fast can draws be made in compiled loops, when nothing is done with them?"""

import numba
import numpy as np

from analysis.power.lanes.arithmetic import OPTIONS, after, keyed, noise, uniform
from analysis.power.lanes.layout import LANES, Floats, Words


def _draw_many(state: np.uint64, count: int) -> float:
    """Draw standardised noise for many keys, one after another, and return its sum."""
    total = 0.0
    for key in range(count):
        total += noise(after(state, keyed(np.uint64(key))))
    return total


draw_many = numba.njit(**OPTIONS)(_draw_many)


def _draw_own(states: Words, shape: tuple[int, int, int], rounds: int, wrong: int) -> float:
    """Draw, group by group, whatever a simulation of so many rounds draws; return the sum.

    `states` are the purposes' generators, `shape` counts groups, seats and in how many purposes a
    seat has its own draw before the first round; in `wrong` rounds two more say what is misread.
    """
    groups, seats, once = shape
    total = 0.0
    for slot in range(groups):
        mine = keyed(np.uint64(slot))
        total += noise(after(states[3], mine))
        for purpose in range(once):
            state = after(states[4 + purpose], mine)
            for seat in range(seats):
                total += noise(after(state, keyed(np.uint64(seat))))
        first = (after(states[0], mine), after(states[1], mine), after(states[2], mine))
        for number in range(rounds):
            key = keyed(np.uint64(number + 1))
            word = after(first[0], key)
            for seat in range(seats):
                total += noise(after(word, keyed(np.uint64(seat))))
            if number < wrong:
                one, two = after(first[1], key), after(first[2], key)
                for seat in range(seats):
                    total += uniform(after(one, keyed(np.uint64(seat))))
                    total += uniform(after(two, keyed(np.uint64(seat))))
    return total


_compiled_own = numba.njit(**OPTIONS)(_draw_own)
ONCE = 3
"""Kind, first belief and level of a member are drawn once."""


def draw_own(groups: int, seats: int, rounds: int, wrong: int) -> float:
    """Draw one by one the numbers of a simulation that does nothing with them."""
    states = np.arange(4 + ONCE, dtype=np.uint64)
    return float(_compiled_own(states, (groups, seats, ONCE), rounds, wrong))


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
