"""Two one-sided tests: as statsmodels, and as reading the 90 % interval."""

import numpy as np
import pytest
from statsmodels.stats.weightstats import ttost_ind

from analysis.estimators.difference import difference_in_means
from analysis.estimators.equivalence import equivalence

FIRST = np.array([0.41, 0.52, 0.38, 0.47, 0.50])
SECOND = np.array([0.44, 0.39, 0.52, 0.48, 0.40, 0.46])


def test_both_p_values_are_those_of_statsmodels():
    theirs = ttost_ind(FIRST, SECOND, -0.05, 0.05, usevar="unequal")
    welch = difference_in_means(FIRST, SECOND)
    found = equivalence(welch.estimate, welch.se, welch.df, margin=0.05)
    assert found.p_lower == pytest.approx(theirs[1][1])
    assert found.p_upper == pytest.approx(theirs[2][1])
    assert found.p == pytest.approx(theirs[0])


@pytest.mark.parametrize("estimate", [-0.045, -0.02, 0.0, 0.02, 0.045])
def test_equivalence_is_the_interval_lying_within_the_margin(estimate):
    found = equivalence(estimate, 0.015, 20, margin=0.05)
    assert found.equivalent == (found.low > -0.05 and found.high < 0.05)


def test_the_margin_may_differ_between_sides():
    found = equivalence(0.04, 0.01, np.inf, margin=(-0.02, 0.08))
    # Four standard errors from the upper limit, six from the lower one.
    assert found.p == pytest.approx(3.167e-5, rel=1e-3)


def test_an_effect_of_unknown_precision_or_an_empty_margin_is_refused():
    with pytest.raises(ValueError, match="se 0"):
        equivalence(0.0, 0.0, 5, margin=0.05)
    with pytest.raises(ValueError, match="empty"):
        equivalence(0.0, 0.1, 5, margin=-0.05)
