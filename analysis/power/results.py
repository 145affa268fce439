"""In what form do the compiled loops write what groups did?

Four whole numbers of 16 bits make a word, so that a round of four seats is one word.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

NUMBERS = 4
"""16-bit numbers in a word."""


class Written(NamedTuple):
    """Where results go, by group and round; a round's numbers begin a new word.

    Attributes
    ----------
    given : uint64 (groups, rounds times words), by seat
    stated : uint64 (groups, rounds times words), by seat and question; -1 where nothing is
    gone : bool (groups, rounds, seats)
    """

    given: Words
    stated: Words
    gone: NDArray[np.bool_]


def room_for(groups: int, rounds: int, seats: int, questions: int) -> Written:
    """Return room for the results of groups, nothing being stated."""

    def words(numbers: int) -> Words:
        return np.full((groups, rounds * -(-numbers // NUMBERS)), np.iinfo(np.uint64).max)

    gone = np.zeros((groups, rounds, seats), dtype=bool)
    return Written(words(seats), words(seats * questions), gone)


def numbers(words: Words, shape: tuple[int, ...]) -> NDArray[np.int16]:
    """Read words as whole numbers of a shape (groups, rounds, ...)."""
    groups, rounds, *rest = shape
    every = words.view(np.int16).reshape(groups, rounds, NUMBERS * words.shape[1] // rounds)
    count = int(np.prod(rest))
    return np.ascontiguousarray(every[..., :count]).reshape(shape)
