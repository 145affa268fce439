"""Which mechanisms are there, and what does the docs' page of each say?"""

import argparse
import sys
from pathlib import Path

from design.catalogue import CATALOGUE, CONDITIONS, treatment
from design.conditions import Condition, Entry
from design.measures import MEASURES
from design.technologies import rules
from design.telling import visibility, visibility_questions
from lab import published
from lab.project import ROOT
from wording.say import tell

FOLDER = ROOT / "docs" / "catalogue"


def index() -> str:
    """Return the page that lists every mechanism."""
    rows = [
        f"| [{entry.id}]({entry.id}.md) | {entry.title} | {_levels(entry)} |"
        for entry in CATALOGUE.values()
    ]
    return "\n".join(
        [
            "# The catalogue of mechanisms",
            "",
            "Written by `python -m lab catalogue --write` from design/mechanisms; a test compares"
            " these pages with it. Each mechanism is a session config of its own in the lab, named"
            " by its id; `python -m lab preview CONDITION` shows its screens. Designs of published"
            " studies stand on [a page of their own](published.md).",
            "",
            "| id | mechanism | conditions |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _levels(entry: Entry) -> str:
    return ", ".join(f"`{condition.name}`" for condition in entry.conditions)


def page(entry: Entry) -> str:
    """Return the page of one mechanism, in Markdown."""
    lines = [
        f"# {entry.id}. {entry.title}",
        "",
        f"Stands for: {entry.words}",
        "",
        "| | |",
        "|---|---|",
        f"| What members see | {entry.sees} |",
        f"| What a member does | {entry.does} |",
        f"| Varied | {entry.parameter} |",
        f"| Conditions | {_levels(entry)} |",
        f"| Compared with | `{entry.control}` |",
        f"| Primary outcome | {entry.outcome} |",
        f"| Selfish, known end | {entry.prediction.selfish} |",
        f"| Conditional cooperators | {entry.prediction.conditional or 'no prediction'} |",
        *_simulated(entry),
        f"| Patient, no known end | {entry.prediction.indefinite or 'no prediction'} |",
        "",
        "## What members are told",
        "",
        *_told(entry.conditions),
        "## Sources",
        "",
        *(f"- {source}" for source in entry.sources),
        "",
    ]
    return "\n".join(lines)


def _simulated(entry: Entry) -> list[str]:
    """Say which way simulated conditional cooperators move, where that is predicted."""
    said = entry.prediction
    if said.direction == 0:
        return []
    way = "higher" if said.direction > 0 else "lower"
    levels = said.levels or tuple(one.name for one in entry.conditions)
    names = ", ".join(f"`{name}`" for name in levels if name != entry.control)
    return [f"| Simulated, tested | {MEASURES[said.measure][1]} is {way} in {names} |"]


def _told(conditions: tuple[Condition, ...]) -> list[str]:
    """Return what seat A reads before part 2 of every condition, and what it is asked."""
    lines: list[str] = []
    for condition in conditions:
        played = treatment(condition.name, beliefs=False, kept=True)
        seats = ", ".join(dict.fromkeys(name.replace("_", " ") for name in condition.roles.names))
        lines += [f"`{condition.name}` (seats: {seats}). Seat A reads:", ""]
        told = (*rules(played.game_of(1), 0), *visibility(played, 1, 0))
        lines += [f"- {tell('en', said)}" for said in told]
        asked = visibility_questions(played, 1, 0)
        lines += ["", "and is asked:", "", *(f"- {tell('en', one.prompt)}" for one in asked), ""]
    return lines


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    mechanisms = {f"{one.id}.md": page(one) for one in CATALOGUE.values()}
    return {"index.md": index(), "published.md": published.page()} | mechanisms


def main(argv: list[str]) -> int:
    """List the mechanisms, or write their pages."""
    parser = argparse.ArgumentParser(prog="python -m lab catalogue", description=__doc__)
    parser.add_argument(
        "id", nargs="?", help="one mechanism, such as B17; without it, all are listed"
    )
    parser.add_argument("--write", type=Path, nargs="?", const=FOLDER, default=None,
                        help="write the docs' pages; default folder docs/catalogue")  # fmt: skip
    given = parser.parse_args(argv)
    if given.write is not None:
        write(given.write)
    elif given.id is not None:
        entry = CATALOGUE.get(given.id.upper())
        if entry is None:
            print(f"mechanisms are {', '.join(CATALOGUE)}; found {given.id!r}", file=sys.stderr)
            return 2
        print(page(entry), end="")
    else:
        for entry in CATALOGUE.values():
            names = " ".join(condition.name for condition in entry.conditions)
            print(f"{entry.id}  {entry.title}: {names}")
        print(f"{len(CONDITIONS)} conditions in all, core cells and controls included")
    return 0


def write(folder: Path) -> None:
    """Write all pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{len(pages())} pages in {folder}")
