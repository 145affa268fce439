"""How do a round's choices and answers of many groups get into the results?"""

import numpy as np

from analysis.power.lanes.arithmetic import HALF, compiled
from analysis.power.lanes.layout import LANES, Floats, Ints, Lanes, Words
from analysis.power.results import NUMBERS, Written

MASK = np.uint64(0xFFFF)


def _pack(results: Words, place: int, lanes: Lanes, values: Floats, rows: Ints) -> None:
    """Write four numbers a lane as one word; -1 is all ones."""
    words = lanes.drawn[0]
    # Converting and scattering in one loop would keep the conversion from being done side by side.
    for lane in range(LANES):
        word = np.uint64(np.int64(values[0, lane])) & MASK
        word |= (np.uint64(np.int64(values[1, lane])) & MASK) << np.uint64(16)
        word |= (np.uint64(np.int64(values[2, lane])) & MASK) << HALF
        words[lane] = word | np.uint64(np.int64(values[3, lane])) << np.uint64(48)
    for lane in range(len(rows)):
        results[np.uint64(rows[lane]), np.uint64(place)] = words[lane]


pack = compiled(_pack)


def _write(written: Written, lanes: Lanes, rows: Ints, number: int, asked: int) -> None:
    """Write what every seat gave and stated in a round; where nothing is asked -1 stands."""
    for first in range(0, len(lanes.chosen), NUMBERS):
        place = (number * len(lanes.chosen) + first) // NUMBERS
        pack(written.given, place, lanes, lanes.chosen[first : first + NUMBERS], rows)
    if asked > 0:
        for first in range(0, len(lanes.answers), NUMBERS):
            place = (number * len(lanes.answers) + first) // NUMBERS
            pack(written.stated, place, lanes, lanes.answers[first : first + NUMBERS], rows)


write = compiled(_write)


def _note(written: Written, lanes: Lanes, rows: Ints, number: int, questions: int) -> None:
    """Write who has gone, and let them state nothing."""
    seats = len(lanes.gone)
    for seat in range(seats):
        for lane in range(len(rows)):
            written.gone[rows[lane], number, seat] = lanes.gone[seat, lane] == 1
        for question in range(questions):
            for lane in range(LANES):
                if lanes.gone[seat, lane] == 1:
                    lanes.answers[seat * questions + question, lane] = -1.0


note = compiled(_note)
