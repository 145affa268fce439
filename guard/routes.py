"""How does the product add its own pages and sockets to oTree's server?

    from guard import routes

    async def cockpit(request):                       # a Starlette 0.14 request
        async with transaction() as db: ...
        return HTMLResponse(...)

    routes.add("/cockpit/{code}", routes.for_researchers(cockpit))
    routes.add("/cockpit/{code}/pause", routes.for_researchers(pause), methods=["POST"])
    routes.add_socket("/game/{code}", play)           # async def play(websocket): ...

Call these while the app is imported (in or below its `__init__`), before oTree builds its server.
Own routes stand before oTree's and run **outside oTree's lock**: they reach the database only
through `guard.lock.transaction()`. An HTTP route must be an `async def`; the session cookie is in
`request.session` and `websocket.session`.
"""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from types import ModuleType

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from guard.deferred import when_imported

HOOKS = ("otree.urls.routes",)

_own: list[BaseRoute] = []
_built = False
POLICY_VIOLATION = 1008


def add(
    path: str,
    endpoint: Callable[..., Awaitable],
    *,
    methods: Sequence[str] = ("GET",),
    name: str | None = None,
) -> None:
    """Serve `path` (Starlette syntax, `/cockpit/{code}`) with an async function of a request."""
    if not inspect.iscoroutinefunction(endpoint):
        raise TypeError(f"{path}: the endpoint must be an async def, found {endpoint!r}")
    _mount(path, Route(path, endpoint, methods=list(methods), name=name))


def add_socket(path: str, endpoint: Callable[[WebSocket], Awaitable]) -> None:
    """Serve `path` with an async function of a WebSocket, which must accept or close it."""
    _mount(path, WebSocketRoute(path, endpoint))


def _mount(path: str, route: BaseRoute) -> None:
    if _built:
        raise RuntimeError(f"{path}: the server is built already; add routes while apps import")
    _own.append(route)


def logged_in(connection: HTTPConnection) -> bool:
    """Say whether this request or socket may see what oTree's own admin pages show."""
    from otree import settings
    from otree.common import AUTH_COOKIE_NAME, AUTH_COOKIE_VALUE

    if settings.AUTH_LEVEL not in ("STUDY", "DEMO"):
        return True
    return connection.session.get(AUTH_COOKIE_NAME) == AUTH_COOKIE_VALUE


def for_researchers(endpoint: Callable[..., Awaitable]) -> Callable[..., Awaitable]:
    """Let only a logged-in researcher through; others go to the login page, or are closed."""

    async def guarded(connection: HTTPConnection):
        if logged_in(connection):
            return await endpoint(connection)
        if isinstance(connection, WebSocket):
            return await connection.close(code=POLICY_VIOLATION)
        return RedirectResponse("/login", status_code=302)

    return guarded


def outside_lock(path: str) -> bool:
    """Say whether a path is served without oTree's lock: own routes and static files."""
    own = (route for route in _own if isinstance(route, Route))
    return path.startswith("/static/") or any(route.path_regex.match(path) for route in own)


def apply() -> None:
    """Put own routes before oTree's."""
    when_imported("otree.urls", _build)


def _build(urls: ModuleType) -> None:
    global _built
    _built = True
    urls.routes[:0] = _own
