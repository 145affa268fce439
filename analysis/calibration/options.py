"""Which options does `python -m analysis calibrate` have?"""

import argparse
from pathlib import Path


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Declare them."""
    command.add_argument("--data", type=Path, help="folder of public data (CONTINGENT_DATA)")
    command.add_argument(
        "--out", type=Path, default=Path("docs/calibration.md"),
        help="the page; pictures go to figures/ beside it (default docs/calibration.md)",
    )  # fmt: skip
