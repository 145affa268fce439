"""What does a CSV of a declared table hold, cell by cell?"""

import csv
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import DataError, Rows
from design.columns import Column, Table

ENCODING = "utf-8-sig"

KINDS = {
    "text": "text",
    "integer": "a whole number",
    "number": "a number",
    "truth": "0 or 1",
    "time": "milliseconds since 1970 UTC as a whole number",
}
WHOLE = ("integer", "time", "truth")


def read_cells(path: Path, table: Table) -> tuple[pd.DataFrame, Rows]:
    """Read a table's CSV into typed columns in declared order, with the place of every row.

    Raises
    ------
    DataError
        Naming file, row, column, what was found and what is allowed.
    """
    check_header(header(path), table, path)
    try:
        frame = _typed(path, table)
    except (ValueError, pd.errors.ParserError) as error:
        _refuse_text_for_number(path, table)
        raise DataError(f"{path}: not a readable table: {error}") from error
    count = len(frame)
    rows = Rows(np.full(count, str(path), dtype=object), np.arange(2, count + 2))
    for column in table.columns:
        _check(frame[column.name], column, rows)
    return frame.astype({c.name: _dtype(c) for c in table.columns}), rows


def header(path: Path) -> list[str]:
    """Return the column names in a file's first row."""
    try:
        with path.open(newline="", encoding=ENCODING) as file:
            return next(csv.reader(file), [])
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 text: {error}") from error


def check_header(found: list[str], table: Table, path: Path) -> None:
    """Refuse a file that lacks a declared column, repeats one or has another."""
    missing = [name for name in table.names if name not in found]
    if missing:
        close = get_close_matches(missing[0], found, n=1, cutoff=0.6)
        hint = f" (is it {close[0]!r}?)" if close else ""
        raise DataError(
            f"{path}, row 1: column {missing[0]!r} of table {table.name!r} is missing{hint};"
            f" found columns {found}"
        )
    stray = [name for name in found if name not in table.names or found.count(name) > 1]
    if stray:
        raise DataError(
            f"{path}, row 1: found column {stray[0]!r}; table {table.name!r} has"
            f" {list(table.names)}, each once"
        )


def _typed(path: Path, table: Table) -> pd.DataFrame:
    texts = {c.name: "str" if c.kind == "text" else "float64" for c in table.columns}
    empty = {c.name: [""] for c in table.columns if c.kind != "text"}
    frame = pd.read_csv(
        path,
        dtype=texts,
        na_values=empty,
        keep_default_na=False,
        encoding=ENCODING,
    )
    return frame[list(table.names)]


def _refuse_text_for_number(path: Path, table: Table) -> None:
    """Name the first cell that holds text where a number is declared."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding=ENCODING)
    rows = Rows(np.full(len(frame), str(path), dtype=object), np.arange(2, len(frame) + 2))
    for column in table.columns:
        if column.kind != "text":
            found = frame[column.name]
            bad = (found != "") & pd.to_numeric(found, errors="coerce").isna()
            rows.refuse(bad, column.name, found, KINDS[column.kind])


def _check(values: pd.Series, column: Column, rows: Rows) -> None:
    absent = values == "" if column.kind == "text" else values.isna()
    if not column.optional:
        rows.refuse(absent, column.name, values, f"{KINDS[column.kind]}, never empty")
    if column.levels:
        known = values.isin(column.levels)
        rows.refuse(~known & ~absent, column.name, values, f"one of {list(column.levels)}")
    if column.kind == "text":
        return
    wrong = np.isinf(values)
    if column.kind in WHOLE:
        wrong |= ~absent & (values % 1 != 0)
    if column.kind == "truth":
        wrong |= ~absent & ~values.isin([0.0, 1.0])
    rows.refuse(wrong, column.name, values, KINDS[column.kind])


def _dtype(column: Column) -> str:
    if column.kind == "text":
        return "str"
    if column.optional or column.kind == "number":
        return "float64"
    return "bool" if column.kind == "truth" else "int64"
