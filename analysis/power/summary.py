"""How often is the registered Plan right, how far off are its estimates, and how sure are we?

Every number of many simulated experiments comes with its Monte-Carlo standard error. An estimate
that could not be made is counted as failed, as not rejected, and in nothing else.
"""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.power.primary import Answers

Floats = NDArray[np.float64]

NEGLIGIBLE = 0.05
"""Percentage points; a smaller effect has no sign to miss and no size to exaggerate."""


@dataclass(frozen=True)
class Rate:
    """A number with its Monte-Carlo standard error; NaN where nothing was to be counted."""

    value: float
    error: float


@dataclass(frozen=True)
class Performance:
    """How one estimand fares; percentage points of the endowment, shares of experiments.

    Attributes
    ----------
    truth : float
        The effect in the simulated population.
    power, power_raw : Rate
        Share rejected after Holm, and without adjustment; where the truth is zero, the size.
    bias, spread : Rate
        Mean of estimate less truth; standard deviation of the estimates.
    coverage : Rate
        Share of 95 % intervals that hold the truth.
    wrong_sign, exaggeration : Rate
        Among those rejected after Holm: share with the wrong sign (type S), and mean absolute
        estimate over absolute truth (type M).
    failed, experiments : int
        Experiments without an estimate, and all.
    """

    estimand: str
    truth: float
    power: Rate
    power_raw: Rate
    bias: Rate
    spread: Rate
    coverage: Rate
    wrong_sign: Rate
    exaggeration: Rate
    failed: int
    experiments: int


def share(hits: NDArray[np.bool_]) -> Rate:
    """Return the share of true entries."""
    if not len(hits):
        return Rate(float("nan"), float("nan"))
    value = float(hits.mean())
    # Never claim certainty from a finite number: no fewer than half a hit either way.
    bounded = min(max(value, 0.5 / len(hits)), 1 - 0.5 / len(hits))
    return Rate(value, (bounded * (1 - bounded) / len(hits)) ** 0.5)


def mean(values: Floats) -> Rate:
    """Return the mean of finite values."""
    if len(values) < 2:
        return Rate(float("nan"), float("nan"))
    return Rate(float(values.mean()), float(values.std(ddof=1) / len(values) ** 0.5))


def performance(
    answers: Answers, truths: Floats, *, alpha: float = 0.05
) -> tuple[Performance, ...]:
    """Return how every estimand fares.

    Parameters
    ----------
    truths : (estimands,) in percentage points
    """
    return tuple(_one(answers, k, float(truths[k]), alpha) for k in range(len(answers.names)))


def _one(answers: Answers, k: int, truth: float, alpha: float) -> Performance:
    known = np.isfinite(answers.estimate[:, k])
    estimate = answers.estimate[known, k]
    low, high = answers.low[known, k], answers.high[known, k]
    rejected = answers.p_holm[:, k] <= alpha
    found = answers.estimate[rejected & known, k]
    signed = len(found) and abs(truth) > NEGLIGIBLE
    nothing = Rate(float("nan"), float("nan"))
    return Performance(
        estimand=answers.names[k],
        truth=truth,
        power=share(rejected),
        power_raw=share(answers.p[:, k] <= alpha),
        bias=mean(estimate - truth),
        spread=_spread(estimate),
        coverage=share((low <= truth) & (truth <= high)),
        wrong_sign=share(np.sign(found) != np.sign(truth)) if signed else nothing,
        exaggeration=mean(np.abs(found) / abs(truth)) if signed else nothing,
        failed=int((~known).sum()),
        experiments=len(known),
    )


def _spread(values: Floats) -> Rate:
    """Return the standard deviation, its error from the fourth moment."""
    if len(values) < 2:
        return Rate(float("nan"), float("nan"))
    centred = values - values.mean()
    variance = float((centred**2).mean())
    error = float(np.sqrt(max((centred**4).mean() - variance**2, 0) / len(values)))
    return Rate(float(values.std(ddof=1)), error / (2 * variance**0.5) if variance > 0 else 0.0)


def family_wise_error(answers: Answers, null: NDArray[np.bool_], *, alpha: float = 0.05) -> Rate:
    """Return how often Holm rejects any of the hypotheses that are true."""
    return share(np.asarray((answers.p_holm[:, null] <= alpha).any(axis=1)))


def tidy(found: tuple[Performance, ...]) -> pd.DataFrame:
    """Return one row per estimand; a Rate becomes two columns, its error ending in _mc."""
    rows = []
    for one in found:
        row: dict[str, object] = {}
        for name, value in asdict(one).items():
            if isinstance(value, dict):
                row |= {name: value["value"], f"{name}_mc": value["error"]}
            else:
                row[name] = value
        rows.append(row)
    return pd.DataFrame(rows)
