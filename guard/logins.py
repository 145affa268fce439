"""How often may somebody try a password?"""

import time
from collections import deque

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WINDOW_SECONDS = 60.0
MAX_FAILURES = 5
MAX_FAILURES_OF_ALL = 40

_failures: deque[tuple[float, str]] = deque(maxlen=200)


def layer(app: ASGIApp) -> ASGIApp:
    """Answer 429 to a login after too many failures within a minute."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_login(scope):
            await app(scope, receive, send)
            return
        address = (scope.get("client") or ("unknown",))[0]
        if too_many(address, time.monotonic()):
            text = "Too many failed logins. Wait a minute and try again."
            refusal = PlainTextResponse(text, status_code=429, headers={"Retry-After": "60"})
            await refusal(scope, receive, send)
            return

        async def counting(message: Message) -> None:
            # oTree redirects after the right password and shows the form again after a wrong one.
            if message["type"] == "http.response.start" and message["status"] != 302:
                _failures.append((time.monotonic(), address))
            await send(message)

        await app(scope, receive, counting)

    return wrapped


def _is_login(scope: Scope) -> bool:
    is_post = scope["type"] == "http" and scope["method"] == "POST"
    return is_post and scope["path"].rstrip("/") == "/login"


def too_many(address: str, now: float) -> bool:
    """Say whether this address, or all together, failed too often in the last minute."""
    recent = [who for when, who in _failures if now - when < WINDOW_SECONDS]
    return recent.count(address) >= MAX_FAILURES or len(recent) >= MAX_FAILURES_OF_ALL
