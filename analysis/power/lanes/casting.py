"""Who sits in every seat of the groups being played, drawn as `design.population.members` does?"""

import numpy as np

from analysis.power.lanes.arithmetic import after, compiled, keyed, noise, uniform, whole
from analysis.power.lanes.layout import (
    FIRST_BELIEF,
    KIND,
    LANES,
    LEVEL,
    PRIOR,
    SHARED_LEVEL,
    TRAITS,
    Floats,
    Lanes,
    People,
    Words,
)


def _chain(out: Words, states: Words, key: np.uint64) -> None:
    """Add one key to the state of every lane."""
    added = keyed(key)
    for lane in range(LANES):
        out[lane] = after(states[lane], added)


chain = compiled(_chain)


def _kind_traits(people: People, mine: Floats, word: Words) -> None:
    """Give every lane the traits of the kind that its draw falls on."""
    for lane in range(LANES):
        share, kind = uniform(word[lane]), np.int64(0)
        for upper in people.upper:
            kind += np.int64(upper <= share)
        for trait in range(TRAITS):
            mine[trait * LANES + lane] = people.kinds[kind, trait]


kind_traits = compiled(_kind_traits)


def _drawn_people(people: People, lanes: Lanes, held: Floats) -> None:
    """Draw the members of every lane as `population.members`."""
    once, word, common = lanes.drawn[0], lanes.drawn[1], lanes.spare[0]
    for lane in range(LANES):
        drawn = noise(after(people.starts[SHARED_LEVEL], keyed(lanes.slots[lane])))
        common[lane] = whole(drawn * people.spreads[2], 0.001)
    for purpose in range(KIND, SHARED_LEVEL):
        for lane in range(LANES):
            once[lane] = after(people.starts[purpose], keyed(lanes.slots[lane]))
        for seat in range(len(held)):
            mine = lanes.mine[seat]
            chain(word, once, np.uint64(seat))
            if purpose == KIND:
                kind_traits(people, mine, word)
            elif purpose == FIRST_BELIEF:
                for lane in range(LANES):
                    apart = whole(noise(word[lane]) * people.spreads[0], 0.001)
                    prior = mine[PRIOR * LANES + lane] + apart
                    mine[PRIOR * LANES + lane] = min(max(prior, 0.0), held[seat] * 1_000.0)
            else:
                for lane in range(LANES):
                    apart = whole(noise(word[lane]) * people.spreads[1], 0.001)
                    mine[LEVEL * LANES + lane] += apart + common[lane]


drawn_people = compiled(_drawn_people)
