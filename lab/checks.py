"""What does each line of the preflight look at?

Every function looks only. It returns lines that say what was found and, where that is not good,
what to do.
"""

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from design.canonical import fingerprint
from design.configs import experiment_from
from design.pace import Pace
from guard import facts
from guard import refusals as guard
from lab import backup, doctor, stored
from lab.database import APP
from lab.environment import missing

MEGABYTE = 1_000_000
LEAST_DISK, GOOD_DISK = 200 * MEGABYTE, 2_000 * MEGABYTE
IN_MEMORY = ("tmpfs", "ramfs")
ON_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs")
DAY = 24 * 3_600


@dataclass(frozen=True)
class Line:
    """One thing looked at: "ok", "yellow" or "red", what was found, and what to do."""

    level: str
    about: str
    said: str
    remedy: str = ""

    def __str__(self) -> str:
        advice = f" To do: {self.remedy}." if self.remedy and self.level != "ok" else ""
        return " ".join(f"{self.level:<6} {self.about}: {self.said}.{advice}".split())


def refusals(environ: Mapping[str, str], *, otree: str) -> Iterator[Line]:
    """Say whatever the server itself would refuse: version, debug, password, secret, memory."""
    try:
        found = facts.read(environ, Path.cwd())
    except facts.UnreadableError as error:
        yield Line("red", "database", str(error), "check DATABASE_URL, and that the database runs")
        return
    refused = guard.before_start(
        environ,
        password=environ.get("OTREE_ADMIN_PASSWORD", ""),
        secret=environ.get("OTREE_SECRET_KEY", ""),
        otree=otree,
        facts=found,
    )
    for one in refused:
        yield Line("red", "settings", one.reason.rstrip("."), one.remedy)
    if not refused:
        yield Line("ok", "settings", "oTree, password, secret key, debug and admin pages are safe")


def packages() -> Iterator[Line]:
    """Compare what is installed with what is pinned."""
    lacking = missing(Path("requirements.txt"))
    if lacking:
        said = f"not as pinned: {', '.join(lacking)}"
        yield Line("red", "packages", said, "python -m lab setup")
    else:
        yield Line("ok", "packages", "every package has the pinned version")


def durable(environ: Mapping[str, str]) -> Iterator[Line]:
    """Say whether a stored answer survives the power's failing."""
    url = environ.get("DATABASE_URL", "")
    if facts.is_postgres(url):
        yield from _durable_postgres(url)
        return
    kind = stored.filesystem(Path.cwd())
    if kind in IN_MEMORY:
        yield Line("red", "database", f"this folder is {kind}: in memory", "move the lab to a disk")
    elif kind in ON_NETWORK:
        remedy = "move the lab to a local disk, or use PostgreSQL"
        yield Line("red", "database", f"this folder is on a network ({kind}): unsafe", remedy)
    else:
        yield Line("ok", "database", f"{facts.FILE} on a local disk ({kind or 'unknown kind'})")


def _durable_postgres(url: str) -> Iterator[Line]:
    try:
        off = stored.unsafe_settings(url)
    except stored.UnreachableError as error:
        yield Line("red", "database", str(error), "start PostgreSQL, or correct DATABASE_URL")
        return
    if off:
        said = f"PostgreSQL may lose stored answers: {', '.join(off)} is off"
        yield Line("red", "database", said, "set it to on in postgresql.conf")
    else:
        yield Line("ok", "database", "PostgreSQL answers and keeps what it commits")


def intact(environ: Mapping[str, str]) -> Iterator[Line]:
    """Read the whole SQLite file once."""
    said = stored.fault(environ)
    if said:
        said = f"{facts.FILE} is damaged: {said}"
        yield Line("red", "database", said, "python -m lab restore BACKUP")


def other_tables() -> Iterator[Line]:
    """Say whether the SQLite file has the tables of another version."""
    path = Path(facts.FILE)
    if not path.exists() or f"{APP}_sessions" not in facts.read_sqlite(Path.cwd()).tables:
        return
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        odd = doctor.strange_columns(connection)
    finally:
        connection.close()
    if odd:
        said = f"{path} was made by another version ({'; '.join(odd)})"
        yield Line("red", "database", said, "python -m lab archive")


def disk() -> Line:
    """Look at the space that is left."""
    free = shutil.disk_usage(Path.cwd()).free
    said = f"{free // MEGABYTE:,} MB free"
    if free < LEAST_DISK:
        return Line("red", "disk", said, f"free at least {GOOD_DISK // MEGABYTE:,} MB")
    return Line("yellow" if free < GOOD_DISK else "ok", "disk", said, "free some space")


def clock(environ: Mapping[str, str], now: float) -> Line:
    """Compare the clock with what is stored: time does not run backwards."""
    last = stored.last_event(environ)
    if last is not None and last > now + 60:
        said = "the clock is behind the newest stored event"
        return Line("red", "clock", said, "set the clock: timedatectl set-ntp true")
    return Line("ok", "clock", time.strftime("%Y-%m-%d %H:%M:%S %Z", time.localtime(now)))


def synchronised() -> Line:
    """Ask the system whether it keeps its clock right."""
    program = shutil.which("timedatectl")
    if program is None:
        return Line("ok", "clock", "this system does not tell whether it is synchronised")
    asked = [program, "show", "-p", "NTPSynchronized", "--value"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=10)
    if done.stdout.strip() == "no":
        return Line("yellow", "clock", "not synchronised", "timedatectl set-ntp true")
    return Line("ok", "clock", f"synchronised: {done.stdout.strip() or 'unknown'}")


def zone() -> Line:
    """Say in which zone times are shown; stored times are always UTC."""
    offset = time.strftime("%z")
    return Line("ok", "time zone", f"{time.strftime('%Z')} ({offset}); stored times are UTC")


def labels(rooms: Path) -> Iterator[Line]:
    """Look for labels that two seats would share."""
    for path in sorted(rooms.glob("*.txt")):
        found = path.read_text(encoding="utf-8").split()
        twice = sorted({label for label in found if found.count(label) > 1})
        if twice:
            said = f"{path} names {', '.join(twice)} more than once"
            yield Line("red", "labels", said, "give each seat a label of its own")


def experiments(environ: Mapping[str, str]) -> Iterator[Line]:
    """Say the hash of every experiment on offer and of its Plan, and what earlier sessions had."""
    import settings

    known = stored.experiments(environ)
    for config in settings.SESSION_CONFIGS:
        experiment = experiment_from(config)
        plan = fingerprint(experiment.plan)
        said = (
            f"{experiment.name}: treatments {experiment.hash[:12]}…, Plan {plan[:12]}…,"
            f" {_waits(experiment.pace)}"
        )
        earlier = known.get(experiment.name, set()) - {experiment.hash}
        if earlier:
            said += f"; earlier sessions had other numbers ({len(earlier)})"
            yield Line("yellow", "experiment", said, "make sure that the change is meant")
        else:
            yield Line("ok", "experiment", said)


def kept(environ: Mapping[str, str], now: float) -> Line:
    """Say who is kept longer than participants were told."""
    late = stored.overdue(environ, now)
    if not late:
        return Line("ok", "retention", "nobody is kept longer than participants were told")
    sessions = len({place.session for place in late})
    said = f"{len(late)} participant(s) of {sessions} session(s) are to be forgotten by now"
    return Line("yellow", "retention", said, "make lab does it as it starts; pay everybody before")


def _waits(pace: Pace) -> str:
    """Say how long others wait for a member that does not answer, and the rule then."""
    if pace.absence == "wait":
        return "absent members: wait"
    return f"absent members: {pace.absence} after {pace.decision_seconds} + {pace.grace_seconds} s"


def backups(now: float) -> Line:
    """Say how old the newest backup is."""
    found = list(backup.FOLDER.glob("*.sqlite3")) + list(backup.FOLDER.glob("*.dump"))
    if not found:
        return Line("ok", "backup", "none yet; each start and every ten minutes of play make one")
    age = now - max(path.stat().st_mtime for path in found)
    return Line("ok", "backup", f"the newest of {len(found)} is {age / DAY:.1f} days old")
