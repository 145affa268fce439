"""Which rows of its `subjects` table does a z-Tree file hold for one treatment?"""

from pathlib import Path

import pandas as pd

from analysis.foreign.errors import ForeignDataError
from analysis.foreign.read import BLANK

WORKBOOK = b"\xd0\xcf\x11\xe0"
TABLE = "subjects"
LEADING = ("session", "treatment")


def read_ztree(path: Path | str, treatment: str) -> pd.DataFrame:
    """Read the `subjects` table of one treatment from z-Tree's tab-separated .xls file.

    Every line says session, treatment number and table, then values; a line of names stands
    before the values of each table, often again in each period. The index is the line's number.

    Parameters
    ----------
    path : of the file as z-Tree wrote it
    treatment : number of the treatment within the session, as z-Tree counts: "1", "2", ...
    """
    names: list[str] = []
    rows: dict[int, dict[str, str]] = {}
    for number, line in enumerate(_decoded(Path(path)).splitlines(), start=1):
        session, stage, table, *values = [*line.rstrip("\t").split("\t"), "", "", ""]
        if (stage, table) != (treatment, TABLE):
            continue
        if values[0] == "Period":
            names = [value for value in values if value]
        elif names:
            rows[number] = dict(zip((*LEADING, *names), (session, stage, *values), strict=False))
    if not rows:
        raise ForeignDataError(f"{path}: no {TABLE!r} table of a treatment {treatment!r}")
    found = pd.DataFrame.from_dict(rows, orient="index", dtype="str")
    return found.mask(found.isin(BLANK))


def _decoded(path: Path) -> str:
    if not path.is_file():
        raise ForeignDataError(f"{path}: there is no such file")
    content = path.read_bytes()
    if content.startswith(WORKBOOK):
        raise ForeignDataError(f"{path}: an Excel workbook, not z-Tree's text; save it as CSV")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
