"""Can people be let in? What would lose data, lock somebody out or surprise on the day is red.

`make lab` runs the quick half of it and refuses to start on a red line; the command runs all of it
before a session.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from guard import facts
from lab import backup, checks, options, ports, rehearse, running, secret
from lab.checks import Line

REFUSED = 2


def parser() -> argparse.ArgumentParser:
    """Return the options; HOST and PORT may also come from the environment."""
    parser = argparse.ArgumentParser(prog="python -m lab preflight", description=__doc__)
    options.address(parser)
    parser.add_argument(
        "--rehearse", action="store_true", help="play a short session with simulated members too"
    )
    return parser


def main(argv: list[str]) -> int:
    """Look at everything, print it, keep it in `logs/`; the exit code is 2 with a red line."""
    asked = parser().parse_args(argv)
    made = secret.load(Path(".env"), os.environ)
    os.environ.update(made.values)
    lines = list(whole(asked.host, asked.port))
    if asked.rehearse:
        lines += rehearsal()
    for line in lines:
        print(line)
    reds = sum(line.level == "red" for line in lines)
    print(f"Written to {record(lines)}.")
    print(f"{reds} red line(s): do not start." if reds else "Ready.")
    return REFUSED if reds else 0


def whole(host: str, port: int) -> Iterator[Line]:
    """Look at everything that can be looked at without starting the lab."""
    import otree

    yield from checks.refusals(os.environ, otree=otree.__version__)
    yield from quick(os.environ)
    yield from checks.packages()
    yield from checks.intact(os.environ)
    yield from checks.other_tables()
    yield from address(host, port)
    yield checks.synchronised()
    yield checks.zone()
    yield from checks.experiments(os.environ)
    yield checks.kept(os.environ, time.time())
    yield checks.backups(time.time())


def quick(environ: Mapping[str, str]) -> Iterator[Line]:
    """Look at what changes from day to day; fast enough for every start."""
    yield from checks.durable(environ)
    yield checks.disk()
    yield checks.clock(environ, time.time())
    yield from checks.labels(Path("_rooms"))


def address(host: str, port: int) -> Iterator[Line]:
    """Say who can reach the lab, and whether the port is free."""
    if not ports.own(host):
        remedy = "HOST=an address that this machine has make lab"
        yield Line("red", "port", f"{host} is no address of this machine", remedy)
    elif ports.taken(host, port):
        serving = running.server() is not None
        level = "ok" if serving else "red"
        said = "the lab runs here already" if serving else "another program has it"
        yield Line(level, "port", f"{port} of {host} is taken: {said}", f"PORT={port + 1} make lab")
    else:
        yield Line("ok", "port", f"{port} of {host} is free")
    if host in ("127.0.0.1", "localhost", "::1"):
        remedy = "HOST=this machine's address make lab, or a web server with TLS in front"
        yield Line("yellow", "reach", "only this machine can open the lab's pages", remedy)
    else:
        said = f"whoever reaches {host} can open the lab's pages, without encryption"
        yield Line("yellow", "reach", said, "put a web server with TLS in front outside a lab")


def rehearsal() -> list[Line]:
    """Play two short groups on a throw-away copy of this project."""
    result = rehearse.rehearse(
        "sqlite", 2, rounds_part_1=2, rounds_part_2=2, rounds_part_3=1, conditions="two_way"
    )
    said = (
        f"{result.members} simulated members, {result.rounds} decisions in {result.seconds:.0f} s,"
        f" {len(result.differences)} differences in the audit, {len(result.faults)} faults"
    )
    level = "ok" if result.clean else "red"
    return [Line(level, "rehearsal", said, "python -m lab rehearse prints what went wrong")]


def record(lines: list[Line]) -> Path:
    """Keep what was found: hashes of the experiments and of their Plans included."""
    path = Path("logs") / f"preflight-{time.strftime('%Y-%m-%d-%H%M%S')}.json"
    path.parent.mkdir(exist_ok=True)
    found = [{"level": line.level, "about": line.about, "said": line.said} for line in lines]
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def saved(url: str) -> list[Line]:
    """Make a backup where there are sessions; without one no start on SQLite."""
    try:
        backup.before_start(url)
    except backup.BackupError as error:
        level = "yellow" if facts.is_postgres(url) else "red"
        remedy = "python -m lab backup says the same; see docs/deployment.md"
        return [Line(level, "backup", str(error), remedy)]
    return []


def before_serving() -> None:
    """Stop a start on a red line, print what deserves a look, and make a backup."""
    lines = [line for line in quick(os.environ) if line.level != "ok"]
    if not any(line.level == "red" for line in lines):
        lines += saved(os.environ.get("DATABASE_URL", ""))
    for line in lines:
        print(line, file=sys.stderr, flush=True)
    if any(line.level == "red" for line in lines):
        raise SystemExit(REFUSED)
