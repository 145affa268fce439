"""Does the load benchmark play everything it reports, and count what goes wrong?"""

import os
import re
import sys

import pytest

from lab.bench_load import lengths, main, row
from lab.cast import cast, three_strategies
from lab.costs import peak_memory
from lab.load import Carried, Think, Timed, Wait, carry, timed
from lab.project import workspace
from lab.servers import Server


def carried(*waits, errors=()):
    return Carried("any", 4, waits, seconds=10, cpu=0.4, megabytes=80, errors=errors)


@pytest.mark.live
def test_the_whole_benchmark_runs_in_small_and_reports_every_load(capsys):
    small = "--people 0 --two 8 --think 0 0.05 --rounds 3 --stock-rounds 1 --decisions 24"
    assert main([*small.split(), "--databases", "sqlite"]) == 0
    said = capsys.readouterr().out
    # Two groups with three rounds, on a server each; on the stock app two groups with one round.
    loads = re.findall(r"^\| (live|stock).*? \| (\d+) \| (\d+) \|.*\| (\d+) \|$", said, re.M)
    assert loads == [
        ("live", "8", "24", "0"),
        ("stock", "8", "8", "0"),
    ]
    assert re.findall(r"^\| (\d+) \| \d+ \|", said, re.M) == ["0", "12"]


class Losing(Timed):
    """A member whose connection breaks after its first decision."""

    async def _take(self, socket, frame):
        await super()._take(socket, frame)
        if len(self.waits) == 1 and self.record.connections == 1:
            await socket.close()


async def gone():
    raise RuntimeError("gone")


@pytest.mark.live
def test_a_lost_connection_and_a_member_who_fails_are_errors(tmp_path):
    with Server(workspace(tmp_path / "place")) as server:
        played = cast(server, 1, three_strategies, seed=3, **lengths(3))
        first, second, *others = timed(server, played, Think(0, 0))
        second.__class__ = Losing
        first.finish = gone
        load = carry("broken", [server], [first, second, *others])
    assert load.errors == ("RuntimeError: gone", "a lost connection")
    assert len(load.waits) == 12


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it")
def test_peak_memory_is_in_megabytes():
    # A Python with its libraries holds tens of megabytes.
    assert 10 < peak_memory(os.getpid()) < 100_000


def test_percentiles_are_in_milliseconds_and_of_the_rounds_asked_for():
    load = carried(Wait(1, 0.1), Wait(1, 0.3), Wait(2, 0.9))
    assert load.percentile(50) == pytest.approx(300)
    assert load.percentile(50, [1]) == pytest.approx(200)
    assert load.percentile(50, [2]) == pytest.approx(900)


def test_cost_and_rate_are_per_decision():
    # Two decisions in 10 s, for which the servers worked 0.4 s.
    load = carried(Wait(1, 0.1), Wait(2, 0.1), errors=("a page: 500",))
    assert (load.rate, load.cost) == (0.2, 200)
    assert row(load) == "| any | 4 | 2 | 0.2 | 100 | 100 | 200.00 | 80 | 1 |"


@pytest.mark.parametrize(("rounds", "parts"), [(25, (5, 15, 5)), (3, (1, 1, 1)), (6, (1, 4, 1))])
def test_rounds_are_shared_out_like_the_flagships(rounds, parts):
    assert tuple(lengths(rounds).values()) == parts


def test_people_think_as_long_as_asked_and_not_all_the_same():
    drawn = [Think(5, 15).seconds(1, number, 1) for number in range(100)]
    assert 5 <= min(drawn) < 7 < 13 < max(drawn) <= 15
