"""What would many groups do, played through the same rules as live ones, all at once?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from design import chance
from design.channels import acting
from design.experiments import Experiment
from design.game import POINT, Amounts, Game
from design.hearing import Hearing, Round, hear
from design.monitoring import Mask
from design.occasions import Occasion
from design.phases import Belief
from design.population import Population, members
from design.schedule import Deal, Slots
from design.signals import observe
from design.strategies import contribute, first_beliefs, noise, state
from design.treatments import Treatment

Points = NDArray[np.int16]

UNASKED = -1
"""Stands where no belief was asked; 0 is a belief of zero."""

CHUNK = 1_024


@dataclass(frozen=True)
class Simulation:
    """What simulated groups did.

    Attributes
    ----------
    experiment, seed
        What was played; the seed of the schedule and of every draw.
    slots : int64 array (groups,)
        Their slots in the schedule.
    deal : Deal
        What the schedule dealt to them.
    contributions : int16 array (groups, rounds, seats)
        Whole points.
    beliefs : int16 array (groups, rounds, seats, questions)
        Whole points, `UNASKED` where none was asked or the choice was automatic.
    automatic : bool array (groups, rounds, seats)
        Where the declared rule chose for a member that had left.
    """

    experiment: Experiment
    seed: int
    slots: Slots
    deal: Deal
    contributions: Points
    beliefs: Points
    automatic: Mask


@dataclass(frozen=True)
class Batch:
    """Groups of one treatment that are played together: where they stand, and their slots."""

    treatment: Treatment
    rows: NDArray[np.int64]
    slots: Slots


@dataclass(frozen=True)
class _Results:
    """Arrays of a Simulation that are being filled."""

    given: Points
    stated: Points
    gone: Mask


def simulate(
    experiment: Experiment,
    seed: int,
    groups: int,
    population: Population,
    *,
    first_slot: int = 0,
    chunk: int = CHUNK,
) -> Simulation:
    """Play groups of simulated members through an experiment.

    Parameters
    ----------
    groups : int
        How many slots are filled, from `first_slot` on.
    chunk : int
        Groups played at a time; the result does not depend on it.

    Raises
    ------
    ValueError
        Where members do more than contribute and observe, or lengths are drawn by lot.
    """
    refuse_stages(experiment)
    slots = np.arange(first_slot, first_slot + groups, dtype=np.int64)
    deal = experiment.schedule.deal(seed, slots)
    game, rounds = experiment.game, sum(experiment.parts.lengths)
    questions = max(len(phase.beliefs) for t in experiment.treatments() for phase in t.phases)
    given = np.zeros((groups, rounds, game.members), dtype=np.int16)
    stated = np.full((*given.shape, questions), UNASKED, dtype=np.int16)
    gone = np.zeros(given.shape, dtype=bool)
    for batch in batches(experiment, seed, slots, deal, chunk):
        _play(batch, population, seed, _Results(given, stated, gone))
    return Simulation(experiment, seed, slots, deal, given, stated, gone)


def refuse_stages(experiment: Experiment) -> None:
    """Refuse an experiment that cannot be played all at once."""
    for one in experiment.treatments():
        staged = [phase.name for phase in one.phases if not phase.plain]
        if staged or one.horizon == "indefinite":
            found = f"stages in phase {staged[0]!r}" if staged else "lengths drawn by lot"
            raise ValueError(
                f"{one.name} has {found}: play it with design.acted, which plays any treatment"
            )


def batches(
    experiment: Experiment, seed: int, slots: Slots, deal: Deal, chunk: int
) -> Iterator[Batch]:
    """Split groups into chunks that play the same treatment."""
    which = (deal.condition * 2 + deal.beliefs) * 2 + deal.kept
    for kind in np.unique(which):
        rows = np.flatnonzero(which == kind)
        treatment = experiment.treatment(seed, int(slots[rows[0]]))
        for start in range(0, len(rows), chunk):
            part = rows[start : start + chunk]
            yield Batch(treatment, part, slots[part])


def _play(batch: Batch, population: Population, seed: int, results: _Results) -> None:
    """Play one batch from its first to its last round, into the rows of the results."""
    treatment, rows = batch.treatment, batch.rows
    people = members(population, seed, batch.slots, treatment.game)
    shape = (len(batch.slots), treatment.game.members)
    held, last = Hearing(first_beliefs(people, shape)), np.zeros(shape, dtype=np.int64)
    slot, seat, gone = batch.slots[:, None], np.arange(shape[1])[None, :], np.zeros(shape, bool)
    for number in range(1, treatment.rounds + 1):
        keys, part = (slot, number, seat), treatment.part(number)
        phase, game = treatment.phases[part], treatment.game_of(part)
        first = treatment.first_round(part)
        held = held.afresh() if number == first else held
        now = acting(people, population.channels, phase.monitoring, game)
        if number == treatment.rounds and treatment.horizon == "announced":
            now = replace(now, level=now.level + population.endgame)
        chosen = contribute(now, held.beliefs, game, noise(seed, keys, "tremble"))
        if population.lapse > 0:
            chosen = _lapsed(chosen, chance.bits(seed, keys, "lapse"), population.lapse, game)
        if population.leaving > 0:
            gone |= _happens(chance.bits(seed, keys, "leaving"), population.leaving)
        last = np.where(gone, last, chosen)
        # Nobody can give more than it holds in a part with other endowments.
        given = np.minimum(last, np.asarray(game.endowments) * POINT)
        results.given[rows, number - 1] = given // POINT
        results.gone[rows, number - 1] = gone
        results.stated[rows, number - 1] = _stated(phase.beliefs, held, game, results, gone)
        occasion = Occasion(seed, batch.slots, number)
        signal = observe(phase.monitoring, game, given, occasion=occasion)
        played = Round(number, first, first + phase.rounds - 1, given, signal)
        held = hear(now, held, played, phase.monitoring, game)


def _stated(
    asked: tuple[Belief, ...], held: Hearing, game: Game, results: _Results, gone: Mask
) -> Points:
    """Return the beliefs that members state, (groups, seats, questions), where they are asked."""
    stated = np.full((*gone.shape, results.stated.shape[-1]), UNASKED, dtype=np.int16)
    # Who holds nothing is asked nothing.
    silent = gone | (np.asarray(game.endowments) == 0)
    for place, belief in enumerate(asked):
        answers = state(held.beliefs, asked_about(belief, game), game)
        stated[..., place] = np.where(silent, UNASKED, answers)
    return stated


def _happens(words: chance.Words, rate: int) -> Mask:
    """Return where the upper half of a draw falls among `rate` of a thousand."""
    return np.asarray((words >> np.uint64(32)) * np.uint64(1_000) >> np.uint64(32) < rate)


def _lapsed(chosen: Amounts, words: chance.Words, rate: int, game: Game) -> Amounts:
    """Replace choices made blindly by the whole point in the lower half of their draw."""
    levels = np.asarray(game.endowments, dtype=np.uint64) + np.uint64(1)
    blind = (words & np.uint64(0xFFFFFFFF)) * levels >> np.uint64(32)
    return np.where(_happens(words, rate), blind.astype(np.int64) * POINT, chosen)


def asked_about(belief: Belief, game: Game) -> Mask:
    """Return whom each seat is asked about, as a mask (observer, subject)."""
    return np.array([[seat in about for seat in game.seats] for about in belief.about])
