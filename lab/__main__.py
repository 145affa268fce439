"""Which command did the researcher ask for? `python -m lab` lists them all."""

import argparse
import importlib
import sys
from dataclasses import dataclass

from lab import environment


@dataclass(frozen=True)
class Command:
    """A command: the module `lab.<name>` that does it, what it needs, what it is for."""

    name: str
    purpose: str
    needs: str = environment.RUN


COMMANDS = (
    Command("setup", "prepare .venv, the environment everything else runs in"),
    Command("serve", "start the lab for participants and print its address"),
    Command("sandbox", "start a throw-away lab to click through, with its own empty database"),
    Command("rehearse", "play whole sessions against a real server with simulated members"),
    Command("demo", "rehearse a full experiment, export it, audit it, and leave a report to open"),
    Command("preview", "show what each seat of a treatment would see in a round"),
    Command("catalogue", "list the mechanisms, or write the docs' page of each"),
    Command("deducible", "print what each seat sees and can work out, as the docs' table"),
    Command("export", "write all tables with codebook, manifest and checksums"),
    Command("preflight", "look for whatever would go wrong on the day, before people come"),
    Command("cards", "print seat cards and a poster with QR codes"),
    Command("backup", "copy the database beside a running server, and check the copy"),
    Command("restore", "put a backup in the place of the database; nothing is lost"),
    Command("archive", "put a database away that this version cannot use"),
    Command("doctor", "say what a database, an export or a table is, without touching it"),
    Command("payments", "write payment lists and receipts, once all tables agree"),
    Command("erase", "forget a person, all whose time is over, or a session's key of devices"),
    Command("bench", "measure speed and cost against a stock oTree app", environment.DEVELOP),
    Command("bench-load", "measure how a full lab is served", environment.DEVELOP),
    Command("check", "lint and check types", environment.DEVELOP),
    Command("test", "run the whole gate: check, then every test", environment.DEVELOP),
    Command("soak", "run the tests of faults and load for longer", environment.DEVELOP),
)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the first word; each command parses what follows it."""
    width = max(len(command.name) for command in COMMANDS) + 2
    lines = "\n".join(f"  {command.name:<{width}}{command.purpose}" for command in COMMANDS)
    parser = argparse.ArgumentParser(
        prog="python -m lab",
        description=f"What a researcher runs around a session.\n\ncommands:\n{lines}",
        epilog="`python -m lab COMMAND --help` explains one command.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=[c.name for c in COMMANDS], metavar="COMMAND")
    parser.add_argument("options", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def main(argv: list[str]) -> int:
    """Run one command in the lab's own environment and return its exit code."""
    if not argv:
        parser().print_help()
        return 2
    asked = parser().parse_args(argv)
    command = next(c for c in COMMANDS if c.name == asked.command)
    environment.enter(command.needs, argv)
    # Only now: the command's module may import what a bare Python does not have.
    module = importlib.import_module(f"lab.{command.name.replace('-', '_')}")
    return module.main(asked.options) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
