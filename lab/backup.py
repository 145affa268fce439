"""Is there a copy of the database from which everything could be had back?

SQLite is copied by its own online backup, PostgreSQL by pg_dump, both beside a running server and
without its lock. A copy counts once it was opened and read. The newest thirty stay, and the last
one of every day.
"""

import argparse
import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from guard import facts
from guard.log import event, failure
from lab.export import address

FOLDER = Path("backups")
KEEP = 30
SECONDS_BETWEEN = 600
STAMP = "%Y-%m-%d-%H%M%S"


class BackupError(RuntimeError):
    """No copy could be made, or what was made cannot be read."""


@dataclass(frozen=True)
class Backup:
    """A copy that was opened and read: where it lies, and how many sessions it holds."""

    path: Path
    sessions: int


def main(argv: list[str]) -> int:
    """Make one backup and say where it is."""
    parser = argparse.ArgumentParser(prog="python -m lab backup", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="default: backups")
    asked = parser.parse_args(argv)
    try:
        made = make(address(), asked.folder)
    except BackupError as error:
        sys.exit(f"No backup was made: {error}")
    print(f"Wrote {made.path}, which was opened and holds {made.sessions} session(s).")
    print("Keep a copy on another machine, together with .env: the secret key belongs to the data.")
    return 0


def make(url: str, folder: Path = FOLDER) -> Backup:
    """Copy the database that a server in this folder uses, check the copy, and prune old ones."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    stamp = time.strftime(STAMP)
    postgres = facts.is_postgres(url)
    path = _free(folder / f"{stamp}.{'dump' if postgres else 'sqlite3'}")
    draft = path.with_name(f".{path.name}.draft")
    try:
        sessions = _dump(url, draft) if postgres else copied(Path(facts.FILE), draft)
        draft.chmod(0o600)
        draft.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(str(error)) from error
    finally:
        draft.unlink(missing_ok=True)
    prune(folder)
    return Backup(path, sessions)


def _free(path: Path) -> Path:
    """Return the path, or the next one that no file has yet."""
    number, wanted = 1, path
    while wanted.exists():
        number += 1
        wanted = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return wanted


def copied(source: Path, draft: Path) -> int:
    """Copy an SQLite database with what stands in its log, check it, and count its sessions."""
    if not source.exists() or source.stat().st_size == 0:
        raise BackupError(f"there is no {source} in {Path.cwd()}")
    opened = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    copy = sqlite3.connect(draft)
    try:
        opened.backup(copy)
        # One file that needs no log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
        opened.close()
    return checked(draft)


def checked(path: Path) -> int:
    """Open a copied SQLite file, check all of it, and return how many sessions it holds."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        (said,) = connection.execute("PRAGMA integrity_check").fetchone()
        if said != "ok":
            raise BackupError(f"{path} is damaged: {said}")
        return int(connection.execute("SELECT count(*) FROM otree_session").fetchone()[0])
    except sqlite3.Error as error:
        raise BackupError(f"{path} cannot be read as a lab's database: {error}") from error
    finally:
        connection.close()


def _dump(url: str, draft: Path) -> int:
    program("pg_dump")
    done = subprocess.run(
        ["pg_dump", "--format=custom", "--no-owner", "--file", draft, "--dbname", libpq(url)],
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise BackupError(done.stderr.strip().replace(url, "DATABASE_URL"))
    listed = contents(draft)
    if not any("TABLE DATA" in line and "otree_session" in line for line in listed):
        raise BackupError("the dump does not hold the lab's tables")
    try:
        return facts.read_postgres(url).sessions
    except facts.UnreadableError as error:
        raise BackupError(str(error)) from error


def contents(dump: Path) -> list[str]:
    """Return what pg_restore finds in a dump, line by line."""
    program("pg_restore")
    done = subprocess.run(["pg_restore", "--list", dump], capture_output=True, text=True)
    if done.returncode:
        raise BackupError(f"{dump} cannot be read: {done.stderr.strip()}")
    return done.stdout.splitlines()


def libpq(url: str) -> str:
    """Return an address as PostgreSQL's own programs read it."""
    return "postgresql://" + url.partition("://")[2]


def program(name: str) -> None:
    """Refuse where a program of PostgreSQL is not installed."""
    if shutil.which(name) is None:
        raise BackupError(f"{name} is not installed; it comes with PostgreSQL's client programs")


def prune(folder: Path) -> list[Path]:
    """Remove copies beyond the newest ones and the last of each day; return what went."""
    found = sorted((p for p in folder.iterdir() if _is_copy(p)), key=lambda path: path.name)
    last_of_day = {path.name[:10]: path for path in found}
    gone = [path for path in found[:-KEEP] if path not in last_of_day.values()]
    for path in gone:
        path.unlink()
    return gone


def _is_copy(path: Path) -> bool:
    """Say whether a file is one that `make` has named; others are never touched."""
    try:
        time.strptime(path.name[:17], STAMP)
    except ValueError:
        return False
    return path.suffix in (".sqlite3", ".dump")


def before_start(url: str) -> Backup | None:
    """Make a backup where there is something to lose; None for a database without sessions."""
    try:
        held = facts.read(os.environ | {"DATABASE_URL": url}, Path.cwd()).sessions
    except facts.UnreadableError as error:
        raise BackupError(str(error)) from error
    return make(url) if held else None


async def every_ten_minutes() -> None:
    """Copy the database again and again while the server plays; to be run in the background."""
    url, seen = address(), _state()
    while True:
        await asyncio.sleep(SECONDS_BETWEEN)
        if facts.is_postgres(url) or _state() != seen:
            seen = _state()
            started = time.monotonic()
            try:
                await asyncio.to_thread(make, url)
                event(event="backup", ms=1_000 * (time.monotonic() - started))
            except BackupError as error:
                failure(error, where="backup")


def _state() -> list[tuple[int, int]]:
    """Return what changes whenever the SQLite file or its log is written."""
    files = (Path(facts.FILE), Path(f"{facts.FILE}-wal"))
    return [(f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.exists()]
