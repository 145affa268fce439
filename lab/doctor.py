"""What is this file: a database, an export, a single table? Nothing is touched to find out."""

import argparse
import csv
import hashlib
import json
import shutil
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from design.tables import TABLES
from guard import facts
from lab.database import APP
from lab.export import schema

SQLITE = b"SQLite format 3\0"
POSTGRES_DUMP = b"PGDMP"
OTREE_COLUMNS = {
    "participant.code": "oTree's own export of an app or of all apps",
    "participant_code": "oTree's page times, or another oTree table in long form",
}


@dataclass(frozen=True)
class Finding:
    """What something is, what is known about it, and what to do with it."""

    what: str
    known: tuple[str, ...]
    advice: str


def main(argv: list[str]) -> int:
    """Say what a file or folder is; the exit code is 1 where that is not known or it is damaged."""
    parser = argparse.ArgumentParser(prog="python -m lab doctor", description=__doc__)
    parser.add_argument("file", type=Path, help="a database, an export's folder, or a CSV file")
    asked = parser.parse_args(argv)
    if not asked.file.exists():
        sys.exit(f"There is nothing at {asked.file}.")
    found = examine(asked.file)
    print(f"{asked.file}: {found.what}")
    for line in found.known:
        print(f"  {line}")
    print(f"What to do: {found.advice}")
    return 1 if found.what.startswith(("unknown", "damaged")) else 0


def examine(path: Path) -> Finding:
    """Identify a database, an export folder or a table."""
    if path.is_dir():
        return _folder(path)
    with path.open("rb") as file:
        start = file.read(16)
    if start == SQLITE:
        return _sqlite(path)
    if start.startswith(POSTGRES_DUMP):
        return Finding("a PostgreSQL dump", (), "python -m lab restore loads it, if it is a lab's")
    if not start:
        return Finding("an empty file", (), "nothing is in it; a server makes its database itself")
    return _table(path)


def _sqlite(path: Path) -> Finding:
    """Look at a copy: reading a file in use would write beside it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / facts.FILE
        shutil.copyfile(path, copy)
        log = path.with_name(path.name + "-wal")
        if log.exists():
            shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
        try:
            return _database(copy, log.exists() and log.stat().st_size > 0)
        except (sqlite3.DatabaseError, facts.UnreadableError) as error:
            advice = "keep it as it is, and restore the newest file of backups/"
            return Finding(f"damaged SQLite file: {error}", (), advice)


def _database(copy: Path, in_use: bool) -> Finding:
    with sqlite3.connect(copy) as connection:
        (said,) = connection.execute("PRAGMA quick_check").fetchone()
        if said != "ok":
            raise sqlite3.DatabaseError(said)
        found = facts.read_sqlite(copy.parent)
        known = [f"{found.sessions} session(s)"]
        if in_use:
            known.append("has a write-ahead log: a server runs on it, or was killed")
        if f"{APP}_sessions" not in found.tables:
            return _other_database(found, tuple(known))
        known += _play(connection)
        odd = strange_columns(connection)
    if odd:
        known += odd
        what = "a lab's database made by another version of this project"
        advice = "python -m lab archive keeps it and makes room for a new one"
        return Finding(what, tuple(known), advice)
    what = "a lab's database of this version"
    advice = "start the lab in its folder with its own .env, or export it: python -m lab export"
    return Finding(what, tuple(known), advice)


def _other_database(found: facts.Facts, known: tuple[str, ...]) -> Finding:
    if "otree_session" not in found.tables:
        names = ", ".join(sorted(found.tables)[:8]) or "no tables"
        advice = "it is not a lab's; leave it alone"
        return Finding(f"unknown SQLite database ({names})", (), advice)
    maker = "otree devserver from memory" if found.header else "an oTree server"
    advice = "read it with the project that made it; a lab never starts on it"
    return Finding(f"a database that {maker} made for another project", known, advice)


def _play(connection: sqlite3.Connection) -> list[str]:
    lines = []
    for session, created in connection.execute(
        f'SELECT session, created_at FROM "{APP}_sessions" ORDER BY created_at'
    ).fetchall():
        count = f'SELECT count(*), max(decided_at) FROM "{APP}_decisions" WHERE session = ?'
        decided, last = connection.execute(count, (session,)).fetchone()
        lines.append(
            f"session {session}: created {_day(created)}, {decided} decisions"
            + (f", the last {_day(last)}" if last else "")
        )
    return lines


def _day(milliseconds: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(milliseconds / 1_000))


def strange_columns(connection: sqlite3.Connection) -> list[str]:
    """Return how the stored tables differ from those of this version."""
    odd = []
    for table in TABLES.values():
        rows = connection.execute(f'PRAGMA table_info("{APP}_{table.name}")').fetchall()
        stored = {row[1] for row in rows} - {"id"}
        missing, more = set(table.names) - stored, stored - set(table.names)
        if missing or more:
            odd.append(
                f"table {table.name}: lacks {sorted(missing) or 'nothing'},"
                f" has besides {sorted(more) or 'nothing'}"
            )
    return odd


def _folder(path: Path) -> Finding:
    manifest = path / "manifest.json"
    if not manifest.exists():
        return _loose(path)
    stated = json.loads(manifest.read_text())
    wrong = [name for name, file in stated["files"].items() if not _same(path / name, file)]
    known = [f"made {stated['made_at']} of {', '.join(stated['sessions']) or 'no session'}"]
    known += [f"{name}: {file['rows']} rows" for name, file in sorted(stated["files"].items())]
    if wrong:
        known += [f"{name} is not what was exported" for name in wrong]
        advice = "export again, or find the original"
        return Finding("damaged or edited export", tuple(known), advice)
    if stated["schema"] != schema():
        what = "an export by another version of this project, complete"
        return Finding(what, tuple(known), "read it with the version that wrote it")
    return Finding("a complete export of this version", tuple(known), "python -m analysis audit")


def _loose(path: Path) -> Finding:
    """Look at a folder without a manifest: several exports, or tables whose origin is unknown."""
    exports = sorted(inner.name for inner in path.iterdir() if (inner / "manifest.json").exists())
    if exports:
        advice = f"the analysis takes the newest: python -m analysis audit {path}"
        return Finding("a folder of exports", tuple(exports), advice)
    tables = [table for table in TABLES if (path / f"{table}.csv").exists()]
    if tables:
        known = f"{len(tables)} of {len(TABLES)} tables: {', '.join(tables)}"
        advice = "python -m analysis audit says whether they agree; nothing vouches for the files"
        return Finding("tables without the manifest of an export", (known,), advice)
    return Finding("unknown folder", (), "name a database, an export's folder or a CSV file")


def _same(path: Path, stated: dict[str, object]) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == stated["sha256"]


def _table(path: Path) -> Finding:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            header = next(csv.reader(file), [])
            rows = sum(1 for _ in file)
    except (UnicodeDecodeError, csv.Error):
        return Finding("unknown file", (), "it is neither a database nor a table of text")
    for table in TABLES.values():
        if tuple(header) == table.names:
            what = f"the table {table.name} of an export: {table.row} a row"
            return Finding(what, (f"{rows} rows",), "keep it with the other files of its export")
    for column, what in OTREE_COLUMNS.items():
        if column in header:
            return Finding(what, (f"{rows} rows",), "docs/foreign-data.md says how it is read")
    shown = ", ".join(header[:8])
    return Finding(f"unknown table ({shown})", (f"{rows} rows",), "see docs/foreign-data.md")
