"""Have two participants of a session used the same browser? Nothing else is asked of it.

Whoever agrees to take part leaves a random mark in the browser. Stored is only a fingerprint of it,
made with a key of the session's own. Once the session is closed (`python -m lab erase --close`) the
key is gone, and nobody can tell any more whether a browser was here.
"""

import hashlib
import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

from contingent_pgg import records

COOKIE = "contingent_browser"
A_YEAR = 365 * 24 * 3600
CHARACTERS = 16


def mark_of(request: Request) -> str:
    """Return the browser's mark, a new one where it has none."""
    return request.cookies.get(COOKIE) or secrets.token_hex(16)


def leave(mark: str, response: Response) -> None:
    """Keep the mark in the browser, out of reach of scripts and other sites."""
    response.set_cookie(COOKIE, mark, max_age=A_YEAR, httponly=True, samesite="lax")


def token(mark: str, session: str) -> str | None:
    """Return what is stored: the same for the same browser in the same session.

    None in a session that is closed. To be called in a page.
    """
    (row,) = records.rows("keys", session=session)
    if row["secret"] is None:
        return None
    keyed = hmac.new(row["secret"].encode(), mark.encode(), hashlib.sha256)
    return keyed.hexdigest()[:CHARACTERS]
