"""What do thousands of groups do, round by round, in compiled loops?

The body of `design.simulate` written out for a compiler; tests hold both equal bit for bit.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np

from analysis.power.lanes.arithmetic import OPTIONS, after, compiled, keyed
from analysis.power.lanes.casting import chain, drawn_people
from analysis.power.lanes.choosing import add, choose, disturb
from analysis.power.lanes.layout import (
    IN_ROUNDS,
    LANES,
    MISREAD,
    MISREAD_AS,
    PRIOR,
    TRAITS,
    Batch,
    Floats,
    Ints,
    Lanes,
    People,
    Told,
    room,
)  # fmt: skip
from analysis.power.lanes.learning import learn, misread, reconsider
from analysis.power.lanes.writing import note, write
from analysis.power.results import Written


def _copy(out: Floats, values: Floats) -> None:
    for lane in range(LANES):
        out[lane] = values[lane]


copy = compiled(_copy)


def _begin(told: Told, lanes: Lanes, phases: tuple[int, int], moved: int) -> None:
    """Let traits be those of a phase (before, now), and split the beliefs that it sets apart."""
    before, phase = phases
    moved = moved if moved >= 0 else phase
    for i in range(len(told.held)):
        now, mine = lanes.now[i], lanes.mine[i]
        for trait in range(TRAITS):
            shift = told.shifts[moved, trait, i]
            for lane in range(LANES):
                now[trait * LANES + lane] = mine[trait * LANES + lane] + shift
        for j in range(len(told.held)):
            if phase != before and told.copied[phase, i, j] >= 0:
                copy(lanes.beliefs[i, j], lanes.beliefs[i, told.copied[phase, i, j]])


begin = compiled(_begin)


def _prepare(lanes: Lanes, people: People, told: Told) -> None:
    """Set lanes as they are before the first round."""
    seats = len(told.held)
    drawn_people(people, lanes, told.held)
    for purpose in range(IN_ROUNDS):
        for lane in range(LANES):
            lanes.states[purpose, lane] = after(people.starts[purpose], keyed(lanes.slots[lane]))
    for seat in range(seats):
        for other in range(seats):
            copy(lanes.beliefs[seat, other], lanes.mine[seat, PRIOR * LANES :])
        lanes.chosen[seat] = 0.0
        lanes.gone[seat] = 0


prepare = compiled(_prepare)


def _play_round(told: Told, people: People, lanes: Lanes, number: int) -> None:
    """Let every seat of every lane choose in a round, counted from 0."""
    disturbed = people.rates[0] > 0 or people.rates[1] > 0
    for purpose in range(3 if disturbed else 1):
        chain(lanes.words[purpose], lanes.states[purpose], np.uint64(number + 1))
    for seat in range(len(told.held)):
        if disturbed:
            copy(lanes.spare[0], lanes.chosen[seat])
        who = (keyed(np.uint64(seat)), told.held[seat])
        choose(lanes.chosen[seat], lanes.fixed[seat], lanes.now[seat], lanes.words[0], who)
        if disturbed:
            disturb(people, lanes, lanes.spare[0], seat, told.held[seat])
        add(lanes.total, lanes.chosen[seat], seat)


play_round = compiled(_play_round)


def _play_lanes(told: Told, people: People, written: Written, lanes: Lanes, rows: Ints) -> None:
    """Play groups side by side, prepared, into their rows of the results."""
    seats, rounds, phase = len(told.held), len(told.phases), -1
    for number in range(rounds):
        last = number == rounds - 1
        if last or told.phases[number] != phase:
            begin(told, lanes, (phase, told.phases[number]), len(told.shifts) - 1 if last else -1)
            phase = told.phases[number]
            lanes.stale[:] = 1
        for seat in range(seats):
            if lanes.stale[seat]:
                reconsider(told, lanes, phase, seat)
        play_round(told, people, lanes, number)
        if people.rates[1] > 0:
            note(written, lanes, rows, number, len(told.about))
        write(written, lanes, rows, number, told.asked[phase])
        rate = told.error[phase]
        if rate > 0:
            for purpose in (MISREAD, MISREAD_AS):
                chain(lanes.words[purpose], lanes.states[purpose], np.uint64(number + 1))
            misread(told, lanes, rate)
        if not last:
            for seat in range(seats):
                lanes.stale[seat] = learn(told, lanes, phase, seat)


play_lanes = compiled(_play_lanes)


def _sources() -> int:
    """Return a number that changes with the source of the compiled loops."""
    texts = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return int.from_bytes(hashlib.sha256(b"".join(texts)).digest()[:6])


def _player(sources: int) -> Callable[[Told, People, Written, Lanes, Batch], None]:
    """Return what plays groups of several treatments into rows of the results.

    numba keeps compiled code as long as the file that holds the function is as it was, and knows
    nothing of the others; but a number that the function closes over is part of what it looks up.
    """

    def play_groups(
        told: Told, people: People, written: Written, lanes: Lanes, batch: Batch
    ) -> None:
        first = min(0, sources)
        for which in range(len(batch.ends)):
            rules = Told(
                told.phases[which], told.shifts[which], told.news[which], told.copied[which],
                told.weights[which], told.shown[which], told.about[which], told.asked[which],
                told.error[which], told.held[which],
            )  # fmt: skip
            while first < batch.ends[which]:
                last = min(first + LANES, batch.ends[which])
                for lane in range(LANES):
                    lanes.slots[lane] = np.uint64(batch.slots[min(first + lane, last - 1)])
                prepare(lanes, people, rules)
                play_lanes(rules, people, written, lanes, batch.rows[first:last])
                first = last

    return numba.njit(cache=True, nogil=True, **OPTIONS)(play_groups)  # type: ignore[no-any-return]


play_groups = _player(_sources())


def play(told: Told, people: People, written: Written, batch: Batch) -> None:
    """Play groups of several treatments into rows of the results."""
    seats, questions = told.held.shape[1], told.about.shape[1]
    play_groups(told, people, written, room(seats, questions), batch)
