"""Where do other packages run, without being installed beside this project's own?

A throw-away environment that sees the packages of the running one and adds what is missing.
"""

import subprocess
import sys
import sysconfig
from pathlib import Path

PINS = ("wildboottest==0.3.2", "pyfixest==0.60.0")
MOST_SECONDS = 600


class NoPeersError(RuntimeError):
    """The other packages cannot be had here."""


def environment(folder: Path) -> Path:
    """Make the environment and return its Python.

    Raises
    ------
    NoPeersError
        If the packages cannot be installed, with pip's reason.
    """
    place = folder / "peers"
    _run([sys.executable, "-m", "venv", str(place)])
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"]
    library = Path(_run(asked).strip())
    shared = sysconfig.get_paths()["purelib"]
    (library / "shared.pth").write_text(f"{shared}\n", encoding="utf-8")
    _run([str(python), "-m", "pip", "install", "--quiet", *PINS])
    return python


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoPeersError(str(error)) from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise NoPeersError(lines[-1])
    return done.stdout
