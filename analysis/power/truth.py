"""What is the effect that a simulated experiment should find?

The same groups, with the same draws, play every compared condition: the mean of what each would
do under one less what it would do under another is the effect itself, without sampling of arms.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.power.arrange import percent
from analysis.power.composed import simulator_for
from analysis.power.primary import outcome
from design.channels import Channel
from design.experiments import Experiment, flagship
from design.plan import Estimand
from design.population import Population

Floats = NDArray[np.float64]

STEP = 50_000
ROUNDS_OF_SEARCH = 12


@dataclass(frozen=True)
class Truth:
    """Effects of the estimands (estimands,) in percentage points, with Monte-Carlo errors."""

    value: Floats
    error: Floats


def truths(
    experiment: Experiment,
    population: Population,
    estimands: tuple[Estimand, ...],
    *,
    seed: int,
    groups: int,
    workers: int = 1,
) -> Truth:
    """Return the effect of every estimand among so many groups of a population.

    Groups that are played one by one are shared among `workers` processes.
    """
    total, squares = np.zeros(len(estimands)), np.zeros(len(estimands))
    for first in range(0, groups, STEP):
        count = min(STEP, groups - first)
        where = (seed, first, count)
        effects = _effects(experiment, population, estimands, where, workers=workers)
        total += effects.sum(axis=1)
        squares += (effects**2).sum(axis=1)
    value = total / groups
    spread = np.sqrt(np.maximum(squares / groups - value**2, 0.0))
    return Truth(value, spread / groups**0.5)


def _effects(
    experiment: Experiment,
    population: Population,
    estimands: tuple[Estimand, ...],
    where: tuple[int, int, int],
    *,
    workers: int,
) -> Floats:
    """Return every group's own effect, (estimands, groups)."""
    seed, first, count = where
    arms = dict.fromkeys(arm for one in estimands for arm, _ in one.contrast.weights)
    found = np.zeros((len(estimands), count))
    for arm in arms:
        alone = flagship(conditions=(arm,), game=experiment.game, parts=experiment.parts)
        simulator = simulator_for(experiment, workers=workers)
        values = percent(simulator(alone, seed, count, population, first_slot=first))
        for k, one in enumerate(estimands):
            weight = dict(one.contrast.weights).get(arm)
            if weight is not None:
                found[k] += weight * outcome(values, experiment, one)
    return found


@dataclass(frozen=True)
class Solved:
    """A channel with the effect it has, in percentage points."""

    channel: Channel
    effect: float
    error: float


def solve_channel(
    experiment: Experiment,
    population: Population,
    channel: Channel,
    estimand: Estimand,
    *,
    points: float,
    seed: int,
    groups: int = 20_000,
    workers: int = 1,
) -> Solved:
    """Find the shift of a channel at which an estimand's effect is so many percentage points.

    Secant steps between whole-number shifts; the same draws at every step make the effect a smooth
    function of the shift.

    Raises
    ------
    ValueError
        If no shift reaches the effect.
    """

    def effect(shift: int) -> tuple[float, float]:
        added = (*population.channels, replace(channel, shift=shift))
        found = truths(
            experiment, replace(population, channels=added), (estimand,), seed=seed, groups=groups,
            workers=workers,
        )  # fmt: skip
        return float(found.value[0]), float(found.error[0])

    tried = {0: effect(0)}
    shift = 1_000 if points > tried[0][0] else -1_000
    for _ in range(ROUNDS_OF_SEARCH):
        if shift in tried:
            break
        tried[shift] = effect(shift)
        shift = _secant({at: value for at, (value, _) in tried.items()}, points)
    best = min(tried, key=lambda at: abs(tried[at][0] - points))
    if abs(tried[best][0] - points) > 0.1:
        raise ValueError(
            f"{channel.position} through {channel.parameter} does not reach {points:g} points on"
            f" {estimand.name}: the closest of {len(tried)} shifts is {best} with"
            f" {tried[best][0]:.2f}"
        )
    return Solved(replace(channel, shift=best), *tried[best])


def _secant(tried: dict[int, float], points: float) -> int:
    """Return where the line through the two closest tries meets the wanted effect."""
    one, two = sorted(tried, key=lambda at: abs(tried[at] - points))[:2]
    slope = (tried[one] - tried[two]) / (one - two)
    if slope == 0:
        return one
    step = (points - tried[one]) / slope
    return one + round(min(max(step, -20_000), 20_000))
