"""Why does the server refuse to start, and what is to be done about it?

Every check looks only; whatever it finds, the database stays as it is, and no remedy ever loses
data.
"""

import hashlib
import hmac
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guard import version
from guard.facts import Facts, is_postgres

EXIT_CODE = 2

KNOWN_PASSWORDS = frozenset(
    {"administrator", "password", "passw0rd", "password1", "password123", "contingent"}
    | {"experiment", "researcher", "labadmin", "changeme", "change-me", "otreeadmin", "admin123"}
    | {"adminadmin", "12345678", "123456789", "1234567890", "qwertyui", "qwerty123", "iloveyou"}
)
KNOWN_SECRETS = frozenset({"{{ secret_key }}", "changeme", "change-me", "secret", "insecure"})
MIN_PASSWORD, MIN_SECRET = 8, 16
NEW_PLACE = (
    "start this version in a new folder or with a new DATABASE_URL, and read the old data with the "
    "version that wrote them"
)


@dataclass(frozen=True)
class Refusal:
    """One reason not to start, and the remedy."""

    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.reason} Remedy: {self.remedy}."


def before_start(
    environ: Mapping[str, str], *, password: str, secret: str, otree: str, facts: Facts
) -> list[Refusal]:
    """Return every reason that can be known before oTree and the apps are imported."""
    found = (
        other_otree(otree),
        debug(environ),
        open_admin(environ),
        in_memory(environ),
        address(environ),
        weak_password(password),
        weak_secret(secret),
        other_secret(facts, secret),
    )
    return [refusal for refusal in found if refusal is not None]


def other_otree(found: str) -> Refusal | None:
    """Refuse any oTree but the one that was read."""
    if version.problem(found) is None:
        return None
    return Refusal(
        f"oTree {found} is installed; this project patches private parts of {version.OTREE}.",
        "pip install -r requirements.txt",
    )


def debug(environ: Mapping[str, str]) -> Refusal | None:
    """Refuse debug pages, which show what participants entered to whoever meets an error."""
    if environ.get("OTREE_PRODUCTION", "") not in ("", "0"):
        return None
    return Refusal("OTREE_PRODUCTION is not set, so errors would show data.", "set it to 1")


def open_admin(environ: Mapping[str, str]) -> Refusal | None:
    """Refuse an admin interface that needs no password."""
    level = environ.get("OTREE_AUTH_LEVEL", "")
    if level == "STUDY":
        return None
    found = f"OTREE_AUTH_LEVEL is {level!r}" if level else "OTREE_AUTH_LEVEL is not set"
    return Refusal(f"{found}, so strangers could open researcher pages.", "set it to STUDY")


def in_memory(environ: Mapping[str, str]) -> Refusal | None:
    """Refuse a database that is gone with the process."""
    names = [name for name in ("OTREE_IN_MEMORY", "OTREE_EPHEMERAL") if environ.get(name)]
    if not names:
        return None
    return Refusal(f"{' and '.join(names)} is set: all data would be lost.", "unset it")


def address(environ: Mapping[str, str]) -> Refusal | None:
    """Refuse a DATABASE_URL that oTree would silently ignore."""
    url = environ.get("DATABASE_URL", "")
    if not url or is_postgres(url) or url == "sqlite:///db.sqlite3":
        return None
    scheme = url.partition(":")[0]
    return Refusal(
        f"DATABASE_URL names a {scheme} database, but oTree would use db.sqlite3 in this folder.",
        "unset it for that file, or give the address of a PostgreSQL database",
    )


def weak_password(password: str) -> Refusal | None:
    """Refuse a password that is missing, short or on every list."""
    if len(password) >= MIN_PASSWORD and password.lower() not in KNOWN_PASSWORDS:
        return None
    state = "well known" if len(password) >= MIN_PASSWORD else f"shorter than {MIN_PASSWORD}"
    state = state if password else "empty"
    return Refusal(f"The admin password is {state}.", "set OTREE_ADMIN_PASSWORD to another one")


def weak_secret(secret: str) -> Refusal | None:
    """Refuse a key with which anyone could sign an admin's cookie."""
    if len(secret) >= MIN_SECRET and secret.lower() not in KNOWN_SECRETS:
        return None
    return Refusal(
        f"SECRET_KEY is empty, known or shorter than {MIN_SECRET}.",
        "set it to a random text, for instance from: "
        'python -c "import secrets; print(secrets.token_hex(32))"',
    )


def other_secret(facts: Facts, secret: str) -> Refusal | None:
    """Refuse another key than the database was made with: links and room addresses would die."""
    kept = facts.values.get("secret", "")
    if not kept or hmac.compare_digest(kept, keyed(secret, salt=kept.partition("$")[0])):
        return None
    return Refusal(
        f"SECRET_KEY is not the one that {facts.where} was made with; links would stop working.",
        f"set the key that was used before, or {NEW_PLACE}",
    )


def other_schema(facts: Facts, fingerprint: str) -> Refusal | None:
    """Refuse tables that other models made, or that no server of this project made."""
    if "otree_session" not in facts.tables or facts.values.get("schema") == fingerprint:
        return None
    if "schema" in facts.values:
        reason = f"The tables of {facts.where} were made by another version of these apps."
    elif facts.header:
        reason = f"{facts.where} was written by otree devserver from memory."
    else:
        reason = f"{facts.where} holds oTree tables that this project did not make."
    return Refusal(f"{reason} It was not touched.", NEW_PLACE)


def keyed(secret: str, *, salt: str) -> str:
    """Return a fingerprint of a secret from which the secret cannot be found."""
    digest = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt.encode(), 100_000)
    return f"{salt}${digest.hex()}"


def end(refusals: Iterable[Refusal]) -> None:
    """Print every refusal and end the process, if there is one."""
    lines = [f"Refused to start: {refusal}" for refusal in refusals]
    if lines:
        print("\n".join(lines), file=sys.stderr, flush=True)
        raise SystemExit(EXIT_CODE)
