"""What are this lab's password, secret key and schedule seed, and where are they kept?"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NEEDED = {
    "OTREE_ADMIN_PASSWORD": lambda: secrets.token_urlsafe(12),
    "OTREE_SECRET_KEY": lambda: secrets.token_hex(32),
    "CONTINGENT_SEED": lambda: str(secrets.randbelow(2**31)),
}
SAFE = {"OTREE_PRODUCTION": "1", "OTREE_AUTH_LEVEL": "STUDY"}
HEADER = """\
# This lab's own secrets. Keep this file: the schedule of treatments follows from the seed, and
# links and room addresses from the secret key. Never put it into version control.
"""


@dataclass(frozen=True)
class Secrets:
    """Environment variables of this lab, and whether they were made just now."""

    values: dict[str, str]
    new: bool


def load(path: Path, given: Mapping[str, str]) -> Secrets:
    """Return the lab's variables: those `given` win, then the file, which is made if missing.

    No file is made when everything is given. Raises SystemExit on a file that lacks a secret:
    making another one would silently change a running experiment.
    """
    new = False
    if not all(given.get(name) for name in NEEDED) and not path.exists():
        create(path, given)
        new = True
    kept = read(path) if path.exists() else {}
    values = SAFE | kept | {name: value for name, value in given.items() if value}
    lacking = [name for name in NEEDED if not values.get(name)]
    if lacking:
        raise SystemExit(
            f"{path} has no {' and no '.join(lacking)}. Add the line with the value this lab "
            "has used so far; a lab that has no data yet may delete the file and start again."
        )
    return Secrets({name: values[name] for name in {**SAFE, **kept, **NEEDED}}, new)


def create(path: Path, given: Mapping[str, str]) -> None:
    """Write new random secrets to `path`, readable by its owner only."""
    values = {name: given.get(name) or make() for name, make in NEEDED.items()} | SAFE
    text = HEADER + "".join(f"{name}={value}\n" for name, value in values.items())
    # Made with its mode from the start: nobody else can read it even for a moment.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)


def read(path: Path) -> dict[str, str]:
    """Return the `NAME=value` lines of a file; blank lines and comments are allowed."""
    values = {}
    path.chmod(0o600)
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, found, value = line.partition("=")
        if not found:
            raise SystemExit(f"{path}, line {number}: found {line!r}, expected NAME=value")
        values[name.strip()] = value.strip().strip("\"'")
    return values
