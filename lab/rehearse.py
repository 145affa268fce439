"""Does a whole session go well, from consent to audited tables, with simulated members?

The core conditions (who sees whom, and the open screen) are played on a real server of a throw-away
copy of the project, on SQLite and on PostgreSQL; members are free riders, unconditional
contributors and conditional cooperators. Nothing of the lab's own database is touched.
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from design.catalogue import CORE
from design.messages import LANGUAGES
from lab.cast import Cast, cast, three_strategies
from lab.options import count
from lab.paying import money
from lab.postgres import Cluster, PostgresMissingError
from lab.project import workspace
from lab.servers import Server

DATABASES = ("sqlite", "postgres")
# Each condition with and without beliefs, kept and removed: one block of the schedule.
ONE_BLOCK = 2 * len(CORE)


@dataclass(frozen=True)
class Rehearsal:
    """What came of a rehearsed session.

    Attributes
    ----------
    database : str
        "sqlite" or "postgres".
    members, rounds : int
        How many took part, and how many participant-rounds were played.
    seconds : float
        From the first consent to the last payment statement.
    cells : int
        Stored values that the audit recomputed.
    differences : tuple of str
        Those that differ, each with what is stored and what it should be.
    faults : tuple of str
        What went otherwise than it was acknowledged.
    """

    database: str
    members: int
    rounds: int
    seconds: float
    cells: int
    differences: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        return not self.differences and not self.faults


@contextlib.contextmanager
def running(database: str) -> Iterator[Server]:
    """Start a server of a throw-away copy of the project on an empty database."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="contingent-rehearsal-"))
        url = stack.enter_context(Cluster()).url if database == "postgres" else ""
        yield stack.enter_context(Server(workspace(Path(folder) / "lab"), database_url=url))


def rehearse(database: str, groups: int, **changed: Any) -> Rehearsal:
    """Play, export and audit one session."""
    with running(database) as server:
        played = cast(server, groups, three_strategies, seed=groups, **changed)
        start = time.perf_counter()
        played.play()
        seconds = time.perf_counter() - start
        return judged(database, played, seconds, exported(server))


def exported(server: Server, folder: Path | None = None) -> Path:
    """Write all tables of a server's database into a folder, by the lab's own command."""
    folder = folder or server.place.folder / "tables"
    command = [sys.executable, "-m", "lab", "export", str(folder.resolve())]
    done = subprocess.run(
        command, cwd=server.place.folder, env=server.env, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"the export failed:\n{done.stdout}{done.stderr}")
    return folder


def judged(database: str, played: Cast, seconds: float, folder: Path) -> Rehearsal:
    """Hold the exported tables to the design, and to what was acknowledged."""
    from analysis.audit import audit
    from analysis.load import load

    panel = load(folder)
    found = audit(panel)
    return Rehearsal(
        database=database,
        members=len(played.members),
        rounds=len(panel.decisions),
        seconds=seconds,
        cells=sum(found.cells.values()),
        differences=tuple(
            f"{row.table} {row.row}, {row.column}: stored {row.stored}, recomputed {row.recomputed}"
            for row in found.differences.itertuples(index=False)
        ),
        faults=tuple(faults(played, panel)),
    )


def faults(played: Cast, panel: Any) -> Iterator[str]:
    """Name every acknowledged decision without its row, and every wrong or missing payment."""
    chosen = panel.decisions.set_index(["participant", "round"])["contribution"].to_dict()
    (session,) = panel.sessions.to_dict("records")
    pay = panel.participants.set_index("participant")["pay"]
    pay = pay.add(panel.schedules.set_index("participant")["task_pay"], fill_value=0)
    for member in played.members:
        for number, fields in member.record.acknowledged.items():
            stored, said = chosen.get((member.code, number)), fields["contribution"]
            if str(stored) != said:
                yield f"{member.code}, round {number}: {said} acknowledged, {stored} stored"
        # Points become money first, rounded once, and the fee is added.
        due = money(pay[member.code], session["point_value"]) + money(
            session["participation_fee"], 1.0
        )
        if f"{due:.2f}" not in member.record.paid.replace(",", "."):
            yield f"{member.code} reads {member.record.paid!r}, and is due {due:.2f}"


def report(result: Rehearsal) -> None:
    """Print what came of a rehearsal."""
    print(
        f"{result.database}: {result.members} members, {result.rounds} decisions in"
        f" {result.seconds:.0f} s; {result.cells} stored values audited,"
        f" {len(result.differences)} differences, {len(result.faults)} faults"
    )
    for wrong in (*result.differences, *result.faults):
        print(f"  {wrong}")
    sys.stdout.flush()


def main(argv: list[str]) -> int:
    """Rehearse on the chosen databases; the exit code says whether all went well."""
    parser = argparse.ArgumentParser(prog="python -m lab rehearse", description=__doc__)
    size = f"groups of four, dealt in blocks of {ONE_BLOCK}; default {ONE_BLOCK}"
    parser.add_argument("--groups", type=count, default=ONE_BLOCK, help=size)
    which = "default both; without PostgreSQL's programs that half is left out and said to be"
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both", help=which)
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="default en")
    asked = parser.parse_args(argv)
    chosen = DATABASES if asked.database == "both" else (asked.database,)
    clean = True
    for database in chosen:
        try:
            result = rehearse(
                database,
                asked.groups,
                conditions=" ".join(CORE),
                language=asked.language,
            )
        except PostgresMissingError as error:
            print(f"postgres: not rehearsed, {error}")
            clean = clean and asked.database == "both"
            continue
        report(result)
        clean = clean and result.clean
    return 0 if clean else 1
