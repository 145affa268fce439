"""How much processor time and memory has a server used so far?"""

import math
import os
import re
import subprocess
from pathlib import Path


def cpu_seconds(group: int) -> float:
    """Return the processor time of a process group, the children that still run included."""
    if Path("/proc/self/stat").exists():
        return sum(_from_proc(path, group) for path in Path("/proc").glob("[0-9]*/stat"))
    listed = subprocess.run(["ps", "-axo", "pgid=,time="], capture_output=True, text=True)
    rows = [line.split() for line in listed.stdout.splitlines()]
    return sum(_clock(time) for owner, time in rows if int(owner) == group)


def peak_memory(pid: int) -> float:
    """Return the most memory that a process held so far, in megabytes; NaN where unknown."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1_000 if found else math.nan


def _from_proc(path: Path, group: int) -> float:
    try:
        # The command's name, in brackets, may hold spaces; the fields that count come after it.
        fields = path.read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    if int(fields[2]) != group:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _clock(text: str) -> float:
    """Return seconds of ps's [[hours:]minutes:]seconds."""
    total = 0.0
    for part in re.split(r"[-:]", text):
        total = total * 60 + float(part)
    return total
