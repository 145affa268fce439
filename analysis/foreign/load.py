"""How does somebody else's table of a repeated game become a Panel?"""

from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pandas as pd

from analysis.foreign.checks import check_amounts, check_keys, check_names
from analysis.foreign.columns import PANEL
from analysis.foreign.errors import Place
from analysis.foreign.mapping import Beside, Mapping
from analysis.foreign.otree_wide import unfold
from analysis.foreign.read import read_table, require_column
from analysis.foreign.values import numbers, selected, texts
from analysis.foreign.ztree import read_ztree

TEXTS = ("session", "group", "participant", "seat", "treatment", "condition", "label", "device")
NUMBERS = (
    "part", "round", "contribution", "endowment", "automatic", "belief", "earnings", "shown_at",
    "decided_at", "bot",
)  # fmt: skip
WHOLE = ("part", "round", "automatic")


def load_foreign(path: Path | str, mapping: Mapping) -> pd.DataFrame:
    """Read a foreign table as a Panel: one row per member and round.

    Parameters
    ----------
    path : of a .csv, .csv.gz, .tsv or .dta file, or of z-Tree's .xls
    mapping : what its columns mean

    Returns
    -------
    pandas.DataFrame
        The columns of `columns.PANEL` and those that the mapping keeps, sorted by slot, round
        and seat. `attrs` holds the mapping's name and source, and how many rows were dropped
        because nothing was played in them.

    Raises
    ------
    ForeignDataError
        Naming file, row, what was found and what is allowed.
    """
    table = _raw(path, mapping)
    place = Place(str(path), table.index)
    table = table.reset_index(drop=True)
    panel = _translated(table, mapping, place)
    check_names(panel, mapping, place)
    played = _played(panel, mapping)
    panel, place = panel[played], Place(place.file, place.rows[played])
    check_amounts(panel, mapping, place)
    check_keys(panel, mapping, place)
    panel = _completed(panel, mapping)
    panel.attrs = {
        "name": mapping.name,
        "source": mapping.source,
        "dropped": int((~played).sum()),
    }
    return panel


def _raw(path: Path | str, mapping: Mapping) -> pd.DataFrame:
    ztree = mapping.layout == "z-Tree"
    table = read_ztree(path, mapping.app) if ztree else read_table(path)
    if mapping.beside is not None:
        table = _with_columns_beside(table, mapping.beside, path)
    if mapping.only is not None:
        table = table[selected(table, mapping.only, Place(str(path), table.index))]
    return unfold(table, mapping.app, str(path)) if mapping.layout == "otree wide" else table


def _with_columns_beside(table: pd.DataFrame, beside: Beside, path: Path | str) -> pd.DataFrame:
    other_path = Path(path).parent / beside.file
    other = read_table(other_path)
    require_column(table, beside.on, str(path))
    require_column(other, beside.on, str(other_path))
    place = Place(str(other_path), other.index)
    place.refuse(
        other.duplicated(beside.on),
        lambda i: f"{beside.on} {other[beside.on].iloc[i]!r} occurs a second time",
    )
    place = Place(str(path), table.index)
    place.refuse(
        ~table[beside.on].isin(other[beside.on]),
        lambda i: f"{beside.on} {table[beside.on].iloc[i]!r} is not in {other_path}",
    )
    new = [column for column in other.columns if column not in table.columns]
    return table.join(other.set_index(beside.on)[new], on=beside.on)


def _translated(table: pd.DataFrame, mapping: Mapping, place: Place) -> pd.DataFrame:
    columns = {name: texts(table, getattr(mapping, name), place) for name in TEXTS}
    columns |= {name: numbers(table, getattr(mapping, name), place) for name in NUMBERS}
    if mapping.condition is None:
        columns["condition"] = columns["treatment"]
    for name in mapping.keep:
        require_column(table, name, place.file)
        kept = pd.to_numeric(table[name], errors="coerce")
        columns[name] = kept if kept.notna().sum() == table[name].notna().sum() else table[name]
    return pd.DataFrame(columns)


def _played(panel: pd.DataFrame, mapping: Mapping) -> pd.Series:
    """Return which rows stand for a round that the group played."""
    chosen = panel["contribution"].notna()
    if mapping.missing == "drop":
        return chosen
    return chosen.groupby([panel["session"], panel["group"], panel["round"]]).transform("any")


def _completed(panel: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    unit = ["session"] if mapping.matching == "stranger" else ["session", "group"]
    together = ["session", "group", "round"]
    panel = panel.assign(
        slot=panel.groupby(unit, sort=False).ngroup(),
        seat=_seats(panel, [*unit] if mapping.matching == "partner" else together),
        group_total=panel.groupby(together)["contribution"].transform("sum"),
        **{name: panel[name].astype(int) for name in WHOLE},
    )
    panel = panel.sort_values(["slot", "round", "group", "seat"], kind="stable")
    return panel[[*PANEL.names, *mapping.keep]].reset_index(drop=True)


def _seats(panel: pd.DataFrame, within: list[str]) -> pd.Series:
    """Return seats by letters: of the stated number, or in order of appearance."""
    stated = pd.to_numeric(panel["seat"], errors="coerce")
    if panel["seat"].notna().all() and stated.isna().any():
        return panel["seat"]
    if panel["seat"].isna().any():
        stated = panel.groupby(within, sort=False)["participant"].transform(
            lambda members: pd.factorize(members)[0] + 1
        )
    letters = np.array(
        [*ascii_uppercase, *(a + b for a in ascii_uppercase for b in ascii_uppercase)]
    )
    return pd.Series(letters[stated.astype(int).to_numpy() - 1], index=panel.index)
