"""Which options does `python -m analysis integrate` have?"""

import argparse
from pathlib import Path


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Declare them."""
    command.add_argument("space", type=Path, help="space of treatments, a TOML file")
    command.add_argument(
        "--data", nargs="+", type=Path, default=[], help="folders of exports, to fit a surface to"
    )
    command.add_argument(
        "--simulate", metavar="POPULATION", help="let simulated people play, and fit to them"
    )
    command.add_argument(
        "--effect", metavar="POSITION:PARAMETER:SHIFT", action="append", default=[],
        help="a channel of the simulated people, seeing:level:1500; may be repeated",
    )  # fmt: skip
    command.add_argument(
        "--out", type=Path, help="folder for results (default: beside the space, .integrative)"
    )
