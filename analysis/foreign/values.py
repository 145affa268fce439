"""Which value does a Mapping's source give to every row of a table?"""

import numpy as np
import pandas as pd

from analysis.foreign.errors import Place
from analysis.foreign.mapping import Coded, Constant, Joined, Shifted, Source
from analysis.foreign.otree_wide import PREFIX
from analysis.foreign.read import require_column


def numbers(table: pd.DataFrame, source: Source | None, place: Place) -> pd.Series:
    """Return a source as floats; a blank is NaN, any other text an error with its place."""
    if source is None:
        return pd.Series(np.nan, index=table.index, dtype=float)
    if isinstance(source, Constant):
        return pd.Series(float(source.value), index=table.index, dtype=float)
    if isinstance(source, Coded):
        return _decoded(table, source, place).astype(float)
    if isinstance(source, Joined):
        raise TypeError(f"{source} names a thing and cannot be a number")
    column, by = (source.column, source.by) if isinstance(source, Shifted) else (source, 0.0)
    require_column(table, column, place.file)
    found = pd.to_numeric(table[column], errors="coerce").astype(float)
    place.refuse(
        ~np.isfinite(found) & table[column].notna(),
        lambda i: f"{_named(table, column, i)} holds {table[column].iloc[i]!r}; allowed: a number",
    )
    return found + by


def texts(table: pd.DataFrame, source: Source | None, place: Place) -> pd.Series:
    """Return a source as text, whole numbers without a decimal point; a blank is missing."""
    if source is None:
        return pd.Series(pd.NA, index=table.index, dtype="str")
    if isinstance(source, Constant):
        return pd.Series(str(source.value), index=table.index, dtype="str")
    if isinstance(source, Coded):
        return _decoded(table, source, place).astype("str")
    if isinstance(source, Shifted):
        return _plain(numbers(table, source, place))
    columns = source.columns if isinstance(source, Joined) else (source,)
    for column in columns:
        require_column(table, column, place.file)
    joined = _plain(table[columns[0]])
    for column in columns[1:]:
        joined = joined + "-" + _plain(table[column])
    return joined


def selected(
    table: pd.DataFrame, only: tuple[str, tuple[float | str, ...]], place: Place
) -> pd.Series:
    """Return which rows have one of the wanted values in a column."""
    column, wanted = only
    require_column(table, column, place.file)
    return _plain(table[column]).isin([str(value) for value in wanted])


def _decoded(table: pd.DataFrame, source: Coded, place: Place) -> pd.Series:
    require_column(table, source.column, place.file)
    codes = _plain(table[source.column])
    meaning = {str(code): value for code, value in source.meaning}
    place.refuse(
        ~codes.isin(list(meaning)),
        lambda i: (
            f"{_named(table, source.column, i)} holds {codes.iloc[i]!r}; allowed: {sorted(meaning)}"
        ),
    )
    return codes.map(meaning)


def _plain(column: pd.Series) -> pd.Series:
    """Write a column as text, whole numbers without a decimal point, leading zeros as they are."""
    if pd.api.types.is_numeric_dtype(column) and (column.dropna() % 1 == 0).all():
        return column.astype("Int64").astype("str").where(column.notna())
    text = column.astype("str").where(column.notna())
    return text.str.replace(r"^(-?\d+)\.0+$", r"\1", regex=True)


def _named(table: pd.DataFrame, column: str, position: int) -> str:
    """Name a column as the file does, with the prefix that unfolding took off."""
    inner = not column.startswith(("participant.", "session."))
    prefix = str(table[PREFIX].iloc[position]) if PREFIX in table and inner else ""
    return f"column {prefix + column!r}"
