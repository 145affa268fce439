"""How does a test let the wall clock of a running server leap, and of nobody else?"""

LEAPING = '''"""Lets the wall clock of a process be as far off as a file says."""

import os
import time

_true, _true_ns = time.time, time.time_ns


def _off():
    with open(os.environ["CONTINGENT_LEAP"]) as file:
        return int(file.read())


time.time = lambda: _true() + _off()
time.time_ns = lambda: _true_ns() + _off() * 10**9
'''


class Clock:
    """The wall clock of whatever server is started in a workspace from now on."""

    def __init__(self, place, folder):
        folder.mkdir()
        # Python imports a module of this name before anything else.
        (folder / "sitecustomize.py").write_text(LEAPING)
        self._file = folder / "seconds"
        place.env["PYTHONPATH"] = str(folder)
        place.env["CONTINGENT_LEAP"] = str(self._file)
        self.leap(0)

    def leap(self, seconds):
        """Set the clock so many seconds ahead of the true time, or behind it."""
        new = self._file.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self._file)
