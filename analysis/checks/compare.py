"""Where do stored cells differ from recomputed ones?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import shown
from design.tables import TABLES

COLUMNS = ("table", "row", "column", "stored", "recomputed")
TOLERANCE = 1e-9
NO_ROW = "no row"


@dataclass(frozen=True)
class Found:
    """What one check of one table found.

    Attributes
    ----------
    table : str
        The table that was checked.
    cells : int
        How many stored cells were compared.
    differences : tuple of tuple
        The values of `COLUMNS` for each difference.
    """

    table: str
    cells: int
    differences: tuple[tuple[str, ...], ...]


def compare(table: str, frame: pd.DataFrame, expected: Mapping[str, Any]) -> Found:
    """Compare columns of a table with what they should hold, value by value.

    Parameters
    ----------
    frame : rows of the table
    expected : for each column one value, or one per row; NaN and "" mean that the cell is empty
    """
    differences: list[tuple[str, ...]] = []
    for column, right in expected.items():
        wanted = pd.Series(right, index=frame.index)
        bad = _differ(frame[column], wanted)
        if bad.any():
            differences += _rows(table, frame[bad], column, wanted[bad])
    return Found(table, len(frame) * len(expected), tuple(differences))


def within(table: str, frame: pd.DataFrame, column: str, span: tuple[Any, Any], why: str) -> Found:
    """Check that numbers lie in order: low <= column <= high, wherever both are present.

    Parameters
    ----------
    span : low and high, each one value, one per row, or None where there is no bound
    why : what the bounds are
    """
    stored = frame[column].astype(float)
    least, most = (pd.Series(bound, index=frame.index, dtype=float) for bound in span)
    bad = (stored < least) | (stored > most)
    if not bad.any():
        return Found(table, len(frame), ())
    differences = [
        (table, _key(table, row), column, shown(row[column]), f"{_span(a, b)} ({why})")
        for (_, row), a, b in zip(frame[bad].iterrows(), least[bad], most[bad], strict=True)
    ]
    return Found(table, len(frame), tuple(differences))


def absent(table: str, keys: pd.DataFrame) -> Found:
    """List rows that should be there and are not, by their key columns."""
    found = [(table, _key(table, row), "", NO_ROW, "a row") for _, row in keys.iterrows()]
    return Found(table, len(keys), tuple(found))


def stray(table: str, frame: pd.DataFrame, why: str) -> Found:
    """List rows that are there and should not be."""
    wanted = f"{NO_ROW}: {why}"
    found = [(table, _key(table, row), "", "a row", wanted) for _, row in frame.iterrows()]
    return Found(table, len(frame), tuple(found))


def _differ(stored: pd.Series, wanted: pd.Series) -> "pd.Series[bool]":
    if stored.dtype.kind in "fi" or wanted.dtype.kind == "f":
        left, right = stored.astype(float), wanted.astype(float)
        same = ((left - right).abs() <= TOLERANCE) | (left.isna() & right.isna())
        return ~same
    return pd.Series(stored.to_numpy() != wanted.to_numpy(), index=stored.index)


def _rows(
    table: str, frame: pd.DataFrame, column: str, wanted: pd.Series
) -> Sequence[tuple[str, ...]]:
    return [
        (table, _key(table, row), column, shown(row[column]), shown(right))
        for (_, row), right in zip(frame.iterrows(), wanted, strict=True)
    ]


def _key(table: str, row: pd.Series) -> str:
    """Name a row by its key, "session=s1, slot=3, seat=A, round=7"."""
    parts = [(name, row[name]) for name in TABLES[table].key if name in row]
    return ", ".join(f"{name}={_plain(value)}" for name, value in parts)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else shown(value)


def _span(low: float, high: float) -> str:
    if np.isnan(high):
        return f"at least {low:.15g}"
    return f"at most {high:.15g}" if np.isnan(low) else f"{low:.15g} to {high:.15g}"
