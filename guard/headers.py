"""What may browsers and proxies do with our pages, and what must they not?

Participant addresses are bearer secrets, so no page names its own address to another site, none
is stored, and none can be framed or load anything from elsewhere. A route that sets one of these
headers itself keeps its own value.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    # oTree's own pages are full of inline scripts; hosts other than this one are refused.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; "
        "frame-ancestors 'self'"
    ),
}
STATIC = "public, max-age=3600"
PAGE = "no-store"


def layer(app: ASGIApp) -> ASGIApp:
    """Add the headers to every HTTP answer."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        # Starlette shortens the path in the scope as it finds the route.
        path = scope.get("path", "")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), path, message["status"])
            await send(message)

        await app(scope, receive, with_headers if scope["type"] == "http" else send)

    return wrapped


def _add(headers: MutableHeaders, path: str, status: int) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    is_file = path.startswith("/static/") and status in (200, 304)
    headers.setdefault("Cache-Control", STATIC if is_file else PAGE)
