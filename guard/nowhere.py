"""What does a person see at an address that leads nowhere, or when every place is taken?

oTree answers with a bare line of text. `page` may be replaced by the product to speak the
participants' language: `nowhere.page = lambda: "<html>..."`. Programs keep oTree's own answers.
"""

from collections.abc import Callable

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOR_PEOPLE = ("/p/", "/join/", "/room/", "/InitializeParticipant/", "/OutOfRangeNotification/")


def _page() -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>No place</title>'
        '<meta name="viewport" content="width=device-width"></head><body><main>'
        "<h1>There is no place here</h1><p>Either all places are taken, or the address is not "
        "quite right. Please ask the person in charge.</p></main></body></html>"
    )


page: Callable[[], str] = _page


def layer(app: ASGIApp) -> ASGIApp:
    """Replace the text of a 404 for whoever reads pages."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        reads = scope["type"] == "http" and scope["method"] == "GET"
        if not (reads and scope["path"].startswith(FOR_PEOPLE)):
            await app(scope, receive, send)
            return
        missing = False

        async def kindly(message: Message) -> None:
            nonlocal missing
            if message["type"] == "http.response.start" and message["status"] == 404:
                missing = True
                await HTMLResponse(page(), status_code=404)(scope, receive, send)
            elif not missing:
                await send(message)

        await app(scope, receive, kindly)

    return wrapped
