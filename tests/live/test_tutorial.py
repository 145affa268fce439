"""Do the commands of the tutorial work, in its order, on the session it describes?"""

import re
import subprocess
import sys

from lab.cast import cast, three_strategies
from lab.project import ROOT
from lab.servers import Server

COMMANDS = re.findall(
    r"^\.venv/bin/python (-m .+)$", (ROOT / "docs" / "tutorial.md").read_text(), re.M
)


def test_one_group_is_played_exported_audited_and_reported_as_the_tutorial_says(place):
    assert [command.split()[2] for command in COMMANDS] == ["export", "audit", "report"]
    with Server(place) as server:
        cast(server, 1, three_strategies, seed=1).play(seconds=300)
        for command in COMMANDS:
            done = subprocess.run(
                [sys.executable, *command.split()],
                cwd=place.folder,
                env=server.env,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    (report,) = place.folder.glob("**/*.html")
    assert "<html" in report.read_text()
