"""Does a leap of the wall clock move a deadline, or stop the clock?"""

import asyncio
import subprocess
import sys

import pytest
from faulty_clock import Clock
from members import game_alone, group, new_session, run, tables

from analysis.audit import audit
from analysis.load import load
from lab.servers import Server

DAY = 24 * 3_600
QUICK = {"decision_seconds": 1, "reading_seconds": 1, "grace_seconds": 1, "absent_seconds": 1}


@pytest.fixture
def clock(place, tmp_path):
    """The clock of the servers of this test."""
    game_alone(place)
    return Clock(place, tmp_path / "clock")


def told_time(place):
    """What a program of this workspace takes the time to be, in seconds."""
    command = [sys.executable, "-c", "import time; print(time.time())"]
    done = subprocess.run(command, env=place.env, capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_the_clock_of_these_tests_leaps(place, clock):
    before = told_time(place)
    clock.leap(DAY)
    assert told_time(place) >= before + DAY


def test_a_leap_ahead_ends_nobodys_time(place, clock):
    with Server(place) as game:
        # An hour's time: only a clock that leaps could end it within this test.
        session = new_session(game, decision_seconds=3_600, reading_seconds=3_600)

        async def play():
            first, *others = await group(game, session)
            assert await first.contribute(5) is None
            clock.leap(DAY)
            # One after the other: whatever is overdue is settled with each message.
            for other in others:
                assert await other.contribute(5) is None
            await asyncio.gather(*(member.play() for member in (first, *others)))

        run(play())
        assert {row["automatic"] for row in tables(game)["decisions"]} == {"0"}
        assert audit(load(place.folder / "tables")).differences.empty


def test_time_runs_out_for_an_absent_member_although_the_clock_leaps_back(place, clock):
    with Server(place) as game:
        session = new_session(game, **QUICK)

        async def play():
            absent, *present = await group(game, session)
            await absent.close()
            clock.leap(-DAY)
            # The others' game ends only if the absent one's seconds run out each round.
            await asyncio.wait_for(asyncio.gather(*(one.play() for one in present)), 120)
            return absent.code

        code = run(play())
        rows = tables(game)["decisions"]
        assert {r["automatic"] for r in rows if r["participant"] == code} == {"1"}
        assert audit(load(place.folder / "tables")).differences.empty


def test_a_clock_set_ahead_while_the_server_is_down_ends_nobodys_time(place, clock):
    with Server(place) as game:
        session = new_session(game, grace_seconds=600)

        async def begin():
            members = await group(game, session)
            await asyncio.gather(*(member.play(rounds=1) for member in members))
            return members

        members = run(begin())
        game.kill9()
        clock.leap(DAY)
        game.start()

        async def go_on():
            await asyncio.gather(*(member.persist() for member in members))

        run(go_on())
        rows = tables(game)["decisions"]
        assert {row["automatic"] for row in rows} == {"0"}
        times = [int(row["decided_at"]) for row in rows]
        assert max(times) - min(times) > 1_000 * (DAY - 3_600)
