"""How do treatments, people and the groups being played lie in memory for the compiled loops?

`LANES` groups stand side by side in the last axis of every array, so that one instruction serves
several. Amounts are milli-points except choices and answers (points), coefficients thousandths.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.power.results import NUMBERS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

(
    LEVEL, ON_SCHEDULE, ON_BELIEF, SCHEDULE_LEVEL, SCHEDULE_SLOPE, TURN, BELIEF_LEVEL,
    BELIEF_ON_SEEN, BELIEF_ON_BELIEF, TREMBLE, PRIOR,
) = range(11)  # fmt: skip
TRAITS = 11
PURPOSES = (
    "tremble", "lapse", "leaving", "misread", "misread as", "kind", "prior", "level", "group level",
)  # fmt: skip
MISREAD, MISREAD_AS, KIND, FIRST_BELIEF, OWN_LEVEL, SHARED_LEVEL = range(3, 9)
IN_ROUNDS = 5
"""How many of the purposes, the first ones, draw in every round."""
LANES = 120
"""Found best: more lanes hide the cost of starting a loop, fewer stay in the cache; not a power of
two, whose rows would compete for the same cache lines."""
SILENT, EVEN = -1, -2


class Told(NamedTuple):
    """What all groups of a treatment share; in `play` every array has treatments first.

    Attributes
    ----------
    phases : int64 (rounds,), the phase of every round
    shifts : float64 (phases + 1, traits, seats), channels; the last is for the very last round
    news : int64 (phases, seats, seats), what moves observer's belief about subject: a seat whose
        entry is printed, `EVEN` for an even share of the rest, `SILENT` for nothing
    copied : int64 (phases, seats, seats), whose belief a phase starts from, or -1 for its own
    weights : float64 (phases, seats, seats), how many others a belief stands for
    shown : int64 (phases, seats, seats), 1 where an entry is printed, own entries too
    about : float64 (questions, phases, seats, seats), for how many of those asked about it stands
    asked : int64 (phases,), how many questions are asked
    error : int64 (phases,), how many of a thousand printed entries are replaced by chance
    held : float64 (seats,), endowments in points
    """

    phases: Ints
    shifts: Floats
    news: Ints
    copied: Ints
    weights: Floats
    shown: Ints
    about: Floats
    asked: Ints
    error: Ints
    held: Floats


class People(NamedTuple):
    """Who plays: kinds with their traits, spreads (prior, level, group), rates in a thousand.

    `starts` holds the generator's states for `PURPOSES`, `upper` the summed shares of kinds.
    """

    starts: Words
    kinds: Floats
    upper: Floats
    spreads: Floats
    rates: Ints


class Lanes(NamedTuple):
    """Groups side by side; the last axis is lanes, or traits times lanes.

    Attributes
    ----------
    mine, now : float64 (seats, traits * lanes), as drawn and as they act in this phase
    beliefs : float64 (seats, seats, lanes)
    fixed : float64 (seats, lanes), what is given apart from noise
    chosen : float64 (seats, lanes), points given; rows up to a multiple of four
    said : float64 (seats, lanes), points that are printed where entries can be wrong
    answers : float64 (seats times questions, lanes), points stated; likewise
    total : float64 (lanes,), points given by all
    spare : float64 (2, lanes), for sums
    drawn : uint64 (2, lanes), for draws
    gone : int64 (seats, lanes)
    stale : int64 (seats,), whether beliefs or traits have moved
    slots : uint64 (lanes,), the groups' numbers
    states, words : uint64 (purposes, lanes), the generator's states of groups, and of this round
    """

    mine: Floats
    now: Floats
    beliefs: Floats
    fixed: Floats
    chosen: Floats
    said: Floats
    answers: Floats
    total: Floats
    spare: Floats
    drawn: Words
    gone: Ints
    stale: Ints
    slots: Words
    states: Words
    words: Words


class Batch(NamedTuple):
    """Groups in order of treatments: slots, rows of the results, and the treatments' ends."""

    slots: Ints
    rows: Ints
    ends: Ints


def room(seats: int, questions: int) -> Lanes:
    """Return lanes for groups of so many seats that are asked at most so many questions."""
    whole_, words, told = np.int64, np.uint64, -(-seats * questions // NUMBERS) * NUMBERS
    return Lanes(
        mine=np.empty((seats, TRAITS * LANES)),
        now=np.empty((seats, TRAITS * LANES)),
        beliefs=np.empty((seats, seats, LANES)),
        fixed=np.empty((seats, LANES)),
        chosen=np.zeros((-(-seats // NUMBERS) * NUMBERS, LANES)),
        said=np.zeros((-(-seats // NUMBERS) * NUMBERS, LANES)),
        answers=np.zeros((told, LANES)),
        total=np.zeros(LANES),
        spare=np.empty((2, LANES)),
        drawn=np.empty((2, LANES), dtype=words),
        gone=np.empty((seats, LANES), dtype=whole_),
        stale=np.empty(seats, dtype=whole_),
        slots=np.empty(LANES, dtype=words),
        states=np.empty((IN_ROUNDS, LANES), dtype=words),
        words=np.empty((IN_ROUNDS, LANES), dtype=words),
    )
