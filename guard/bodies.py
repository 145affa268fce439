"""How large may a request be, and how long may it take to arrive?

A body is read completely before oTree sees the request, so that a slow sender holds nobody's
lock; beyond a megabyte it is refused.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BYTES = 1_000_000
MAX_SECONDS = 20.0


class BodyTooLargeError(Exception):
    """More bytes came than are read."""


class SenderLeftError(Exception):
    """The connection closed before the body was complete."""


def layer(app: ASGIApp) -> ASGIApp:
    """Hand requests on with their body complete, or answer 413 or 408."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            await app(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(_read(scope, receive), MAX_SECONDS)
        except BodyTooLargeError:
            refusal = PlainTextResponse(f"At most {MAX_BYTES} bytes.", status_code=413)
            await refusal(scope, receive, send)
        except TimeoutError:
            refusal = PlainTextResponse("The request took too long to arrive.", status_code=408)
            await refusal(scope, receive, send)
        except SenderLeftError:
            return
        else:
            await app(scope, _replayed(body, receive), send)

    return wrapped


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


async def _read(scope: Scope, receive: Receive) -> bytes:
    declared = Headers(scope=scope).get("content-length", "0")
    if declared.isdigit() and int(declared) > MAX_BYTES:
        raise BodyTooLargeError
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise SenderLeftError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BYTES:
            raise BodyTooLargeError
        more = message.get("more_body", False)
    return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the whole body first."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
