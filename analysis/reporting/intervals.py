"""How precisely do groups show a mean?"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.student import critical_value

LEVEL = 0.95
COLUMNS = ("n", "mean", "sd", "low", "high")


class Interval(NamedTuple):
    """A mean over independent groups with its t interval; NaN where there are too few."""

    n: int
    mean: float
    sd: float
    low: float
    high: float


def t_interval(values: ArrayLike, *, level: float = LEVEL) -> Interval:
    """Return the mean of one value per group with Student's interval; missing groups are left out.

    With one group there is a mean but no interval.
    """
    given = np.asarray(values, dtype=np.float64)
    given = given[~np.isnan(given)]
    n = len(given)
    if n < 2:
        mean = float(given[0]) if n else float("nan")
        return Interval(n, mean, float("nan"), float("nan"), float("nan"))
    mean, sd = float(given.mean()), float(given.std(ddof=1))
    reach = float(critical_value(level, n - 1)) * sd / n**0.5
    return Interval(n, mean, sd, mean - reach, mean + reach)


def t_intervals(values: NDArray[np.float64], names: list[object], axis: str) -> pd.DataFrame:
    """Return one interval per column of (groups, columns), with the column's name under `axis`."""
    rows = [(name, *t_interval(values[:, i])) for i, name in enumerate(names)]
    return pd.DataFrame(rows, columns=[axis, *COLUMNS])
