"""Where in the lab's own files is the cell that cannot be used, and what would be allowed?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class DataError(ValueError):
    """A file of the experiment does not hold what its declaration says."""


@dataclass(frozen=True)
class Rows:
    """Where each row of a frame stands: its file, and its row as a spreadsheet counts it."""

    files: NDArray[np.object_]
    numbers: NDArray[np.int64]

    def take(self, chosen: NDArray[np.bool_]) -> "Rows":
        """Return the places of some rows."""
        return Rows(self.files[chosen], self.numbers[chosen])

    def place(self, position: int, column: str) -> str:
        """Name a cell: file, row and column."""
        file, number = self.files[position], self.numbers[position]
        return f"{file}, row {number}, column {column!r}"

    def refuse(
        self, bad: "pd.Series[bool]", column: str, found: pd.Series, allowed: object
    ) -> None:
        """Raise for the first bad cell, if there is one, and say how many there are.

        Parameters
        ----------
        bad, found : one value per row
        allowed : what would have been right; a series gives it per row
        """
        positions = np.flatnonzero(bad.to_numpy(dtype=bool))
        if not len(positions):
            return
        first = int(positions[0])
        right = allowed.iloc[first] if isinstance(allowed, pd.Series) else allowed
        more = f" ({len(positions)} such rows)" if len(positions) > 1 else ""
        raise DataError(
            f"{self.place(first, column)}: found {shown(found.iloc[first])}; allowed: {right}{more}"
        )


def shown(value: object) -> str:
    """Write a value as the analyst finds it in the file: 23 and not 23.0, text in quotes."""
    if isinstance(value, str):
        return repr(value) if value else "nothing"
    if isinstance(value, bool | np.bool_):
        return str(int(value))
    if isinstance(value, int | float | np.integer | np.floating):
        return "nothing" if np.isnan(value) else f"{float(value):.15g}"
    return repr(value)
