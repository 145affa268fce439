"""What do many groups do in treatments with any stages, over several processes?

Groups are played one by one by the live game's own transition (design/acted.py), whole blocks at a
time, so that what they do depends on the seed alone, whoever plays them.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis.power.accelerated import Simulator, fastest
from design.acted import Acted, play
from design.experiments import Experiment
from design.population import Population
from design.simulate import UNASKED, Simulation

PIECE = 48
"""Groups, at least, that a process plays before it hands them over."""

Told = Callable[[int, int], None]
Made = TypeVar("Made")
Arrays = tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.bool_]]


@dataclass(frozen=True)
class Piece:
    """Whole blocks of an experiment, played by one process."""

    experiment: Experiment
    seed: int
    population: Population
    first: int
    groups: int


def is_composed(experiment: Experiment) -> bool:
    """Say whether members do more than contribute and observe in any of the treatments."""
    return not all(phase.plain for one in experiment.treatments() for phase in one.phases)


def simulator_for(experiment: Experiment, *, workers: int = 1) -> Simulator:
    """Return the fastest way to play an experiment: all groups at once where that is possible."""
    return partial(composed, workers=workers) if is_composed(experiment) else fastest()


def played(
    experiment: Experiment,
    seed: int,
    groups: int,
    population: Population,
    *,
    workers: int = 1,
    told: Told | None = None,
) -> Iterator[Acted]:
    """Play groups over some processes, and return them in the order of their slots.

    `design.simulated.acted_tables` turns them into the tables of a session.

    Parameters
    ----------
    told : called with the number of groups done and of all, after each piece
    """
    pieces, done = cut(experiment, seed, groups, population), 0
    for one in over(_acted, pieces, workers):
        done += len(one)
        if told is not None:
            told(done, groups)
        yield from one


def composed(
    experiment: Experiment,
    seed: int,
    groups: int,
    population: Population,
    *,
    first_slot: int = 0,
    workers: int = 1,
) -> Simulation:
    """Play groups of any treatments, and return what they did as `design.simulate.simulate` does.

    Raises
    ------
    ValueError
        Where lots decide how long groups play.
    """
    refuse_lots(experiment)
    pieces = cut(experiment, seed, groups, population, first_slot=first_slot)
    slots = np.arange(first_slot, first_slot + groups, dtype=np.int64)
    found = [one for piece in over(_simulated, pieces, workers) for one in piece]
    given, stated, gone = (np.stack(arrays) for arrays in zip(*found, strict=True))
    deal = experiment.schedule.deal(seed, slots)
    return Simulation(experiment, seed, slots, deal, given, stated, gone)


def refuse_lots(experiment: Experiment) -> None:
    """Refuse experiments in which groups play different numbers of rounds."""
    drawn = sorted(
        {one.condition for one in experiment.treatments() if one.horizon == "indefinite"}
    )
    if drawn:
        raise ValueError(f"{', '.join(drawn)}: lots decide how many rounds a group plays")


def cut(
    experiment: Experiment, seed: int, groups: int, population: Population, *, first_slot: int = 0
) -> list[Piece]:
    """Cut groups into pieces of whole blocks, the last one of what is left."""
    block = experiment.schedule.block_size
    size, stop = -(-PIECE // block) * block, first_slot + groups
    return [
        Piece(experiment, seed, population, first, min(size, stop - first))
        for first in range(first_slot, stop, size)
    ]


def over(action: Callable[[Piece], Made], pieces: list[Piece], workers: int) -> Iterator[Made]:
    """Do something to pieces over some processes, in order; with one, in this process."""
    if workers == 1 or len(pieces) < 2:
        yield from map(action, pieces)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(pieces)), mp_context=context) as pool:
        yield from pool.map(action, pieces)


def _acted(piece: Piece) -> list[Acted]:
    where = {"first_slot": piece.first}
    return list(play(piece.experiment, piece.seed, piece.groups, piece.population, **where))


def _simulated(piece: Piece) -> list[Arrays]:
    """Return what each group gave, believed and left to the rule, by round and seat."""
    phases = [phase for one in piece.experiment.treatments() for phase in one.phases]
    questions = max(len(phase.beliefs) for phase in phases)
    return [_arrays(one, questions) for one in _acted(piece)]


def _arrays(one: Acted, questions: int) -> Arrays:
    rounds = [settled.choices for settled in one.group.history]
    blank = (UNASKED,) * questions
    given = [[choice.contribution for choice in choices] for choices in rounds]
    stated = [[(*choice.beliefs, *blank)[:questions] for choice in choices] for choices in rounds]
    gone = [[choice.automatic for choice in choices] for choices in rounds]
    shape = (len(rounds), len(rounds[0]), questions)
    return (
        np.array(given, dtype=np.int16),
        np.array(stated, dtype=np.int16).reshape(shape),
        np.array(gone, dtype=bool),
    )
