"""How do the lab's own pages and printed sheets become HTML in which everything is escaped?"""

from functools import cache
from pathlib import Path
from typing import Any

import minijinja

TEMPLATES = Path(__file__).parent / "templates"


def _source(name: str) -> str | None:
    path = TEMPLATES / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


@cache
def _environment() -> minijinja.Environment:
    return minijinja.Environment(
        loader=_source,
        undefined_behavior="strict",
        auto_escape_callback=lambda name: True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def draw(template: str, **values: Any) -> str:
    """Draw a template of `lab/templates`; a name that is not given is an error."""
    return _environment().render_template(template, **values)
