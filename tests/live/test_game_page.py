"""Can nobody leave the game, or be moved out of it, before it is over?"""

import asyncio
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from members import Member, codes, game_alone, group, new_session, open_page, run

from lab.servers import Server


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


def post(address, fields):
    body = urllib.parse.urlencode(fields).encode()
    return urllib.request.urlopen(urllib.request.Request(address, data=body)).url


FORGED = ({}, {"timeout_happened": "1"}, {"back_button": "1"}, {"admin_secret_code": "x"})


def test_a_post_in_the_middle_of_the_game_leads_back_to_it(game):
    session = new_session(game)

    async def play():
        one, *_ = await group(game, session)
        address = await asyncio.to_thread(open_page, game, one.code)
        for forged in FORGED:
            assert await asyncio.to_thread(post, address, forged) == address
        assert await one.contribute(5) is None

    run(play())


def test_the_researchers_advance_button_moves_nobody_out_of_the_game(game):
    session = new_session(game)

    async def play():
        members = await group(game, session)
        await asyncio.to_thread(advance, game, session, members[0].code)
        for member in members:
            assert (await asyncio.to_thread(open_page, game, member.code)).endswith("/Play/1")
            assert await member.contribute(5) is None

    run(play())


def advance(game, session, code):
    """Press both buttons of the Monitor page: all the slowest, and one selected participant."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    form = {"username": "admin", "password": game.password}
    login = browser.open(f"{game.url}/login").read().decode()
    form |= dict(re.findall(r'name="(csrf\w*)" value="([^"]*)"', login))
    browser.open(f"{game.url}/login", data=urllib.parse.urlencode(form).encode())
    address = f"{game.url}/AdvanceSession/{session}"
    monitor = browser.open(f"{game.url}/SessionMonitor/{session}").read().decode()
    token = dict(re.findall(r'name="(csrf\w*)" value="([^"]*)"', monitor))
    for asked in ({"advancemode": "all"}, {"selected_participant": code}):
        body = urllib.parse.urlencode(token | asked).encode()
        assert browser.open(address, data=body).read() == b"ok"


def test_the_finished_game_can_be_left(game):
    session = new_session(game)

    async def play():
        members = await group(game, session)
        await asyncio.gather(*(member.play(5) for member in members))
        assert 'data-do="leave"' in members[0].screen
        address = await asyncio.to_thread(open_page, game, members[0].code)
        after = await asyncio.to_thread(post, address, {})
        assert after.endswith(f"/OutOfRangeNotification/{members[0].code}")

    run(play())


def test_the_page_names_its_language_and_holds_no_number_of_the_game(game):
    session = new_session(game, language="de")
    one = codes(game, session)[0]
    page = urllib.request.urlopen(open_page(game, one)).read().decode()
    assert '<html lang="de">' in page
    # Nothing but the frame: the screens come through the socket.
    assert re.findall(r"data-stage=\"(\w+)\"", page) == ["connecting"]

    async def play():
        member = await Member(game, one).connect()
        assert "warten" in member.screen.lower()

    run(play())
