"""Does the group go on without those who are not there, by the rule they were told?"""

import asyncio

import pytest
from members import Member, codes, game_alone, group, new_session, open_page, run, tables

from analysis.audit import audit
from analysis.load import load
from lab.servers import Server

QUICK = {"decision_seconds": 1, "reading_seconds": 1, "grace_seconds": 1, "absent_seconds": 1}


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


def test_the_computer_repeats_an_absent_members_last_choice_and_flags_it(game):
    session = new_session(game, **QUICK)

    async def play():
        absent, *present = await group(game, session)
        await asyncio.gather(*(member.contribute(9) for member in (absent, *present)))
        await absent.close()
        await asyncio.gather(*(member.play(4) for member in present))
        return absent.code

    code = run(play())
    found = tables(game)
    own = {row["round"]: row for row in found["decisions"] if row["participant"] == code}
    assert [own[number]["contribution"] for number in "1234"] == ["9"] * 4
    assert [own[number]["automatic"] for number in "1234"] == ["0", "1", "1", "1"]
    assert all(row["shown_at"] == "" for number, row in own.items() if number > "1")
    events = [row["event"] for row in found["events"] if row["participant"] == code]
    assert events[:4] == ["connected", "waiting", "grouped", "disconnected"]
    assert events.count("timed_out") == 5
    assert not [row for row in found["beliefs"] if row["participant"] == code]
    assert all(float(row["pay"]) > 0 for row in found["participants"])


def test_whoever_comes_back_is_told_and_waited_for_again(game):
    session = new_session(game, **(QUICK | {"absent_seconds": 2, "rounds_part_1": 4}))

    async def play():
        gone, *others = await group(game, session)
        await asyncio.gather(*(other.contribute(3) for other in others))
        while not gone.absent:
            await gone.hear()
        assert await gone.ask("sync") is None
        assert not gone.absent
        assert await gone.contribute(8) is None
        return gone.code

    code = run(play())
    found = tables(game)
    events = [row["event"] for row in found["events"] if row["participant"] == code]
    assert "resumed" in events
    own = [row["contribution"] for row in found["decisions"] if row["participant"] == code]
    assert own[:2] == ["0", "8"]


def test_a_group_that_waits_is_never_decided_for(game):
    session = new_session(game, **QUICK, absence="wait")

    async def play():
        late, *others = await group(game, session)
        await asyncio.gather(*(other.contribute(3) for other in others))
        assert late.frames[-1]["seconds"] is None
        await asyncio.sleep(3)
        assert await late.contribute(8) is None

    run(play())
    assert {row["automatic"] for row in tables(game)["decisions"]} == {"0"}


def test_whoever_finds_no_group_in_time_is_told_and_may_leave(game):
    session = new_session(game, people=4, lobby_seconds=2)
    one, two, *_ = codes(game, session)
    for code in (one, two):
        open_page(game, code)

    async def play():
        first, second = await Member(game, one).connect(), await Member(game, two).connect()
        assert (first.stage, second.stage) == ("lobby", "lobby")
        await first.hear()
        assert "2 more people" in first.screen
        await first.until("left_over")
        await second.until("left_over")

    run(play())
    people = {row["participant"]: row for row in tables(game)["participants"]}
    assert people[one]["status"] == people[two]["status"] == "left_over"
    assert float(people[one]["pay"]) == 0


def test_people_who_are_not_there_are_in_no_group(game):
    session = new_session(game, people=5)
    gone, *others = codes(game, session)
    for code in (gone, *others):
        open_page(game, code)

    async def play():
        first = await Member(game, gone).connect()
        await first.close()
        await asyncio.sleep(0.3)
        members = [await Member(game, code).connect() for code in others]
        for member in members:
            await member.until("contribute")
        back = await Member(game, gone).connect()
        assert back.stage == "lobby"

    run(play())
    statuses = {row["participant"]: row["status"] for row in tables(game)["participants"]}
    assert statuses == {gone: "waiting"} | dict.fromkeys(others, "playing")


def test_a_restart_in_the_waiting_room_changes_nobodys_turn(game):
    # A restart gives everybody at least the grace of 30 seconds, which moves these deadlines.
    session = new_session(game, lobby_seconds=31)
    order = codes(game, session)[::-1]
    for code in order:
        open_page(game, code)

    async def wait(arriving):
        for code in arriving:
            await Member(game, code).connect()

    run(wait(order[:3]))
    game.kill9()
    game.start()
    # They are back in another order than they came.
    run(wait([order[2], order[0], order[1]]))

    async def complete():
        members = [await Member(game, code).connect() for code in (order[1], *order)]
        for member in members:
            await member.until("contribute")

    run(complete())
    tables(game)
    # The audit draws the seats anew for the members in the order in which they began to wait.
    found = audit(load(game.place.folder / "tables"))
    assert found.differences.empty, found.differences
