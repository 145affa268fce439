"""How fast are simulation and analysis here? Run as `python -m analysis.power.speed`.

CPU seconds of this process, so that other work on the machine disturbs little. The speed-up on two
processes is by the clock, which needs an idle machine, and by CPU seconds, which says what an idle
machine would allow.
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
from analysis.power.agents import play
from analysis.power.arrange import Arrangement, blocks_for, percent
from analysis.power.populations import calibrated
from analysis.power.primary import primary_answers
from analysis.power.redealt import Count, compiled_count, numpy_count
from analysis.power.scenario import Scenario, shards
from design.experiments import Experiment, comparison, flagship
from design.game import Game
from design.simulate import simulate
from design.strategies import noise

SEED = 1
MEMBER_ROUNDS = 100
EXPERIMENTS = 10_000


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
        from analysis.power.drawn import draw_lanes, draw_many
        from analysis.power.lanes.layout import LANES

        took = best(lambda: draw_many(np.uint64(SEED), 5_000_000))
        rows.append(Speed("draws alone, compiled, one by one", 5_000_000 / took, "draws"))
        took, drawn = best(lambda: draw_lanes(500, 25, 4)), 500 * LANES * MEMBER_ROUNDS
        rows.append(Speed("draws alone, compiled, side by side", drawn / took, "draws"))
    return rows


def simulation_speed(told: Experiment) -> list[Speed]:
    """Measure agents in a plain loop and both simulators, in member-rounds."""
    people, few, many = calibrated(told.game), 2_000, 20_000

    def one_by_one() -> None:
        for slot in range(20):
            play(told, SEED, slot, people)

    measured = [
        ("plain Python loop over agents", 20, one_by_one),
        ("reference path", few, lambda: simulate(told, SEED, few, people)),
    ]
    if find_spec("numba"):
        measured.append(("compiled path", many, lambda: accelerated(told, SEED, many, people)))
    return [
        Speed(f"{told.name}: {what}", groups * MEMBER_ROUNDS / best(action), "member-rounds")
        for what, groups, action in measured
    ]


def shares(found: list[Speed]) -> list[str]:
    """Say what share of the draws' speed the last measured compiled path reaches."""
    rates = {one.what: one.per_second for one in found}
    reached = [rate for what, rate in rates.items() if what.endswith("compiled path")]
    return [
        f"the compiled path reaches {100 * reached[0] / rates[limit]:.0f} % of the speed of {limit}"
        for limit in rates
        if reached and limit.startswith("draws alone, compiled")
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


@dataclass(frozen=True)
class Took:
    """What a job took: seconds by the clock, and CPU seconds of all its processes."""

    clock: float
    cpu: float


def job(told: Experiment, processes: int, experiments: int) -> Took:
    """Return what simulating and analysing takes with some processes, their start included."""
    scenario = Scenario(told, 12, calibrated(Game()), SEED, experiments)
    with tempfile.TemporaryDirectory() as folder:
        start, cpu = time.perf_counter(), _cpu()
        workers.run(Path(folder), shards(scenario), workers=processes, told=lambda *_: None)
        return Took(time.perf_counter() - start, _cpu() - cpu)


def _cpu() -> float:
    """Return the CPU seconds of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def speed_up(one: Took, two: Took, experiments: int) -> str:
    """Say how much faster two processes are than one, by the clock and by CPU seconds."""
    return (
        f"{experiments:,} experiments with 12 groups per condition, simulated and analysed:"
        f" {one.clock:.1f} s with one process, {two.clock:.1f} s with two"
        f" ({one.clock / two.clock:.2f} times as fast).\nCPU seconds: {one.cpu:.1f} and"
        f" {two.cpu:.1f}, so two cores that do nothing else would be at most"
        f" {2 * one.cpu / two.cpu:.2f} times as fast."
    )


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
    found = generator_speed() + simulation_speed(told)
    found += simulation_speed(comparison(name="noisy network", conditions=("noise_30",)))
    for groups in (12, 24):
        found += plan_speed(told, groups)
    print(table(found))
    print("\n" + "\n".join(shares(found)) + "\n", flush=True)
    # So many that starting processes is a small part of it, as in a real study.
    print(speed_up(job(told, 1, EXPERIMENTS), job(told, 2, EXPERIMENTS), EXPERIMENTS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
