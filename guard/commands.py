"""Which oTree commands would lose data in this folder, and what is safe instead?

`otree devserver` plays in memory and overwrites `db.sqlite3` when it ends; `otree test` plays in
memory too; `otree resetdb` erases. None of them may run where sessions are stored. A database that
devserver itself wrote is its own to load and overwrite.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from guard import facts
from guard.refusals import Refusal, end

HOOKS = ("otree.database.load_in_memory_db", "otree.database.version_for_pragma")

SAFE = {
    "devserver": "python -m lab sandbox plays with a throw-away database, python -m lab serve "
    "serves this one",
    "devserver_inner": "python -m lab sandbox plays with a throw-away database, python -m lab "
    "serve serves this one",
    "test": "python -m lab rehearse plays whole sessions with a throw-away database",
    "bots": "python -m lab rehearse plays whole sessions with a throw-away database",
    "resetdb": "start the next experiment in a new folder or with a new DATABASE_URL; "
    "python -m lab export writes out what is here",
}
IN_MEMORY = {"devserver_inner", "test", "bots"}


def apply() -> None:
    """End a dangerous command; let the harmless ones start from empty tables."""
    from otree import database

    end(refused(sys.argv, os.environ, Path.cwd(), header=database.version_for_pragma()))
    if database.IN_MEMORY:
        _load_own_only(database)


def refused(argv: Sequence[str], environ, folder: Path, *, header: int) -> list[Refusal]:
    """Return why an `otree` command line must not run in this folder; `header` marks devserver."""
    command = argv[1] if len(argv) > 1 and Path(argv[0]).stem in ("otree", "-c") else ""
    if command not in SAFE:
        return []
    try:
        places = [facts.read_sqlite(folder)]
        if facts.is_postgres(environ.get("DATABASE_URL", "")):
            places.append(facts.read(environ, folder))
    except facts.UnreadableError as error:
        return [
            Refusal(f"`otree {command}` cannot see what it would meet: {error}.", SAFE[command])
        ]
    return [
        Refusal(
            f"{place.where} holds {place.sessions} session(s), which `otree {command}` would "
            "erase, overwrite or leave out. Nothing was changed.",
            SAFE[command],
        )
        for place in places
        if place.sessions and not (command in IN_MEMORY and _devserver_wrote(place, header))
    ]


def _devserver_wrote(place: facts.Facts, header: int) -> bool:
    return not place.values and place.header == header


def _load_own_only(database) -> None:
    """Load a file that devserver wrote; pass over an empty one that a server made.

    oTree would end here and advise to delete the file.
    """
    load = database.load_in_memory_db

    def load_in_memory_db() -> None:
        place = facts.read_sqlite(Path.cwd())
        if _devserver_wrote(place, database.version_for_pragma()):
            load()

    database.load_in_memory_db = load_in_memory_db
