"""Where do the effects that were found lie on disk, so that a resumed run need not search again?"""

import json
import os
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from analysis.power.grid import PowerPlan, World
from analysis.power.truth import Truth, solve_channel, truths
from design.canonical import fingerprint
from design.channels import Channel
from design.population import Population

METHOD = "1"
"""Counted up whenever the same search would find something else."""

SEED = 0x7177
SEARCHED = 20_000


def solved(
    plan: PowerPlan, world: World, *, folder: Path | None = None, workers: int = 1
) -> tuple[Channel, Truth]:
    """Return the channel that has a world's effect, and all effects that come with it.

    Parameters
    ----------
    folder : Path, optional
        Where it is kept once it is found.
    """
    experiment, people = plan.experiment(world.rounds), world.people(plan.population)
    kept = None if folder is None else folder / f"{_name(plan, world)}.json"
    if kept is not None and kept.is_file():
        found = json.loads(kept.read_text(encoding="utf-8"))
        return Channel(**found["channel"]), Truth(*map(np.array, (found["value"], found["error"])))
    aimed = Channel(plan.aim.position, plan.aim.parameter, 0)
    channel = solve_channel(
        experiment, people, aimed, plan.estimand, points=world.points, seed=SEED,
        groups=min(SEARCHED, plan.truth_among), workers=workers,
    ).channel  # fmt: skip
    truth = truths(
        experiment, shifted(people, channel), experiment.plan.primary, seed=SEED + 1,
        groups=plan.truth_among, workers=workers,
    )  # fmt: skip
    if kept is not None:
        _keep(kept, channel, truth)
    return channel, truth


def shifted(population: Population, channel: Channel) -> Population:
    """Return a population with one more channel."""
    return replace(population, channels=(*population.channels, channel))


def _name(plan: PowerPlan, world: World) -> str:
    experiment, people = plan.experiment(world.rounds), world.people(plan.population)
    asked = (plan.aim.estimand, plan.aim.position, plan.aim.parameter, world.points)
    return fingerprint((METHOD, experiment.hash, people, asked, plan.truth_among))[:16]


def _keep(path: Path, channel: Channel, truth: Truth) -> None:
    """Store it at once or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    values = {"value": truth.value.tolist(), "error": truth.error.tolist()}
    part.write_text(json.dumps({"channel": asdict(channel), **values}), encoding="utf-8")
    part.replace(path)
