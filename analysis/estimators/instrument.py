"""What does looking do to those who look because it was made cheaper?

Two-stage least squares with one endogenous regressor and one randomised instrument: the local
average effect on compliers, with CR1 errors and t(G - 1) (R: AER::ivreg with sandwich::vcovCL type
HC1). Where the instrument is weak that interval misleads; Anderson and Rubin's does not: the set of
effects b for which the instrument does not predict y - b d, by the CR2 t-test of `cluster.py`.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.cluster import ClusterFit, cluster_robust
from analysis.estimators.ols import least_squares, numbers
from analysis.estimators.student import critical_value

Floats = NDArray[np.float64]
Shape = Literal["interval", "outside", "everything"]


@dataclass(frozen=True)
class InstrumentFit:
    """An instrumented effect; `first_stage_t` squared is the clustered first-stage F.

    `ar_shape` says what Anderson and Rubin's set is: the interval from `ar_low` to `ar_high`,
    everything outside it, or the whole line.
    """

    estimate: float
    se: float
    df: float
    low: float
    high: float
    t: float
    p: float
    first_stage_t: float
    ar_p: float
    ar_shape: Shape
    ar_low: float
    ar_high: float
    n_obs: int
    n_clusters: int


def instrumented(
    y: ArrayLike,
    taken: ArrayLike,
    instrument: ArrayLike,
    controls: ArrayLike,
    *,
    clusters: ArrayLike,
    level: float = 0.95,
) -> InstrumentFit:
    """Estimate the effect of `taken` on y through its random instrument.

    Parameters
    ----------
    y, taken, instrument, clusters : (rows,)
    controls : (rows, columns), with the intercept or block indicators

    Raises
    ------
    ValueError
        If the instrument does not move what is taken at all.
    """
    outcome, dose = numbers(y, "outcome"), numbers(taken, "taken")
    given = numbers(controls, "controls")
    design = np.column_stack([numbers(instrument, "instrument"), given])
    first, form = (_reduced(design, values, clusters) for values in (dose, outcome))
    predicted = dose - least_squares(design, dose).residuals
    stage = least_squares(np.column_stack([predicted, given]), outcome)
    left = outcome - np.column_stack([dose, given]) @ stage.coefficients
    direction = np.eye(stage.n_parameters)[0]
    robust = cluster_robust(
        replace(stage, residuals=left), clusters, direction, method="CR1", level=level
    )
    ar = _anderson_rubin(design, (outcome, dose), (form, first), clusters, level=level)
    row = (robust.estimate, robust.se, robust.df, robust.low, robust.high, robust.t, robust.p)
    return InstrumentFit(*row, first.t, form.p, *ar, robust.n_obs, robust.n_clusters)


def _reduced(design: Floats, y: Floats, clusters: ArrayLike) -> ClusterFit:
    return cluster_robust(least_squares(design, y), clusters, np.eye(design.shape[1])[0])


def _anderson_rubin(
    design: Floats,
    both: tuple[Floats, Floats],
    forms: tuple[ClusterFit, ClusterFit],
    clusters: ArrayLike,
    *,
    level: float,
) -> tuple[Shape, float, float]:
    """Return the set of effects b with (p_y - b p_d)^2 <= c^2 var(p_y - b p_d).

    A quadratic in b; the covariance of both reduced forms comes from that of their difference.
    """
    y, d = forms
    gap = _reduced(design, both[0] - both[1], clusters)
    shared = 0.5 * (y.se**2 + d.se**2 - gap.se**2)
    c = float(critical_value(level, y.df)) ** 2
    square = d.estimate**2 - c * d.se**2
    slope = -2.0 * (y.estimate * d.estimate - c * shared)
    constant = y.estimate**2 - c * y.se**2
    inside = slope**2 - 4.0 * square * constant
    if inside < 0:
        return "everything", float("-inf"), float("inf")
    ends = sorted((-slope + side * inside**0.5) / (2.0 * square) for side in (-1.0, 1.0))
    return ("interval" if square > 0 else "outside"), ends[0], ends[1]
