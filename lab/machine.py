"""Which programs does the gate need from the machine, and how are they installed?

Runs on a bare Python, so it imports the standard library only.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "google-chrome", "google-chrome-stable")
# Where Playwright keeps the browser that it downloads.
DOWNLOADED = (
    ".cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)


@dataclass(frozen=True)
class Program:
    """A program that is missing: its name and the packages that bring it.

    `download` is a command that brings it without a package manager.
    """

    name: str
    apt: tuple[str, ...] = ()
    brew: tuple[str, ...] = ()
    download: tuple[str, ...] = ()


def chromium() -> Path | None:
    """Return the browser that tests drive, or None."""
    found = [Path(path) for path in map(shutil.which, BROWSERS) if path]
    found += [path for pattern in DOWNLOADED for path in sorted(Path.home().glob(pattern))]
    return found[0] if found else None


def release() -> str:
    """Return the short name of this Linux distribution, or "" elsewhere."""
    path = Path("/etc/os-release")
    lines = path.read_text().splitlines() if path.exists() else []
    return next((line[3:].strip('"') for line in lines if line.startswith("ID=")), "")


def require(programs: Sequence[Program]) -> None:
    """Install missing programs; where that is not ours to do, stop with the command to type."""
    if not programs:
        return
    names = " and ".join(program.name for program in programs)
    commands = recipe(programs)
    if not commands:
        sys.exit(f"Missing: {names}. This system has neither apt nor Homebrew: install by hand.")
    rooted = [command for command in commands if as_root(command)]
    prefix = permission() if rooted else []
    if prefix is None:
        typed = " && ".join(shlex.join(["sudo", *command]) for command in rooted)
        sys.exit(f"Missing: {names}. Installing needs your password. Type:\n\n    {typed}\n")
    print(f"Installing {names}.", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        typed = [*prefix, *command] if command[0] == "apt-get" else command
        if subprocess.run(typed, env=env, stdin=subprocess.DEVNULL).returncode:
            sys.exit(f"This failed; what it says stands above: {shlex.join(typed)}")


def as_root(command: Sequence[str]) -> bool:
    """Say whether a command needs root: apt, and Playwright when it installs libraries."""
    return command[0] == "apt-get" or "--with-deps" in command


def recipe(programs: Sequence[Program]) -> list[list[str]]:
    """Return the commands that install `programs` here; empty when there is no way."""
    commands = [list(program.download) for program in programs if program.download]
    managed = [program for program in programs if not program.download]
    if not managed:
        return commands
    if shutil.which("apt-get") and all(program.apt for program in managed):
        packages = [package for program in managed for package in program.apt]
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
        return [["apt-get", "update", "-q"], install, *commands]
    if shutil.which("brew") and all(program.brew for program in managed):
        return [["brew", "install", *(p for program in managed for p in program.brew)], *commands]
    return []


def permission() -> list[str] | None:
    """Return what to put before a command to run it as root, or None if that needs a password."""
    if os.geteuid() == 0:
        return []
    asked = ["sudo", "-n", "true"]
    if shutil.which("sudo") and subprocess.run(asked, capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None
