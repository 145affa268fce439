"""How does the catalogue of estimands read as a page, and as a table of every group's values?"""

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.estimands.catalogue import CATALOGUE
from analysis.estimands.definition import NEEDS, Definition, Edges, NotAvailableError
from analysis.estimands.games import MatchingGroup
from analysis.estimands.measure import COLUMNS, measure

HEAD = ("", "name", "definition", "unit", "level", "at the edges", "needs", "picture")
LEVELS = {"group": "group", "member": "member, averaged within groups", "sample": "all groups"}


def as_markdown() -> str:
    """Write the catalogue as a Markdown table, one row per estimand."""
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    lines += ["| " + " | ".join(_row(one)) + " |" for one in CATALOGUE.values()]
    return "\n".join(lines) + "\n"


def _row(one: Definition) -> tuple[str, ...]:
    edges = "; ".join(_unusual(one.edges))
    needs = "; ".join(NEEDS[need] for need in one.needs)
    if not one.computable:
        edges, needs = "refused", f"{needs} (not in these data)"
    level = LEVELS[one.level]
    picture = one.picture if one.picture != "none" else ""
    return one.id, f"`{one.name}`", one.definition, one.unit, level, edges, needs, picture


def _unusual(edges: Edges) -> Iterator[str]:
    """Yield what differs from the rule for all."""
    plain = Edges()
    for name, words in (("zero", "zero"), ("censored", "not reached"), ("unfinished", "unsettled")):
        if getattr(edges, name) != getattr(plain, name):
            yield f"{words}: {getattr(edges, name)}"


def values(groups: Sequence[MatchingGroup]) -> pd.DataFrame:
    """Return every estimand that the data allow, long: estimand, name, and `measure`'s columns.

    What the data do not allow stands in one row with its reason as the note.
    """
    found = []
    for one in CATALOGUE.values():
        try:
            rows = measure(one, groups)
        except NotAvailableError as error:
            rows = pd.DataFrame([{"note": str(error)}]).reindex(columns=list(COLUMNS))
        found.append(rows.assign(estimand=one.id, name=one.name).astype(object))
    return pd.concat(found, ignore_index=True)[["estimand", "name", *COLUMNS]]
