"""Which HTML does somebody see where no session, and so no language, is known?

Every language is shown. oTree reads some of these pages from files in `_templates/otree`, because
it draws them itself; after a change of their words `python -m screens.outside` writes them again,
and a test holds them to this module.
"""

from pathlib import Path
from typing import Any

from design.messages import LANGUAGES
from screens.engine import render
from wording.say import say

TEMPLATES = Path(__file__).resolve().parents[1] / "_templates" / "otree"


def failed(number: str) -> str:
    """Draw the page of an error that has a number in the log."""
    return _outside("outside_failed.html", "failed", number=number)


def nowhere() -> str:
    """Draw the page of an address that leads nowhere, or to a session without a free place."""
    return _outside("outside.html", "nowhere")


def otree_templates() -> dict[str, str]:
    """Return oTree's own participant pages, by the name of their file."""
    return {
        "OutOfRangeNotification.html": _outside("outside.html", "end"),
        "RoomWelcomePage.html": _outside("outside_welcome.html", "welcome"),
        "WaitPageGeneric.html": _outside("outside_wait.html", "wait"),
    }


def _outside(template: str, key: str, **values: Any) -> str:
    return render(
        template,
        LANGUAGES[0],
        key=f"outside.{key}",
        languages=LANGUAGES,
        in_language=say,
        **values,
    )


if __name__ == "__main__":
    for name, text in otree_templates().items():
        (TEMPLATES / name).write_text(text, encoding="utf-8")
