"""What would many groups do, by the compiled path that equals the reference bit for bit?

Needs numba, which only simulation uses: without it `fastest` is the reference path.
"""

from collections.abc import Callable
from dataclasses import fields
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from design import chance
from design.channels import acting
from design.experiments import Experiment
from design.game import POINT
from design.population import Population, members
from design.schedule import Slots
from design.simulate import UNASKED, Simulation, asked_about, batches, simulate
from design.strategies import Strategy
from design.treatments import Treatment

if TYPE_CHECKING:
    from analysis.power.rounds import Play

Ints = NDArray[np.int64]
Simulator = Callable[..., Simulation]

ORDER = (
    "level", "on_schedule", "on_belief", "schedule_level", "schedule_slope", "turn",
    "belief_level", "belief_on_seen", "belief_on_belief", "tremble", "prior",
)  # fmt: skip
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
    from analysis.power.rounds import play_groups

    slots = np.arange(first_slot, first_slot + groups, dtype=np.int64)
    deal = experiment.schedule.deal(seed, slots)
    game, rounds = experiment.game, sum(vars(experiment.parts).values())
    questions = max(len(phase.beliefs) for t in experiment.treatments() for phase in t.phases)
    given = np.zeros((groups, rounds, game.members), dtype=np.int16)
    stated = np.full((*given.shape, questions), UNASKED, dtype=np.int16)
    gone = np.zeros(given.shape, dtype=bool)
    for batch in batches(experiment, seed, slots, deal, chunk):
        play = _play(batch.treatment, population, seed, batch.slots, batch.rows)
        play_groups(play, given, stated, gone)
    return Simulation(experiment, seed, slots, deal, given, stated, gone)


def _play(
    treatment: Treatment, population: Population, seed: int, slots: Slots, rows: Ints
) -> "Play":
    """Write a treatment and its members out as the arrays that the compiled loop reads."""
    from analysis.power.rounds import Play

    game, phases = treatment.game, treatment.phases
    people = members(population, seed, slots, game)
    entitled = [phase.monitoring.entitled(game) for phase in phases]
    known = [one.total | one.total_deduced | one.entries.all(axis=1) for one in entitled]
    asked = max(phases, key=lambda phase: len(phase.beliefs)).beliefs
    about = [asked_about(belief, game) for belief in asked]
    return Play(
        starts=np.array([_start(seed, p) for p in ("tremble", "lapse", "leaving")]),
        slots=slots.astype(np.uint64),
        people=np.array([getattr(people, name).T for name in ORDER], dtype=float, order="C"),
        phases=np.array([treatment.part(n) for n in range(1, treatment.rounds + 1)]),
        shifts=_shifts(treatment, population),
        shown=np.stack([one.entries for one in entitled]).astype(np.int64),
        total=np.stack(known).astype(np.int64),
        held=np.asarray(game.endowments, dtype=float) * POINT,
        rates=np.array([population.lapse, population.leaving]),
        about=np.array(about, dtype=np.int64).reshape(len(asked), game.members, game.members),
        asked=np.array([len(phase.beliefs) for phase in phases]),
        rows=rows,
    )


def _shifts(treatment: Treatment, population: Population) -> NDArray[np.float64]:
    """Return what channels add to every parameter, by phase; the very last round comes last."""
    game = treatment.game
    nothing = Strategy(**{field.name: 0 for field in fields(Strategy)})
    rows = []
    for phase in treatment.phases:
        moved = acting(nothing, population.channels, phase.monitoring, game)
        columns = [np.broadcast_to(getattr(moved, name), game.members) for name in ORDER]
        rows.append(np.stack(columns))
    last = rows[-1].copy()
    last[ORDER.index("level")] += population.endgame
    return np.stack([*rows, last]).astype(float)


def _start(seed: int, purpose: str) -> chance.Words:
    """Return the generator's state before any key: a draw without keys."""
    return chance.bits(seed, [], purpose)
