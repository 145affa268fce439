"""What will a power analysis cost in time, where groups are played one by one?"""

import time

from analysis.power.composed import composed
from analysis.power.grid import PowerPlan, worlds

SEARCHES = 6
"""Times, about, that all groups of a search are played until the shift is found."""


def cost(plan: PowerPlan, *, workers: int) -> str:
    """Say how long a plan will take, from the speed of one block of groups of each world."""
    search = groups = 0.0
    for world in worlds(plan):
        experiment, people = plan.experiment(world.rounds), world.people(plan.population)
        block, begun = experiment.schedule.block_size, time.process_time()
        composed(experiment, plan.seed, block, people)
        each = (time.process_time() - begun) / block
        arms = {arm for one in experiment.plan.primary for arm, _ in one.contrast.weights}
        dealt = len(experiment.schedule.conditions) * sum(plan.grid.groups)
        search += each * plan.truth_among * (2 * SEARCHES + len(arms))
        groups += each * dealt * plan.experiments
    return (
        "groups are played one by one, stage by stage: finding the effects takes about"
        f" {_duration(search / workers)} and {plan.experiments:,} experiments of each design about"
        f" {_duration(groups / workers)} with {workers} free processors; what is finished is kept"
    )


def _duration(seconds: float) -> str:
    """Write seconds in the unit that suits them."""
    for unit, size in (("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"
