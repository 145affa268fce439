"""How does a declared table become a Stata file with labels on variables and values?

Text with few declared values (and the arms of the experiment) becomes a labelled code, so that
`regress contribution i.condition` works; truths are labelled 0 no, 1 yes; times are Stata's %tc in
UTC; long text is strL; what is absent is a missing value, or empty text.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from design.columns import Column, Table

LABEL = 80
LONG = 2_045
LARGEST = 2_147_000_000
ARMS = ("treatment", "condition")
TRUTHS = {0: "no", 1: "yes"}


def write_stata(table: Table, frame: pd.DataFrame, file: Path) -> None:
    """Write a table's rows as a .dta file (format 118, Stata 14 and newer)."""
    columns: dict[str, Any] = {}
    labels: dict[Any, Any] = {}
    for column in table.columns:
        values = frame[column.name]
        coded = _codes(column, values)
        if coded:
            labels[column.name] = coded
            columns[column.name] = _coded(column, values, coded)
        else:
            columns[column.name] = _plain(column, values)
    made = pd.DataFrame(columns, index=frame.index)
    times: Any = {c.name: "tc" for c in table.columns if c.kind == "time"}
    long = [c.name for c in table.columns if c.kind == "text" and _longest(made[c.name]) > LONG]
    made.to_stata(
        file, write_index=False, version=118, convert_dates=times, convert_strl=long,
        variable_labels={column.name: _label(column) for column in table.columns},
        value_labels=labels, data_label=f"{table.name}: {table.row}"[:LABEL],
        # The moment of writing would make the same tables different files.
        time_stamp=pd.Timestamp("2000-01-01").to_pydatetime(),
    )  # fmt: skip


def _label(column: Column) -> str:
    """Return a column's meaning with its unit, cut at what Stata holds."""
    text = f"{column.meaning} ({column.unit})" if column.unit else column.meaning
    return text if len(text) <= LABEL else f"{text[: LABEL - 3]}..."


def _codes(column: Column, values: pd.Series) -> dict[int, str]:
    """Return the labels of a column that is written as codes; none for others."""
    if column.kind == "truth":
        return TRUTHS
    if column.kind != "text":
        return {}
    if column.levels:
        return dict(enumerate(column.levels, start=1))
    if column.name in ARMS:
        found = dict.fromkeys(value for value in values.tolist() if value != "")
        return dict(enumerate(sorted(found), start=1))
    return {}


def _coded(column: Column, values: pd.Series, labels: dict[int, str]) -> pd.Series:
    if column.kind == "truth":
        found = values.astype("float64")
    else:
        code = {label: number for number, label in labels.items()}
        found = values.map(code).astype("float64")
    return found if found.isna().any() else found.astype("int8")


def _plain(column: Column, values: pd.Series) -> pd.Series:
    if column.kind == "text":
        return values.astype(object)
    if column.kind == "time":
        return pd.to_datetime(values, unit="ms")
    found = values.astype("float64")
    if column.kind == "number" or found.isna().any():
        return found
    return found.astype("int32") if (found.abs() < LARGEST).all() else found


def _longest(values: pd.Series) -> int:
    if not isinstance(values.dtype, np.dtype) or values.dtype != object or values.empty:
        return 0
    return max(len(str(value).encode("utf-8")) for value in values)
