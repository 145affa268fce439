"""Were groups alike before they were treated?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimators.assignments import arm_codes, redeal
from analysis.estimators.ols import indicators
from analysis.estimators.randomisation import Randomisation, randomisation_test
from analysis.outcomes import Shares, part_mean
from analysis.reporting.descriptives import by_condition


@dataclass(frozen=True)
class Balance:
    """Part-1 means by condition, and how often the lot alone would spread them as far.

    Attributes
    ----------
    means : DataFrame
        condition, n, mean, sd, low, high.
    joint : Randomisation or None
        Sum of squares between conditions within blocks against its values under re-dealt
        conditions; None where it cannot be computed.
    """

    means: pd.DataFrame
    joint: Randomisation | None


def balance(found: Shares) -> Balance:
    """Compare the common part over conditions; beliefs are asked later, so strata are blocks."""
    means = by_condition(found)
    means = means[means["measure"] == "common"].drop(columns=["measure", "words"])
    return Balance(means.reset_index(drop=True), _joint(found))


def _joint(found: Shares) -> Randomisation | None:
    y = part_mean(found, 0)
    whole = ~np.isnan(y)
    groups, y = found.groups[whole], y[whole]
    if len(y) < 2 or groups["condition"].nunique() < 2:
        return None
    codes, _ = arm_codes(groups["condition"])
    blocks, _ = indicators(groups["block"].to_numpy())
    left = y - blocks @ np.linalg.lstsq(blocks, y, rcond=None)[0]

    def spread(labels: NDArray[np.int64]) -> NDArray[np.float64]:
        total = np.zeros(len(labels))
        for code in range(codes.max() + 1):
            here = labels == code
            total += (here @ left) ** 2 / here.sum(axis=1)
        return total

    return randomisation_test(spread, codes, redeal(codes, groups["block"].to_numpy()))
