"""How fast are simulation and analysis here? Run as `python -m analysis.power.speed`.

CPU seconds of this process, so that other work on the machine disturbs little; the speed-up on two
processes is by the clock and needs an idle machine.
"""

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from analysis.power import workers
from analysis.power.accelerated import accelerated
from analysis.power.arrange import Arrangement, blocks_for, percent
from analysis.power.populations import calibrated
from analysis.power.primary import primary_answers
from analysis.power.redealt import Count, compiled_count, numpy_count
from analysis.power.scenario import Scenario, shards
from design.catalogue import FLAGSHIP
from design.experiments import Experiment, flagship
from design.game import Game
from design.simulate import simulate
from design.strategies import noise

SEED = 1
MEMBER_ROUNDS = 100


@dataclass(frozen=True)
class Speed:
    """Something measured: how many per CPU second."""

    what: str
    per_second: float
    unit: str


def best(action: Callable[[], object], *, times: int = 3) -> float:
    """Return the least CPU seconds of some runs, after one that is not counted."""
    action()
    took = []
    for _ in range(times):
        start = time.process_time()
        action()
        took.append(time.process_time() - start)
    return min(took)


def generator_speed() -> list[Speed]:
    """Measure the draws alone: what simulation could reach if nothing else took time."""
    keys = (np.arange(20_000)[:, None], 3, np.arange(4)[None, :])
    rows = [Speed("draws alone, numpy", 80_000 / best(lambda: noise(1, keys, "speed")), "draws")]
    if find_spec("numba"):
        from analysis.power.drawn import draw_many

        took = best(lambda: draw_many(np.uint64(SEED), 5_000_000))
        rows.append(Speed("draws alone, compiled", 5_000_000 / took, "draws"))
    return rows


def simulation_speed(conditions: tuple[str, ...], name: str) -> list[Speed]:
    """Measure both simulators, and one group after another, in member-rounds."""
    told, people = flagship(conditions=conditions), calibrated(Game())
    few, many = 2_000, 20_000

    def one_by_one() -> None:
        for slot in range(20):
            simulate(told, SEED, 1, people, first_slot=slot)

    measured = [
        ("one group after another", 20, one_by_one),
        ("reference path", few, lambda: simulate(told, SEED, few, people)),
    ]
    if find_spec("numba"):
        measured.append(("compiled path", many, lambda: accelerated(told, SEED, many, people)))
    return [
        Speed(f"{name}: {what}", groups * MEMBER_ROUNDS / best(action), "member-rounds")
        for what, groups, action in measured
    ]


def plan_speed(told: Experiment, groups: int) -> list[Speed]:
    """Measure the whole primary Plan, with compiled counting and without."""
    arrangement, times = Arrangement(told, blocks_for(groups)), 40
    played = simulate(told, SEED, times * arrangement.groups, calibrated(Game()))
    values = arrangement.arrange(percent(played), played.deal)

    def answered(count: Count) -> float:
        return times / best(lambda: primary_answers(values, arrangement, count=count))

    what = f"primary Plan, {groups} groups per condition"
    rows = [Speed(f"{what}, numpy", answered(numpy_count), "experiments")]
    if find_spec("numba"):
        rows.append(Speed(f"{what}, compiled", answered(compiled_count), "experiments"))
    return rows


def wall(told: Experiment, processes: int, experiments: int) -> float:
    """Return the clock seconds of simulating and analysing with some processes."""
    scenario = Scenario(told, 12, calibrated(Game()), SEED, experiments)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        workers.run(Path(folder), shards(scenario), workers=processes, told=lambda *_: None)
        return time.perf_counter() - start


def table(found: list[Speed]) -> str:
    """Return the measurements as a table."""
    lines = ["| | per CPU second | |", "|---|---|---|"]
    lines += [f"| {one.what} | {one.per_second:,.0f} | {one.unit} |" for one in found]
    return "\n".join(lines)


def main() -> int:
    """Measure everything once and print it."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    told = flagship()
    print(f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}\n")
    found = generator_speed()
    found += simulation_speed(FLAGSHIP, "flagship") + simulation_speed(("two_way",), "two-way")
    for groups in (12, 24):
        found += plan_speed(told, groups)
    print(table(found))
    one, two = wall(told, 1, 2_000), wall(told, 2, 2_000)
    print(
        f"\n2,000 experiments with 12 groups per condition, simulated and analysed: {one:.1f} s"
        f" with one process, {two:.1f} s with two ({one / two:.2f} times as fast)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
