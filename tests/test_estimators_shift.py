"""The randomisation interval holds exactly the shifts that the randomisation test keeps."""

import numpy as np
import pytest

from analysis.estimators.assignments import redeal
from analysis.estimators.ols import indicators
from analysis.estimators.randomisation import randomisation_test
from analysis.estimators.shift import shift_interval
from analysis.estimators.studentised import Studentised
from tests.fixtures.r.tables import read


def two_arms(blocks):
    table = read("groups.csv")
    kept = (table["arm"] != "oneway") & (table["block"] <= blocks)
    arms = (table["arm"][kept] == "twoway").astype(int)
    levels = table["block"][kept]
    columns = np.column_stack([indicators(levels)[0], table["pre"][kept]])
    return table["share"][kept], arms, levels, columns


def test_shifts_inside_are_kept_and_shifts_outside_rejected():
    y, arms, blocks, columns = two_arms(4)
    dealt = redeal(arms, blocks)
    found = shift_interval(y, arms, dealt, nuisance=columns, level=0.9)
    width = found.high - found.low
    for share, kept in [(-0.02, False), (0.02, True), (0.5, True), (0.98, True), (1.02, False)]:
        moved = y - (found.low + share * width) * arms
        test = randomisation_test(Studentised(moved, columns, (-1, 1)), arms, dealt)
        assert (test.p > 0.1) == kept
    assert (found.exact, found.n_distinct) == (True, 6**4)


def test_adding_an_effect_moves_the_interval_by_it():
    y, arms, blocks, columns = two_arms(4)
    dealt = redeal(arms, blocks)
    here = shift_interval(y, arms, dealt, nuisance=columns)
    there = shift_interval(y + 0.3 * arms, arms, dealt, nuisance=columns)
    assert there.low == pytest.approx(here.low + 0.3, abs=1e-6)
    assert there.high == pytest.approx(here.high + 0.3, abs=1e-6)


def test_too_few_assignments_reject_nothing():
    # One block: 6 assignments, so that p is never below 1/6.
    y, arms, blocks, columns = two_arms(1)
    found = shift_interval(y, arms, redeal(arms, blocks), nuisance=columns[:, :1])
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_three_arms_are_refused():
    y, arms, blocks, columns = two_arms(2)
    with pytest.raises(ValueError, match=r"found \[0, 1, 2\]"):
        shift_interval(y, arms + (blocks == 2) * arms, redeal(arms, blocks), nuisance=columns)
