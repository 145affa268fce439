"""What does the database of this folder say when it is only looked at?"""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import psycopg2

from guard import facts
from lab import backup, retention
from lab.database import APP
from lab.forgetting import Place

MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")


class UnreachableError(Exception):
    """PostgreSQL does not answer."""


def filesystem(folder: Path) -> str:
    """Return the kind of file system a folder lies on, where the machine tells; else nothing."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    rows = [line.split() for line in mounts.read_text().splitlines()]
    here = folder.resolve()
    around = [(row[1], row[2]) for row in rows if here.is_relative_to(row[1])]
    return max(around, key=lambda found: len(found[0]), default=("", ""))[1]


def unsafe_settings(url: str) -> list[str]:
    """Return which of PostgreSQL's settings would let it lose what it has acknowledged."""
    try:
        connection = psycopg2.connect(backup.libpq(url), connect_timeout=10)
    except psycopg2.Error as error:
        raise UnreachableError(str(error).strip().replace(url, "DATABASE_URL")) from error
    try:
        cursor, off = connection.cursor(), []
        for name in MUST_BE_ON:
            cursor.execute(f"SHOW {name}")
            off += [name] if cursor.fetchone()[0] in ("off", "local") else []
    finally:
        connection.close()
    return off


def fault(environ: Mapping[str, str]) -> str:
    """Read the whole SQLite file and return what is wrong with it; empty for nothing."""
    connection = _open(environ)
    if connection is None:
        return ""
    try:
        (said,) = connection.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        said = str(error)
    finally:
        connection.close()
    return "" if said == "ok" else said


def last_event(environ: Mapping[str, str]) -> float | None:
    """Return when the newest stored event happened, in seconds since 1970; None if unknown."""
    connection = _open(environ)
    if connection is None:
        return None
    try:
        (last,) = connection.execute(f'SELECT max(at) FROM "{APP}_events"').fetchone()
    except sqlite3.Error:
        return None
    finally:
        connection.close()
    return None if last is None else last / 1_000


def experiments(environ: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the hashes that earlier sessions stored, by the experiment's name."""
    connection, found = _open(environ), {}
    if connection is None:
        return found
    name = "json_extract(experiment, '$[0].name')"
    try:
        rows = connection.execute(f'SELECT {name}, experiment_hash FROM "{APP}_sessions"')
        for experiment, stored in rows:
            found.setdefault(experiment, set()).add(stored)
    except sqlite3.Error:
        return {}
    finally:
        connection.close()
    return found


def overdue(environ: Mapping[str, str], now: float) -> list[Place]:
    """Return who could be forgotten by now and is not; nobody where the tables are others."""
    url, file = environ.get("DATABASE_URL", ""), Path(facts.FILE)
    if not facts.is_postgres(url) and not (file.exists() and file.stat().st_size):
        return []
    try:
        return retention.waiting(url, int(now * 1_000))
    except (sqlite3.Error, psycopg2.Error):
        return []


def _open(environ: Mapping[str, str]) -> sqlite3.Connection | None:
    """Open the SQLite file for reading; None where there is none, or PostgreSQL is used."""
    path = Path(facts.FILE)
    if facts.is_postgres(environ.get("DATABASE_URL", "")) or not path.exists():
        return None
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
