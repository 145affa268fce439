"""Does a server of this lab run in this folder right now?"""

import os
from pathlib import Path

PID_FILE = Path("logs/server.pid")


def server() -> int | None:
    """Return the process id of the server of this folder, or None where none runs."""
    try:
        pid = int(PID_FILE.read_text())
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid
