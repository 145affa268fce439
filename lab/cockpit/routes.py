"""Which pages and actions does the cockpit offer? Only to a logged-in researcher.

Looking costs the game a few short reads; acting goes through the game's own writer, so that an
action stands between two messages and never beside one.
"""

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from contingent_pgg.experimenter import Command
from contingent_pgg.memory import memory
from contingent_pgg.writer import writer
from guard import routes
from guard.lock import transaction
from lab.cockpit import draw, reading
from lab.cockpit.forms import FormError, Wish, wish
from lab.cockpit.seen import Seen
from lab.cockpit.tokens import genuine, token
from wording.say import tell

DONE = {
    "message": "The message was sent.",
    "note": "The note is in the data.",
    "pause": "Paused. The clocks stand still.",
    "resume": "The game goes on; everybody has the time left that was left before.",
    "extend": "The deadline was extended.",
    "replace": "The rule has acted for this participant.",
    "end": "Ended. Everybody concerned is paid.",
}


def mount() -> None:
    """Serve the cockpit."""
    for path, endpoint, methods in (
        ("/cockpit", index, ["GET"]),
        ("/cockpit/{session}", page, ["GET"]),
        ("/cockpit/{session}/board", board, ["GET"]),
        ("/cockpit/{session}/act", act, ["POST"]),
    ):
        routes.add(path, routes.for_researchers(endpoint), methods=methods)


async def index(request: Request) -> Response:
    """List the sessions."""
    async with transaction():
        found = reading.sessions()
    return HTMLResponse(draw.render("index.html", sessions=found))


async def page(request: Request) -> Response:
    """Show one session: its board, and what can be done."""
    seen = await _seen(request)
    if seen is None:
        return _nothing()
    return _page(request, seen, said="", refused="")


async def board(request: Request) -> Response:
    """Return the changing part alone."""
    seen = await _seen(request)
    if seen is None:
        return _nothing()
    return HTMLResponse(draw.fragment(seen, reveal=_reveal(request)))


async def act(request: Request) -> Response:
    """Do what a form asks for, and say what came of it."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    if not genuine(request, form.get("token", "")):
        return Response("This form does not come from your cockpit.", status_code=403)
    said, refused = "", ""
    try:
        wished = wish(form)
        refused = await _do(request.path_params["session"], wished)
        said = "" if refused else DONE[wished.action]
    except FormError as error:
        refused = str(error)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"said": said, "refused": refused}, 200 if said else 422)
    seen = await _seen(request)
    return _nothing() if seen is None else _page(request, seen, said=said, refused=refused)


async def _do(session: str, wished: Wish) -> str:
    """Have the game do it; return why not, where it is refused."""
    async with transaction():
        known = memory.setting(session) is not None
        person = memory.person(wished.participant) if wished.participant else None
    if not known or (wished.participant and (person is None or person.setting.code != session)):
        return "There is no such session or participant."
    command = Command(
        session, wished.action, wished.slot, wished.participant, wished.text, wished.seconds
    )
    outcome = await writer.command(session, command.do)
    if outcome.stranger:
        return "The server failed over it, and nothing was done. The log has a number for it."
    return "" if outcome.refusal is None else tell("en", outcome.refusal)


async def _seen(request: Request) -> Seen | None:
    async with transaction():
        return reading.read(request.path_params["session"])


def _page(request: Request, seen: Seen, *, said: str, refused: str) -> Response:
    reveal = _reveal(request)
    return HTMLResponse(
        draw.render(
            "page.html",
            seen=seen,
            reveal=reveal,
            token=token(request),
            said=said,
            refused=refused,
            board=draw.fragment(seen, reveal=reveal),
        ),
        status_code=422 if refused else 200,
    )


def _reveal(request: Request) -> bool:
    return request.query_params.get("reveal") == "yes"


def _nothing() -> Response:
    return RedirectResponse("/cockpit", status_code=302)
