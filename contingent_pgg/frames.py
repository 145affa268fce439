"""What did a browser send, and is it a message at all? docs/protocol.md describes both ways."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 16_000
MAX_ID = 64
MAX_FIELDS = 40
MAX_TEXT = 200
WHOLE = re.compile(r"\s*[0-9]{1,6}\s*", re.ASCII)


class MalformedError(ValueError):
    """A frame is no message; `id` is its id where it has one."""

    def __init__(self, reason: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(reason)
        self.id = id


@dataclass(frozen=True)
class Request:
    """What is asked of the game, by a browser or by the server itself.

    Attributes
    ----------
    code : str
        The participant.
    do : str
        "contribute", "act", "say", "answer", "quit" or "sync" from a browser; "connect" and
        "disconnect" from its socket.
    id : str
        Names the message; empty where the server asks.
    number : int
        The round of a contribution, an act or a line of talk; the part of an answer.
    fields : dict
        The form's inputs by name.
    """

    code: str
    do: str
    id: str = ""
    number: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)


NUMBERED = {"contribute": "round", "act": "round", "say": "round", "answer": "part"}
KINDS = (*NUMBERED, "quit", "sync", "ping")


def parse(code: str, text: str | None) -> Request:
    """Read a browser's frame.

    Raises
    ------
    MalformedError
        Where it is not a message of the protocol.
    """
    given = _object(text)
    name = given.get("id")
    if not isinstance(name, str) or not 1 <= len(name) <= MAX_ID:
        raise MalformedError(f"id is a text of 1 to {MAX_ID} characters")
    do = given.get("do")
    if do not in KINDS:
        raise MalformedError(f"do is one of {KINDS}", id=name)
    if do not in NUMBERED:
        return Request(code, do, name)
    number = given.get(NUMBERED[do])
    if isinstance(number, bool) or not isinstance(number, int):
        raise MalformedError(f"{NUMBERED[do]} is a whole number", id=name)
    return Request(code, do, name, number, _fields(given.get("fields"), name))


def _object(text: str | None) -> dict[str, Any]:
    if text is None:
        raise MalformedError("messages are text")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError("messages are JSON") from error
    if not isinstance(given, dict):
        raise MalformedError("a message is an object")
    return given


def _fields(given: Any, name: str) -> dict[str, str]:
    if not isinstance(given, dict) or len(given) > MAX_FIELDS:
        raise MalformedError(f"fields is an object of at most {MAX_FIELDS} inputs", id=name)
    for value in given.values():
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise MalformedError("a field is a text or a number", id=name)
    # NUL is text in JSON, but not in every database.
    return {key: str(value)[:MAX_TEXT].replace("\0", "") for key, value in given.items()}


def whole(text: str | None) -> int:
    """Return a whole number as typed, or -1, which no rule accepts."""
    return int(text) if text is not None and WHOLE.fullmatch(text) else -1


@dataclass(frozen=True)
class Ack:
    """A message has been dealt with: it counts, or was refused for a reason."""

    id: str | None
    refused: str | None = None


def reply(acks: list[Ack], screen: Mapping[str, Any] | None) -> str:
    """Write a frame for a browser."""
    written = [{"id": ack.id, "refused": ack.refused} for ack in acks]
    shown = screen or {"screen": None, "seconds": None, "absent": False, "banner": ""}
    return json.dumps({"acks": written, **shown}, ensure_ascii=False, separators=(",", ":"))
