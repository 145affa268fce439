"""What would a referee want to read about somebody else's game, in one file?

The numbers are those of `estimands`; nothing here knows a Plan, since nobody registered one for
data that were brought. Everything is said to be exploratory, and what p rests on is said too.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from analysis.estimands.catalogue import CATALOGUE
from analysis.estimands.definition import NotAvailableError
from analysis.estimands.games import MatchingGroup
from analysis.estimands.gather import from_foreign
from analysis.estimands.measure import measure
from analysis.estimands.pairs import differences
from analysis.estimands.pictures import drawn
from analysis.estimate import Estimate, tidy
from analysis.humanness import flags, verdicts
from analysis.plan import silent
from analysis.reporting import brought_tables, figures
from analysis.reporting.brought_words import cautions, headlines
from analysis.reporting.diagrams import forest
from analysis.reporting.drawing import Picture
from analysis.reporting.provenance import software
from analysis.reporting.render import render

MOST = 8
SHOWN = ("mean", "decay", "collapse_20")
OURS = ("role_gap",)
"""Estimands whose seats mean something in this project's conditions alone."""
Measured = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Asked:
    """What an analyst knows of a table beside its mapping.

    Attributes
    ----------
    file : Path or None
        Of which the hash is printed.
    matching : str
        "partner" or "stranger", as the mapping says.
    arms : tuple of str
        Conditions to use, the control first; all in order of appearance if none are named.
    mpcr : float or None
        Marginal per-capita return; efficiency needs it.
    plays_as : str
        Which rounds a group was to play, see `gather.from_foreign`.
    """

    file: Path | None = None
    matching: str = "partner"
    arms: tuple[str, ...] = ()
    mpcr: float | None = None
    plays_as: Literal["condition", "group"] = "condition"


@dataclass(frozen=True)
class Brought:
    """A written report: the page, its comparisons in tidy rows, and every group's values."""

    html: str
    estimates: pd.DataFrame
    values: pd.DataFrame


def brought(
    panel: pd.DataFrame, asked: Asked, *, progress: Callable[[str], None] = silent
) -> Brought:
    """Describe and compare the conditions of a Panel of `foreign.load.load_foreign`.

    Raises
    ------
    ValueError
        If a condition that was named is not there, or there are more than a page can show.
    """
    arms = _arms(panel, asked)
    used = panel[panel["condition"].isin(arms)]
    made = from_foreign(used, mpcr=asked.mpcr, plays_as=asked.plays_as)
    # In the order of the arms, so that a condition has one colour in every picture.
    groups = sorted(made, key=lambda group: arms.index(group.condition))
    progress("estimands")
    measured, missing = _measured(groups)
    found = differences(groups, arms, progress=progress) if len(arms) > 1 else ()
    pictures = {one.name: one for one in _pictures(groups, arms, measured, found)}
    screened = flags(used)
    tables = brought_tables.tables(used, groups, arms, measured, found)
    html = render(
        "brought.html",
        {
            **_head(panel, used, groups, asked),
            "arms": list(arms),
            "cautions": cautions(groups, arms, asked.matching),
            "findings": headlines(found),
            "missing": missing,
            "suspicions": _suspicions(screened),
            "tables": {name: asdict(one) for name, one in tables.items()},
            "pictures": {name: asdict(one) for name, one in pictures.items()},
            "software": software(),
        },
    )
    values = pd.concat([rows.assign(name=name) for name, rows in measured.items()])
    return Brought(html, tidy(found), values)


def _arms(panel: pd.DataFrame, asked: Asked) -> tuple[str, ...]:
    there = list(dict.fromkeys(panel["condition"].astype(str)))
    strange = [name for name in asked.arms if name not in there]
    if strange:
        raise ValueError(f"there is no condition {strange[0]!r}; there are {there[:20]}")
    arms = asked.arms or tuple(there)
    if len(arms) > MOST:
        raise ValueError(
            f"{len(arms)} conditions, and a page compares {MOST} at most: name some, or let another"
            " column of the table be the condition"
        )
    return arms


def _measured(groups: Sequence[MatchingGroup]) -> tuple[Measured, list[str]]:
    """Return every estimand that the data allow, and what the others lack, each need once."""
    found: Measured = {}
    lacking: dict[str, list[str]] = {}
    for name, one in CATALOGUE.items():
        if name in OURS:
            continue
        try:
            found[name] = measure(one, groups)
        except NotAvailableError as error:
            needs = str(error).split(": it needs ", 1)[-1]
            lacking.setdefault(needs, []).append(f"{one.id} {name.replace('_', ' ')}")
    return found, [f"{', '.join(names)}: needs {needs}" for needs, names in lacking.items()]


def _head(
    panel: pd.DataFrame, used: pd.DataFrame, groups: Sequence[MatchingGroup], asked: Asked
) -> dict[str, Any]:
    data = b"" if asked.file is None else asked.file.read_bytes()
    return {
        "name": str(panel.attrs.get("name", "")),
        "source": str(panel.attrs.get("source", "")),
        "file": "" if asked.file is None else asked.file.name,
        "hash": hashlib.sha256(data).hexdigest() if data else "",
        "rows": f"{len(used):,}",
        "members": f"{used['participant'].nunique():,}",
        "groups": len(groups),
        "dropped": f"{int(panel.attrs.get('dropped', 0)):,}",
        "left": f"{len(panel) - len(used):,}",
        "unit": "session" if asked.matching == "stranger" else "group",
    }


def _pictures(
    groups: Sequence[MatchingGroup],
    arms: Sequence[str],
    measured: Measured,
    found: Sequence[Estimate],
) -> Iterator[Picture]:
    yield figures.contribution_paths(brought_tables.round_means(groups, arms), [])
    for name in SHOWN:
        if measured[name]["value"].notna().any():
            yield drawn(CATALOGUE[name], measured[name])
    family = [one for one in found if one.role == "family"]
    if any(one.known for one in family):
        yield forest(family, "Differences; grey below each: plain difference, shift", "forest")


def _suspicions(screened: pd.DataFrame) -> list[str]:
    rows = verdicts(screened)
    rows = rows[rows["reasons"] != ""]
    return [f"{row['session']}: {row['verdict']} ({row['reasons']})" for _, row in rows.iterrows()]
