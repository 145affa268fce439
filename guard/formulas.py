"""Can a participant's text become a formula in the researcher's spreadsheet?

A text that a spreadsheet would compute gets an apostrophe in front, in every export oTree makes,
chat included. Numbers stay numbers. To read such a text back, remove one leading apostrophe.
"""

import csv
import re
from types import ModuleType, SimpleNamespace

from guard.deferred import when_imported

HOOKS = ("otree.export.sanitize_for_csv", "otree.export.csv")

DANGEROUS = re.compile(r"\s*[=+\-@\t\r|%]")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def apply() -> None:
    """Neutralise cells where oTree cleans them and where it writes them."""
    when_imported("otree.export", _patch)


def _patch(export: ModuleType) -> None:
    sanitize = export.sanitize_for_csv
    export.sanitize_for_csv = lambda value: neutral(sanitize(value))
    # The chat export writes its rows without cleaning them.
    export.csv = SimpleNamespace(writer=Writer)


def neutral(value: object) -> object:
    """Return a cell that no spreadsheet computes."""
    if isinstance(value, str) and DANGEROUS.match(value) and not NUMBER.fullmatch(value):
        return "'" + value
    return value


class Writer:
    """What oTree uses of `csv.writer`, with every cell made neutral."""

    def __init__(self, file) -> None:
        self._writer = csv.writer(file)

    def writerows(self, rows) -> None:
        self._writer.writerows([neutral(cell) for cell in row] for row in rows)

    def writerow(self, row) -> None:
        self._writer.writerow([neutral(cell) for cell in row])
