"""How does a browser talk with the game? One socket per tab, described in docs/protocol.md."""

import asyncio
import contextlib

from starlette.websockets import WebSocket

from contingent_pgg import outbox
from contingent_pgg.frames import MAX_BYTES, Ack, MalformedError, Request, parse
from contingent_pgg.outbox import Outbox
from contingent_pgg.writer import writer

PATH = "/game/{participant_code}"
TOO_BIG = 1009

PER_SECOND, AT_ONCE = 20.0, 60.0
# Whoever floods waits; everybody else does not.
SECONDS_PER_REFUSAL = 0.001


class Allowance:
    """How many messages a socket may still send now: a bucket that refills."""

    def __init__(self) -> None:
        self._left = AT_ONCE
        self._at = asyncio.get_running_loop().time()

    def take(self) -> bool:
        """Take one message's worth, if there is that much."""
        now = asyncio.get_running_loop().time()
        self._left = min(AT_ONCE, self._left + (now - self._at) * PER_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


async def play(websocket: WebSocket) -> None:
    """Serve one tab from its opening to its end."""
    await websocket.accept()
    tab = Outbox(websocket, websocket.path_params["participant_code"])
    outbox.register(tab)
    writer.submit(Request(tab.code, "connect"), tab)
    sending = asyncio.create_task(tab.run())
    try:
        await _listen(websocket, tab)
    finally:
        if outbox.remove(tab):
            writer.submit(Request(tab.code, "disconnect"))
        if tab.closing is not None:
            await asyncio.wait({sending}, timeout=2 * outbox.SECONDS_WITHOUT_PROGRESS)
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sending


async def _listen(websocket: WebSocket, tab: Outbox) -> None:
    allowance = Allowance()
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return
        text, raw = message.get("text"), message.get("bytes")
        if max(len(text or ""), len(raw or b"")) > MAX_BYTES:
            tab.close(TOO_BIG)
            return
        await _hear(tab, text, allowance)


async def _hear(tab: Outbox, text: str | None, allowance: Allowance) -> None:
    """Queue one frame, or refuse it at once where it is no message."""
    try:
        request = parse(tab.code, text)
    except MalformedError as error:
        tab.put(ack=Ack(error.id, "malformed"))
        await asyncio.sleep(SECONDS_PER_REFUSAL)
        return
    if not allowance.take():
        tab.put(ack=Ack(request.id, "too_fast"))
        await asyncio.sleep(SECONDS_PER_REFUSAL)
    elif request.do == "ping":
        tab.put(ack=Ack(request.id))
    else:
        writer.submit(request, tab)
