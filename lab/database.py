"""How is the lab's database read beside a running server, without oTree and without a lock?"""

import contextlib
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from design.columns import Table

FILE = Path("db.sqlite3")
APP = "contingent_pgg"


class Snapshot:
    """What the database held at one moment; a connection that only reads."""

    def __init__(self, connection: Any, kind: str, mark: str) -> None:
        self.kind = kind
        self._connection = connection
        self._mark = mark

    def sessions(self) -> list[str]:
        """Return the codes of all sessions of the game, oldest first."""
        return [
            code for (code,) in self._ask(f'SELECT "session" FROM "{APP}_sessions" ORDER BY id')
        ]

    def rows(self, table: Table, session: str | None = None) -> Iterator[Sequence[Any]]:
        """Return a table's rows as declared, oldest first, of one session or of all."""
        names = ", ".join(f'"{name}"' for name in table.names)
        only = f' WHERE "session" = {self._mark}' if session is not None else ""
        values = () if session is None else (session,)
        yield from self._ask(f'SELECT {names} FROM "{APP}_{table.name}"{only} ORDER BY id', values)

    def payoffs(self) -> dict[str, Decimal]:
        """Return for each participant code the payoff in points, as oTree has it."""
        found = self._ask("SELECT code, payoff FROM otree_participant")
        return {code: Decimal(str(payoff or 0)) for code, payoff in found}

    def _ask(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Sequence[Any]]:
        cursor = self._connection.cursor()
        cursor.execute(statement, values)
        yield from cursor


@contextlib.contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """Open the database of the working directory, or the PostgreSQL one that a URL names."""
    postgres = url.startswith("postgres")
    connection = _postgres(url) if postgres else _sqlite()
    try:
        yield Snapshot(connection, *(("postgresql", "%s") if postgres else ("sqlite", "?")))
    except (sqlite3.OperationalError, _missing_table()) as error:
        sys.exit(f"The database cannot be read: {error}. Has this lab been started yet?")
    finally:
        connection.close()


def _sqlite() -> sqlite3.Connection:
    if not FILE.exists() or FILE.stat().st_size == 0:
        sys.exit(f"There is no {FILE} in {Path.cwd()}: start the lab there first (make lab).")
    connection = sqlite3.connect(f"file:{FILE}?mode=ro", uri=True, isolation_level=None)
    # One transaction, so that all tables are of the same moment.
    connection.execute("BEGIN")
    return connection


def _postgres(url: str) -> Any:
    import psycopg2

    connection = psycopg2.connect(url)
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    return connection


def _missing_table() -> type[Exception]:
    import psycopg2.errors

    return psycopg2.errors.UndefinedTable
