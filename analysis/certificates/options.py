"""Which options does `python -m analysis certificates` have?"""

import argparse
import os
from pathlib import Path


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Declare them."""
    command.add_argument(
        "--out",
        type=Path,
        default=Path("docs/certificates.md"),
        help="default docs/certificates.md",
    )
    command.add_argument("--experiments", type=int, default=10_000, help="default 10000")
    command.add_argument(
        "--truth-groups", type=int, default=1_000_000, help="default 1000000"
    )  # fmt: skip
    command.add_argument(
        "--shards", type=Path, default=Path("exports/certificates"),
        help="folder of computed shards, for going on later (default exports/certificates)",
    )  # fmt: skip
    command.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="default: one per core"
    )
    command.add_argument("--scheduler", help="address of a dask scheduler, tcp://HOST:PORT")
    command.add_argument("--shard", metavar="I/N", help="compute only every N-th shard; no page")
    command.add_argument(
        "--check", type=int, metavar="N",
        help="write nothing: compare N further experiments of every world with the page --out",
    )  # fmt: skip
