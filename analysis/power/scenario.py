"""What exactly is simulated, and what do the registered analyses of it say, shard by shard?

A scenario's experiments are numbered; number k plays the k-th run of blocks of one long schedule.
A shard is some consecutive experiments. Its answers depend on the scenario and its numbers alone,
not on which process or machine computes it, or when.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.power.accelerated import Simulator
from analysis.power.arrange import Arrangement, blocks_for, percent
from analysis.power.composed import is_composed, simulator_for
from analysis.power.primary import FIELDS, Answers, primary_answers
from design.canonical import fingerprint
from design.catalogue import CONDITIONS
from design.experiments import Experiment, flagship
from design.population import Population

Floats = NDArray[np.float64]

SHARD = 250
COMPOSED_GROUPS = 400
"""Groups in a shard, at most, where they are played one by one: some seconds."""
METHOD = "2"
"""Counted up whenever the same scenario would give other answers."""


@dataclass(frozen=True)
class Scenario:
    """A design with the people who play it.

    Attributes
    ----------
    experiment : Experiment
        What is played, dealt and planned.
    groups : int
        Groups per condition, even.
    population : Population
        Who plays.
    seed : int
        Of the schedule and every draw.
    experiments : int
        How many times it is simulated.
    played : str
        A condition that every group plays whatever it is dealt (the sharp null), or empty.
    """

    experiment: Experiment
    groups: int
    population: Population
    seed: int
    experiments: int
    played: str = ""

    def __post_init__(self) -> None:
        """Refuse what no experiment could be."""
        blocks_for(self.groups)
        if self.experiments < 1:
            raise ValueError(f"at least one experiment is simulated, found {self.experiments}")
        if self.played and self.played not in CONDITIONS:
            raise ValueError(f"conditions are {tuple(CONDITIONS)}, found {self.played!r}")

    @property
    def arrangement(self) -> Arrangement:
        """Where the groups of one experiment stand."""
        return Arrangement(self.experiment, blocks_for(self.groups))

    @property
    def hash(self) -> str:
        """SHA-256 of all that answers depend on; more experiments of the same keep it."""
        parts = (self.experiment, self.groups, self.population, self.seed, self.played)
        return fingerprint((METHOD, *parts))


@dataclass(frozen=True)
class Shard:
    """Some consecutive experiments of a scenario."""

    scenario: Scenario
    first: int
    count: int

    @property
    def name(self) -> str:
        """Name of the file that holds the answers."""
        return f"{self.scenario.hash[:16]}-{self.first:07d}-{self.count}.npy"


def shards(scenario: Scenario) -> list[Shard]:
    """Cut a scenario into shards, always in the same places."""
    size = SHARD
    if is_composed(scenario.experiment):
        size = max(1, COMPOSED_GROUPS // scenario.arrangement.groups)
    starts = range(0, scenario.experiments, size)
    return [Shard(scenario, i, min(size, scenario.experiments - i)) for i in starts]


def answer(shard: Shard, *, simulator: Simulator | None = None) -> Floats:
    """Simulate a shard and analyse every experiment in it.

    Returns
    -------
    (fields, experiments, estimands), the fields being those of `Answers`.
    """
    scenario, arrangement = shard.scenario, shard.scenario.arrangement
    staged = _staged(scenario)
    play = simulator or simulator_for(staged)
    groups = arrangement.groups
    where = {"first_slot": shard.first * groups}
    count = shard.count * groups
    simulation = play(staged, scenario.seed, count, scenario.population, **where)
    deal = scenario.experiment.schedule.deal(scenario.seed, simulation.slots)
    values = arrangement.arrange(percent(simulation), deal)
    found = primary_answers(values, arrangement)
    return np.stack([getattr(found, name) for name in FIELDS])


def _staged(scenario: Scenario) -> Experiment:
    """Return the experiment as it is played, which for a sharp null is one condition alone."""
    if not scenario.played:
        return scenario.experiment
    told = scenario.experiment
    return flagship(conditions=(scenario.played,), game=told.game, parts=told.parts)


def joined(scenario: Scenario, parts: list[Floats]) -> Answers:
    """Put the answers of shards together, in order of experiments."""
    names = tuple(one.name for one in scenario.experiment.plan.primary)
    values = np.concatenate(parts, axis=1)
    return Answers(names, **dict(zip(FIELDS, values, strict=True)))
