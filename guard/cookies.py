"""Can a cookie that another program left in the browser break a page?

The pinned starlette forgives a session cookie whose signature is wrong, but not one that has no
signature at all. Whatever cannot be read counts as no cookie.
"""

HOOKS = ("starlette.middleware.sessions.BadTimeSignature",)


def apply() -> None:
    """Let the session middleware forgive every kind of bad signature."""
    from itsdangerous.exc import BadSignature
    from starlette.middleware import sessions

    # A wider class of the same family, in the clause that already passes over bad cookies.
    sessions.BadTimeSignature = BadSignature
