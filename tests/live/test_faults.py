"""Does a whole session, from consent to pay, come through whatever happens to its machines?"""

import sqlite3
import time
from functools import partial

import pytest
from strikes import striking

from lab.cast import cast, three_strategies
from lab.clients import together
from lab.rehearse import exported, judged
from lab.servers import Server

# Thinking makes a session last long enough to be struck; two groups of nine rounds.
SHORT = {"rounds_part_1": 2, "rounds_part_2": 5, "rounds_part_3": 2}
THINK = 0.15
SECONDS = 240


def played_whole(server, played):
    """Hold the tables of a finished session to the acks and to the design."""
    result = judged("", played, 0.0, exported(server))
    rounds = sum(SHORT.values())
    assert result.faults == ()
    assert result.differences == 0
    assert result.rounds == rounds * len(played.members)
    assert all(member.record.paid for member in played.members)


def power_cut(server):
    server.kill9()
    server.start()


def test_power_cuts_at_random_moments_of_a_session_lose_nothing(place, database_url, effort):
    with Server(place, database_url=database_url) as server:
        played = cast(server, 2, three_strategies, seed=effort, think=THINK * effort, **SHORT)
        strike = partial(power_cut, server)
        with striking(strike, 4 * effort, seed=effort, every=0.6) as struck:
            played.play(seconds=SECONDS * effort)
        assert struck.count >= 2 * effort
        played_whole(server, played)


def test_terminated_connections_in_mid_session_are_replaced(place, cluster, effort):
    url = cluster.fresh()
    with Server(place, database_url=url) as server:
        played = cast(server, 2, three_strategies, seed=7, think=THINK, **SHORT)
        strike = partial(cluster.kill_connections, url)
        with striking(strike, 6 * effort, seed=7, every=0.3) as struck:
            played.play(seconds=SECONDS * effort)
        assert struck.count >= 3
        played_whole(server, played)


def test_groups_whose_members_all_leave_in_the_middle_end_and_are_paid(place):
    quick = {"decision_seconds": 1, "reading_seconds": 1, "grace_seconds": 1, "absent_seconds": 1}
    with Server(place) as server:
        played = cast(server, 1, three_strategies, seed=5, **SHORT, **quick)
        together(list(played.members), leave_in_round_three, seconds=SECONDS)
        until_finished(place.folder / "db.sqlite3")
        # They come back to the page that leads on to their pay.
        together(list(played.members), come_back, seconds=SECONDS)
        played_whole(server, played)
        assert all(set(member.record.acknowledged) == {1, 2} for member in played.members)


def until_finished(file):
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        query = "SELECT DISTINCT status FROM contingent_pgg_participants"
        while database.execute(query).fetchall() != [("finished",)]:
            time.sleep(0.2)


async def leave_in_round_three(member):
    await member.arrive()
    member.conduct = Leaving(member.conduct)
    with pytest.raises(GoneError):
        await member.play()


async def come_back(member):
    member.conduct = member.conduct.there
    await member.take_part()


class GoneError(Exception):
    """The member has closed its browser."""


class Leaving:
    """A conduct that ends in round 3."""

    def __init__(self, there):
        self.there = there

    def decide(self, shown):
        if shown.round == 3:
            raise GoneError
        return self.there.decide(shown)

    def __getattr__(self, name):
        return getattr(self.there, name)
