"""Do the promises about faults and load hold over many more moments than the gate tries?"""

import argparse
import os
import subprocess
import sys

from lab import machine, test


def main(argv: list[str]) -> int:
    """Run the live tests with more kills, more members and more rounds than usual."""
    parser = argparse.ArgumentParser(
        prog="python -m lab soak", description=__doc__, epilog="Further words go to pytest."
    )
    parser.add_argument("--effort", type=int, default=5, help="how many times the usual (5)")
    asked, words = parser.parse_known_args(argv)
    machine.require(test.missing())
    env = os.environ | {"CONTINGENT_EFFORT": str(asked.effort)}
    command = [sys.executable, "-m", "pytest", "-m", "live", *words]
    return subprocess.run(command, env=env).returncode
