"""Does this Python have what the lab needs? If not, how does it get it?

Runs on a bare Python, so it imports the standard library only.
"""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

RUN = "requirements.txt"
DEVELOP = "requirements-dev.txt"
VERSIONS = ((3, 13), (3, 12), (3, 11))
HOME = Path(".venv")


def enter(needs: str, argv: list[str]) -> None:
    """Return inside an environment that has everything in the file `needs`.

    A Python outside a virtual environment makes `.venv` and starts the same command again in it.
    """
    if sys.prefix == sys.base_prefix:
        again(create(), argv)
    if sys.version_info[:2] not in VERSIONS:
        sys.exit(f"{sys.prefix} has Python {sys.version.split()[0]}; the lab needs {allowed()}.")
    install(needs)


def again(python: Path, argv: list[str]) -> None:
    """Replace this process by the same command under another Python."""
    os.execv(python, [str(python), "-m", "lab", *argv])


def allowed() -> str:
    """Return the Python versions the lab runs on, in words."""
    return f"Python {VERSIONS[-1][0]}.{VERSIONS[-1][1]} to {VERSIONS[0][0]}.{VERSIONS[0][1]}"


def create() -> Path:
    """Return the Python of `.venv`, making it first if it is missing or incomplete."""
    python = HOME / "bin" / "python"
    if python.exists() and runs(python, "-m", "pip", "--version"):
        return python.absolute()
    base = suitable()
    if not runs(base, "-c", "import ensurepip, venv"):
        from lab import machine

        version = subprocess.check_output(
            [base, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], text=True
        ).strip()
        machine.require([machine.Program("Python's venv module", apt=(f"python{version}-venv",))])
    print(f"Making {HOME}, the lab's own Python environment.", flush=True)
    subprocess.run([base, "-m", "venv", "--clear", HOME], check=True)
    return python.absolute()


def suitable() -> str:
    """Return a Python of an allowed version: this one, or one found on PATH."""
    if sys.version_info[:2] in VERSIONS:
        return sys.executable
    for major, minor in VERSIONS:
        found = shutil.which(f"python{major}.{minor}")
        if found:
            return found
    sys.exit(
        f"The lab needs {allowed()}; this is {sys.version.split()[0]} "
        "and no other was found on PATH."
    )


def runs(*command: object) -> bool:
    """Say whether a command ends well."""
    return subprocess.run([*map(str, command)], capture_output=True).returncode == 0


def install(needs: str) -> None:
    """Install what the file `needs` asks for, if anything of it is missing."""
    lacking = missing(Path(needs))
    if not lacking:
        return
    print(f"Installing {', '.join(lacking)}. This takes a minute, once.", flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "-r", needs]).returncode:
        sys.exit(f"Installing from {needs} failed; what pip says stands above. Try again.")


def missing(needs: Path) -> list[str]:
    """Return the requirements of a file (and of the files it includes) that are not met."""
    lacking = []
    for line in needs.read_text().splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("-r"):
            lacking += missing(needs.parent / line[2:].strip())
        elif line and not met(line):
            lacking.append(line)
    return lacking


def met(requirement: str) -> bool:
    """Say whether `name` or `name==version` is installed."""
    name, version = re.fullmatch(r"([A-Za-z0-9._-]+)(?:==(\S+))?", requirement).groups()
    try:
        found = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return version is None or found == version
