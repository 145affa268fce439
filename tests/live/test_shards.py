"""Can several servers, each with its own database, be one study?"""

import asyncio

import pytest
from members import game_alone, group, new_session, tables

from analysis.audit import audit
from analysis.errors import DataError
from analysis.load import load
from lab.project import workspace
from lab.servers import Server


@pytest.fixture
def servers(tmp_path):
    """Two servers side by side, whose sessions are the game alone."""
    places = [workspace(tmp_path / name) for name in ("one", "two")]
    for place in places:
        game_alone(place)
    with Server(places[0]) as first, Server(places[1]) as second:
        yield first, second


def play_on_each(servers, *first_slots):
    """Play one group on each server at the same time, and return the folders of their tables."""
    sessions = [
        new_session(server, schedule_seed=77, first_slot=slot)
        for server, slot in zip(servers, first_slots, strict=True)
    ]

    async def play():
        tables_of_four = [await group(s, c) for s, c in zip(servers, sessions, strict=True)]
        await asyncio.gather(*(member.play(5) for four in tables_of_four for member in four))

    asyncio.run(play())
    for server in servers:
        tables(server)
    return [server.place.folder / "tables" for server in servers]


def test_exports_of_servers_with_slots_of_their_own_are_one_study(servers):
    folders = play_on_each(servers, 0, 1_000)
    panel = load(*folders)
    assert sorted(panel.groups["slot"]) == [0, 1_000]
    assert audit(panel).clean


def test_two_servers_that_dealt_the_same_slot_are_refused(servers):
    folders = play_on_each(servers, 0, 0)
    with pytest.raises(DataError, match="slot"):
        load(*folders)
