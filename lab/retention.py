"""Is everybody forgotten when the time is over that was promised?

The running lab looks at its start and once a day: in the database, and in the copies that it has
made of it itself. Exports, payment lists and archives are the researcher's, and are left alone.
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Set
from dataclasses import dataclass
from pathlib import Path

from guard import facts
from guard.log import event, failure
from lab import backup
from lab.export import address
from lab.forgetting import Place, due, erased, forget, known, last, store

SECONDS_BETWEEN = 24 * 3_600
QUIET_MS = 600_000
SECONDS_UNTIL_QUIET = 60
TRIES = 24 * 60


@dataclass(frozen=True)
class Swept:
    """What became of the backups.

    Attributes
    ----------
    cleaned, removed, unread : tuple of Path
        Copies in which somebody was forgotten; dumps in whose place a newer one is; copies that
        could not be read.
    """

    cleaned: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()

    @property
    def lines(self) -> list[str]:
        """What a researcher is told."""
        return [
            *(f"  {path}: forgotten there too." for path in self.cleaned),
            *(f"  {path}: removed, a new dump is in its place." for path in self.removed),
            *(f"  {path}: cannot be read; look at it yourself." for path in self.unread),
        ]


def waiting(url: str, now: int) -> list[Place]:
    """Return whose time is over and who is not forgotten yet; nothing is changed."""
    with store(url) as opened:
        return due(opened, now)


def busy(url: str, now: int) -> bool:
    """Say whether something happened in some session within the last minutes."""
    with store(url) as opened:
        return any(now - at < QUIET_MS for at in last(opened).values())


def in_database(url: str, now: int, days: int | None = None) -> list[Place]:
    """Forget everybody whose time is over in the database alone, and return who that was."""
    with store(url) as opened:
        found = due(opened, now, days)
        forget(opened, found, now)
    return found


def in_backups(url: str, now: int) -> Swept:
    """Forget in every backup whoever is forgotten in the database, or whose time is over."""
    with store(url) as opened:
        gone = erased(opened)
    cleaned, unread = [], []
    for path in sorted(backup.FOLDER.glob("*.sqlite3")):
        try:
            if _forget_in(path, gone, now):
                cleaned.append(path)
        except (sqlite3.Error, backup.BackupError):
            unread.append(path)
    removed = _anew(url) if facts.is_postgres(url) else []
    return Swept(tuple(cleaned), tuple(removed), tuple(unread))


def _forget_in(path: Path, gone: Set[Place], now: int) -> bool:
    """Forget in one SQLite copy, which keeps its name and its time."""
    made = path.stat()
    with store("", path) as opened:
        late = set(due(opened, now))
        found = [place for place in known(opened) if place in gone or place in late]
        forget(opened, found, now)
    if found:
        backup.checked(path)
        os.utime(path, ns=(made.st_atime_ns, made.st_mtime_ns))
    return bool(found)


def _anew(url: str) -> list[Path]:
    """Replace the dumps that are older than somebody's being forgotten: nobody can edit a dump."""
    with store(url) as opened:
        ((last,),) = opened.do("SELECT max(at) FROM contingent_pgg_events WHERE event = 'erased'")
    dumps = backup.FOLDER.glob("*.dump")
    older = [path for path in dumps if 1_000 * path.stat().st_mtime <= (last or 0)]
    if older:
        backup.make(url)
    for path in older:
        path.unlink(missing_ok=True)
    return older


async def every_day() -> None:
    """Forget whose time is over, now and once a day; to be run in the background."""
    # The time runs on from the start: a leap of the clock forgets nobody.
    started = time.time() - time.monotonic()
    while True:
        try:
            await _once(address(), lambda: int(1_000 * (started + time.monotonic())))
        except Exception as error:
            failure(error, where="retention")
        await asyncio.sleep(SECONDS_BETWEEN)


async def _once(url: str, clock: Callable[[], int]) -> None:
    """Look beside the game; only where somebody is to be forgotten, do it in its lock."""
    from guard.lock import transaction

    now = clock()
    if await asyncio.to_thread(waiting, url, now):
        await _quiet(url, clock)
        # Another connection writes, so that what goes is overwritten: nobody else may meanwhile.
        async with transaction():
            found = await asyncio.to_thread(in_database, url, now)
        for session in sorted({place.session for place in found}):
            event(session, event="retention_over")
    swept = await asyncio.to_thread(in_backups, url, now)
    for line in swept.lines:
        event(event=line.strip().replace(" ", "_"))


async def _quiet(url: str, clock: Callable[[], int]) -> None:
    """Wait until nothing has happened in any session for some minutes, at most a day."""
    for _ in range(TRIES):
        if not await asyncio.to_thread(busy, url, clock()):
            return
        await asyncio.sleep(SECONDS_UNTIL_QUIET)
