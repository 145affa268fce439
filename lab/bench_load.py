"""Does a full lab of people who think get its screens at once, and does that last over months?

500 participants in one process, on SQLite and on PostgreSQL; the same people and the same thinking
on a stock oTree app; 1,000 over two processes; then session after session, until 100,000 decisions
are stored. Everything runs on this machine, the simulated participants included.
"""

import argparse
import contextlib
import os
import platform
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from lab.cast import Cast, cast, three_strategies
from lab.load import Carried, Think, carry, timed
from lab.load_growth import grow
from lab.load_stock import StockMember
from lab.postgres import Cluster
from lab.project import workspace
from lab.rehearse import DATABASES
from lab.servers import STOCK, Server
from lab.stock import GROUP, session, stock_place

SEED = 500
# Each process deals slots of its own, as two labs of one study do.
SLOTS_APART = 1_000
# The stock app may lock its database up for good; enough time to see whether it does.
PATIENCE = 600


def parser() -> argparse.ArgumentParser:
    """Return the options: every size, so that a test can try all of it in small."""
    parser = argparse.ArgumentParser(
        prog="python -m lab bench-load",
        description=__doc__,
        epilog="Size 0 leaves a part out.",
    )
    parser.add_argument("--people", type=int, default=500, help="in one process (500)")
    parser.add_argument("--two", type=int, default=1_000, help="over two processes (1000)")
    parser.add_argument("--think", type=float, nargs=2, default=(5, 15), help="seconds (5 15)")
    parser.add_argument("--rounds", type=int, default=25, help="of the live game (25)")
    parser.add_argument("--stock-rounds", type=int, default=6, help="of the stock app (6)")
    parser.add_argument("--decisions", type=int, default=100_000, help="to pile up (100000)")
    parser.add_argument(
        "--databases", nargs="+", choices=DATABASES, default=DATABASES, help="which (both)"
    )
    return parser


def lengths(rounds: int) -> dict[str, int]:
    """Return the fields of a session config that make so many rounds: a fifth before and after."""
    outer = max(1, rounds // 5)
    return {
        "rounds_part_1": outer,
        "rounds_part_2": max(1, rounds - 2 * outer),
        "rounds_part_3": outer,
    }


@contextlib.contextmanager
def serving(database: str, number: int = 1) -> Iterator[list[Server]]:
    """Start servers of throw-away copies of the project, each on an empty database of its own."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="contingent-load-")))
        cluster = stack.enter_context(Cluster()) if database == "postgres" else None
        servers = [
            Server(workspace(folder / str(one)), database_url=cluster.fresh() if cluster else "")
            for one in range(number)
        ]
        yield [stack.enter_context(server) for server in servers]


def played(servers: Sequence[Server], people: int, rounds: int) -> list[Cast]:
    """Create a session on each server and share the people out."""
    groups = people // GROUP // len(servers)
    return [
        cast(
            server,
            groups,
            three_strategies,
            seed=SEED + number,
            first_slot=SLOTS_APART * number,
            **lengths(rounds),
        )
        for number, server in enumerate(servers)
    ]


def live(name: str, servers: Sequence[Server], people: int, rounds: int, think: Think) -> Carried:
    """Let people play the flagship on some servers."""
    casts = played(servers, people, rounds)
    pairs = zip(servers, casts, strict=True)
    return carry(name, servers, [one for pair in pairs for one in timed(*pair, think)])


def stock(people: int, rounds: int, think: Think) -> Carried:
    """Let as many people think as long on the stock app."""
    with (
        tempfile.TemporaryDirectory(prefix="contingent-stock-") as folder,
        Server(stock_place(Path(folder) / "lab"), command=STOCK) as server,
    ):
        codes = session(server, people // GROUP * GROUP)
        members = [
            StockMember(server.url, code, number, think, rounds)
            for number, code in enumerate(codes)
        ]
        name = "stock oTree, three pages a round"
        return carry(name, [server], members, patience=PATIENCE)


HEAD = """\
| | participants | decisions | per second | p50 ms | p95 ms | server ms each | MB | errors |
|---|---|---|---|---|---|---|---|---|"""


def row(load: Carried) -> str:
    """Return a load as a line of the table."""
    return (
        f"| {load.name} | {load.people} | {len(load.waits):,} | {load.rate:.1f} "
        f"| {load.percentile(50):.0f} | {load.percentile(95):.0f} | {load.cost:.2f} "
        f"| {load.megabytes:.0f} | {len(load.errors)} |"
    )


def by_round(load: Carried, rounds: int) -> str:
    """Return the waits of the first, the middle and the last rounds of a load."""
    third = max(1, rounds // 3)
    parts = [range(1, third + 1), range(third + 1, rounds - third + 1)]
    parts.append(range(rounds - third + 1, rounds + 1))
    said = [
        f"rounds {part[0]} to {part[-1]}: {load.percentile(50, part):.0f} and "
        f"{load.percentile(95, part):.0f}"
        for part in parts
        if part
    ]
    return f"{load.name}, p50 and p95 in ms: {'; '.join(said)}"


def show(load: Carried) -> Carried:
    """Print a load, and the first errors where there are any."""
    print(row(load), flush=True)
    wrong(load)
    return load


def wrong(load: Carried) -> None:
    """Print what went wrong, the most frequent first."""
    for error, times in Counter(load.errors).most_common(5):
        print(f"  {times} times: {error}", flush=True)


def main(argv: list[str]) -> int:
    """Measure everything once and print it; the exit code says whether the live game had errors."""
    asked = parser().parse_args(argv)
    think = Think(*asked.think)
    print(f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}")
    print(f"Each thinks {think.least:g} to {think.most:g} s before a decision.\n")
    print(HEAD, flush=True)
    loads = [show(load) for load in lives(asked, think)]
    if loads and asked.stock_rounds:
        compare(loads[0], show(stock(loads[0].people, asked.stock_rounds, think)))
    print("\n" + "\n\n".join(by_round(load, asked.rounds) for load in loads), flush=True)
    clean = not any(load.errors for load in loads)
    for database in asked.databases if asked.decisions else ():
        clean = pile(database, asked.decisions, asked.rounds) and clean
    return 0 if clean else 1


def lives(asked: argparse.Namespace, think: Think) -> Iterator[Carried]:
    """Play the live game in one process on each database, then over two processes."""
    for database in asked.databases if asked.people else ():
        with serving(database) as servers:
            yield live(f"live game, {database}", servers, asked.people, asked.rounds, think)
    if asked.two:
        with serving("sqlite", 2) as servers:
            name = "live game, sqlite, two processes"
            yield live(name, servers, asked.two, asked.rounds, think)


def compare(ours: Carried, theirs: Carried) -> None:
    """Print the stock app's figures as multiples of the live game's."""
    ratios = [theirs.percentile(q) / ours.percentile(q) for q in (50, 95)]
    print(
        f"\nthe stock app: waits {ratios[0]:.1f} times as long at the median and {ratios[1]:.1f} "
        f"times at p95, {theirs.cost / ours.cost:.1f} times the server time per decision",
        flush=True,
    )


def pile(database: str, decisions: int, rounds: int) -> bool:
    """Pile sessions up on a database and print what a decision then takes."""
    print(f"\nsession after session, {database}:\n")
    print("| decisions before | p50 ms | p95 ms | server ms each | MB | errors |")
    print("|---|---|---|---|---|---|", flush=True)
    clean = True
    with serving(database) as (server,):
        for step in grow(server, decisions, lengths(rounds)):
            print(step, flush=True)
            wrong(step.load)
            clean = clean and not step.errors
    return clean
