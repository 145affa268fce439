"""What does a person see when something fails, and how is the failure found again?

A number: shown on the page, written in the log. `page` may be replaced by the product to speak
the participants' language: `errors.page = lambda number: "<html>..."`.
"""

import contextlib
from collections.abc import Callable

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import ConnectionClosed

from guard.log import failure

INTERNAL_ERROR = 1011


def _page(number: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Error</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        '<body style="font:1.2rem sans-serif;max-width:32em;margin:3em auto;padding:0 1em"><main>'
        "<h1>Something went wrong</h1><p>What you had already confirmed is saved. Please reload "
        "this page. If this message comes back, please tell the experimenter this number:</p>"
        f'<p style="font-size:2rem"><strong>{number}</strong></p></main></body></html>'
    )


page: Callable[[str], str] = _page


def layer(app: ASGIApp) -> ASGIApp:
    """Number, log and answer what nothing else has handled."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _Request(app, scope, receive, send).run()
        elif scope["type"] == "websocket":
            await _socket(app, scope, receive, send)
        else:
            await app(scope, receive, send)

    return wrapped


async def _socket(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        await app(scope, receive, send)
    except (WebSocketDisconnect, ConnectionClosed):
        return
    except Exception as error:
        failure(error, where=f"socket {scope['path']}")
        with contextlib.suppress(Exception):
            await send({"type": "websocket.close", "code": INTERNAL_ERROR})


class _Request:
    """One HTTP request whose failing answer, if any, is replaced by a numbered one."""

    def __init__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        self.app, self.scope, self.receive, self.send = app, scope, receive, send
        # Starlette shortens the path in the scope as it finds the route.
        self.path = scope["path"]
        self.started = self.failed = False

    async def run(self) -> None:
        error = None
        try:
            await self.app(self.scope, self.receive, self._pass_on)
        except Exception as raised:
            error = raised
        if error is None and not self.failed:
            return
        number = failure(error, where=f"{self.scope['method']} {self.path}")
        if not self.started:
            await self._answer(number)
        if error is not None and _developing():
            raise error

    async def _pass_on(self, message: Message) -> None:
        """Pass messages on, but hold a failing answer back until its error is known."""
        if message["type"] == "http.response.start" and not _developing():
            self.failed = message["status"] >= 500
        if not self.failed:
            self.started = True
            await self.send(message)

    async def _answer(self, number: str) -> None:
        response: Response
        if self.path.startswith("/api/"):
            response = PlainTextResponse(f"Error number {number}", status_code=500)
        else:
            response = HTMLResponse(page(number), status_code=500)
        await response(self.scope, self.receive, self.send)


def _developing() -> bool:
    """Say whether errors go to a developer: oTree's debug pages, or bots that report them."""
    from otree import database, settings

    return settings.DEBUG or database.IN_MEMORY
