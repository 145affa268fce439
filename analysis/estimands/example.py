"""Which small experiment do the documentation's examples look at?

Sixty groups of simulated members, played in memory: nothing is read, nothing is stored. Members
who are seen give two points more than they otherwise would, so that there is something to find.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from analysis.estimands.beliefs import about_all_others
from analysis.estimands.catalogue import definition
from analysis.estimands.games import MatchingGroup
from analysis.estimands.gather import from_simulation
from analysis.estimands.measure import TREATED, measure
from design.channels import Channel
from design.experiments import flagship
from design.plan import Window
from design.population import fischbacher_gaechter
from design.simulate import Simulation, simulate

SEED = 2_006
GROUPS = 60


def example_simulation(groups: int = GROUPS) -> Simulation:
    """Play the flagship with members who give two points more when they are seen."""
    experiment = flagship()
    plain = fischbacher_gaechter(experiment.game)
    people = replace(plain, channels=(Channel("being_seen", "level", 2_000),), group_spread=1_500)
    return simulate(experiment, SEED, groups, people)


@cache
def example(groups: int = GROUPS) -> tuple[MatchingGroup, ...]:
    """Return the example's matching groups."""
    return from_simulation(example_simulation(groups))


def example_groups(*conditions: str, seats: str = "") -> pd.DataFrame:
    """Return one row per group of some conditions, the first of them being arm 1.

    Columns: slot, block, stratum (block and beliefs coin), condition, treated (1 in the first
    condition), mean and decay in part 2, before (mean of part 1), fell and time (collapse to 20 %).
    """
    chosen = [group for group in example() if group.condition in conditions]
    mean, decay = (measure(definition(n), chosen, seats=seats) for n in ("mean", "decay"))
    times = measure(definition("collapse_20"), chosen, seats=seats)
    rows = mean[["slot", "block", "condition"]].assign(
        stratum=mean.groupby(["block", "asked"]).ngroup(),
        treated=(mean["condition"] == conditions[0]).astype(int),
        mean=mean["value"],
        decay=decay["value"],
        before=measure(definition("mean"), chosen, Window(0))["value"],
        time=times["value"],
        fell=times["event"].astype(bool),
    )
    return rows.sort_values("slot", ignore_index=True)


def example_rounds(*conditions: str, seats: str = "") -> pd.DataFrame:
    """Return one row per member and round of part 2, in the order of groups, members and rounds.

    Columns: slot, member, condition, treated (1 in the first condition), round (1 to 15), given
    (points of 20), others (their mean, points), belief about them (points, NaN where not asked).
    """
    parts = [_member_rounds(group, seats) for group in example() if group.condition in conditions]
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(treated=(rows["condition"] == conditions[0]).astype(int))


def _member_rounds(group: MatchingGroup, seats: str) -> pd.DataFrame:
    rows, columns = group.rows(TREATED), group.columns(seats)
    shape = (len(columns), len(rows))
    points = {
        "given": group.shares,
        "others": group.others,
        "belief": about_all_others(group),
    }
    seat = np.array(group.seats, dtype=object)[columns]
    return pd.DataFrame(
        {
            "slot": group.slot,
            "condition": group.condition,
            "member": np.repeat([f"{group.slot}{name}" for name in seat], shape[1]),
            "round": np.tile(np.arange(1, shape[1] + 1), shape[0]),
            **{k: (v[rows][:, columns].T / 5.0).ravel() for k, v in points.items()},
        }
    )
