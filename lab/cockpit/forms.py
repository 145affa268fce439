"""What did the experimenter ask for? A form is a command, or refused with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass

ACTIONS = ("message", "note", "pause", "resume", "extend", "replace", "end")
LONGEST = 500
MOST_SECONDS = 3_600


class FormError(ValueError):
    """A form that asks for nothing that can be done."""


@dataclass(frozen=True)
class Wish:
    """An action with whom it is about; `slot` and `participant` empty mean the whole session."""

    action: str
    slot: int | None
    participant: str
    text: str
    seconds: int


def wish(form: Mapping[str, str]) -> Wish:
    """Read a form.

    Raises
    ------
    FormError
        Saying what is missing, in a sentence for the experimenter.
    """
    action = form.get("action", "")
    if action not in ACTIONS:
        raise FormError(f"An action is one of: {', '.join(ACTIONS)}.")
    slot, participant, text = _target(form), form.get("participant", ""), form.get("text", "")
    if slot is not None and participant:
        raise FormError("An action is about a group or about a participant, not both.")
    if len(text) > LONGEST:
        raise FormError(f"A text has at most {LONGEST} characters; this one has {len(text)}.")
    if action == "note" and not text.strip():
        raise FormError("A note needs a text.")
    if action == "replace" and not participant:
        raise FormError("Choose the participant for whom the rule shall act.")
    if action in ("pause", "resume", "end") and participant:
        raise FormError("Choose a group or the whole session for this.")
    if action == "end" and form.get("sure") != "yes":
        raise FormError("Ending a game cannot be undone: tick the box beside the button first.")
    return Wish(action, slot, participant, text, _seconds(form) if action == "extend" else 0)


def _target(form: Mapping[str, str]) -> int | None:
    text = form.get("slot", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise FormError("That group does not exist.")
    return int(text)


def _seconds(form: Mapping[str, str]) -> int:
    text = form.get("seconds", "").strip()
    valid = text.isascii() and text.isdigit() and len(text) <= 5
    if not valid or not 1 <= int(text) <= MOST_SECONDS:
        raise FormError(f"An extension is a whole number of seconds from 1 to {MOST_SECONDS}.")
    return int(text)
