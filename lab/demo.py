"""What does a finished experiment look like? Forty groups of simulated members, and a report.

Everything is real but the members: a server of a throw-away copy of the project, pages, sockets,
export, audit and analysis. The tables and the report stay in `demo/`.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from design.population import fischbacher_gaechter
from lab.cast import cast
from lab.options import count
from lab.project import ROOT
from lab.rehearse import Rehearsal, exported, judged, report, running

GROUPS = 40
FOLDER = ROOT / "demo"
# Kept with the code, so that two demos show the same schedule and the same people.
SEED = 2_026


def play(groups: int, folder: Path) -> Rehearsal:
    """Play the flagship on SQLite, export it into a folder, and audit it."""
    with running("sqlite") as server:
        played = cast(server, groups, fischbacher_gaechter, seed=SEED, schedule_seed=SEED)
        start = time.perf_counter()
        played.play()
        seconds = time.perf_counter() - start
        return judged("sqlite", played, seconds, exported(server, folder))


def analysed(tables: Path, out: Path) -> int:
    """Write the report of exported tables."""
    command = [sys.executable, "-m", "analysis", "report", str(tables), "--out", str(out)]
    return subprocess.run(command, cwd=ROOT).returncode


def main(argv: list[str]) -> int:
    """Rehearse, export, audit, analyse, and say where the report is."""
    parser = argparse.ArgumentParser(prog="python -m lab demo", description=__doc__)
    parser.add_argument(
        "--groups", type=count, default=GROUPS, help=f"groups of four; default {GROUPS}"
    )
    parser.add_argument(
        "--out", type=Path, default=FOLDER, help="folder for tables and report; default demo/"
    )
    asked = parser.parse_args(argv)
    print(f"{4 * asked.groups} simulated members take part in the flagship.", flush=True)
    result = play(asked.groups, asked.out / "tables")
    report(result)
    page = asked.out / "report.html"
    code = analysed(asked.out / "tables", page)
    if code == 0:
        print(f"Open {page}")
    return code or (0 if result.clean else 1)
