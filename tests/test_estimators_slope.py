"""Slopes over rounds, for every unit at once."""

import numpy as np
import pytest

from analysis.estimators.slope import slopes

ROUNDS = np.arange(6, 21)


def test_a_straight_decline_times_fourteen_is_the_change_from_first_to_last_round():
    shares = 0.8 - 0.02 * (ROUNDS - 6)
    assert slopes(shares, ROUNDS, span=14) == pytest.approx(shares[-1] - shares[0])


def test_every_unit_has_the_slope_of_its_own_regression():
    values = np.random.default_rng(1).normal(size=(3, 4, 15))
    found = slopes(values, ROUNDS)
    assert found.shape == (3, 4)
    for unit in np.ndindex(3, 4):
        assert found[unit] == pytest.approx(np.polyfit(ROUNDS, values[unit], 1)[0])


def test_a_missing_round_is_refused():
    with pytest.raises(ValueError, match="missing"):
        slopes([[0.1, np.nan, 0.3]], [1, 2, 3])


def test_one_round_has_no_slope():
    with pytest.raises(ValueError, match="two different rounds"):
        slopes([[0.1, 0.2]], [4, 4])
    with pytest.raises(ValueError, match="rounds"):
        slopes([[0.1, 0.2]], [4, 5, 6])
