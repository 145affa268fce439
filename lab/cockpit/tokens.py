"""Does a form come from a page that this researcher was shown, and not from somebody else's?"""

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

KEY = "cockpit_token"


def token(request: Request) -> str:
    """Return the token of this log-in, made at its first page."""
    if KEY not in request.session:
        request.session[KEY] = secrets.token_urlsafe(24)
    return request.session[KEY]


def genuine(request: Request, given: str) -> bool:
    """Say whether a form carries the token, and was sent from this very site."""
    kept = request.session.get(KEY, "")
    return bool(kept) and hmac.compare_digest(kept.encode(), given.encode()) and _own(request)


def _own(request: Request) -> bool:
    origin = request.headers.get("origin")
    # Some browsers leave it out for their own site; a foreign site cannot.
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
