"""Under which worlds must the registered Plan hold, and what must it hold there?

(i) sharp null: every group plays one condition, labels are dealt by the real schedule.
(ii) weak null: all conditions have equal means, and standard deviations in the ratio 1:2 between
the compared arms (1:3 for two-way, which shifts twice).
(iii) no interaction beside main effects of 15 and 10 points: whole-point shifts of contributions
that never meet 0 or the endowment, so that effects add up exactly.
(iv) effects of 5 and of 15 points of seeing, being seen and own earnings on mean contribution,
through the level; their effects on the interaction and on the slopes are whatever follows.
"""

from dataclasses import dataclass, replace

from analysis.power.populations import calibrated
from analysis.power.scenario import Scenario
from analysis.power.truth import solve_channel
from design.channels import Channel
from design.experiments import Experiment, flagship
from design.game import Game
from design.population import Population, uniform_population
from design.strategies import Strategy

GROUPS = (8, 12, 24)
SEED, SEARCH_SEED = 5_154, 5_151
PLAYED = "two_way"
SEARCHED = 20_000

WEAK = Strategy(
    prior=10_000, level=6_000, on_belief=400, belief_on_seen=0, belief_on_belief=1_000,
    belief_level=0, tremble=1_800,
)  # fmt: skip
"""Gives 6 + .4 belief: 10 on average; beliefs never move."""

ADDITIVE = Strategy(level=10_000, tremble=800)


@dataclass(frozen=True)
class Claim:
    """A world, and what is required of the Plan in it with 12 groups per condition.

    Attributes
    ----------
    name, title : str
        Key, and the world in words.
    experiment, population, played
        As in a Scenario.
    null : bool
        Whether every primary estimand is zero by construction.
    required : bool
        Whether size and coverage are required at 12 groups, or reported and explained.
    """

    name: str
    title: str
    experiment: Experiment
    population: Population
    played: str = ""
    null: bool = False
    required: bool = False

    def scenario(self, groups: int, experiments: int) -> Scenario:
        """Return the world with so many groups per condition."""
        return Scenario(self.experiment, groups, self.population, SEED, experiments, self.played)


def claims() -> tuple[Claim, ...]:
    """Return all worlds, channels solved."""
    told = flagship()
    people = calibrated(Game())
    return (
        Claim("sharp", "(i) sharp null", told, people, PLAYED, null=True, required=True),
        Claim("weak", "(ii) weak null, SDs 1:2", told, weak_null(), null=True),
        Claim("additive", "(iii) no interaction, main effects", told, additive()),
        Claim("five", "(iv) 5 points", told, with_effects(told, people, 5.0), required=True),
        Claim("fifteen", "(iv) 15 points", told, with_effects(told, people, 15.0), required=True),
    )


def weak_null() -> Population:
    """Return people whose position changes the spread of what they give, and not its mean.

    A shift of +.4 on the belief and -4 points keeps 6 + .4 b at 10 on average while doubling its
    deviations; the tremble doubles with it. Beliefs are symmetric around 10 within 0 .. 20.
    """
    moved = {"on_belief": 400, "level": -4_000, "tremble": 1_800}
    channels = tuple(
        Channel(position, parameter, shift)
        for position in ("seeing", "being_seen", "earnings")
        for parameter, shift in moved.items()
    )
    return replace(uniform_population(WEAK), prior_spread=4_000, channels=channels)


def additive() -> Population:
    """Return people who give 10 points more or less, plus 3, 2 and -3 in the three positions.

    Draws stay within 3.46 standard deviations, and 3.46 (.3 + .3 + .8) + 5 < 10: no choice is ever
    cut off at 0 or 20, and whole-point shifts survive rounding.
    """
    shifts = {"seeing": 3_000, "being_seen": 2_000, "earnings": -3_000}
    channels = tuple(Channel(position, "level", shift) for position, shift in shifts.items())
    within = replace(uniform_population(ADDITIVE), level_spread=300, group_spread=300)
    return replace(within, channels=channels)


def with_effects(experiment: Experiment, people: Population, points: float) -> Population:
    """Return people whose level each position moves so that its contrast is so many points."""
    plan = {one.name: one for one in experiment.plan.primary}
    channels = []
    for position in ("seeing", "being_seen", "earnings"):
        found = solve_channel(
            experiment, people, Channel(position, "level", 0), plan[f"mean.{position}"],
            points=points, seed=SEARCH_SEED, groups=SEARCHED,
        )  # fmt: skip
        channels.append(found.channel)
    # One at a time: seeing and being seen meet only in two-way, which neither contrast uses; but
    # in one-way both act on the same group, so being seen is solved again beside seeing.
    for _ in range(2):
        for place, position in enumerate(("seeing", "being_seen")):
            others = tuple(c for i, c in enumerate(channels) if i != place)
            found = solve_channel(
                experiment, replace(people, channels=others), Channel(position, "level", 0),
                plan[f"mean.{position}"], points=points, seed=SEARCH_SEED, groups=SEARCHED,
            )  # fmt: skip
            channels[place] = found.channel
    return replace(people, channels=tuple(channels))
