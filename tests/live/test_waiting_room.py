"""Can somebody leave the waiting room with pay, and is nobody both let go and matched?"""

import asyncio
import csv
import subprocess
import sys

import pytest
from members import Member, codes, game_alone, new_session, open_page, run, tables
from test_screens_before_and_after import visitors

from lab.servers import Server

TRIES = 6


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


async def arrive(server, *arriving):
    """Open the page of some participants and let them wait, in this order."""
    members = [Member(server, code) for code in arriving]
    for member in members:
        await asyncio.to_thread(open_page, server, member.code)
        await member.connect()
    return members


async def until(member, text):
    """Take frames in until the screen says something."""
    while text not in member.screen:
        await member.hear()


def happened(found, code):
    return [row["event"] for row in found["events"] if row["participant"] == code]


def test_the_exit_opens_by_itself_after_the_declared_wait_and_not_before(game):
    # The second session's exit is an hour away, and so can be tried before it opens.
    soon = new_session(game, exit_seconds=2)
    late = new_session(game, exit_seconds=3_600, lobby_seconds=7_200)

    async def wait():
        (one,) = await arrive(game, codes(game, soon)[0])
        (other,) = await arrive(game, codes(game, late)[0])
        assert "After 60 minutes of waiting you can leave" in other.screen
        assert 'data-do="quit"' not in other.screen
        await until(one, 'data-do="quit"')
        assert await one.ask("quit") is None
        assert one.stage == "left_over"
        assert "You have left the waiting room" in one.screen
        assert await other.ask("quit") == "refused.not_now"
        assert other.stage == "lobby"

    run(wait())
    found = tables(game)
    status = {row["participant"]: row["status"] for row in found["participants"]}
    assert status[codes(game, soon)[0]] == "left_waiting"
    assert status[codes(game, late)[0]] == "waiting"


def test_whoever_has_left_is_in_no_group_and_the_others_see_one_more_missing(game):
    session = new_session(game, people=5, exit_seconds=0)
    leaving, *others = codes(game, session)

    async def play():
        gone, two, three = await arrive(game, leaving, *others[:2])
        await until(two, "One more person is needed")
        assert await gone.ask("quit", name="once") is None
        await until(two, "2 more people are needed")
        # Sent again, as after a lost connection, on another socket: it counts once.
        back = await Member(game, leaving).connect()
        assert await back.ask("quit", name="once") is None
        (four,) = await arrive(game, others[2])
        await until(four, "One more person is needed")
        (five,) = await arrive(game, others[3])
        for member in (two, three, four, five):
            await member.until("contribute")
        assert back.stage == "left_over"

    run(play())
    found = tables(game)
    seated = {row["participant"] for row in found["participants"] if row["slot"]}
    assert seated == set(others)
    assert happened(found, leaving).count("left_waiting") == 1


def test_whoever_was_matched_before_stays_and_is_told_why(game):
    session = new_session(game, exit_seconds=0)

    async def play():
        first, *_, last = await arrive(game, *codes(game, session))
        await last.until("contribute")
        # The screen of the first still offers the exit: it has taken nothing in since.
        assert first.stage == "lobby"
        assert await first.ask("quit") == "refused.seated"
        await first.until("contribute")
        await until(first, "your group was complete a moment before")

    run(play())
    found = tables(game)
    assert {row["status"] for row in found["participants"]} == {"playing"}
    assert "left_waiting" not in {row["event"] for row in found["events"]}


def test_in_the_same_moment_one_of_both_happens_and_never_both(game):
    # Three wait: who comes next completes the group, unless the one who leaves was faster.
    sessions = [new_session(game, exit_seconds=0) for _ in range(TRIES)]

    async def race(session):
        leaving, *others = codes(game, session)
        gone, *waiting = await arrive(game, leaving, *others[:2])
        await asyncio.to_thread(open_page, game, others[2])
        last = Member(game, others[2])
        said, _ = await asyncio.gather(gone.ask("quit"), last.connect())
        if said is None:
            assert gone.stage == "left_over"
            await until(last, "One more person is needed")
        else:
            assert said == "refused.seated"
            for member in (gone, *waiting, last):
                await member.until("contribute")
        return leaving, said

    async def all_races():
        return [await race(session) for session in sessions]

    told = run(all_races())
    found = tables(game)
    people = {row["participant"]: row for row in found["participants"]}
    sizes = [row["slot"] != "" for row in people.values()]
    # A group has four members or does not exist.
    assert sum(sizes) == 4 * len(found["groups"])
    assert len(found["groups"]) == sum(said is not None for _, said in told)
    for code, said in told:
        assert people[code]["status"] == ("left_waiting" if said is None else "playing")
        assert ("grouped" in happened(found, code)) == (said is not None)
        assert ("left_waiting" in happened(found, code)) == (said is None)


def test_a_restart_does_not_close_the_exit(game):
    session = new_session(game, exit_seconds=0)

    async def wait():
        (one,) = await arrive(game, codes(game, session)[0])
        await until(one, 'data-do="quit"')

    run(wait())
    game.kill9()
    game.start()

    async def leave():
        back = await Member(game, codes(game, session)[0]).connect()
        await until(back, 'data-do="quit"')
        assert await back.ask("quit") is None

    run(leave())
    assert tables(game)["participants"][0]["status"] == "left_waiting"


def test_whoever_leaves_is_paid_for_coming_on_the_statement_and_in_the_payment_file(place):
    with Server(place) as server:
        session = new_session(server, exit_seconds=0)
        person = visitors(server, session)[0].introduced()

        async def leave():
            member = await Member(server, person.code).connect()
            await until(member, 'data-do="quit"')
            assert await member.ask("quit") is None
            await member.close()

        asyncio.run(leave())
        assert person.send().page == "Statement"
        assert "You left the waiting room before there was a group" in person.html
        assert "EUR 5.00" in person.html
        paid = payments(server)
        assert [(one["total"], one["note"]) for one in paid] == [("5.00", "left the waiting room")]


def payments(server):
    """Make the payment lists, and return the rows of the one of everybody."""
    command = [sys.executable, "-m", "lab", "payments", "paid"]
    subprocess.run(
        command, cwd=server.place.folder, env=server.env, check=True, capture_output=True
    )
    with (server.place.folder / "paid" / "payments.csv").open(newline="") as text:
        return list(csv.DictReader(text))
