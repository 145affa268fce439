"""Does every frame get its reply, and does only a first, right, timely one count?"""

import asyncio
import json
import random

import pytest
import websockets.exceptions
from members import Member, codes, game_alone, group, new_session, open_page, run, tables

from lab.servers import Server


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


def contributions(game, code, number="1"):
    rows = tables(game)["decisions"]
    return [r["contribution"] for r in rows if r["participant"] == code and r["round"] == number]


def test_a_choice_is_final_and_a_repeated_message_counts_once(game):
    session = new_session(game)

    async def play():
        one, *others = await group(game, session)
        assert await one.contribute(5, name="same") is None
        del one.refused["same"]
        # The same message again, as after a lost connection, is acknowledged as before.
        assert (
            await one.ask("contribute", name="same", round=1, fields={"contribution": "5"}) is None
        )
        assert await one.contribute(9) == "refused.not_now"
        for other in others:
            await other.contribute(2)
        await one.until("explain")
        # Even after the round is over the message that counted is acknowledged.
        del one.refused["same"]
        assert (
            await one.ask("contribute", name="same", round=1, fields={"contribution": "5"}) is None
        )
        assert (
            await one.ask("contribute", round=1, fields={"contribution": "9"}) == "refused.not_now"
        )
        return one.code

    code = run(play())
    assert contributions(game, code) == ["5"]


def test_another_tab_is_shown_the_choice_that_counts(game):
    session = new_session(game)

    async def play():
        one, *_ = await group(game, session)
        tab = await Member(game, one.code).connect()
        assert tab.screen == one.screen
        await one.contribute(5)
        await tab.until("wait")
        assert "5 points" in tab.screen
        assert (
            await tab.ask("contribute", round=1, fields={"contribution": "9"}) == "refused.not_now"
        )
        return one.code

    assert contributions(game, run(play())) == ["5"]


def test_a_contribution_out_of_range_or_no_number_is_refused_on_the_screen(game):
    session = new_session(game)

    async def play():
        one, *_ = await group(game, session)
        for typed in ("21", "-1", "2.5", "", "abc", "NaN", "1e1", "999999999999", 21, 2.5, -1e300):
            refused = await one.ask("contribute", round=1, fields={"contribution": typed})
            assert refused == "refused.contribution"
            assert one.stage == "contribute"
            assert 'role="alert"' in one.screen
        assert await one.contribute(4) is None

    run(play())


def test_beliefs_that_nobody_asked_for_are_refused(game):
    session = new_session(game)

    async def play():
        one, *_ = await group(game, session)
        fields = {"contribution": "3", "belief.across": "4"}
        assert await one.ask("contribute", round=1, fields=fields) == "refused.beliefs"
        assert await one.ask("answer", part=2, fields={}) == "refused.not_now"
        for number in (0, 2, 99, -1, 10**30):
            fields = {"contribution": "3"}
            assert await one.ask("contribute", round=number, fields=fields) == "refused.not_now"

    run(play())


def test_thousands_of_random_frames_get_their_replies_and_change_nothing(game):
    session = new_session(game)
    draw = random.Random(7)
    pieces = [
        '{"do":',
        '"contribute"',
        ',"id":',
        '"x"',
        ',"round":',
        "1",
        "}",
        "[",
        "\0",
        "é",
        "{}",
    ]

    async def flood(member):
        sent = 1_000
        for number in range(sent):
            text = "".join(draw.choices(pieces, k=draw.randrange(12)))
            await member.socket.send(text if number % 2 else text.encode())
        got = 0
        while got < sent:
            got += len((await member.hear())["acks"])

    async def play():
        one, two, *_ = await group(game, session)
        await flood(one)
        assert await two.contribute(6) is None
        assert await one.contribute(5) is None
        return one.code

    assert contributions(game, run(play())) == ["5"]


def test_a_flood_of_messages_is_refused_as_too_fast_and_slows_nobody_else(game):
    session = new_session(game)

    async def play():
        one, two, *_ = await group(game, session)
        for number in range(300):
            await one.send("sync", name=f"flood-{number}")
        assert await asyncio.wait_for(two.contribute(6), 5) is None
        while len(one.refused) < 300:
            await one.hear()
        assert "too_fast" in one.refused.values()
        assert None in one.refused.values()

    run(play())


def test_a_frame_that_is_too_long_ends_the_connection_and_no_more(game):
    session = new_session(game)

    async def play():
        one, *_ = await group(game, session)
        await one.socket.send(json.dumps({"do": "sync", "id": "a", "fields": "x" * 20_000}))
        assert await one.closed() == 1009
        await one.connect()
        assert await one.contribute(5) is None

    run(play())


async def close_code(game, code):
    with pytest.raises(websockets.exceptions.ConnectionClosed) as closed:
        await Member(game, code).connect()
    return closed.value.rcvd.code


def test_strangers_and_people_on_other_pages_are_turned_away(game):
    session = new_session(game)
    one = codes(game, session)[0]
    assert run(close_code(game, "nobody00")) == 4404
    # Has not opened the start link yet.
    assert run(close_code(game, one)) == 4409
    open_page(game, one)

    async def play():
        member = await Member(game, one).connect()
        assert member.stage == "lobby"

    run(play())


def test_the_ninth_tab_replaces_the_first(game):
    session = new_session(game)
    one = codes(game, session)[0]
    open_page(game, one)

    async def play():
        tabs = [await Member(game, one).connect() for _ in range(9)]
        assert await tabs[0].closed() == 4429
        assert await tabs[8].ask("ping") is None

    run(play())
