"""How is a report of somebody else's table made from the command line?"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from analysis.foreign.catalogue import KNOWN, data_folder
from analysis.foreign.load import load_foreign
from analysis.foreign.mapping import Mapping
from analysis.foreign.told import read_mapping
from analysis.reporting.brought import Asked, brought


def run(asked: argparse.Namespace, *, told: Callable[[str], None]) -> int:
    """Read the table, write the page and two CSV files beside it."""
    file, mapping = _table(asked)
    if asked.by:
        mapping = replace(mapping, condition=asked.by)
    told("reading")
    panel = load_foreign(file, mapping)
    arms = tuple(asked.conditions)
    question = Asked(file, mapping.matching, arms, asked.mpcr, asked.rounds_of)
    written = brought(panel, question, progress=told)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(written.html, encoding="utf-8")
    made = [asked.out]
    for name in ("estimates", "values"):
        made.append(asked.out.with_name(f"{asked.out.stem}.{name}.csv"))
        made[-1].write_text(getattr(written, name).to_csv(index=False), encoding="utf-8")
    print(f"Wrote {', '.join(str(one) for one in made)}.")
    return 0


def _table(asked: argparse.Namespace) -> tuple[Path, Mapping]:
    """Return the file and what its columns mean: of a mapping that is named, or one that ships."""
    if asked.mapping is not None:
        return Path(asked.table), read_mapping(asked.mapping)
    if asked.table in KNOWN:
        return data_folder() / KNOWN[asked.table].file, KNOWN[asked.table]
    raise ValueError(
        f"{asked.table!r} is no data set of {', '.join(KNOWN)}; a table of your own needs --mapping"
    )
