"""Does the experimenter see what goes on, and does each action do what it says and leave a row?"""

import asyncio
import re
from contextlib import asynccontextmanager

import pytest
from members import Member, codes, game_alone, group, new_session, open_page, tables

from analysis.audit import audit
from analysis.load import load
from lab.servers import Server
from tests.guard_project import Visitor


class Cockpit:
    """A logged-in experimenter, without a browser."""

    def __init__(self, server, session):
        self.visitor, self.session = Visitor(server).log_in(), session
        page = self.visitor.get(f"/cockpit/{session}").text
        self.token = re.search(r'name="token" value="([\w-]+)"', page)[1]

    def board(self, reveal="no"):
        return self.visitor.get(f"/cockpit/{self.session}/board?reveal={reveal}").text

    def text(self, reveal="no"):
        return " ".join(re.sub(r"<[^>]+>", " ", self.board(reveal)).split())

    def act(self, action, **fields):
        """Ask for an action and return what the cockpit said, or why not."""
        given = {"token": self.token, "action": action} | fields
        said = self.visitor.post(
            f"/cockpit/{self.session}/act", data=given, headers={"Accept": "application/json"}
        )
        return said.json()["said"] or said.json()["refused"]


@pytest.fixture
def game(place, database_url):
    """A server on each database whose sessions are the game alone."""
    game_alone(place)
    with Server(place, database_url=database_url) as running:
        yield running


def events(server, name):
    return [row for row in tables(server)["events"] if row["event"] == name]


def clean(server):
    found = audit(load(server.place.folder / "tables"))
    assert found.differences.empty, found.differences.to_dict("records")


@asynccontextmanager
async def playing(server, session):
    """Four members in front of their first decision, by seat."""
    members = await group(server, session)
    try:
        yield sorted(members, key=lambda member: member_seat(member))
    finally:
        for member in members:
            await member.close()


def member_seat(member):
    return re.search(r'class="seat">You are member (\w)', member.screen)[1]


async def banner(member, wanted):
    """Take frames in until the banner says something."""
    while wanted not in (member.frames[-1].get("banner") or ""):
        await member.hear()


def test_the_cockpit_names_who_blocks_whom_and_hides_what_was_given(game):
    session = new_session(game)

    async def play():
        async with playing(game, session) as members:
            await asyncio.gather(*(m.contribute(20) for m in members))
            for member in members:
                await member.until("explain")
                await member.read()
            await members[0].contribute(5)
            await members[1].contribute(5)
            return await asyncio.to_thread(look)

    def look():
        cockpit = Cockpit(game, session)
        return cockpit.text(), cockpit.text("yes"), cockpit.board()

    hidden, shown, html = asyncio.run(play())
    assert "Group 0, round 2: A, B wait for C" in hidden
    assert "Group 0, round 2: A, B wait for D" in hidden
    assert "the rule acts in 1:" in hidden
    assert re.search(r"connected 4\b", hidden)
    # Four gave 20 each; neither that nor the treatment is on the screen unless it is asked for.
    assert not re.search(r"\b80\b", hidden)
    assert "kept" not in hidden
    assert "removed" not in hidden
    assert re.search(r"\b80\b", shown)
    assert html.count("data-person=") == 4 + 2


def test_a_pause_stops_the_group_and_all_time_left_is_given_back(game):
    session = new_session(game)

    async def play():
        async with playing(game, session) as members:
            cockpit = await asyncio.to_thread(Cockpit, game, session)
            before = members[0].frames[-1]["seconds"]
            said = await asyncio.to_thread(cockpit.act, "pause", slot="0", text="fire alarm")
            assert said.startswith("Paused")
            await banner(members[0], "paused the game")
            assert members[0].frames[-1]["seconds"] is None
            assert await members[0].contribute(5) == "refused.paused"
            await asyncio.sleep(1.5)
            await asyncio.to_thread(cockpit.act, "resume", slot="0")
            await members[1].until("contribute")
            while members[1].frames[-1]["seconds"] is None:
                await members[1].hear()
            # What is left is what was left: the pause itself took nothing.
            assert members[1].frames[-1]["seconds"] > before - 1.4
            await asyncio.gather(*(m.play(5) for m in members))

    asyncio.run(play())
    assert {row["detail"] for row in events(game, "paused")} == {"fire alarm"}
    assert len(events(game, "unpaused")) == 4
    clean(game)


def test_a_pause_outlives_the_server(game):
    session = new_session(game, decision_seconds=1, grace_seconds=1)

    async def begin():
        async with playing(game, session):
            cockpit = await asyncio.to_thread(Cockpit, game, session)
            await asyncio.to_thread(cockpit.act, "pause")

    asyncio.run(begin())
    game.kill9()
    game.start()
    again = Cockpit(game, session)
    asyncio.run(asyncio.sleep(3))
    # Two seconds would have been enough for the rule to decide.
    assert "0 paused" in again.text()
    assert tables(game)["decisions"] == []
    assert again.act("resume").startswith("The game goes on")
    asyncio.run(asyncio.sleep(4))
    assert len(tables(game)["decisions"]) >= 4


def test_nobody_is_grouped_in_a_paused_session_and_everybody_is_when_it_goes_on(game):
    session = new_session(game)
    cockpit = Cockpit(game, session)
    cockpit.act("pause")

    async def meet():
        members = [Member(game, code) for code in codes(game, session)]
        for member in members:
            await asyncio.to_thread(open_page, game, member.code)
        await asyncio.gather(*(member.connect() for member in members))
        assert {member.stage for member in members} == {"lobby"}
        await asyncio.to_thread(cockpit.act, "resume")
        await asyncio.gather(*(member.until("contribute") for member in members))

    asyncio.run(meet())


def test_a_message_reaches_one_or_all_and_comes_back_after_a_reload(game):
    session = new_session(game)
    said = "Please <b>stay</b> & wait"

    async def play():
        async with playing(game, session) as members:
            cockpit = await asyncio.to_thread(Cockpit, game, session)
            await asyncio.to_thread(cockpit.act, "message", participant=members[2].code, text=said)
            await banner(members[2], said)
            assert all(said not in (m.frames[-1]["banner"] or "") for m in (members[0], members[1]))
            await asyncio.to_thread(cockpit.act, "message", text="For all")
            await asyncio.gather(*(banner(member, "For all") for member in members))
            await members[0].close()
            await members[0].connect()
            assert members[0].frames[-1]["banner"] == "For all"

    asyncio.run(play())
    assert [row["detail"] for row in events(game, "messaged")] == [said] + ["For all"] * 4


def test_an_extension_a_replacement_and_a_note_are_events_and_the_audit_still_agrees(game):
    session = new_session(game)

    async def play():
        async with playing(game, session) as members:
            cockpit = await asyncio.to_thread(Cockpit, game, session)
            left = members[0].frames[-1]["seconds"]
            await asyncio.to_thread(cockpit.act, "extend", slot="0", seconds="300")
            while (members[0].frames[-1]["seconds"] or 0) < left + 200:
                await members[0].hear()
            await asyncio.gather(*(m.contribute(9) for m in members[1:]))
            said = await asyncio.to_thread(cockpit.act, "replace", participant=members[0].code)
            assert said.startswith("The rule has acted")
            again = await asyncio.to_thread(cockpit.act, "note", text="=1+1 seat A left")
            assert again.startswith("The note")
            await asyncio.gather(*(m.play(5) for m in members))

    asyncio.run(play())
    found = tables(game)
    assert [row["detail"] for row in found["events"] if row["event"] == "extended"] == ["300"] * 4
    assert sum(row["event"] == "replaced" for row in found["events"]) == 1
    first = {row["seat"]: row for row in found["decisions"] if row["round"] == "1"}
    assert (first["A"]["automatic"], first["A"]["contribution"]) == ("1", "0")
    # A spreadsheet would compute the note: the export puts an apostrophe before it.
    assert {r["detail"] for r in found["events"] if r["event"] == "noted"} == {"'=1+1 seat A left"}
    clean(game)


def test_an_ended_game_pays_everybody_and_the_tables_add_up(game):
    session = new_session(game)

    async def play():
        async with playing(game, session) as members:
            await asyncio.gather(*(m.contribute(10) for m in members))
            cockpit = await asyncio.to_thread(Cockpit, game, session)
            refused = await asyncio.to_thread(cockpit.act, "end", slot="0")
            assert "tick the box" in refused
            await asyncio.to_thread(cockpit.act, "end", slot="0", sure="yes", text="power cut")
            await asyncio.gather(*(m.until("done") for m in members))
            assert "has ended the game" in members[0].screen
            return await asyncio.to_thread(cockpit.text)

    text = asyncio.run(play())
    assert "0 ended early" in text
    found = tables(game)
    # Part 1: 10 kept and .4 * 40; parts 2 and 3 were not played and pay the endowment of 20.
    assert {row["pay"] for row in found["participants"]} == {"66.0"}
    assert {row["status"] for row in found["participants"]} == {"finished"}
    assert (found["groups"][0]["rounds"], bool(found["groups"][0]["finished_at"])) == ("1", True)
    clean(game)


def test_whoever_waits_goes_home_with_pay_when_the_session_is_ended(game):
    session = new_session(game)

    async def play():
        one = Member(game, codes(game, session)[0])
        await asyncio.to_thread(open_page, game, one.code)
        await one.connect()
        cockpit = await asyncio.to_thread(Cockpit, game, session)
        await asyncio.to_thread(cockpit.act, "end", sure="yes")
        await one.until("left_over")

    asyncio.run(play())
    found = tables(game)
    assert "left_over" in [row["event"] for row in found["events"]]
    clean(game)
