"""How does a browser talk with the game? One socket per tab, described in docs/protocol.md."""

import asyncio
import contextlib

from starlette.websockets import WebSocket

from contingent_pgg import outbox
from contingent_pgg.frames import MAX_BYTES, Ack, MalformedError, Request, parse
from contingent_pgg.outbox import Outbox
from contingent_pgg.writer import writer
from guard.allowance import Addresses, Allowance

PATH = "/game/{participant_code}"
TOO_BIG = 1009

PER_SECOND, AT_ONCE = 20.0, 60.0
# Whoever floods waits; everybody else does not.
SECONDS_PER_REFUSAL = 0.001


# Everybody in a lab may share one address, and all reload when a server comes back.
OPENED_PER_SECOND, OPENED_AT_ONCE = 50.0, 1_000.0
TOO_MANY = 1013

_openings = Addresses(OPENED_PER_SECOND, OPENED_AT_ONCE)


def _now() -> float:
    return asyncio.get_running_loop().time()


async def play(websocket: WebSocket) -> None:
    """Serve one tab from its opening to its end, unless its address opens too many."""
    address = "unknown" if websocket.client is None else websocket.client.host
    if not _openings.take(address, _now()):
        await websocket.close(TOO_MANY)
        return
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
    allowance = Allowance(PER_SECOND, AT_ONCE, _now())
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
    if not allowance.take(_now()):
        tab.put(ack=Ack(request.id, "too_fast"))
        await asyncio.sleep(SECONDS_PER_REFUSAL)
    elif request.do == "ping":
        tab.put(ack=Ack(request.id))
    else:
        writer.submit(request, tab)
