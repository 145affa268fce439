"""How is a person forgotten, and how is a session closed?

What goes and what stays says `lab/forgetting.py`. Whoever's retention time is over is forgotten by
the running lab itself; `--due` does the same at once, while it is stopped.
"""

import argparse
import sys
import time
from pathlib import Path

from lab import retention, running
from lab.backup import BackupError
from lab.database import APP
from lab.export import address
from lab.forgetting import Place, forget, places, store

COPIES = ("backups", "exports", "payments", "archive", "cards")


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
    now = int(time.time() * 1_000)
    if asked.close:
        return close(asked.close)
    if asked.due:
        found = retention.in_database(address(), now, asked.days)
    else:
        found = person(asked.label, asked.session, now)
    told = ", ".join(sorted({place.session for place in found})) or "none"
    print(f"Forgot {len(found)} participant(s); sessions: {told}. Choices stay, unnamed.")
    try:
        lines = retention.in_backups(address(), now).lines
    except BackupError as error:
        lines = [f"  backups: older dumps stay, because no new one could be made: {error}"]
    print(*lines, sep="\n", end="\n" if lines else "")
    for path in copies(asked.label):
        print(f"  {path} still holds the label: delete it, or make it anew.")
    return 0


def person(label: str, session: str | None, now: int) -> list[Place]:
    """Forget everybody with a label, or a code, and return where they took part."""
    with store(address()) as opened:
        found = places(opened, label, session)
        if not found:
            sys.exit(f"Nobody here has the label {label!r}.")
        forget(opened, found, now)
    return found


def close(session: str) -> int:
    """Erase the key of a session's device tokens: they say nothing about any browser any more."""
    with store(address()) as opened:
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
