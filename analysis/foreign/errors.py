"""Where, in somebody else's file, is the cell that cannot be used?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import DataError


class ForeignDataError(DataError):
    """A foreign table does not say what its Mapping says it says."""


@dataclass(frozen=True)
class Place:
    """A file as the analyst names it, and the row of the file that each row of a frame is.

    Rows are counted as a spreadsheet shows them: the header of a CSV is row 1. In a Stata file
    they are the observations from 1.
    """

    file: str
    rows: pd.Index

    def refuse(self, bad: ArrayLike, describe: Callable[[int], str]) -> None:
        """Raise for the first bad row, described by its position, if there is one."""
        found = np.flatnonzero(np.asarray(bad, dtype=bool))
        if len(found):
            first = int(found[0])
            more = f" ({len(found)} rows like this)" if len(found) > 1 else ""
            raise ForeignDataError(f"{self.file}, row {self.rows[first]}: {describe(first)}{more}")


def number_text(value: float) -> str:
    """Write a number as the analyst would: 20 and not 20.0."""
    return f"{value:g}"
