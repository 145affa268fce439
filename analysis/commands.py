"""Which commands write what other people's programs, registries and papers read?

Each command has one function that adds its options and one that runs it; `__main__` lists them.
Heavy modules are imported when a command runs, so that help answers at once.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """A command: its name, what it does in a line, its options and its function."""

    name: str
    summary: str
    options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add every command of this module to the parser's list."""
    for one in COMMANDS:
        command = commands.add_parser(one.name, help=one.summary, description=one.summary)
        command.set_defaults(run=one.run)
        one.options(command)


def _folders(command: argparse.ArgumentParser, *, count: str = "+") -> None:
    command.add_argument("folder", nargs=count, type=Path, help="folder of exported CSV files")
    command.add_argument(
        "--session", action="append", default=[], help="use only this session; may be repeated"
    )


def _estimands_options(command: argparse.ArgumentParser) -> None:
    _folders(command, count="*")
    text = "the CSV file to write with a folder's values (default estimands.csv)"
    command.add_argument("--out", type=Path, default=Path("estimands.csv"), help=text)


def _estimands(asked: argparse.Namespace) -> int:
    from analysis.estimands.page import as_markdown

    if not asked.folder:
        print(as_markdown(), end="")
        return 0
    from analysis.estimands.gather import from_panel
    from analysis.estimands.page import values
    from analysis.load import load

    found = values(from_panel(load(*asked.folder, sessions=asked.session)))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    found.to_csv(asked.out, index=False)
    print(f"Wrote {asked.out}: {found['name'].nunique()} estimands, {len(found):,} rows.")
    return 0


COMMANDS: tuple[Command, ...] = (
    Command(
        "estimands",
        "list the estimands E1 to E17, or compute every one for exported tables",
        _estimands_options,
        _estimands,
    ),
)
"""Every command of this module, in the order of the help."""
