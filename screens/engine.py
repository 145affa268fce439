"""How does a template become HTML in which nothing can be forgotten to be escaped?

Templates are Jinja files in `screens/templates/`. Every value is escaped, a name that is not
given is an error, and every sentence comes from `wording/` through `say` and `tell`.
"""

from functools import cache, partial
from pathlib import Path
from typing import Any

import minijinja

from design.messages import LANGUAGES, Message
from wording.say import duration, number, say, tell

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment(templates: Path) -> minijinja.Environment:
    """Return what draws the templates of a folder: strict about names, escaping everything."""

    def source(name: str) -> str | None:
        path = templates / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    return minijinja.Environment(
        loader=source,
        undefined_behavior="strict",
        auto_escape_callback=lambda name: True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _sentences(language: str) -> dict[str, Any]:
    """Return the functions by which a template speaks a language."""

    def sentence(key: str, **values: Any) -> str:
        return say(language, key, values)

    return {
        "lang": language,
        "say": sentence,
        "tell": partial(_told, language),
        "num": partial(number, language),
        "duration": partial(duration, language),
    }


def _told(language: str, message: Message) -> str:
    return tell(language, message)


def render(template: str, language: str, **values: Any) -> str:
    """Draw a template in a language.

    Raises
    ------
    minijinja.TemplateError
        Where the template is missing or uses a name or a sentence that is not given.
    """
    if language not in LANGUAGES:
        raise ValueError(f"languages are {LANGUAGES}, found {language!r}")
    return environment(TEMPLATES).render_template(template, **_sentences(language), **values)
