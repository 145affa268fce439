"""Does an answer hang on choices that could have been made otherwise?

Every combination of unit of clustering, last rounds left out, covariate and estimator is fitted for
a contrast of conditions, and every cell is shown, also those that could not be estimated. All
effects are in percentage points of the endowment: for nonlinear models the average difference in
expected contributions. Cells share data: they are one answer seen from many sides, not many.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimators import binomial, hurdle, tobit
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.likelihood import LikelihoodFit, Mean, wald
from analysis.estimators.ols import contrast, indicators, least_squares
from analysis.estimators.reach import arm_interval
from analysis.estimators.student import two_sided_p
from analysis.outcomes import Shares, compared, part_mean
from analysis.samples import independent_units
from design.plan import Contrast, Window

Floats = NDArray[np.float64]
NAN = float("nan")

CLUSTERS = ("group", "session")
END_ROUNDS = (0, 1, 2, 3)
COVARIATES = ("none", "part 1", "blocks", "blocks and part 1")
ESTIMATORS = ("group means, CR2", "member rounds, CR1", "tobit", "fractional logit", "hurdle")
CEILING = 100.0


@dataclass(frozen=True)
class Cell:
    """One specification and its answer; NaN with a note where there is none.

    Attributes
    ----------
    cluster, end, covariate, estimator
        The choices; `end` is how many last rounds are left out.
    estimate, low, high, p
        Percentage points of the endowment, a 95 % interval, two-sided p.
    n_clusters : int
        Independent units as this specification counts them.
    note : str
        Why there is no answer.
    """

    cluster: str
    end: int
    covariate: str
    estimator: str
    estimate: float = NAN
    low: float = NAN
    high: float = NAN
    p: float = NAN
    n_clusters: int = 0
    note: str = ""


@dataclass(frozen=True)
class _Rows:
    """Rows of one specification: outcome, arms, design and clusters."""

    y: Floats
    codes: NDArray[np.int64]
    others: Floats
    clusters: NDArray[np.generic]
    n_arms: int

    def design(self, codes: NDArray[np.int64] | None = None) -> Floats:
        """Return arm columns (all but the first arm) before the others, for some arms."""
        arms = self.codes if codes is None else codes
        columns = [(arms == arm).astype(np.float64) for arm in range(1, self.n_arms)]
        return np.column_stack([*columns, self.others])


def specifications(found: Shares, asked: Contrast, *, part: int = 1) -> tuple[Cell, ...]:
    """Fit a contrast of mean contributions in every specification.

    Parameters
    ----------
    asked : a contrast of conditions
    part : index of the phase
    """
    if asked.arm != "condition":
        raise ValueError(f"a specification curve compares conditions, found arms of {asked.arm!r}")
    choices = product(CLUSTERS, END_ROUNDS, COVARIATES, ESTIMATORS)
    return tuple(_cell(found, asked, part, choice) for choice in choices)


def _cell(found: Shares, asked: Contrast, part: int, choice: tuple[str, int, str, str]) -> Cell:
    cluster, end, covariate, estimator = choice
    try:
        window = Window(part, end)
        if not len(found.rounds(window)):
            raise ValueError("no round is left")
        rows = _rows(found, asked, window, (cluster, covariate, estimator))
        weights = np.array([weight for _, weight in asked.weights])
        estimate, low, high, p, n = FITS[estimator](rows, weights)
        return Cell(*choice, estimate, low, high, p, n)
    except ValueError as error:
        return Cell(*choice, note=str(error))


def _rows(found: Shares, asked: Contrast, window: Window, choice: tuple[str, str, str]) -> _Rows:
    """Return one row per group, or per member and round, of the groups with settled rounds."""
    cluster, covariate, estimator = choice
    numbers = np.array(found.rounds(window)) - 1
    values = found.values[:, numbers][:, :, found.seats(asked.seats)]
    before = part_mean(found, 0)
    kept = compared(found, asked) & ~np.isnan(values).any(axis=(1, 2)) & ~np.isnan(before)
    arms = [arm for arm, _ in asked.weights]
    codes = pd.Index(arms).get_indexer(pd.Index(found.groups["condition"]))[kept]
    missing = [arm for place, arm in enumerate(arms) if not (codes == place).any()]
    if missing:
        raise ValueError(f"no finished group in {missing[0]}")
    others = _others(covariate, found.groups["block"].to_numpy()[kept], before[kept])
    alone = independent_units(found.groups)
    units = (alone if cluster == "group" else found.groups["session"].to_numpy())[kept]
    given = values[kept]
    if estimator == "group means, CR2":
        return _Rows(given.mean(axis=(1, 2)), codes, others, units, len(arms))
    each = given[0].size
    repeat = np.repeat(np.arange(len(given)), each)
    return _Rows(given.reshape(-1), codes[repeat], others[repeat], units[repeat], len(arms))


def _others(covariate: str, blocks: NDArray[np.int64], before: Floats) -> Floats:
    columns = [np.ones((len(before), 1))]
    if covariate.startswith("blocks"):
        columns = [indicators(blocks)[0]]
    if covariate.endswith("part 1"):
        columns.append(before[:, None])
    return np.column_stack(columns)


Answer = tuple[float, float, float, float, int]


def _linear(rows: _Rows, weights: Floats, method: str) -> Answer:
    fit = least_squares(rows.design(), rows.y)
    direction = contrast(fit.names, {f"x{i}": w for i, w in enumerate(weights[1:])})
    if method == "CR2" and len(np.unique(rows.clusters)) == len(rows.y):
        own = arm_interval(fit, direction, rows.codes)
        p = float(two_sided_p(own.estimate / own.se, own.df))
        return own.estimate, own.low, own.high, p, len(rows.y)
    kind = "CR2" if method == "CR2" else "CR1"
    found = cluster_robust(fit, rows.clusters, direction, method=kind)  # type: ignore[arg-type]
    return found.estimate, found.low, found.high, found.p, found.n_clusters


def _likely(
    rows: _Rows, weights: Floats, fitted: Callable[[_Rows], LikelihoodFit], mean: Mean, scale: float
) -> Answer:
    """Return the weighted sum over arms of the average expected contribution."""
    fit = fitted(rows)
    value, gradient = 0.0, np.zeros(len(fit.coefficients))
    for arm, weight in enumerate(weights):
        expected, slope = mean(fit.coefficients, rows.design(np.full(len(rows.y), arm)))
        value += weight * float(expected.mean())
        gradient += weight * slope.mean(axis=0)
    found = wald(fit, scale * gradient, estimate=scale * value)
    return found.estimate, found.low, found.high, found.p, found.n_clusters


def _tobit(rows: _Rows, weights: Floats) -> Answer:
    def fitted(given: _Rows) -> LikelihoodFit:
        return tobit.tobit(given.design(), given.y, given.clusters, low=0.0, high=CEILING)

    return _likely(rows, weights, fitted, tobit.expected(0.0, CEILING), 1.0)


def _logit(rows: _Rows, weights: Floats) -> Answer:
    def fitted(given: _Rows) -> LikelihoodFit:
        return binomial.binomial(given.design(), given.y / CEILING, given.clusters)

    return _likely(rows, weights, fitted, binomial.expected(), CEILING)


def _hurdle(rows: _Rows, weights: Floats) -> Answer:
    def fitted(given: _Rows) -> LikelihoodFit:
        return hurdle.hurdle(given.design(), given.y, given.clusters, high=CEILING)

    return _likely(rows, weights, fitted, hurdle.expected(CEILING), 1.0)


FITS: dict[str, Callable[[_Rows, Floats], Answer]] = {
    "group means, CR2": lambda rows, weights: _linear(rows, weights, "CR2"),
    "member rounds, CR1": lambda rows, weights: _linear(rows, weights, "CR1"),
    "tobit": _tobit,
    "fractional logit": _logit,
    "hurdle": _hurdle,
}
"""How each estimator answers."""


def tidy(cells: tuple[Cell, ...]) -> pd.DataFrame:
    """Return one row per specification, estimated or not."""
    return pd.DataFrame([vars(cell) for cell in cells], columns=list(Cell.__annotations__))


def ordered(cells: tuple[Cell, ...]) -> Iterator[Cell]:
    """Yield the estimated cells by their estimates, smallest first, then the others."""
    known = [cell for cell in cells if np.isfinite(cell.estimate)]
    yield from sorted(known, key=lambda cell: cell.estimate)
    yield from (cell for cell in cells if not np.isfinite(cell.estimate))
