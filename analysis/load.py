"""How do the lab's files of one or more sessions become one checked Panel?"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.cells import header, read_cells
from analysis.errors import DataError, Rows
from analysis.panel import File, Panel
from analysis.stored import StoredDesign, stored_design
from analysis.validate import check_tables
from design.columns import Table
from design.tables import TABLES

MANIFEST = "manifest.json"
BESIDE = ("codebook.csv",)


class _Read(NamedTuple):
    """A table of one or more files with the place of every row."""

    frame: pd.DataFrame
    rows: Rows


def load(*paths: Path | str, sessions: Sequence[str] = ()) -> Panel:
    """Read the tables of one or more sessions of one experiment.

    Parameters
    ----------
    paths : folders of CSV files, as the lab exports them or as oTree's Data page names them; a
        folder that holds only such folders stands for the newest of them
    sessions : codes of the sessions to use; all, if none is named

    Raises
    ------
    DataError
        Naming file, row, column, what was found and what is allowed.
    """
    if not paths:
        raise DataError("nothing to read: name at least one folder of exported tables")
    found = [(file, table) for path in paths for file, table in _tables_in(Path(path))]
    vouched = {str(file): _vouched(file) for file, _ in found}
    read = {name: _together(name, found) for name in TABLES}
    if sessions:
        read = _only(read, sessions)
    design = _stored(read["sessions"], ", ".join(map(str, paths)))
    check_tables({name: (one.frame, one.rows) for name, one in read.items()}, design)
    files = tuple(_file(file, vouched[str(file)]) for file, _ in found)
    return Panel(**{name: one.frame for name, one in read.items()}, design=design, files=files)


def _tables_in(folder: Path) -> list[tuple[Path, Table]]:
    """Return the tables' files in a folder, or in the newest of the exports that it holds."""
    if not folder.is_dir():
        there = "this is no folder; name the one it stands in"
        raise DataError(f"{folder}: {there if folder.exists() else 'there is no such folder'}")
    tables = _recognised(folder)
    if not tables:
        exports = [found for inner in sorted(folder.iterdir()) if (found := _recognised(inner))]
        tables = exports[-1] if exports else []
    names = [table.name for _, table in tables]
    missing = [name for name in TABLES if name not in names]
    if missing:
        raise DataError(
            f"{folder}: no file of table {missing[0]!r}; needed: one CSV for each of"
            f" {list(TABLES)}, found {[file.name for file, _ in tables]}"
        )
    return tables


def _recognised(folder: Path) -> list[tuple[Path, Table]]:
    """Return the CSV files that are tables by name or header; other files are not read."""
    files = [file for file in sorted(folder.glob("*.csv")) if file.name not in BESIDE]
    found = [(file, TABLES.get(file.stem) or _by_header(file)) for file in files]
    return [(file, table) for file, table in found if table is not None]


def _by_header(file: Path) -> Table | None:
    """Return the table whose columns a file's header shares most; oTree names files its own way."""
    found = set(header(file))

    def share(table: Table) -> float:
        return len(found & set(table.names)) / len(found | set(table.names))

    best = max(TABLES.values(), key=share)
    return best if share(best) >= 0.5 else None


def _vouched(file: Path) -> bool:
    """Compare a file with the manifest beside it; False where there is none."""
    manifest = file.parent / MANIFEST
    if not manifest.is_file():
        return False
    try:
        files = json.loads(manifest.read_text(encoding="utf-8"))["files"]
        stated = files[file.name]["sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{manifest}: it does not state the sha256 of {file.name!r}") from error
    if stated != _sha256(file):
        raise DataError(
            f"{file}: its SHA-256 is {_sha256(file)}, the manifest says {stated};"
            " the file was changed after it was exported"
        )
    return True


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _file(file: Path, checked: bool) -> File:
    with file.open("rb") as handle:
        rows = sum(1 for _ in handle) - 1
    return File(str(file), _sha256(file), rows, checked)


def _together(name: str, found: list[tuple[Path, Table]]) -> _Read:
    parts = [read_cells(file, table) for file, table in found if table.name == name]
    frame = pd.concat([frame for frame, _ in parts], ignore_index=True)
    files = np.concatenate([rows.files for _, rows in parts])
    return _Read(frame, Rows(files, np.concatenate([rows.numbers for _, rows in parts])))


def _only(read: dict[str, _Read], sessions: Sequence[str]) -> dict[str, _Read]:
    there = sorted(read["sessions"].frame["session"])
    unknown = [code for code in sessions if code not in there]
    if unknown:
        raise DataError(f"there is no session {unknown[0]!r}; the files hold {there}")
    kept = {}
    for name, (frame, rows) in read.items():
        chosen = frame["session"].isin(list(sessions)).to_numpy()
        kept[name] = _Read(frame[chosen].reset_index(drop=True), rows.take(chosen))
    return kept


def _stored(read: _Read, where: str) -> StoredDesign:
    """Return the experiment that the first session stored."""
    frame, rows = read
    if frame.empty:
        raise DataError(f"{where}: no session; a panel needs at least one")
    try:
        return stored_design(frame["experiment"].iloc[0])
    except (ValueError, TypeError, NotImplementedError) as error:
        raise DataError(f"{rows.place(0, 'experiment')}: no stored experiment: {error}") from error
