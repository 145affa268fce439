"""How is a power analysis asked for from the command line?"""

import argparse
import re
import sys
import time
from dataclasses import replace
from pathlib import Path

from analysis.power import cluster, workers
from analysis.power.foreseen import cost
from analysis.power.grid import PowerPlan, read_plan
from analysis.power.page import page
from analysis.power.scenario import Shard
from analysis.power.store import missing
from analysis.power.study import Cell, all_shards, cells, detectable, needed, table


def run(asked: argparse.Namespace) -> int:
    """Compute what is missing, then write tables, curves and the page of every plan."""
    for path in asked.plan:
        plan = read_plan(path)
        if asked.experiments:
            plan = _with_experiments(plan, asked.experiments)
        folder = asked.out or path.with_suffix(".power")
        if len(asked.plan) > 1 and asked.out:
            folder = asked.out / path.stem
        _one(plan, folder, asked)
    return 0


def _with_experiments(plan: PowerPlan, experiments: int) -> PowerPlan:
    return replace(plan, experiments=experiments)


def _one(plan: PowerPlan, folder: Path, asked: argparse.Namespace) -> None:
    say(f"{plan.title}")
    if plan.composed:
        say(cost(plan, workers=asked.workers))
    found = cells(plan, said=say, folder=folder / "effects", workers=asked.workers)
    wanted = all_shards(found)
    left = missing(folder / "shards", part_of(wanted, asked.shard))
    say(f"{len(wanted)} shards, {len(left)} to compute")
    begun = time.monotonic()
    compute(folder / "shards", left, asked)
    if left:
        say(f"computed in {time.monotonic() - begun:.0f} s")
    if asked.shard:
        say("run without --shard when all parts are computed")
        return
    _write(plan, found, folder)


def compute(folder: Path, left: list[Shard], asked: argparse.Namespace) -> None:
    """Compute shards by the executor that was asked for."""
    clock = workers.Clock(say)
    if asked.scheduler:
        cluster.run(folder, left, scheduler=asked.scheduler, told=clock)
    else:
        workers.run(folder, left, workers=asked.workers, told=clock)


def _write(plan: PowerPlan, found: list[Cell], folder: Path) -> None:
    from analysis.power.curves import power_curves

    rows = table(plan, found, folder / "shards")
    takes, finds = needed(plan, rows), detectable(plan, rows)
    text = page(plan, rows, takes, finds)
    for name, frame in (("power", rows), ("needed", takes), ("detectable", finds)):
        (folder / f"{name}.csv").write_text(frame.to_csv(index=False), encoding="utf-8")
    (folder / "power.svg").write_text(power_curves(plan, rows).svg, encoding="utf-8")
    (folder / "power.md").write_text(text, encoding="utf-8")
    print(text)
    print(f"Wrote power.md, power.svg, power.csv, needed.csv and detectable.csv to {folder}.")


def part_of(wanted: list[Shard], part: str | None) -> list[Shard]:
    """Return every N-th shard from the I-th on, for a part "I/N"."""
    if not part:
        return wanted
    match = re.fullmatch(r"(\d+)/(\d+)", part)
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise ValueError(f"--shard is I/N with 1 <= I <= N, such as 3/8; found {part!r}")
    return wanted[int(match[1]) - 1 :: int(match[2])]


def say(what: str) -> None:
    """Tell a person at the terminal how far things are."""
    print(f"  {what}", file=sys.stderr, flush=True)
