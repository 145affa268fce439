"""Do oTree's own bots play every cell, all answering and all absent?"""

import subprocess
import sys

import pytest

from design.catalogue import CORE

COMMAND = "from otree.main import execute_from_command_line as run; run()"


# Five participants: one group, and one for whom there is none.
@pytest.mark.parametrize("condition", CORE)
def test_bots_play_a_cell(place, condition):
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "test", f"only_{condition}", "5"],
        cwd=place.folder,
        env=place.env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stderr.count("Bots completed session") == 2
