"""Can one browser that stopped reading freeze everybody else?

oTree sends to all of its sockets under its lock and waits for each, so that a sleeping laptop with
the Monitor open stops the whole server. Here messages are handed over and nobody waits; a socket
that takes none of it within some seconds is closed, and its browser connects again when it wakes.
A live page's replies thereby leave after their commit.
"""

import asyncio
import contextlib
from types import ModuleType

from starlette.websockets import WebSocket

from guard.deferred import when_imported

HOOKS = (
    "otree.channels.utils.ChannelLayer.send",
    "otree.channels.utils.ChannelLayer.sync_send",
    "otree.channels.utils.channel_layer._subs",
)

SECONDS_WITHOUT_PROGRESS = 5.0
TRY_AGAIN_LATER = 1013

_loop: asyncio.AbstractEventLoop | None = None
_sending: set[asyncio.Task] = set()


def apply() -> None:
    """Replace both ways in which oTree sends to a group of sockets."""
    from otree.channels.utils import ChannelLayer

    ChannelLayer.send = _send
    ChannelLayer.sync_send = _sync_send
    when_imported("otree.asgi", _remember_loop)


def _remember_loop(asgi: ModuleType) -> None:
    async def remember() -> None:
        global _loop
        _loop = asyncio.get_running_loop()

    asgi.app.router.on_startup.insert(0, remember)


async def _send(self, group: str, data: object) -> None:
    _hand_over(self, group, _text(data))


def _sync_send(self, group: str, data: object) -> None:
    # Pages run in threads. Bots have no server, hence no sockets.
    if _loop is not None:
        _loop.call_soon_threadsafe(_hand_over, self, group, _text(data))


def _text(data: object) -> str:
    from otree.common2 import json_dumps

    return json_dumps(data)


def _hand_over(layer, group: str, text: str) -> None:
    # Asked for by `get`, because oTree's own look-up would make an empty group of it.
    for socket in list(layer._subs.get(group, {}).values()):
        task = asyncio.create_task(_deliver(socket, text))
        _sending.add(task)
        task.add_done_callback(_sending.discard)


async def _deliver(socket: WebSocket, text: str) -> None:
    try:
        await asyncio.wait_for(socket.send_text(text), SECONDS_WITHOUT_PROGRESS)
    except TimeoutError:
        with contextlib.suppress(Exception):
            await socket.close(code=TRY_AGAIN_LATER)
    except Exception:
        # Closed meanwhile; its own handler takes it out of the group.
        return
