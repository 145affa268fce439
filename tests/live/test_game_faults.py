"""Is every acknowledged decision on disk, whenever the server dies, and does play go on?"""

import asyncio

import pytest
from members import Member, codes, game_alone, group, new_session, open_page, run, tables

from analysis.audit import audit
from analysis.load import load
from lab.servers import Server


@pytest.fixture
def game(place, database_url):
    """A server that honours failpoints; its sessions are the game alone."""
    game_alone(place)
    place.env["CONTINGENT_TEST"] = "1"
    with Server(place, database_url=database_url) as running:
        yield running


def check_everything_acknowledged_is_stored_once(game, members):
    found = tables(game)
    stored = {}
    for row in found["decisions"]:
        place = row["participant"], int(row["round"])
        assert place not in stored
        stored[place] = int(row["contribution"])
        assert row["automatic"] == "0"
    for member in members:
        assert len(member.kept) == 4
        for number, points in member.kept.items():
            assert stored[member.code, number] == points
    assert {row["status"] for row in found["participants"]} == {"finished"}
    assert audit(load(game.place.folder / "tables")).differences.empty


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
def test_no_ack_leaves_without_its_row_wherever_the_server_dies(game, point):
    game.stop()
    game.env["CONTINGENT_FAILPOINT"] = f"{point}:6"
    game.start()
    session = new_session(game)
    members = [Member(game, code) for code in codes(game, session)]
    for member in members:
        open_page(game, member.code)

    async def play():
        dying = asyncio.create_task(revive(game))
        await asyncio.gather(*(member.persist(p) for p, member in enumerate(members)))
        await dying

    run(play())
    check_everything_acknowledged_is_stored_once(game, members)


def test_a_transaction_that_fails_is_done_again_message_by_message(game):
    game.stop()
    game.env["CONTINGENT_FAILPOINT"] = "error:2"
    game.start()
    session = new_session(game)
    members = [Member(game, code) for code in codes(game, session)]
    for member in members:
        open_page(game, member.code)

    async def play():
        await asyncio.gather(*(member.persist(p) for p, member in enumerate(members)))

    run(play())
    check_everything_acknowledged_is_stored_once(game, members)


async def revive(game):
    """Wait for the failpoint to kill the server, then start it without."""
    while game.running():
        await asyncio.sleep(0.02)
    del game.env["CONTINGENT_FAILPOINT"]
    await asyncio.to_thread(game.start)


def test_a_restarted_server_keeps_the_deadlines_of_people_who_never_return(game):
    session = new_session(
        game, decision_seconds=1, reading_seconds=1, grace_seconds=1, absent_seconds=1
    )

    async def play():
        for member in await group(game, session):
            await member.close()

    run(play())
    game.kill9()
    game.start()
    finish = asyncio.wait_for(asyncio.to_thread(until_finished, game), 60)
    run(finish)
    decisions = tables(game)["decisions"]
    assert len(decisions) == 16
    assert all(row["automatic"] == "1" and row["contribution"] == "0" for row in decisions)


def until_finished(game):
    import time

    while {row["status"] for row in tables(game)["participants"]} != {"finished"}:
        time.sleep(0.3)
