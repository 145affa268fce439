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
from itertools import count
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
from design import acted
from design.experiments import Experiment, comparison, flagship
from design.game import Game
from design.simulate import simulate
from design.strategies import noise

SEED = 1
MEMBER_ROUNDS = 100
EXPERIMENTS = 10_000
TURNS = 7

FAMILIES = ("noise_30", "punish_exact", "deliberate_dear", "gate_free", "account", "solutions_seen")
"""Conditions whose stages take little time, and much, to play by the live game's transition."""


@dataclass(frozen=True)
class Speed:
    """Something measured: how many per CPU second."""

    what: str
    per_second: float
    unit: str


def best(action: Callable[[], object], *, times: int = 3) -> float:
    """Return the least CPU seconds of some runs, after one that is not counted."""
    action()
    return min(spent(action) for _ in range(times))


def spent(action: Callable[[], object]) -> float:
    """Return the CPU seconds of one run."""
    start = time.process_time()
    action()
    return time.process_time() - start


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


@dataclass(frozen=True)
class Reached:
    """The compiled path beside its own random numbers alone, in turns; per CPU second.

    Attributes
    ----------
    path : float
        Member-rounds of the compiled path, the median of all turns.
    alone : float
        Member-rounds of a compiled loop that makes the same numbers one by one and does nothing.
    share, least, most : float
        What the path reached of that loop in the same turn: median and range.
    together : float
        Share of the speed at which as many numbers are made side by side; median.
    """

    path: float
    alone: float
    share: float
    least: float
    most: float
    together: float


def reached(told: Experiment, *, turns: int = TURNS, groups: int = 20_000) -> Reached:
    """Measure the compiled path and its own random numbers in alternation.

    What slows the machine down for a moment then slows both down.
    """
    from analysis.power.drawn import draw_lanes, draw_own
    from analysis.power.lanes.layout import LANES

    members, rounds = told.game.members, sum(told.parts.lengths)
    people, batches = calibrated(told.game), groups // LANES
    wrong = misread_rounds(told)
    drawn = batches * LANES / groups * rounds / (rounds + 2 * wrong)
    took = np.array([
        (
            spent(lambda: accelerated(told, SEED, groups, people)),
            spent(lambda: draw_own(groups, members, rounds, wrong)),
            spent(lambda: draw_lanes(batches, rounds, members)) / drawn,
        )
        for _ in range(turns + 1)
    ])[1:]  # fmt: skip
    shares = took[:, 1] / took[:, 0]
    path, alone, _ = groups * members * rounds / np.median(took, axis=0)
    together = float(np.median(took[:, 2] / took[:, 0]))
    low, middle, high = (float(at(shares)) for at in (np.min, np.median, np.max))
    return Reached(float(path), float(alone), middle, low, high, together)


def misread_rounds(told: Experiment) -> int:
    """Return in how many rounds, on average over treatments, entries can be printed wrong."""
    phases = [[p for p in one.phases if p.monitoring.error > 0] for one in told.treatments()]
    return round(sum(p.rounds for some in phases for p in some) / len(phases))


def sentence(told: Experiment, found: Reached) -> str:
    """Say how close the compiled path comes to its limit."""
    return (
        f"{told.name}: {found.path:,.0f} member-rounds per CPU second compiled; its own random"
        f" numbers alone, one by one, {found.alone:,.0f}: {100 * found.share:.0f} % of them"
        f" ({100 * found.least:.0f} to {100 * found.most:.0f} in {TURNS} turns); of as many made"
        f" side by side {100 * found.together:.0f} %"
    )


def composed_speed(told: Experiment) -> Speed:
    """Measure a block of groups played by the live game's own transition, stages and all."""
    people, groups = calibrated(told.game), told.schedule.block_size
    played = list(acted.play(told, SEED, groups, people))
    rounds = sum(len(one.group.history) for one in played) * told.game.members
    others = count(1)
    # Other groups each time: what is remembered of a group is not what is measured.
    took = best(
        lambda: list(acted.play(told, SEED, groups, people, first_slot=groups * next(others)))
    )
    return Speed(f"{told.name}: by the live game's transition", rounds / took, "member-rounds")


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
    noisy = comparison(name="noisy network", conditions=("noise_30",))
    found = generator_speed() + simulation_speed(told) + simulation_speed(noisy)
    found += [composed_speed(comparison(name=one, conditions=(one,))) for one in FAMILIES]
    for groups in (12, 24):
        found += plan_speed(told, groups)
    print(table(found))
    if find_spec("numba"):
        print("\n" + "\n".join(sentence(one, reached(one)) for one in (told, noisy)) + "\n")
    sys.stdout.flush()
    # So many that starting processes is a small part of it, as in a real study.
    print(speed_up(job(told, 1, EXPERIMENTS), job(told, 2, EXPERIMENTS), EXPERIMENTS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
