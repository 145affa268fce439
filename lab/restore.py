"""How does the lab get back to a backup, without losing what is there now?"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from guard import facts
from lab import backup, running
from lab.export import address


def main(argv: list[str]) -> int:
    """Put a backup in the place of the database; what was there is kept beside the backups."""
    parser = argparse.ArgumentParser(prog="python -m lab restore", description=__doc__)
    parser.add_argument("backup", type=Path, help="a file that `python -m lab backup` has written")
    asked = parser.parse_args(argv)
    if running.server() is not None:
        sys.exit("The lab is running here. Stop it first (Ctrl-C, or SIGTERM).")
    if not asked.backup.is_file():
        sys.exit(f"There is no file {asked.backup}.")
    try:
        done = dump if facts.is_postgres(address()) else file
        print(done(asked.backup))
    except backup.BackupError as error:
        sys.exit(f"Nothing was changed: {error}")
    print("Start the lab with the .env that was used when the backup was made.")
    return 0


def file(copy: Path) -> str:
    """Put an SQLite copy in the place of db.sqlite3."""
    backup.checked(copy)
    place = Path(facts.FILE)
    draft = place.with_name(f".{place.name}.draft")
    # Not the bare file: one that was set aside has its last rows in the log beside it.
    sessions = backup.copied(copy, draft)
    kept = _set_aside(place)
    draft.chmod(0o600)
    draft.replace(place)
    said = f"Restored {copy} with {sessions} session(s)."
    return f"{said} What was here is kept as {kept}." if kept else said


def _set_aside(place: Path) -> Path | None:
    """Move the database and its log out of the way, together."""
    if not place.exists():
        return None
    backup.FOLDER.mkdir(exist_ok=True)
    kept = backup.FOLDER / f"before-restore-{time.strftime(backup.STAMP)}.sqlite3"
    # The log first: a log without its file is harmless, another file's log is not.
    for end in ("-wal", "-shm", ""):
        part = place.with_name(place.name + end)
        if part.exists():
            os.replace(part, f"{kept}{end}")
    return kept


def dump(copy: Path) -> str:
    """Load a PostgreSQL dump into the empty database that DATABASE_URL names."""
    url = address()
    backup.contents(copy)
    try:
        found = facts.read_postgres(url)
    except facts.UnreadableError as error:
        raise backup.BackupError(str(error)) from error
    if found.tables:
        raise backup.BackupError(
            f"{found.where} is not empty. Create an empty database and set DATABASE_URL to it"
        )
    done = subprocess.run(
        ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction",
         "--dbname", backup.libpq(url), copy],
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise backup.BackupError(done.stderr.strip().replace(url, "DATABASE_URL"))
    return f"Restored {copy} with {facts.read_postgres(url).sessions} session(s)."
