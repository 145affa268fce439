"""What does the database say about itself, read without oTree and without touching it?

A database that a server has used carries a table `guard_facts` of names and values: the
fingerprint of its schema and a salted fingerprint of the secret key. One that `otree devserver`
wrote from memory carries none, only oTree's version in SQLite's header.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TABLE = "guard_facts"
CREATE = f"CREATE TABLE IF NOT EXISTS {TABLE} (name VARCHAR(50) NOT NULL, value TEXT NOT NULL)"
FILE = "db.sqlite3"


@dataclass(frozen=True)
class Facts:
    """What one database holds; `tables` and `values` are empty in a new one.

    `header` is SQLite's user_version: oTree's version if `otree devserver` wrote the file, else 0.
    """

    where: str
    tables: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)
    sessions: int = 0
    header: int = 0


class UnreadableError(Exception):
    """The database cannot be read."""


def read(environ: Mapping[str, str], folder: Path) -> Facts:
    """Return the facts of the database that a server in this folder would use."""
    url = environ.get("DATABASE_URL", "")
    return read_postgres(url) if is_postgres(url) else read_sqlite(folder)


def is_postgres(url: str) -> bool:
    """Say whether an address is PostgreSQL's; oTree takes any other as the SQLite file."""
    return url.startswith(("postgres://", "postgresql"))


def read_sqlite(folder: Path) -> Facts:
    """Return the facts of the SQLite file in a folder."""
    path = folder / FILE
    if not path.exists() or path.stat().st_size == 0:
        return Facts(str(FILE))
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            tables = _names(connection.execute("SELECT name FROM sqlite_master WHERE type='table'"))
            header = connection.execute("PRAGMA user_version").fetchone()[0]
            return Facts(str(FILE), tables, *_contents(connection, tables), header)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise UnreadableError(f"{FILE}: {error}") from error


def read_postgres(url: str) -> Facts:
    """Return the facts of a PostgreSQL database."""
    import psycopg2
    from sqlalchemy.engine.url import make_url

    # Never the whole address: it holds the password.
    where = f"the PostgreSQL database {make_url(url).database}"
    options = make_url(url).translate_connect_args(username="user", database="dbname")
    try:
        connection = psycopg2.connect(connect_timeout=10, **options)
        try:
            connection.set_session(readonly=True)
            cursor = connection.cursor()
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            tables = _names(cursor)
            return Facts(where, tables, *_contents(cursor, tables))
        finally:
            connection.close()
    except psycopg2.Error as error:
        raise UnreadableError(f"{where}: {str(error).strip()}") from error


def _names(rows) -> frozenset[str]:
    return frozenset(row[0] for row in rows)


def _contents(executor, tables: frozenset[str]) -> tuple[dict[str, str], int]:
    """Return the stored facts and the number of sessions, over a connection or a cursor."""
    values, sessions = {}, 0
    if TABLE in tables:
        rows = executor.execute(f"SELECT name, value FROM {TABLE}")
        values = dict(rows if rows is not None else executor.fetchall())
    if "otree_session" in tables:
        rows = executor.execute("SELECT count(*) FROM otree_session")
        sessions = (rows if rows is not None else executor).fetchone()[0]
    return values, sessions
