"""What does a power plan find: one row per design and estimand, and what it would take?"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.power.grid import PowerPlan, World, worlds
from analysis.power.needed import Crossing, crossing, even, groups_needed
from analysis.power.scenario import Scenario, Shard, shards
from analysis.power.solved import shifted, solved
from analysis.power.store import read
from analysis.power.summary import NEGLIGIBLE, performance, tidy
from analysis.power.truth import Truth
from design.channels import Channel

WANTED = (0.8, 0.9)
WORLD = ["rounds", "noise", "leaving", "points"]


@dataclass(frozen=True)
class Cell:
    """A design of the grid with its solved effect."""

    world: World
    scenario: Scenario
    channel: Channel
    truth: Truth


def cells(
    plan: PowerPlan,
    *,
    said: Callable[[str], None],
    folder: Path | None = None,
    workers: int = 1,
) -> list[Cell]:
    """Solve the channel of every world, and return a scenario for every number of groups.

    Parameters
    ----------
    folder : Path, optional
        Where solved channels are kept.
    """
    made = []
    for world in worlds(plan):
        said(f"finding the channel's shift for {world.points:g} points, {world.rounds} rounds")
        channel, truth = solved(plan, world, folder=folder, workers=workers)
        people = shifted(world.people(plan.population), channel)
        for groups in plan.grid.groups:
            experiment = plan.experiment(world.rounds)
            scenario = Scenario(experiment, groups, people, plan.seed, plan.experiments)
            made.append(Cell(world, scenario, channel, truth))
    return made


def all_shards(found: list[Cell]) -> list[Shard]:
    """Return the shards of every cell, each once."""
    named = {shard.name: shard for cell in found for shard in shards(cell.scenario)}
    return list(named.values())


def table(plan: PowerPlan, found: list[Cell], folder: Path) -> pd.DataFrame:
    """Return one row per cell and estimand, from the stored shards."""
    alpha = plan.experiment(plan.grid.rounds[0]).plan.alpha
    frames = []
    for cell in found:
        rows = tidy(performance(read(folder, cell.scenario), cell.truth.value, alpha=alpha))
        design = {**vars(cell.world), "groups": cell.scenario.groups, "shift": cell.channel.shift}
        rows = rows.assign(truth_mc=cell.truth.error, hash=cell.scenario.hash[:16], **design)
        frames.append(rows)
    joined = pd.concat(frames, ignore_index=True)
    first = [*WORLD, "groups", "estimand", "shift", "truth", "truth_mc"]
    return joined[[*first, *(name for name in joined if name not in first)]]


def needed(plan: PowerPlan, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the groups, participants and money for 80 and 90 % power of the estimand aimed at."""
    aimed = rows[(rows["estimand"] == plan.aim.estimand) & (rows["points"] != 0)]
    made = []
    for world, curve in aimed.groupby(WORLD, sort=False):
        for wanted in WANTED:
            if curve["groups"].nunique() < 2:
                continue
            found = groups_needed(curve["groups"], curve["power"], plan.experiments, wanted)
            design = dict(zip(WORLD, world, strict=True))
            made.append({**design, "wanted": wanted, **_price(plan, found)})
    columns = [*WORLD, "wanted", "groups", "groups_mc", "inside", "participants", "cost"]
    return pd.DataFrame(made, columns=columns)


def _price(plan: PowerPlan, found: Crossing) -> dict[str, object]:
    if not np.isfinite(found.value):
        return {"groups": np.nan, "groups_mc": np.nan, "inside": False,
                "participants": np.nan, "cost": np.nan}  # fmt: skip
    groups = even(found.value)
    everybody = groups * len(plan.conditions)
    people = everybody * plan.game.members
    cost = people * plan.cost.per_participant + everybody * plan.cost.per_group
    return {"groups": groups, "groups_mc": found.error, "inside": found.inside,
            "participants": people, "cost": cost}  # fmt: skip


def detectable(plan: PowerPlan, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the smallest effect found with 80 and 90 % power, by number of groups."""
    aimed = rows[rows["estimand"] == plan.aim.estimand]
    made = []
    for design, curve in aimed.groupby(["rounds", "noise", "leaving", "groups"], sort=False):
        positive = curve[curve["truth"] > NEGLIGIBLE]
        for wanted in WANTED:
            if len(positive) < 2:
                continue
            found = crossing(positive["truth"], positive["power"], plan.experiments, wanted)
            names = dict(zip(("rounds", "noise", "leaving", "groups"), design, strict=True))
            made.append({**names, "wanted": wanted, "points": found.value,
                         "points_mc": found.error, "inside": found.inside})  # fmt: skip
    columns = ["rounds", "noise", "leaving", "groups", "wanted", "points", "points_mc", "inside"]
    return pd.DataFrame(made, columns=columns)
