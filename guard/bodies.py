"""How large may a request be, and how long may it take to arrive?

A body is read completely before oTree sees the request, so that a slow sender holds nobody's
lock. The pinned form parser needs two seconds for a megabyte, and minutes with a log of as many
lines for uploads that go on after their end (CVE-2024-53981); no page uploads files, so uploads
are refused.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BYTES = 1_000_000
MAX_FORM_BYTES = 100_000
MAX_SECONDS = 20.0


class RefusedError(Exception):
    """The body is not read; `status` says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class SenderLeftError(Exception):
    """The connection closed before the body was complete."""


def layer(app: ASGIApp) -> ASGIApp:
    """Hand requests on with their body complete, or answer 408, 413 or 415."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if not _has_body(headers):
            await app(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(_read(headers, receive), MAX_SECONDS)
        except RefusedError as error:
            await PlainTextResponse(str(error), status_code=error.status)(scope, receive, send)
        except TimeoutError:
            late = PlainTextResponse("The request took too long to arrive.", status_code=408)
            await late(scope, receive, send)
        except SenderLeftError:
            return
        else:
            await app(scope, _replayed(body, receive), send)

    return wrapped


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


async def _read(headers: Headers, receive: Receive) -> bytes:
    limit, declared = _limit(headers), headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise RefusedError(413, f"At most {limit} bytes.")
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise SenderLeftError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise RefusedError(413, f"At most {limit} bytes.")
        more = message.get("more_body", False)
    return b"".join(parts)


def _limit(headers: Headers) -> int:
    kind = headers.get("content-type", "").lower()
    if "multipart" in kind:
        raise RefusedError(415, "No files are uploaded here.")
    return MAX_FORM_BYTES if "form" in kind else MAX_BYTES


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the whole body first."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
