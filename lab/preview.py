"""What would each seat of a treatment see in a round? Writes one page that opens offline."""

import argparse
import sys
from functools import partial
from pathlib import Path

from design.catalogue import named
from design.messages import LANGUAGES
from lab.project import ROOT
from lab.scenes import Asked, Scene, scenes
from lab.sheets import draw

STYLE = ROOT / "_static" / "contingent" / "style.css"


def page(asked: Asked, found: tuple[Scene, ...]) -> str:
    """Draw every seat's screens side by side, each in a frame of its own."""
    condition = named(asked.condition)
    names = dict(zip(_letters(found), condition.roles.names, strict=False))
    return draw(
        "preview.html",
        asked=asked,
        name=condition.name,
        scenes=found,
        roles={letter: name.replace("_", " ") for letter, name in names.items()},
        frame=partial(_document, STYLE.read_text(encoding="utf-8"), asked.language),
    )


def _document(style: str, language: str, fragment: str) -> str:
    """Return a screen as a document of its own, as wide as a phone's."""
    head = f'<meta charset="utf-8"><title>screen</title><style>{style}</style>'
    return (
        f'<!doctype html><html lang="{language}"><head>{head}</head><body>{fragment}</body></html>'
    )


def _letters(found: tuple[Scene, ...]) -> tuple[str, ...]:
    return tuple(found[0].screens) if found else ()


def main(argv: list[str]) -> int:
    """Write the page and say where it is."""
    parser = argparse.ArgumentParser(prog="python -m lab preview", description=__doc__)
    parser.add_argument("condition", help="a condition, as `python -m lab catalogue` lists them")
    parser.add_argument("--round", type=int, default=7, help="default 7, the second of part 2")
    parser.add_argument("--beliefs", action="store_true", help="with questions about beliefs")
    parser.add_argument("--removed", action="store_true", help="take the monitoring away in part 3")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="default en")
    parser.add_argument("--seed", type=int, default=1, help="of members and draws, default 1")
    text = "file to write; default preview_CONDITION_ROUND.html"
    parser.add_argument("--out", type=Path, default=None, help=text)
    given = parser.parse_args(argv)
    try:
        asked = Asked(given.condition, given.round, given.beliefs, not given.removed,
                      given.language, given.seed)  # fmt: skip
        found = scenes(asked)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    out = given.out or Path(f"preview_{asked.condition}_{asked.round}.html")
    out.write_text(page(asked, found), encoding="utf-8")
    moments = f"{len(found)} moment{'' if len(found) == 1 else 's'}"
    print(f"{out}: {moments} of round {asked.round}, as each seat would see them")
    return 0
