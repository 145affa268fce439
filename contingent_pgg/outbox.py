"""How does a screen reach a browser without anyone waiting for it?

Every socket has its own outbox: all acks, and the newest scene only. A task of its own draws and
sends; a browser that reads nothing for some seconds loses the connection, and nobody else notices.
"""

import asyncio
import contextlib
from collections import defaultdict

from starlette.websockets import WebSocket

from contingent_pgg import records
from contingent_pgg.devices import kind
from contingent_pgg.drawing import Scene, draw, scene
from contingent_pgg.frames import Ack, reply
from design.messages import Message
from guard import log
from guard.log import failure

SECONDS_WITHOUT_PROGRESS = 5.0
MAX_TABS = 8
MAX_ACKS = 500

NOT_READING, REPLACED, ELSEWHERE, UNKNOWN, FAILED = 4408, 4429, 4409, 4404, 1011


class Outbox:
    """What one socket still has to be sent."""

    def __init__(self, websocket: WebSocket, code: str) -> None:
        self.code = code
        self.device = kind(websocket.headers)
        self._websocket = websocket
        self._acks: list[Ack] = []
        self._scene: Scene | None = None
        self.closing: int | None = None
        self._wake = asyncio.Event()

    def put(self, *, ack: Ack | None = None, scene: Scene | None = None) -> None:
        """Leave an ack, a newer scene, or both, to be sent as soon as the browser reads."""
        if ack is not None:
            self._acks.append(ack)
        self._scene = scene or self._scene
        if len(self._acks) > MAX_ACKS:
            self.closing = NOT_READING
        self._wake.set()

    def close(self, reason: int) -> None:
        """End the connection once what is waiting has been sent."""
        self.closing = reason
        self._wake.set()

    async def run(self) -> None:
        """Send until there is a reason to end the connection, then end it."""
        while self.closing is None:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._send()
            except TimeoutError:
                log.event(event="cut_off_unread")
                self.closing = NOT_READING
            except Exception as error:
                failure(error, where="screen")
                self.closing = FAILED
        # A browser that has gone already cannot be told so.
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self._websocket.close(self.closing), SECONDS_WITHOUT_PROGRESS)

    async def _send(self) -> None:
        acks, self._acks = self._acks, []
        drawn = None if self._scene is None else draw(self._scene, records.now_ms())
        self._scene = None
        if not acks and drawn is None:
            return
        frame = reply(acks, drawn)
        await asyncio.wait_for(self._websocket.send_text(frame), SECONDS_WITHOUT_PROGRESS)


_open: dict[str, list[Outbox]] = defaultdict(list)


def register(outbox: Outbox) -> bool:
    """Add a participant's tab, ending its oldest beyond the limit; say whether it is the first."""
    tabs = _open[outbox.code]
    tabs.append(outbox)
    if len(tabs) > MAX_TABS:
        tabs.pop(0).close(REPLACED)
    return len(tabs) == 1


def remove(outbox: Outbox) -> bool:
    """Forget a tab, and say whether it was the participant's last."""
    tabs = _open.get(outbox.code, [])
    if outbox not in tabs:
        return False
    tabs.remove(outbox)
    if not tabs:
        del _open[outbox.code]
    return not tabs


def tabs(code: str) -> int:
    """Return how many tabs a participant has open on the game's page."""
    return len(_open.get(code, ()))


def devices(code: str) -> tuple[str, ...]:
    """Return the kinds of device on which a participant has the game's page open."""
    return tuple(dict.fromkeys(tab.device for tab in _open.get(code, ()) if tab.device))


def deliver(codes: set[str]) -> None:
    """Leave these participants' newest screens with all their tabs."""
    for code in codes & set(_open):
        present_scene = scene(code)
        for outbox in _open[code]:
            outbox.put(scene=present_scene)


def answer(outbox: Outbox, ack: Ack | None, notice: Message | None) -> None:
    """Acknowledge a message to the tab it came from, with its own newest screen."""
    outbox.put(ack=ack, scene=scene(outbox.code, notice))
