"""What does a surface say of conditions and of numbers, averaged over the rest of the space?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.linalg import inv

from analysis.integrative.dials import described, together
from analysis.integrative.sample import sample
from analysis.integrative.space import Space
from analysis.integrative.surface import Surface
from design.experiments import comparison

Floats = NDArray[np.float64]

REFERENCES = 64
REFERENCE_SEED = 0x5EED
STEPS = 21
NORMAL = 1.959964


@dataclass(frozen=True)
class Said:
    """An average over a space, or a difference of two: what it is, its estimate and its error."""

    what: str
    estimate: float
    error: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 % of the posterior."""
        return self.estimate - NORMAL * self.error, self.estimate + NORMAL * self.error


def references(space: Space) -> pd.DataFrame:
    """Return places all over a space: every condition at every one of some sampled games."""
    named = (*((space.control,) if space.control else ()), *space.conditions)
    rows = []
    for one in sample(space, seed=REFERENCE_SEED, sessions=REFERENCES):
        told = one.experiment()
        every = comparison(name="all", conditions=named, game=told.game, parts=told.parts)
        rows.append(described(every).assign(session=one.name))
    return together(rows)


def by_condition(surface: Surface, where: pd.DataFrame) -> list[Said]:
    """Return what groups of every condition give, averaged over games."""
    names = list(dict.fromkeys(where["condition"]))
    return [_said(surface, where, {name: 1.0}) for name in names]


def against(surface: Surface, where: pd.DataFrame, control: str) -> list[Said]:
    """Return what every condition adds to a control, averaged over the same games."""
    names = [name for name in dict.fromkeys(where["condition"]) if name != control]
    return [_said(surface, where, {name: 1.0, control: -1.0}) for name in names]


def _said(surface: Surface, where: pd.DataFrame, weights: dict[str, float]) -> Said:
    games = where["session"].nunique()
    weight = where["condition"].map(weights).fillna(0.0).to_numpy() / games
    used = weight != 0.0
    expected, covariance = surface.at(where[used])
    weight = weight[used]
    what = " - ".join(weights)
    return Said(what, float(weight @ expected), _root(weight @ covariance @ weight))


def _root(variance: Floats) -> float:
    return float(np.sqrt(np.maximum(variance, 0.0)))


def along(surface: Surface, where: pd.DataFrame, name: str) -> tuple[Floats, list[Said]]:
    """Return values of a number, and what groups give there, averaged over everything else."""
    values = np.linspace(where[name].min(), where[name].max(), STEPS)
    weight = np.full(len(where), 1.0 / len(where))
    said = []
    for value in values:
        expected, covariance = surface.at(where.assign(**{name: value}))
        said.append(Said(f"{value:g}", float(weight @ expected),
                         _root(weight @ covariance @ weight)))  # fmt: skip
    return values, said


def end_to_end(surface: Surface, where: pd.DataFrame, name: str) -> Said:
    """Return what groups give at a number's upper end less what they give at its lower."""
    low, high = where[name].min(), where[name].max()
    both = pd.concat([where.assign(**{name: high}), where.assign(**{name: low})])
    weight = np.repeat([1.0, -1.0], len(where)) / len(where)
    expected, covariance = surface.at(both)
    what = f"{name} {high:g} - {low:g}"
    return Said(what, float(weight @ expected), _root(weight @ covariance @ weight))


@dataclass(frozen=True)
class LeftOut:
    """How well every session is foretold by the others.

    Attributes
    ----------
    explained : float
        Share of the variance between cells' means; sampling of groups makes 1 out of reach.
    covered : float
        Share of cells' means inside their 95 % intervals.
    cells : int
        How many.
    """

    explained: float
    covered: float
    cells: int


def left_out(surface: Surface, cells: pd.DataFrame) -> LeftOut:
    """Foretell the cells of each session from all other sessions."""
    precision = inv(surface.covariance)
    y = cells["mean"].to_numpy(float) - surface.level
    missed, inside = 0.0, 0
    for session in dict.fromkeys(cells["session"]):
        own = np.flatnonzero(cells["session"] == session)
        spread = inv(precision[np.ix_(own, own)])
        error = spread @ (precision[own] @ y)
        missed += float(error @ error)
        inside += int((np.abs(error) <= NORMAL * np.sqrt(np.diag(spread))).sum())
    total = float(((y - y.mean()) ** 2).sum())
    return LeftOut(1 - missed / total, inside / len(cells), len(cells))


@dataclass(frozen=True)
class Checked:
    """How a surface compares with what simulated people do on average at fresh places.

    Attributes
    ----------
    places : int
        Places, none of them in the data.
    error : float
        Root mean squared error, percentage points.
    covered : float
        Share inside the 95 % posterior.
    spread : float
        Standard deviation of the truth over the places.
    """

    places: int
    error: float
    covered: float
    spread: float


def check(surface: Surface, truth: pd.DataFrame) -> Checked:
    """Compare a surface with cells of very many groups each."""
    expected, covariance = surface.at(truth)
    missed = truth["mean"].to_numpy(float) - expected
    inside = np.abs(missed) <= NORMAL * np.sqrt(np.maximum(np.diag(covariance), 0.0))
    spread = float(truth["mean"].std(ddof=0))
    return Checked(len(truth), float(np.sqrt((missed**2).mean())), float(inside.mean()), spread)
