"""What does a person see when something fails, and how is the failure found again?

A number: shown on the page, written in the log. `page` may be replaced by the product to speak
the participants' language: `errors.page = lambda number: "<html>..."`.
"""

import contextlib
from collections.abc import Callable

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from guard.log import failure, new_number, record

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
    except Exception as error:
        failure(error, where=f"socket {scope['path']}")
        with contextlib.suppress(Exception):
            await send({"type": "websocket.close", "code": INTERNAL_ERROR})


class _Request:
    """One HTTP request whose failing answer, if any, is replaced by a numbered one."""

    def __init__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        self.app, self.scope, self.receive, self.send = app, scope, receive, send
        self.number: str | None = None
        self.started = False

    async def run(self) -> None:
        where = f"{self.scope['method']} {self.scope['path']}"
        try:
            await self.app(self.scope, self.receive, self._send)
        except Exception as error:
            if self.number is None:
                self.number = new_number()
                if not self.started:
                    await self._answer()
            record(self.number, error, where=where)
            if _debug():
                raise
        else:
            if self.number is not None:
                record(self.number, None, where=where)

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            if message["status"] >= 500 and not _debug():
                self.number = new_number()
                await self._answer()
        if self.number is None:
            await self.send(message)

    async def _answer(self) -> None:
        response: Response
        if self.scope["path"].startswith("/api/"):
            response = PlainTextResponse(f"Error number {self.number}", status_code=500)
        else:
            response = HTMLResponse(page(self.number), status_code=500)
        await response(self.scope, self.receive, self.send)


def _debug() -> bool:
    from otree import settings

    return settings.DEBUG
