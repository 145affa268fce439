"""How fast does each group's contribution change from round to round?

The ordinary least-squares slope within every unit, times a span: with 15 rounds the slope times 14
is the change from the first to the last round of the fitted line.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.ols import numbers

Floats = NDArray[np.float64]


def slopes(values: ArrayLike, rounds: ArrayLike, *, span: float = 1.0) -> Floats:
    """Return each unit's slope over rounds times `span`.

    Parameters
    ----------
    values : (..., rounds) shares of the endowment, say; no missing rounds
    rounds : (rounds,) round numbers, at least two different ones

    Returns
    -------
    (...,) in the unit of the values per `span` rounds.
    """
    outcomes, times = numbers(values, "outcomes"), numbers(rounds, "rounds")
    if times.ndim != 1 or outcomes.shape[-1:] != times.shape:
        raise ValueError(f"outcomes {outcomes.shape} for rounds {times.shape}")
    centred = times - times.mean()
    spread = float(centred @ centred)
    if spread <= 0.0:
        raise ValueError(f"a slope needs at least two different rounds, found {times.tolist()}")
    return np.asarray(span * (outcomes @ centred) / spread)
