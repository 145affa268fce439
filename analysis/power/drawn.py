"""How fast can draws be made in compiled loops, when nothing is done with them?"""

import numba
import numpy as np

from analysis.power.rounds import chained, noise


def _draw_many(state: np.uint64, count: int) -> float:
    """Draw standardised noise for many keys and return its sum."""
    total = 0.0
    for key in range(count):
        total += noise(chained(state, np.uint64(key)))
    return total


draw_many = numba.njit(error_model="numpy")(_draw_many)
