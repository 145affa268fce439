"""What can a researcher look at before a session: the catalogue, and any treatment's screens."""

import asyncio

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from design.catalogue import CATALOGUE, CORE
from guard import routes
from lab.cockpit import draw
from lab.preview import page
from lab.scenes import Asked, scenes


def mount() -> None:
    """Serve the catalogue and its previews."""
    for path, endpoint in (("/catalogue", listing), ("/catalogue/preview", preview)):
        routes.add(path, routes.for_researchers(endpoint))


async def listing(request: Request) -> Response:
    """List every mechanism with what it does, and a preview of each condition."""
    return HTMLResponse(draw.render("catalogue.html", entries=tuple(CATALOGUE.values()), core=CORE))


async def preview(request: Request) -> Response:
    """Show every seat's screens in one round of a condition; a thread plays it, not the game's."""
    given = request.query_params
    try:
        asked = Asked(
            given.get("condition", ""),
            int(given.get("round", "7")),
            given.get("beliefs") == "1",
            given.get("removed") != "1",
            given.get("language", "en"),
        )
        found = await asyncio.get_running_loop().run_in_executor(None, scenes, asked)
    except ValueError as error:
        return Response(str(error), status_code=422, media_type="text/plain")
    return HTMLResponse(page(asked, found))
