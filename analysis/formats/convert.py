"""Which files does a conversion write, and are they the same tables?"""

from pathlib import Path

from analysis.codebook import FORMATS as CODEBOOKS
from analysis.formats.parquet import parquet
from analysis.formats.stata import write_stata
from analysis.panel import Panel
from design.tables import TABLES

FORMS = ("parquet", "dta")


def convert(panel: Panel, folder: Path, form: str) -> list[Path]:
    """Write every table of a Panel in another form, with the codebook beside; return the files.

    Parameters
    ----------
    folder : made if it is not there
    form : "parquet" or "dta"
    """
    if form not in FORMS:
        raise ValueError(f"tables are written as {list(FORMS)}, found {form!r}")
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, table in TABLES.items():
        file = folder / f"{name}.{form}"
        if form == "parquet":
            file.write_bytes(parquet(table, panel.table(name)))
        else:
            write_stata(table, panel.table(name), file)
        made.append(file)
    for kind in ("csv", "html"):
        file = folder / f"codebook.{kind}"
        file.write_text(CODEBOOKS[kind](), encoding="utf-8")
        made.append(file)
    return made
