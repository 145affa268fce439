"""What do thousands of groups do, round by round, in compiled loops?

The body of `design.simulate` written out for a compiler, some groups at a time side by side (lanes)
so that one instruction serves several. Amounts are whole numbers held in floating point: products
stay far below 2**53 and a correctly rounded quotient of whole numbers has the right floor, so
everything equals the integers of the reference path bit for bit; tests hold them equal.
Amounts are milli-points, coefficients thousandths; a mask is an array of 0 and 1.
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

(
    LEVEL, ON_SCHEDULE, ON_BELIEF, SCHEDULE_LEVEL, SCHEDULE_SLOPE, TURN, BELIEF_LEVEL,
    BELIEF_ON_SEEN, BELIEF_ON_BELIEF, TREMBLE, PRIOR,
) = range(11)  # fmt: skip

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
LOW, HALF, QUARTER = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(0xFFFF)
LANES = 64

compiled = numba.njit(error_model="numpy")


class Play(NamedTuple):
    """What a batch of groups of one treatment plays, and where the results go.

    Attributes
    ----------
    starts : uint64 (3,), the generator's states for tremble, lapse and leaving
    slots : uint64 (groups,)
    people : float64 (11, seats, groups), parameters in the order above
    phases : int64 (rounds,), the phase of every round
    shifts : float64 (phases + 1, 11, seats), channels; the last is for the very last round
    shown : int64 (phases, seats, seats), entries printed
    total : int64 (phases, seats), whether the total is printed or follows
    held : float64 (seats,), endowments
    rates : int64 (2,), lapses and departures in a thousand
    about : int64 (questions, seats, seats), whom a question is about
    asked : int64 (phases,), how many questions are asked
    rows : int64 (groups,), rows of the results
    """

    starts: Words
    slots: Words
    people: Floats
    phases: Ints
    shifts: Floats
    shown: Ints
    total: Ints
    held: Floats
    rates: Ints
    about: Ints
    asked: Ints
    rows: Ints


class Lanes(NamedTuple):
    """Some groups side by side: beliefs (seats, seats, lanes), choices and gone (seats, lanes).

    `words` (3, lanes) holds the generator's states of this round.
    """

    beliefs: Floats
    chosen: Floats
    gone: Ints
    words: Words


def _mix(word: np.uint64) -> np.uint64:
    word = (word ^ (word >> np.uint64(30))) * FIRST
    word = (word ^ (word >> np.uint64(27))) * SECOND
    return word ^ (word >> np.uint64(31))


mix = compiled(_mix)


def _chained(state: np.uint64, key: np.uint64) -> np.uint64:
    return mix((state + GOLDEN) ^ mix(key + GOLDEN))


chained = compiled(_chained)


def _thousandth(product: float) -> float:
    return np.floor((product + 500.0) / 1_000.0)  # type: ignore[no-any-return]


thousandth = compiled(_thousandth)


def _noise(word: np.uint64) -> float:
    """Return the standardised sum of a word's four quarters, as `strategies.noise`."""
    total = (
        (word & QUARTER)
        + ((word >> np.uint64(16)) & QUARTER)
        + ((word >> HALF) & QUARTER)
        + (word >> np.uint64(48))
    )
    return np.floor((np.float64(total) - 131_070.0) * 10_000.0 / 378_372.0)  # type: ignore[no-any-return]


noise = compiled(_noise)


def _happens(word: np.uint64, rate: int) -> bool:
    return np.int64((word >> HALF) * np.uint64(1_000) >> HALF) < rate  # type: ignore[return-value]


happens = compiled(_happens)


def _choose(play: Play, lanes: Lanes, first: int, moved: int, seat: int) -> None:
    """Choose for one seat in every lane, as `strategies.contribute`; who has gone repeats."""
    people, shift, held = play.people, play.shifts[moved, :, seat], play.held[seat]
    seats, count = lanes.chosen.shape
    for lane in range(count):
        at = first + lane
        others = 0.0
        for j in range(seats):
            if j != seat:
                others += lanes.beliefs[seat, j, lane]
        mean = np.floor(others / (seats - 1.0))
        bent = mean - 2.0 * max(mean - (people[TURN, seat, at] + shift[TURN]), 0.0)
        slope = people[SCHEDULE_SLOPE, seat, at] + shift[SCHEDULE_SLOPE]
        planned = people[SCHEDULE_LEVEL, seat, at] + shift[SCHEDULE_LEVEL]
        planned = min(max(planned + thousandth(slope * bent), 0.0), held)
        drawn = noise(chained(lanes.words[0, lane], np.uint64(seat)))
        given = (people[ON_SCHEDULE, seat, at] + shift[ON_SCHEDULE]) * planned
        given += (people[ON_BELIEF, seat, at] + shift[ON_BELIEF]) * mean
        given += (people[TREMBLE, seat, at] + shift[TREMBLE]) * drawn
        given = thousandth(people[LEVEL, seat, at] + shift[LEVEL] + thousandth(given)) * 1_000.0
        given = min(max(given, 0.0), held)
        lanes.chosen[seat, lane] = lanes.chosen[seat, lane] if lanes.gone[seat, lane] else given


choose = compiled(_choose)


def _stumble(play: Play, lanes: Lanes, seat: int) -> None:
    """Let members of one seat leave, and keep the last choice of those who have."""
    for lane in range(lanes.gone.shape[1]):
        word = chained(lanes.words[2, lane], np.uint64(seat))
        if happens(word, play.rates[1]):
            lanes.gone[seat, lane] = 1


stumble = compiled(_stumble)


def _lapse(play: Play, lanes: Lanes, seat: int) -> None:
    """Replace choices of one seat that are made blindly."""
    levels = np.uint64(play.held[seat] / 1_000.0 + 1.0)
    for lane in range(lanes.gone.shape[1]):
        word = chained(lanes.words[1, lane], np.uint64(seat))
        if happens(word, play.rates[0]) and lanes.gone[seat, lane] == 0:
            lanes.chosen[seat, lane] = np.float64((word & LOW) * levels >> HALF) * 1_000.0


lapse = compiled(_lapse)


def _learn(play: Play, lanes: Lanes, first: int, phase: int, moved: int) -> None:
    """Update every belief, as `strategies.learn` on what is heard."""
    seats, count = lanes.chosen.shape
    even = np.empty(count)
    for i in range(seats):
        unseen = 0.0
        even[:] = 0.0
        for j in range(seats):
            if play.shown[phase, i, j] == 0:
                unseen += 1.0
                even += lanes.chosen[j, :count]
        for lane in range(count):
            even[lane] = np.floor(even[lane] / max(unseen, 1.0))
        for j in range(seats):
            printed = play.shown[phase, i, j] == 1
            if j != i and (printed or play.total[phase, i] == 1):
                news = lanes.chosen[j] if printed else even
                update(play, lanes.beliefs[i, j], news, first, (moved, i))


def _update(play: Play, belief: Floats, news: Floats, first: int, who: tuple[int, int]) -> None:
    """Move one seat's belief about another in every lane."""
    moved, seat = who
    shift, people = play.shifts[moved, :, seat], play.people
    for lane in range(len(belief)):
        at = first + lane
        product = (people[BELIEF_ON_SEEN, seat, at] + shift[BELIEF_ON_SEEN]) * news[lane]
        product += (people[BELIEF_ON_BELIEF, seat, at] + shift[BELIEF_ON_BELIEF]) * belief[lane]
        level = people[BELIEF_LEVEL, seat, at] + shift[BELIEF_LEVEL]
        belief[lane] = level + thousandth(product)


update = compiled(_update)
learn = compiled(_learn)


def _state(play: Play, lanes: Lanes, question: int, seat: int, stated: NDArray[np.int16]) -> None:
    """Write what one seat states in every lane, as `strategies.state`; -1 where it has gone."""
    seats, count = lanes.chosen.shape
    for lane in range(count):
        total, among = 0.0, 0.0
        for j in range(seats):
            if play.about[question, seat, j] == 1:
                total += lanes.beliefs[seat, j, lane]
                among += 1.0
        points = thousandth(np.floor(total / among))
        points = min(max(points, 0.0), play.held[seat] / 1_000.0)
        stated[lane] = -1 if lanes.gone[seat, lane] else np.int16(points)


state = compiled(_state)


def _play_lanes(
    play: Play,
    first: int,
    contributions: NDArray[np.int16],
    stated: NDArray[np.int16],
    automatic: NDArray[np.bool_],
) -> None:
    """Play some groups side by side, into their rows of the results."""
    count, seats, rounds = min(LANES, len(play.slots) - first), len(play.held), len(play.phases)
    lanes = Lanes(
        np.empty((seats, seats, count)),
        np.zeros((seats, count)),
        np.zeros((seats, count), dtype=np.int64),
        np.empty((3, count), dtype=np.uint64),
    )
    rows, answers = play.rows[first : first + count], np.empty(count, dtype=np.int16)
    for i in range(seats):
        lanes.beliefs[i, :] = play.people[PRIOR, i, first : first + count]
    for number in range(rounds):
        phase = play.phases[number]
        moved = phase if number < rounds - 1 else len(play.shifts) - 1
        for k in range(3):
            if k == 0 or play.rates[k - 1] > 0:
                for lane in range(count):
                    once = chained(play.starts[k], play.slots[first + lane])
                    lanes.words[k, lane] = chained(once, np.uint64(number + 1))
        for seat in range(seats):
            if play.rates[1] > 0:
                stumble(play, lanes, seat)
            choose(play, lanes, first, moved, seat)
            if play.rates[0] > 0:
                lapse(play, lanes, seat)
            for lane in range(count):
                contributions[rows[lane], number, seat] = lanes.chosen[seat, lane] / 1_000.0
                automatic[rows[lane], number, seat] = lanes.gone[seat, lane] == 1
            for question in range(play.asked[phase]):
                state(play, lanes, question, seat, answers)
                for lane in range(count):
                    stated[rows[lane], number, seat, question] = answers[lane]
        learn(play, lanes, first, phase, moved)


play_lanes = compiled(_play_lanes)


def _play_groups(
    play: Play,
    contributions: NDArray[np.int16],
    stated: NDArray[np.int16],
    automatic: NDArray[np.bool_],
) -> None:
    """Play a batch of groups of one treatment."""
    for first in range(0, len(play.slots), LANES):
        play_lanes(play, first, contributions, stated, automatic)


play_groups = numba.njit(cache=True, nogil=True, error_model="numpy")(_play_groups)
