"""Does a browser that reads nothing delay nobody?"""

import asyncio

import pytest
from members import game_alone, group, new_session, run, tables

from lab.servers import Server


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


async def asking(member):
    """Ask for screen after screen, as fast as the server takes it."""
    while True:
        await member.send("sync")
        await asyncio.sleep(0.002)


def test_a_client_that_asks_for_everything_and_reads_nothing_stops_nobody(game):
    quick = {"decision_seconds": 1, "reading_seconds": 1, "grace_seconds": 1, "absent_seconds": 1}
    session = new_session(game, **quick)

    async def play():
        deaf, *others = await group(game, session)
        deaf.socket.transport.pause_reading()
        flood = asyncio.create_task(asking(deaf))
        await asyncio.gather(*(other.play(4) for other in others))
        flood.cancel()
        return deaf.code

    code = run(play())
    found = tables(game)
    # Its flood said "I am there", so the clock gave it the full time, and then went on without it.
    own = [row for row in found["decisions"] if row["participant"] == code]
    assert [row["automatic"] for row in own] == ["1"] * 4
    assert {row["status"] for row in found["participants"]} == {"finished"}
