"""What is a command of `python -m analysis`, and what do commands have in common?"""

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """A command: its name, what it does in a line, its options and its function."""

    name: str
    summary: str
    options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", listed: Iterable[Command]
) -> None:
    """Add commands to the parser's list, in their order."""
    for one in listed:
        command = commands.add_parser(one.name, help=one.summary, description=one.summary)
        command.set_defaults(run=one.run)
        one.options(command)


def folders(command: argparse.ArgumentParser, *, count: str = "+") -> None:
    """Add the folders of exported tables, and the sessions to use of them."""
    command.add_argument("folder", nargs=count, type=Path, help="folder of exported CSV files")
    command.add_argument(
        "--session", action="append", default=[], help="use only this session; may be repeated"
    )


def tell(step: str) -> None:
    """Say what is under way on the terminal."""
    print(f"  {step} ...", file=sys.stderr, flush=True)
