"""Is a socket that is never read cut off, and an address that opens too many kept out?"""

import asyncio
import socket
import time
from itertools import count

import pytest
import websockets
from members import game_alone, group, new_session, run

from contingent_pgg.endpoint import OPENED_AT_ONCE, OPENED_PER_SECOND
from contingent_pgg.outbox import NOT_READING, UNKNOWN
from lab.servers import Server

# Small buffers and packets: what is not read soon waits at the sender.
TINY, SHORT = 4_096, 536
PEOPLE, RELOADS, MOST = 200, 4, 5_000


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


def test_a_socket_that_is_never_read_is_cut_off_with_its_own_code(game):
    session = new_session(game, decision_seconds=3_600)

    async def play():
        members = await group(game, session)
        ended = await cut_off(game, members[0].code)
        # The same member's other tab never noticed, nor did anybody else.
        await asyncio.gather(*(member.contribute(5) for member in members))
        return ended

    assert run(play()) == NOT_READING


async def cut_off(game, code):
    """Ask for screens and read none of them until the server has lost patience; say its reason."""
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, TINY)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SHORT)
    plain.connect(("127.0.0.1", game.port))
    bare = {"compression": None, "ping_interval": None, "max_queue": None}
    async with websockets.connect(f"ws://127.0.0.1/game/{code}", sock=plain, **bare) as deaf:
        await deaf.recv()
        deaf.transport.pause_reading()
        asking = asyncio.create_task(ask_on(deaf))
        log = game.place.folder / "logs" / "contingent.log"
        while not (log.exists() and "event=cut_off_unread" in log.read_text()):
            await asyncio.sleep(0.05)
        asking.cancel()
        deaf.transport.resume_reading()
        await deaf.wait_closed()
        return deaf.close_code


async def ask_on(deaf):
    for number in count():
        await deaf.send(f'{{"do": "sync", "id": "{number}"}}')
        await asyncio.sleep(0.002)


def test_a_full_lab_behind_one_address_may_reload_and_a_flood_may_not(game):
    async def play():
        began = time.monotonic()
        crowd = [await opened(game, "nobody") for _ in range(PEOPLE * RELOADS)]
        flood = []
        while "refused" not in flood and len(flood) < MOST:
            flood += await asyncio.gather(*(opened(game, "nobody") for _ in range(100)))
            passed, seconds = len(crowd) + len(flood), time.monotonic() - began
            more = passed > OPENED_AT_ONCE + OPENED_PER_SECOND * seconds
            assert "refused" in flood or not more, "more came through than may"
        return set(crowd), set(flood), await opened(game, "nobody", forwarded="192.0.2.7")

    crowd, flood, elsewhere = run(play())
    # Nobody knows the code, but every one of the crowd was let in to be told so.
    assert crowd == {UNKNOWN}
    # Nor does the flood shut out somebody from elsewhere, as a web server in front names them.
    assert elsewhere == UNKNOWN
    if "refused" not in flood:
        pytest.skip("this machine opens sockets more slowly than one address may")


async def opened(game, code, *, forwarded=""):
    """Open a socket of the game; say with which code it ends, or that it was refused."""
    url = f"ws://127.0.0.1:{game.port}/game/{code}"
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    try:
        async with websockets.connect(url, extra_headers=headers, close_timeout=1) as tab:
            await tab.wait_closed()
            return tab.close_code
    except websockets.exceptions.InvalidStatusCode as error:
        return "refused" if error.status_code == 403 else error.status_code
