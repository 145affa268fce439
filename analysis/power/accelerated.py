"""What would many groups do, by the compiled path that equals the reference bit for bit?

Needs numba, which only simulation uses: without it `fastest` is the reference path. What the
compiled loop does not know is played by the reference path too, so every treatment can be asked.
"""

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from analysis.power.results import numbers, room_for
from design.experiments import Experiment
from design.population import Population
from design.schedule import Deal
from design.simulate import Simulation, simulate

Ints = NDArray[np.int64]
Simulator = Callable[..., Simulation]

CHUNK = 1 << 16


def fastest() -> Simulator:
    """Return the accelerated simulator where numba is installed, else the reference."""
    return accelerated if find_spec("numba") else simulate


def accelerated(
    experiment: Experiment,
    seed: int,
    groups: int,
    population: Population,
    *,
    first_slot: int = 0,
    chunk: int = CHUNK,
) -> Simulation:
    """Play groups of simulated members as `design.simulate.simulate` does, only faster."""
    from analysis.power.lanes.layout import Batch
    from analysis.power.lanes.rounds import play
    from analysis.power.told import people, playable, told

    if not playable(experiment, population):
        return simulate(experiment, seed, groups, population, first_slot=first_slot, chunk=chunk)
    slots = np.arange(first_slot, first_slot + groups, dtype=np.int64)
    deal, rules = experiment.schedule.deal(seed, slots), told(experiment, population)
    (_, questions, _, seats, _), rounds = rules.about.shape, rules.phases.shape[1]
    written = room_for(groups, rounds, seats, questions)
    for start in range(0, groups, chunk):
        rows, ends = _by_treatment(deal, slice(start, start + chunk))
        play(rules, people(population, seed), written, Batch(slots[rows], rows, ends))
    given = numbers(written.given, (groups, rounds, seats))
    stated = numbers(written.stated, (groups, rounds, seats, questions))
    return Simulation(experiment, seed, slots, deal, given, stated, written.gone)


def _by_treatment(deal: Deal, part: slice) -> tuple[Ints, Ints]:
    """Return rows of groups in order of treatments, and where each treatment ends."""
    # In the order of `Experiment.treatments`: beliefs rise, and keeping comes before removing.
    which = (deal.condition[part] * 2 + deal.beliefs[part]) * 2 + ~deal.kept[part]
    # A stable sort of small numbers is by counting, several times as fast as by comparing.
    order = np.argsort(which.astype(np.uint16), kind="stable") + part.start
    return order, np.cumsum(np.bincount(which))
