"""How do values become a page? By a template, with tables, pictures and style that all share."""

from functools import cache
from pathlib import Path
from typing import Any

import minijinja

PAGES = Path(__file__).parent / "pages"
SHARED = ("page.html", "parts.html", "style.css")


def render(name: str, values: dict[str, Any]) -> str:
    """Return a page of `pages/` filled in; a value that is missing is an error."""
    page = minijinja.Environment(
        auto_escape_callback=lambda _: True, trim_blocks=True, lstrip_blocks=True
    )
    page.undefined_behavior = "strict"
    for file in (*SHARED, name):
        page.add_template(file, _text(file))
    return page.render_template(name, **values)


@cache
def _text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")
