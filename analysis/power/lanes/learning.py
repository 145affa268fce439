"""What does one seat of many groups believe and state, as `design.strategies` has it?

A belief is kept once for all members of whom an observer has always heard the same, and is left
alone where nothing is heard.
"""

import numpy as np

from analysis.power.lanes.arithmetic import after, compiled, keyed, thousandth, uniform, whole
from analysis.power.lanes.choosing import plan
from analysis.power.lanes.layout import (
    BELIEF_LEVEL,
    BELIEF_ON_BELIEF,
    BELIEF_ON_SEEN,
    EVEN,
    LANES,
    MISREAD,
    MISREAD_AS,
    SILENT,
    Floats,
    Ints,
    Lanes,
    Told,
)  # fmt: skip


def _summed(total: Floats, beliefs: Floats, weights: Floats) -> float:
    """Sum a seat's beliefs with weights into `total`; return the sum of the weights."""
    among, first = 0.0, True
    for j in range(len(weights)):
        weight, belief = weights[j], beliefs[j]
        if weight > 0.0:
            among += weight
            if first:
                for lane in range(LANES):
                    total[lane] = weight * belief[lane]
                first = False
            else:
                for lane in range(LANES):
                    total[lane] += weight * belief[lane]
    return among


summed = compiled(_summed)


def _evened(even: Floats, lanes: Lanes, shown: Ints) -> None:
    """Set the even share, milli-points, of those whose entries are not printed."""
    among, copied = 0.0, False
    for j in range(len(shown)):
        if shown[j] == 0:
            among += 1.0
        elif copied:
            for lane in range(LANES):
                even[lane] -= lanes.chosen[j, lane]
        else:
            copied = True
            for lane in range(LANES):
                even[lane] = lanes.total[lane] - lanes.chosen[j, lane]
    per = 1.0 / among
    for lane in range(LANES):
        even[lane] = whole(even[lane] * 1_000.0, per)


evened = compiled(_evened)


def _update(belief: Floats, now: Floats, heard: Floats, unit: float) -> None:
    """Move one seat's belief in every lane, as `strategies.learn`; `unit` makes milli-points."""
    for lane in range(LANES):
        product = now[BELIEF_ON_SEEN * LANES + lane] * (heard[lane] * unit)
        product += now[BELIEF_ON_BELIEF * LANES + lane] * belief[lane]
        belief[lane] = now[BELIEF_LEVEL * LANES + lane] + thousandth(product)


update = compiled(_update)


def _misread(told: Told, lanes: Lanes, rate: int) -> None:
    """Set what is printed of every seat in a round, wrong now and then, as `occasions.misread`."""
    for seat in range(len(told.held)):
        key, levels = keyed(np.uint64(seat)), told.held[seat] + 1.0
        chosen, said = lanes.chosen[seat], lanes.said[seat]
        for lane in range(LANES):
            wrong = uniform(after(lanes.words[MISREAD, lane], key)) * 1_000.0 < rate
            instead = np.floor(uniform(after(lanes.words[MISREAD_AS, lane], key)) * levels)
            said[lane] = instead if wrong else chosen[lane]


misread = compiled(_misread)


def _learn(told: Told, lanes: Lanes, phase: int, seat: int) -> bool:
    """Update a seat's beliefs on what it hears; return whether it hears anything."""
    heard, ready = False, False
    printed = lanes.said if told.error[phase] > 0 else lanes.chosen
    for j in range(len(told.held)):
        source = told.news[phase, seat, j]
        if source == EVEN:
            if not ready:
                evened(lanes.spare[1], lanes, told.shown[phase, seat])
                ready = True
            update(lanes.beliefs[seat, j], lanes.now[seat], lanes.spare[1], 1.0)
            heard = True
        elif source != SILENT:
            update(lanes.beliefs[seat, j], lanes.now[seat], printed[source], 1_000.0)
            heard = True
    return heard


learn = compiled(_learn)


def _answer(answers: Floats, total: Floats, per: float, held: float) -> None:
    """Set what one seat states, as `strategies.state`."""
    for lane in range(LANES):
        points = thousandth(whole(total[lane], per))
        answers[lane] = min(max(points, 0.0), held)


answer = compiled(_answer)


def _reconsider(told: Told, lanes: Lanes, phase: int, seat: int) -> None:
    """Prepare what a seat gives and states from its beliefs as they are now."""
    held, total, beliefs = told.held[seat], lanes.spare[0], lanes.beliefs[seat]
    among = summed(total, beliefs, told.weights[phase, seat])
    plan(lanes.fixed[seat], total, lanes.now[seat], 1.0 / among, held)
    for question in range(told.asked[phase]):
        among = summed(total, beliefs, told.about[question, phase, seat])
        place = seat * len(told.about) + question
        answer(lanes.answers[place], total, 1.0 / among, held)


reconsider = compiled(_reconsider)
