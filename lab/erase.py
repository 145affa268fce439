"""How is a person forgotten, and how is a session closed?

A label, the device token, what was written in the questionnaire and what the experimenter wrote to
or about the person are taken away. Choices stay, since other members' data rest on them, as the
consent form says; an event `erased` says that and when it was done.
"""

import argparse
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guard import facts
from lab import running
from lab.backup import libpq
from lab.database import APP
from lab.export import address

DAY_MS = 24 * 3_600 * 1_000
COPIES = ("backups", "exports", "payments", "archive", "cards")


@dataclass(frozen=True)
class Place:
    """One participant of one session."""

    session: str
    participant: str


class Store:
    """A database that is written to while no server runs."""

    def __init__(self, connection: Any, mark: str) -> None:
        self.connection, self._mark = connection, mark

    def do(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement, written with `?` for values, and return its rows."""
        cursor = self.connection.cursor()
        cursor.execute(statement.replace("?", self._mark), tuple(values))
        return cursor.fetchall() if cursor.description else []


@contextmanager
def store(url: str) -> Iterator[Store]:
    """Open the lab's database for writing: all of it is done, or nothing."""
    if facts.is_postgres(url):
        import psycopg2

        connection, mark = psycopg2.connect(libpq(url)), "%s"
    else:
        if not Path(facts.FILE).exists():
            sys.exit(f"There is no {facts.FILE} in {Path.cwd()}.")
        connection, mark = sqlite3.connect(facts.FILE), "?"
        # What is taken away is overwritten, not only marked as free.
        connection.execute("PRAGMA secure_delete=ON")
    try:
        yield Store(connection, mark)
        connection.commit()
        if mark == "?":
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def parser() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m lab erase", description=__doc__)
    parser.add_argument("label", nargs="?", help="the label of the person, or its code")
    parser.add_argument("--session", help="only in the session with this code")
    parser.add_argument("--close", metavar="SESSION", help="erase a session's key of device tokens")
    parser.add_argument(
        "--due",
        action="store_true",
        help="forget everybody of sessions that are older than their retention time",
    )
    parser.add_argument(
        "--days", type=int, help="with --due: another time for all sessions than was promised"
    )
    return parser


def main(argv: list[str]) -> int:
    """Forget a person, close a session, or forget all whose time is over."""
    asked = parser().parse_args(argv)
    if running.server() is not None:
        sys.exit("The lab is running here. Stop it first (Ctrl-C, or SIGTERM).")
    if sum([bool(asked.label), bool(asked.close), asked.due]) != 1:
        sys.exit("Name a label, or --close SESSION, or --due.")
    with store(address()) as opened:
        if asked.close:
            return close(opened, asked.close)
        if asked.due:
            found = due(opened, int(time.time() * 1_000), asked.days)
        else:
            found = places(opened, asked.label, asked.session)
            if not found:
                sys.exit(f"Nobody here has the label {asked.label!r}.")
        forget(opened, found, int(time.time() * 1_000))
    told = ", ".join(sorted({place.session for place in found})) or "none"
    print(f"Forgot {len(found)} participant(s); sessions: {told}. Choices stay, unnamed.")
    for path in copies(asked.label):
        print(f"  {path} still holds the label: delete it, or make it anew.")
    return 0


def places(opened: Store, label: str, session: str | None) -> list[Place]:
    """Return where somebody with a label, or a code, took part."""
    rows = opened.do(
        f"SELECT p.session, p.participant FROM {APP}_participants p"
        " JOIN otree_participant o ON o.code = p.participant"
        " WHERE p.label = ? OR o.label = ? OR p.participant = ?",
        (label, label, label),
    )
    return [Place(*row) for row in rows if session in (None, row[0])]


def due(opened: Store, now: int, days: int | None = None) -> list[Place]:
    """Return everybody who can still be told by something, of sessions whose time is over.

    Each session has the time that its participants were told; `days` is another one for all.
    """
    rows = opened.do(
        f"SELECT p.session, p.participant FROM {APP}_participants p"
        f" JOIN {APP}_sessions s ON s.session = p.session"
        f" JOIN {APP}_key k ON k.session = p.session"
        " JOIN otree_participant o ON o.code = p.participant"
        " WHERE s.created_at + COALESCE(?, k.retention_days) * CAST(? AS BIGINT) < ?"
        " AND (p.label IS NOT NULL OR o.label IS NOT NULL OR p.device IS NOT NULL"
        " OR p.age IS NOT NULL OR p.gender IS NOT NULL OR p.comment IS NOT NULL)",
        (days, DAY_MS, now),
    )
    return [Place(*row) for row in rows]


def forget(opened: Store, found: Iterable[Place], now: int) -> None:
    """Take away what tells who somebody is, and leave an event that says so."""
    for place in found:
        key = (place.session, place.participant)
        mine = "WHERE session = ? AND participant = ?"
        opened.do(
            f"UPDATE {APP}_participants SET label = NULL, device = NULL, age = NULL,"
            f" gender = NULL, comment = NULL {mine}",
            key,
        )
        opened.do(f"UPDATE {APP}_events SET detail = NULL {mine} AND detail IS NOT NULL", key)
        opened.do(
            "UPDATE otree_participant SET label = NULL, mturk_worker_id = NULL,"
            " mturk_assignment_id = NULL WHERE code = ?",
            (place.participant,),
        )
        opened.do(
            "UPDATE debriefing_player SET age = NULL, gender = NULL, comment = NULL WHERE"
            " participant_id = (SELECT id FROM otree_participant WHERE code = ?)",
            (place.participant,),
        )
        opened.do(
            f"INSERT INTO {APP}_events (session, participant, slot, seat, event, at)"
            f" SELECT session, participant, slot, seat, 'erased', {int(now)}"
            f" FROM {APP}_participants {mine}",
            key,
        )


def close(opened: Store, session: str) -> int:
    """Erase the key of a session's device tokens: they say nothing about any browser any more."""
    if not opened.do(f"SELECT 1 FROM {APP}_sessions WHERE session = ?", (session,)):
        sys.exit(f"There is no session {session!r}.")
    opened.do(f"UPDATE {APP}_key SET secret = NULL WHERE session = ?", (session,))
    print(f"Closed {session}: its device tokens say nothing about any browser any more.")
    return 0


def copies(label: str | None) -> list[Path]:
    """Return the files beside the database in which a label still stands."""
    if not label:
        return []
    folders = [Path(name) for name in COPIES if Path(name).is_dir()]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if label.encode() in path.read_bytes()]
