"""Does an answer survive the kill or power cut that follows its acknowledgement?

The file is always `db.sqlite3` in the working directory, whatever DATABASE_URL says after
`sqlite`: oTree opens it by that name. WAL lets readers (exports of a copy, analysis) read while
the server writes; synchronous=FULL puts every commit on disk before anyone is told of it.
"""

import sqlite3

from sqlalchemy import event

HOOKS = (
    "otree.database.engine",
    "otree.database.sqlite_disk_conn",
    "otree.database.AnyModel.metadata",
)

PRAGMAS = ("PRAGMA foreign_keys=ON", "PRAGMA synchronous=FULL", "PRAGMA busy_timeout=10000")


def apply() -> None:
    """Set each new SQLite connection up; oTree connects after the apps are imported."""
    from otree.database import AnyModel, engine

    event.listen(engine, "connect", _set_up)
    # WAL is written into the file, so only once its schema was found to be ours.
    event.listen(AnyModel.metadata, "after_create", _use_wal)


def _set_up(connection, record) -> None:
    if isinstance(connection, sqlite3.Connection):
        for pragma in PRAGMAS:
            connection.execute(pragma)


def _use_wal(metadata, connection, **kwargs) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute("PRAGMA journal_mode=WAL")


def close() -> None:
    """Move the write-ahead log into the file and close it, so that one file holds everything."""
    from otree.database import engine, sqlite_disk_conn

    engine.dispose()
    sqlite_disk_conn.close()
