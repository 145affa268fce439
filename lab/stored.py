"""What does the database of this folder say when it is only looked at?"""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from guard import facts
from lab import backup
from lab.database import APP

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
    import psycopg2

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


def overdue(environ: Mapping[str, str], now: float) -> int:
    """Return how many sessions hold labels longer than their participants were told."""
    connection = _open(environ)
    if connection is None:
        return 0
    over = "s.created_at / 1000 + k.retention_days * 86400 < ?"
    labelled = f'SELECT session FROM "{APP}_participants" WHERE label IS NOT NULL'
    query = (
        f'SELECT count(*) FROM "{APP}_sessions" s JOIN "{APP}_key" k ON k.session = s.session'
        f" WHERE {over} AND s.session IN ({labelled})"
    )
    try:
        (found,) = connection.execute(query, (now,)).fetchone()
    except sqlite3.Error:
        return 0
    finally:
        connection.close()
    return int(found)


def _open(environ: Mapping[str, str]) -> sqlite3.Connection | None:
    """Open the SQLite file for reading; None where there is none, or PostgreSQL is used."""
    path = Path(facts.FILE)
    if facts.is_postgres(environ.get("DATABASE_URL", "")) or not path.exists():
        return None
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
