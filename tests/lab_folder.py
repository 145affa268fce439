"""A folder in which a lab has run: its commands can be tried there as a researcher would."""

import subprocess
import sys
from pathlib import Path

from lab.project import THROW_AWAY, Workspace, workspace
from lab.rest import Session, create
from lab.servers import Server


def real(folder: Path, **values: str) -> Workspace:
    """Make a copy of the project whose data matter, unlike a test's."""
    place = workspace(folder, **values)
    del place.env[THROW_AWAY]
    return place


def with_session(place: Workspace, database_url: str = "") -> Session:
    """Start a lab there, create a session of four, and stop it."""
    with Server(place, database_url=database_url) as server:
        return create(server, "flagship", 4)


def lab(place: Workspace, *words: str, **values: str) -> tuple[int, str]:
    """Run one of the lab's commands there; return its exit code and all it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "lab", *words],
        cwd=place.folder,
        env=place.env | values,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr
