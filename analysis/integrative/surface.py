"""What do groups give anywhere in a space of treatments, and how sure is that?

A Gaussian process over the dials (Rasmussen and Williams 2006, chapters 2 and 5): smooth in every
dial, with a spread of its own for lab sessions and one for groups, so that the independent units
are sessions and groups, never members.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

Floats = NDArray[np.float64]

STARTS = 4
LEVEL_SPREAD = 50.0
"""Prior standard deviation of the general level around the mean of the data, percentage points."""
LENGTH, LENGTH_SPREAD = np.log(0.7), 0.8
"""Prior of the log of a length scale, in a dial's range: median 0.7, 95 % within 0.15 .. 3.4."""


@dataclass(frozen=True)
class Surface:
    """A fitted response surface.

    Attributes
    ----------
    names : tuple of str
        The dials, in order.
    low, range_ : float arrays (dials,)
        By which dials are scaled to 0 .. 1.
    points : float array (cells, dials)
        Where there are data, scaled.
    lengths : float array (dials,)
        Length scales; a dial with a long one hardly matters.
    spreads : float array (3,)
        Standard deviations of the surface, of sessions and of groups, percentage points.
    level : float
        Mean of the data.
    covariance, weights : float arrays (cells, cells), (cells,)
        Of the data, and its inverse times the data less their level.
    """

    names: tuple[str, ...]
    low: Floats
    range_: Floats
    points: Floats
    lengths: Floats
    spreads: Floats
    level: float
    covariance: Floats
    weights: Floats

    def scaled(self, frame: pd.DataFrame) -> Floats:
        """Return the dials of some rows, scaled."""
        return np.asarray((frame[list(self.names)].to_numpy(float) - self.low) / self.range_)

    def at(self, frame: pd.DataFrame) -> tuple[Floats, Floats]:
        """Return the expected mean of groups at some rows and its posterior covariance."""
        where = self.scaled(frame)
        across = self._prior(where, self.points)
        solved = cho_solve(cho_factor(self.covariance), across.T)
        expected = self.level + across @ self.weights
        return expected, self._prior(where, where) - across @ solved

    def _prior(self, a: Floats, b: Floats) -> Floats:
        return _kernel(a, b, self.lengths, self.spreads[0])


def _kernel(a: Floats, b: Floats, lengths: Floats, spread: float) -> Floats:
    apart = ((a[:, None, :] - b[None, :, :]) / lengths) ** 2
    return np.asarray(spread**2 * np.exp(-0.5 * apart.sum(axis=2)) + LEVEL_SPREAD**2)


@dataclass(frozen=True)
class _Data:
    points: Floats
    y: Floats
    groups: Floats
    same: Floats
    within: float
    freedom: int


def fit(cells: pd.DataFrame, names: tuple[str, ...]) -> Surface:
    """Fit a surface to the cells of a study (`groups.cells`).

    Hyperparameters are the mode of their posterior; the groups' spread within cells is part of it.

    Raises
    ------
    ValueError
        With fewer cells than dials, or no cell of two groups.
    """
    if len(cells) <= len(names) + 1:
        raise ValueError(f"{len(names)} dials need more than {len(names) + 1} cells, found"
                         f" {len(cells)}")  # fmt: skip
    values = cells[list(names)].to_numpy(float)
    low, range_ = values.min(axis=0), np.ptp(values, axis=0)
    count = cells["groups"].to_numpy(float)
    freedom = int((count - 1).sum())
    if freedom < 1:
        raise ValueError("no session has two groups of a condition, so their spread is unknown")
    level = float(np.average(cells["mean"], weights=count))
    session = cells["session"].to_numpy()
    data = _Data(
        (values - low) / range_,
        cells["mean"].to_numpy(float) - level,
        count,
        (session[:, None] == session[None, :]).astype(float),
        float(np.nansum(cells["variance"] * (count - 1)) / freedom),
        freedom,
    )
    best = _mode(data)
    lengths, spreads = np.exp(best[3:]), np.exp(best[:3])
    covariance = _covariance(data, best)
    weights = cho_solve(cho_factor(covariance), data.y)
    return Surface(
        names, low, range_, data.points, lengths, spreads, level, covariance, weights
    )  # fmt: skip


def _covariance(data: _Data, logs: Floats) -> Floats:
    surface, session, group = np.exp(logs[:3])
    found = _kernel(data.points, data.points, np.exp(logs[3:]), surface)
    return np.asarray(found + session**2 * data.same + np.diag(group**2 / data.groups))


def _mode(data: _Data) -> Floats:
    """Return the logs of spreads and length scales at the mode of their posterior."""
    spread = max(float(np.std(data.y)), 0.1)
    group = max(np.sqrt(data.within), 0.1)
    found = []
    for start in range(STARTS):
        lengths = np.full(data.points.shape[1], np.log(0.4 * 2.0**start))
        first = np.concatenate([np.log([spread, spread / 3, group]), lengths])
        found.append(minimize(_loss, first, args=(data,), method="L-BFGS-B",
                              bounds=[(np.log(1e-2), np.log(1e3))] * len(first)))  # fmt: skip
    return np.asarray(min(found, key=lambda one: one.fun).x)


def _loss(logs: Floats, data: _Data) -> float:
    """Return minus the log posterior of spreads and length scales, apart from a constant."""
    covariance = _covariance(data, logs)
    factor = cho_factor(covariance + 1e-9 * np.eye(len(covariance)))
    fits = 0.5 * data.y @ cho_solve(factor, data.y) + np.log(np.diag(factor[0])).sum()
    # Groups within cells say how far groups differ, whatever the surface is.
    group = np.exp(logs[2])
    fits += data.freedom * (logs[2] + 0.5 * data.within / group**2)
    prior = 0.5 * (((logs[3:] - LENGTH) / LENGTH_SPREAD) ** 2).sum()
    # Half-normal priors keep spreads that the data do not know from running away.
    prior += 0.5 * ((np.exp(logs[:2]) / 30.0) ** 2).sum() - logs[:2].sum()
    return float(fits + prior)
