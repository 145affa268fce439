"""What does the live game carry, how long do exports and reports take, and inference elsewhere?"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from math import log
from pathlib import Path

from design.experiments import flagship
from lab import stock
from lab.cast import cast, three_strategies
from lab.clients import Member, together
from lab.options import count
from lab.postgres import Cluster
from lab.project import ROOT, workspace
from lab.rehearse import exported
from lab.rest import create
from lab.servers import Server
from lab.simulated import write
from lab.stock import GROUP, Load, measured

SECONDS = 3_600
# With 25 rounds and four members: 4,800, 48,000 and 480,000 decisions.
REPORTED = (48, 480, 4_800)


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def live(folder: Path, name: str, groups: int, *, database_url: str = "") -> tuple[Load, float]:
    """Play the flagship as fast as the server answers; return its load, and an export's time."""
    with Server(workspace(folder), database_url=database_url) as server:
        played = cast(server, groups, three_strategies, seed=groups)
        members = list(played.members)
        together(members, Member.arrive, seconds=SECONDS)
        load = measured(
            server,
            name,
            len(members) * sum(played.experiment.parts.lengths),
            lambda: together(members, Member.play, seconds=SECONDS),
        )
        together(members, Member.finish, seconds=SECONDS)
        return load, seconds(lambda: exported(server))


def creation(folder: Path, participants: int) -> float:
    """Return how long it takes to create a session of the flagship."""
    with Server(workspace(folder)) as server:
        return seconds(lambda: create(server, "flagship", participants))


def reporting(folder: Path, groups: int) -> float:
    """Return how long the report on simulated groups takes."""
    write(flagship(), groups, groups, folder)
    command = [sys.executable, "-m", "analysis", "report", str(folder)]
    command += ["--out", str(folder / "report.html")]
    return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def row(load: Load, base: Load) -> str:
    """Return a load as a line of the table, compared with the stock app's."""
    return (
        f"| {load.name} | {load.rounds} | {load.rate:.1f} | {load.rate / base.rate:.1f} "
        f"| {load.cost:.2f} | {base.cost / load.cost:.1f} |"
    )


def compare(folder: Path, groups: int, rounds: int) -> float:
    """Print the loads of the stock app and of the live game; return the time of an export."""
    print("| | participant-rounds | per second | times stock | server ms each | times less |")
    print("|---|---|---|---|---|---|", flush=True)
    base = stock.carry(folder / "stock", groups=groups, rounds=rounds)
    print(row(base, base), flush=True)
    load, export = live(folder / "sqlite", "live game, SQLite", groups)
    print(row(load, base), flush=True)
    with Cluster() as cluster:
        url = cluster.url
        load, _ = live(folder / "postgres", "live game, PostgreSQL", groups, database_url=url)
    print(row(load, base), flush=True)
    return export


def growth(folder: Path) -> None:
    """Print how long reports take, and with which power of the rows the time grows."""
    fewer, before = 0, 0.0
    for groups in REPORTED:
        took = reporting(folder / f"report-{groups}", groups)
        power = f", exponent {log(took / before, groups / fewer):.2f}" if fewer else ""
        print(f"report on {groups:,} groups, {groups * 100:,} decisions: {took:.1f} s{power}")
        sys.stdout.flush()
        fewer, before = groups, took


def main(argv: list[str]) -> int:
    """Measure everything once and print it."""
    parser = argparse.ArgumentParser(prog="python -m lab bench", description=__doc__)
    parser.add_argument("--groups", type=count, default=15, help="groups of four at once (15)")
    parser.add_argument("--rounds", type=count, default=6, help="rounds of the stock app (6)")
    parser.add_argument(
        "--participants", type=count, default=100, help="of the created session (100)"
    )
    asked = parser.parse_args(argv)
    print(f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}")
    print(f"{asked.groups * GROUP} members at once, no time to think; clients on the same machine.")
    print("A decision is logged with its sightings, and a screen is drawn for each member.\n")
    with tempfile.TemporaryDirectory(prefix="contingent-bench-") as place:
        folder = Path(place)
        export = compare(folder, asked.groups, asked.rounds)
        print(f"\nexport of the live game's session: {export:.1f} s", flush=True)
        made = creation(folder / "creation", asked.participants)
        print(f"creation of a session for {asked.participants}: {made:.2f} s", flush=True)
        growth(folder)
    print("\nSimulation and the analysis of simulated experiments:", flush=True)
    subprocess.run([sys.executable, "-m", "analysis.power.speed"], cwd=ROOT, check=True)
    print(flush=True)
    return subprocess.run([sys.executable, "-m", "analysis", "bench"], cwd=ROOT).returncode
