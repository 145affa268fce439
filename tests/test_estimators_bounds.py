"""Lee bounds: by hand, against a simulated truth, and as a plain difference without losses."""

import numpy as np
import pytest

from analysis.estimators.bounds import imbens_manski, lee_bounds
from analysis.estimators.difference import difference_in_means


def test_without_losses_both_bounds_are_the_difference_in_means():
    x, y = np.array([3.0, 5, 6, 9]), np.array([1.0, 4, 4, 5, 8])
    found, welch = lee_bounds(x, y, lost_first=0, lost_second=0), difference_in_means(x, y)
    assert (found.lower, found.upper) == pytest.approx((welch.estimate, welch.estimate))
    assert (found.se_lower, found.se_upper) == pytest.approx((welch.se, welch.se))
    # A single point: the two-sided normal interval.
    assert found.high - found.low == pytest.approx(2 * 1.959964 * welch.se, rel=1e-6)


def test_the_excess_share_is_trimmed_from_above_and_from_below():
    # First arm keeps 4 of 4, second 2 of 4: half of the first arm's observed mass goes.
    found = lee_bounds([1.0, 2, 3, 4], [0.0, 2.0], lost_first=0, lost_second=2)
    assert found.trimmed == 0.5
    assert (found.lower, found.upper) == (1.5 - 1, 3.5 - 1)


def test_a_share_that_is_no_whole_number_of_units_trims_one_in_part():
    # Kept 3 of 3 against 1.5 of 2: a quarter, that is three quarters of one unit.
    found = lee_bounds([1.0, 2, 6], [0.0, 1, 2], lost_first=0, lost_second=1)
    assert found.trimmed == pytest.approx(0.25)
    assert found.lower == pytest.approx((1 + 2 + 0.25 * 6) / 2.25 - 1)
    assert found.upper == pytest.approx((6 + 2 + 0.25 * 1) / 2.25 - 1)


def test_swapping_the_arms_swaps_and_negates_the_bounds():
    here = lee_bounds([1.0, 2, 3, 4], [0.0, 2.5], lost_first=0, lost_second=2)
    there = lee_bounds([0.0, 2.5], [1.0, 2, 3, 4], lost_first=2, lost_second=0)
    assert (there.lower, there.upper) == (-here.upper, -here.lower)
    assert (there.se_lower, there.low) == (here.se_upper, -here.high)


def simulated(rng, n):
    """Treatment adds 1 and keeps some units in that would otherwise leave, the low ones most."""
    y = rng.normal(size=(2, n)) + np.array([[1.0], [0.0]])
    level = y - np.array([[1.0], [0.0]])
    stays = rng.uniform(size=(2, n)) < np.where(level < 0, np.array([[0.9], [0.6]]), 0.95)
    return y[0][stays[0]], y[1][stays[1]]


def test_bounds_hold_the_truth_and_their_errors_are_those_seen_in_repetitions():
    rng = np.random.default_rng(6)
    found = []
    for _ in range(600):
        x, y = simulated(rng, 400)
        found.append(lee_bounds(x, y, lost_first=400 - len(x), lost_second=400 - len(y)))
    lower, upper = (np.array([getattr(f, name) for f in found]) for name in ("lower", "upper"))
    assert lower.mean() < 1 < upper.mean()
    for values, name in ((lower, "se_lower"), (upper, "se_upper")):
        claimed = np.mean([getattr(f, name) for f in found])
        # The standard deviation of 600 repetitions is itself known to about 3 %.
        assert values.std() == pytest.approx(claimed, rel=0.12)
    assert np.mean([f.low < 1 < f.high for f in found]) > 0.93


def test_the_interval_shrinks_from_two_sided_to_one_sided_as_the_bounds_part():
    assert imbens_manski(0.0, 1.0, level=0.95) == pytest.approx(1.959964, rel=1e-6)
    assert imbens_manski(50.0, 1.0, level=0.95) == pytest.approx(1.644854, rel=1e-6)


def test_arms_with_one_observed_unit_are_refused():
    with pytest.raises(ValueError, match="at least two observed units per arm, found 1 and 3"):
        lee_bounds([1.0], [1.0, 2, 3], lost_first=3, lost_second=1)
