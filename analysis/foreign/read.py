"""What does a foreign file hold, before anything is believed of it?"""

from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from analysis.foreign.errors import ForeignDataError

BLANK = frozenset({"", ".", "-", "NA", "N/A", "NaN", "nan", "None", "NULL"})
SUFFIXES = (".csv", ".csv.gz", ".tsv", ".dta")


def read_table(path: Path | str) -> pd.DataFrame:
    """Read a table whose index is the row of the file; text stays text, blanks are missing.

    Parameters
    ----------
    path : of a .csv, .csv.gz, .tsv or Stata .dta file

    Raises
    ------
    ForeignDataError
        If the file is absent, of another kind, or empty.
    """
    file = Path(path)
    if not file.name.endswith(SUFFIXES):
        raise ForeignDataError(f"{path}: this kind of file is not read; allowed: {SUFFIXES}")
    if not file.is_file():
        raise ForeignDataError(f"{path}: there is no such file")
    table = _read_stata(file) if file.suffix == ".dta" else _read_text(file)
    if table.empty:
        raise ForeignDataError(f"{path}: the table has no rows")
    return table


def _read_stata(file: Path) -> pd.DataFrame:
    table = pd.read_stata(file, convert_categoricals=False)
    table.index = pd.RangeIndex(1, len(table) + 1)
    return table


def _read_text(file: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(
            file,
            sep="\t" if file.suffix == ".tsv" else ",",
            dtype=str,
            keep_default_na=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise ForeignDataError(f"{file}: not a readable table: {error}") from error
    table = pd.DataFrame({name: column.str.strip() for name, column in table.items()})
    table.index = pd.RangeIndex(2, len(table) + 2)
    return table.mask(table.isin(BLANK))


def require_column(table: pd.DataFrame, name: str, file: str) -> None:
    """Refuse a table that lacks a column, naming what comes closest."""
    if name in table.columns:
        return
    columns = [str(column) for column in table.columns]
    close = get_close_matches(name, columns, n=3, cutoff=0.5)
    hint = f"closest: {close}" if close else f"it has {columns[:12]}"
    raise ForeignDataError(f"{file}, row 1: there is no column {name!r}; {hint}")
