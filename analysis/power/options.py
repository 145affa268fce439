"""Which options does `python -m analysis power` have?"""

import argparse
import os
from pathlib import Path


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Declare the options of `python -m analysis power`."""
    command.add_argument("plan", nargs="+", type=Path, help="power plan, a TOML file")
    command.add_argument(
        "--out", type=Path, help="folder for results and shards (default: beside the plan, .power)"
    )
    command.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1,
        help="local processes (default: one per core)",
    )  # fmt: skip
    command.add_argument("--scheduler", help="address of a dask scheduler, tcp://HOST:PORT")
    command.add_argument(
        "--shard", metavar="I/N", help="compute only every N-th shard, the I-th first; no tables"
    )
    command.add_argument("--experiments", type=int, help="instead of the plan's number")
