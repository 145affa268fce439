"""Does a whole session, from consent to pay, come through whatever happens to its machines?"""

import asyncio
import itertools
import json
import random
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial

import pytest
import websockets
from leaving import GoneError, Leaving
from strikes import striking

from lab.cast import cast, three_strategies
from lab.clients import Member, together
from lab.project import workspace
from lab.rehearse import exported, judged
from lab.servers import Server

# Thinking makes a session last long enough to be struck; two groups of nine rounds.
SHORT = {"rounds_part_1": 2, "rounds_part_2": 5, "rounds_part_3": 2}
THINK = 0.15
SECONDS = 240
# A sample in the gate; a soak's usual effort makes a hundred on each database.
KILLS, KILLS_PER_EFFORT = 4, 20


def played_whole(server, played):
    """Hold the tables of a finished session to the acks and to the design."""
    result = judged("", played, 0.0, exported(server))
    rounds = sum(SHORT.values())
    assert result.faults == ()
    assert result.differences == ()
    assert result.rounds == rounds * len(played.members)
    assert all(member.record.paid for member in played.members)


@dataclass
class Kills:
    """Kills the server or, on PostgreSQL, all connections to the database; counts which."""

    server: Server
    cluster: object
    url: str
    draw: random.Random
    counted: Counter

    def __call__(self):
        if self.url and self.draw.random() < 0.5:
            self.cluster.kill_connections(self.url)
            self.counted["lost connections in mid-session"] += 1
            return
        self.server.kill9()
        self.server.start()
        self.counted[f"power cuts on {'postgresql' if self.url else 'sqlite'}"] += 1


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_kills_at_random_moments_of_sessions_lose_nothing(
    database, request, tmp_path, effort, record_property
):
    cluster = request.getfixturevalue("cluster") if database == "postgresql" else None
    wanted = KILLS if effort == 1 else KILLS_PER_EFFORT * effort
    counted, draw = Counter(), random.Random(effort)
    for session in itertools.count():
        url = cluster.fresh() if cluster else ""
        place = workspace(tmp_path / f"place-{session}")
        with Server(place, database_url=url) as server:
            played = cast(server, 2, three_strategies, seed=session, think=THINK, **SHORT)
            kill, left = Kills(server, cluster, url, draw, counted), wanted - counted.total()
            if session % 2 == 0:
                # Every other session is struck in the game alone, the rest from the consent on.
                together(list(played.members), Member.arrive, seconds=SECONDS)
            with striking(kill, left, seed=effort + session, every=0.4):
                played.play(seconds=SECONDS)
            played_whole(server, played)
        if counted.total() == wanted:
            break
    for kind, number in counted.items():
        record_property(kind, number)


def test_terminated_connections_in_mid_session_are_replaced(
    place, cluster, effort, record_property
):
    url = cluster.fresh()
    with Server(place, database_url=url) as server:
        played = cast(server, 2, three_strategies, seed=7, think=THINK * effort, **SHORT)
        strike = partial(cluster.kill_connections, url)
        with striking(strike, 6 * effort, seed=7, every=0.3) as struck:
            played.play(seconds=SECONDS * effort)
        assert struck.count >= 3
        record_property("lost database connections", struck.count)
        played_whole(server, played)


def test_a_tab_that_opens_as_the_database_fails_gets_its_screen_or_connects_again(place, cluster):
    url = cluster.fresh()
    with Server(place, database_url=url) as server:
        played = cast(server, 1, three_strategies, seed=8, **SHORT)
        together(list(played.members), Member.arrive, seconds=SECONDS)
        address = f"ws://127.0.0.1:{server.port}/game/{played.members[0].code}"
        with striking(partial(cluster.kill_connections, url), 10**6, seed=8, every=0.005):
            replies = [asyncio.run(first_reply(address)) for _ in range(40)]
        # A frame without a screen would be waited on for ever, because nobody had asked for
        # anything that could be sent again.
        assert set(replies) <= {"a screen", 1011}
        assert 1011 in replies, "no opening was struck"
        together(list(played.members), Member.play, seconds=SECONDS)
        together(list(played.members), Member.finish, seconds=SECONDS)
        played_whole(server, played)


async def first_reply(address):
    """Say what the first frame holds, or for what reason the server ends the connection."""
    async with websockets.connect(address, close_timeout=1) as socket:
        try:
            frame = json.loads(await asyncio.wait_for(socket.recv(), 20))
        except websockets.exceptions.ConnectionClosed as end:
            return end.code
        return "a screen" if frame["screen"] else str(frame)


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
    member.conduct = Leaving(member.conduct, round=3)
    with pytest.raises(GoneError):
        await member.play()


async def come_back(member):
    member.conduct = member.conduct.there
    await member.take_part()


def test_random_frames_in_the_middle_of_a_session_change_nothing(place, effort, record_property):
    frames = 2_000 * effort
    with Server(place) as server:
        played = cast(server, 1, three_strategies, seed=9, think=THINK, **SHORT)
        members = list(played.members)
        together(members, Member.arrive, seconds=SECONDS)
        asyncio.run(flooded(server, members, frames))
        together(members, Member.finish, seconds=SECONDS)
        record_property("random frames", frames)
        played_whole(server, played)


async def flooded(server, members, frames):
    flood = bombard(f"ws://127.0.0.1:{server.port}/game/{members[0].code}", frames)
    everybody = asyncio.gather(flood, *(member.play() for member in members))
    await asyncio.wait_for(everybody, SECONDS * 5)


async def bombard(address, frames):
    """Send bent copies of real messages from another tab of a member, and read the replies."""
    draw, answered = random.Random(11), 0
    async with websockets.connect(address) as socket:
        await socket.recv()
        for _ in range(frames // 100):
            for _ in range(100):
                await socket.send(bent(draw))
            answered += 100
            acks = 0
            while acks < 100:
                acks += len(json.loads(await socket.recv())["acks"])
    assert answered == frames


def bent(draw):
    """A message with some of its bytes replaced, as text or as bytes; none of them can count."""
    fields = {"contribution": draw.choice(["7", "-1", "21", "2.5", "\0", "9" * 400])}
    number = draw.choice([0, -1, 26, 10**30, None, "1", [1], {}])
    whole = {"do": "contribute", "id": "x", "round": number, "fields": fields}
    text = list(json.dumps(whole))
    for _ in range(draw.randrange(4)):
        text[draw.randrange(len(text))] = chr(draw.randrange(32, 0x2000))
    message = "".join(text)
    return message if draw.random() < 0.8 else message.encode()
