"""What does one seat of many groups give, as `design.strategies.contribute` and lapses say?"""

import numpy as np

from analysis.power.lanes.arithmetic import (
    HALF,
    LOW,
    after,
    compiled,
    happens,
    keyed,
    noise,
    thousandth,
    whole,
)  # fmt: skip
from analysis.power.lanes.layout import (
    LANES,
    LEVEL,
    ON_BELIEF,
    ON_SCHEDULE,
    SCHEDULE_LEVEL,
    SCHEDULE_SLOPE,
    TREMBLE,
    TURN,
    Floats,
    Lanes,
    People,
    Words,
)  # fmt: skip


def _plan(fixed: Floats, total: Floats, now: Floats, per: float, held: float) -> None:
    """Set what a seat gives apart from level and noise, in thousandths of milli-points."""
    for lane in range(LANES):
        mean = whole(total[lane], per)
        bent = mean - 2.0 * max(mean - now[TURN * LANES + lane], 0.0)
        planned = thousandth(now[SCHEDULE_SLOPE * LANES + lane] * bent)
        planned = min(max(now[SCHEDULE_LEVEL * LANES + lane] + planned, 0.0), held * 1_000.0)
        fixed[lane] = (
            now[ON_SCHEDULE * LANES + lane] * planned + now[ON_BELIEF * LANES + lane] * mean
        )


plan = compiled(_plan)


def _choose(
    chosen: Floats, fixed: Floats, now: Floats, words: Words, who: tuple[np.uint64, float]
) -> None:
    """Choose for one seat in every lane, as `strategies.contribute`; `who` is (key, points)."""
    key, held = who
    for lane in range(LANES):
        drawn = noise(after(words[lane], key))
        given = thousandth(fixed[lane] + now[TREMBLE * LANES + lane] * drawn)
        given = thousandth(now[LEVEL * LANES + lane] + given)
        chosen[lane] = min(max(given, 0.0), held)


choose = compiled(_choose)


def _disturb(people: People, lanes: Lanes, before: Floats, seat: int, held: float) -> None:
    """Let choices of one seat lapse, members leave, and those who have repeat what was before."""
    chosen, gone = lanes.chosen[seat], lanes.gone[seat]
    key, levels = keyed(np.uint64(seat)), np.uint64(held + 1.0)
    for lane in range(LANES):
        word = after(lanes.words[1, lane], key)
        if happens(word, people.rates[0]):
            chosen[lane] = np.float64((word & LOW) * levels >> HALF)
        if happens(after(lanes.words[2, lane], key), people.rates[1]):
            gone[lane] = 1
        if gone[lane]:
            chosen[lane] = before[lane]


disturb = compiled(_disturb)


def _add(total: Floats, chosen: Floats, seat: int) -> None:
    """Add one seat's choices to the total, the first seat's from nothing."""
    before = 0.0 if seat == 0 else 1.0
    for lane in range(LANES):
        total[lane] = before * total[lane] + chosen[lane]


add = compiled(_add)
