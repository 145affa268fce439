"""Who can still be told by what is stored, and how is that taken away?

A label, the device token, what was written in the questionnaire and what the experimenter wrote to
or about the person go. Choices stay, since other members' data rest on them, as the consent form
says; an event `erased` says that and when it was done.
"""

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guard import facts
from lab.backup import libpq
from lab.database import APP

DAY_MS = 24 * 3_600 * 1_000


@dataclass(frozen=True)
class Place:
    """One participant of one session."""

    session: str
    participant: str


class Store:
    """A database that is written to while nobody else writes to it."""

    def __init__(self, connection: Any, mark: str) -> None:
        self.connection, self._mark = connection, mark

    def do(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement, written with `?` for values, and return its rows."""
        cursor = self.connection.cursor()
        cursor.execute(statement.replace("?", self._mark), tuple(values))
        return cursor.fetchall() if cursor.description else []


@contextmanager
def store(url: str, file: Path = Path(facts.FILE)) -> Iterator[Store]:
    """Open the lab's database for writing, or a copy of it: all of it is done, or nothing."""
    if facts.is_postgres(url):
        import psycopg2

        connection, mark = psycopg2.connect(libpq(url)), "%s"
    else:
        if not file.exists():
            sys.exit(f"There is no {file} in {Path.cwd()}.")
        connection, mark = sqlite3.connect(file), "?"
        # What is taken away is overwritten, not only marked as free.
        connection.execute("PRAGMA secure_delete=ON")
    try:
        yield Store(connection, mark)
        connection.commit()
        if mark == "?" and connection.total_changes:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def places(opened: Store, label: str, session: str | None) -> list[Place]:
    """Return where somebody with a label, or a code, took part."""
    rows = opened.do(
        f"SELECT p.session, p.participant FROM {APP}_participants p"
        " JOIN otree_participant o ON o.code = p.participant"
        " WHERE p.label = ? OR o.label = ? OR p.participant = ?",
        (label, label, label),
    )
    return [Place(*row) for row in rows if session in (None, row[0])]


def last(opened: Store) -> dict[str, int]:
    """Return when something last happened in each session, in milliseconds."""
    rows = opened.do(
        f"SELECT s.session, s.created_at, (SELECT max(at) FROM {APP}_events e"
        " WHERE e.session = s.session AND e.event <> 'erased'),"
        f" (SELECT max(decided_at) FROM {APP}_decisions d WHERE d.session = s.session),"
        f" (SELECT max(at) FROM {APP}_quiz q WHERE q.session = s.session)"
        f" FROM {APP}_sessions s"
    )
    return {session: max(at for at in times if at is not None) for session, *times in rows}


def over(opened: Store, now: int, days: int | None = None) -> set[str]:
    """Return the sessions whose retention time is over; `days` is another time for all of them.

    It runs from the last thing that happened in a session: one that is still played is never over.
    """
    promised = dict(opened.do(f"SELECT session, retention_days FROM {APP}_key"))
    return {
        session
        for session, at in last(opened).items()
        if at + (promised[session] if days is None else days) * DAY_MS < now
    }


def known(opened: Store) -> list[Place]:
    """Return everybody who can still be told by something."""
    rows = opened.do(
        f"SELECT p.session, p.participant FROM {APP}_participants p"
        " JOIN otree_participant o ON o.code = p.participant"
        " WHERE p.label IS NOT NULL OR o.label IS NOT NULL OR p.device IS NOT NULL"
        " OR p.age IS NOT NULL OR p.gender IS NOT NULL OR p.comment IS NOT NULL"
        f" OR EXISTS (SELECT 1 FROM {APP}_events e WHERE e.session = p.session"
        " AND e.participant = p.participant AND e.detail IS NOT NULL)"
    )
    return [Place(*row) for row in rows]


def due(opened: Store, now: int, days: int | None = None) -> list[Place]:
    """Return everybody who can still be told by something, of sessions whose time is over."""
    finished = over(opened, now, days)
    return [place for place in known(opened) if place.session in finished]


def erased(opened: Store) -> set[Place]:
    """Return everybody who has been forgotten."""
    query = f"SELECT DISTINCT session, participant FROM {APP}_events WHERE event = 'erased'"
    return {Place(*row) for row in opened.do(query)}


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
