"""What would a textbook say of the unadjusted difference of two arms?

One normal number per group, equal spread, equal arms, Student's t: the anchor that simulation must
meet, and never the flagship's power, whose Plan adjusts for part 1, blocks and eight tests.
"""

import numpy as np
from scipy.optimize import brentq
from scipy.special import nctdtr, ndtri

from analysis.estimators.student import critical_value


def power(difference: float, groups: int, *, sd: float, alpha: float = 0.05) -> float:
    """Return the power of the two-sided t test of two arms of so many groups.

    Parameters
    ----------
    difference, sd : in the same unit
    """
    df = 2 * groups - 2
    bar = float(critical_value(1 - alpha, df))
    if difference == 0:
        return alpha
    shift = abs(difference) / (sd * (2 / groups) ** 0.5)
    # Far from zero the lower tail is nothing, and scipy does not find it.
    return float(1 - nctdtr(df, shift, bar) + np.nan_to_num(nctdtr(df, shift, -bar)))


def detectable(groups: int, *, sd: float, wanted: float = 0.8, alpha: float = 0.05) -> float:
    """Return the difference that the t test finds with a wanted power, from the noncentral t."""

    def lack(difference: float) -> float:
        return power(difference, groups, sd=sd, alpha=alpha) - wanted

    unit = sd * (2 / groups) ** 0.5
    return float(brentq(lack, 1e-9 * unit, 30 * unit, xtol=1e-10 * unit))


def detectable_normal(groups: int, *, sd: float, wanted: float = 0.8, alpha: float = 0.05) -> float:
    """Return the normal limit of `detectable`: smaller, and too small with few groups."""
    return float((ndtri(1 - alpha / 2) + ndtri(wanted)) * sd * (2 / groups) ** 0.5)
