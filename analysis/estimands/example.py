"""Which small experiment do the documentation's examples look at?

Forty groups of simulated members, played in memory: nothing is read, nothing is stored.
"""

from dataclasses import replace

from analysis.estimands.games import MatchingGroup
from analysis.estimands.gather import from_simulation
from design.channels import Channel
from design.experiments import flagship
from design.population import fischbacher_gaechter
from design.simulate import Simulation, simulate

SEED = 2_006
GROUPS = 40


def example_simulation(groups: int = GROUPS) -> Simulation:
    """Play the flagship with members who give two points more when they are seen."""
    experiment = flagship()
    plain = fischbacher_gaechter(experiment.game)
    people = replace(plain, channels=(Channel("being_seen", "level", 2_000),), group_spread=1_500)
    return simulate(experiment, SEED, groups, people)


def example(groups: int = GROUPS) -> tuple[MatchingGroup, ...]:
    """Return the example's matching groups."""
    return from_simulation(example_simulation(groups))
