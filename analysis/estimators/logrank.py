"""Do two arms collapse at different rates, over all rounds together?

Mantel's log-rank statistic with the hypergeometric variance (as R's survdiff), computed under many
assignments at once so that its p comes from re-dealing the arms, not from a normal limit.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.survival import spells

Floats = NDArray[np.float64]


class LogRank:
    """The standardised log-rank statistic of arm 1 against arm 0, as a function of the assignment.

    Positive when arm 1 collapses more than expected. For `randomisation.randomisation_test`; all
    units must be in arm 0 or 1.

    Parameters
    ----------
    times, events : (units,) see `survival.kaplan_meier`
    """

    def __init__(self, times: ArrayLike, events: ArrayLike) -> None:
        when, fell = spells(times, events)
        moments = np.unique(when[fell])
        if not len(moments):
            raise ValueError("no group collapsed: there is nothing to compare")
        self.fell = fell.astype(np.float64)
        self.at_risk = (when[:, None] >= moments).astype(np.float64)
        self.falls = ((when[:, None] == moments) & fell[:, None]).sum(axis=0)

    def __call__(self, labels: NDArray[np.int64]) -> Floats:
        """Return the statistic for every assignment, labels (assignments, units)."""
        arm = labels.astype(np.float64)
        total = self.at_risk.sum(axis=0)
        share = (arm @ self.at_risk) / total
        spread = self.falls * (total - self.falls) / np.maximum(total - 1.0, 1.0)
        variance = (spread * share * (1.0 - share)).sum(axis=1)
        excess = arm @ self.fell - share @ self.falls
        return np.where(variance > 0, excess / np.sqrt(np.where(variance > 0, variance, 1.0)), 0.0)
