"""Randomisation inference: the fast statistic is the refitted one, and p counts what it says."""

from fractions import Fraction

import numpy as np
import pytest

from analysis.estimators.assignments import (
    Assignments,
    arm_codes,
    draw_assignments,
    enumerate_assignments,
    redeal,
)
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import indicators, least_squares
from analysis.estimators.randomisation import ClusteredStatistic, randomisation_test, tail_share
from analysis.estimators.studentised import Studentised
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("permutation.R")


def compared(*arms, blocks=6):
    table = read("groups.csv")
    kept = np.isin(table["arm"], arms) & (table["block"] <= blocks)
    return {name: column[kept] for name, column in table.items()}


def nuisance(table):
    return np.column_stack([indicators(table["block"])[0], table["pre"]])


@pytest.mark.parametrize(
    ("arms", "weights"),
    [(("dark", "twoway"), (-1, 1)), (("dark", "oneway", "twoway"), (1, -2, 1))],
)
def test_the_fast_t_is_the_refitted_cr2_t_under_every_assignment(arms, weights):
    table = compared(*arms)
    codes, _ = arm_codes(table["arm"])
    labels = draw_assignments(codes, table["block"], seed=1, draws=200)
    columns = nuisance(table)
    fast = Studentised(table["share"], columns, weights)
    refitted = ClusteredStatistic(table["share"], columns, weights, units=np.arange(len(codes)))
    assert fast(labels) == pytest.approx(refitted(labels), rel=1e-9)


def test_slopes_may_differ_between_arms_as_in_lin():
    table = compared("dark", "oneway", "twoway")
    codes, _ = arm_codes(table["arm"])
    labels = draw_assignments(codes, table["block"], seed=3, draws=30)
    weights, pre = np.array([1.0, -2.0, 1.0]), table["pre"]
    fast = Studentised(table["share"], nuisance(table), weights, interacted=pre)(labels)
    for row, t in zip(labels, fast, strict=True):
        arms = (row[:, None] == [1, 2]).astype(float)
        design = np.column_stack([arms, arms * (pre - pre.mean())[:, None], nuisance(table)])
        fit = least_squares(design, table["share"])
        c = np.concatenate([weights[1:], np.zeros(design.shape[1] - 2)])
        assert t == pytest.approx(cluster_robust(fit, np.arange(len(row)), c).t, rel=1e-8)


def test_unfinished_blocks_are_used_as_far_as_they_go():
    # A block with one group and a block with one arm say nothing about the contrast by themselves,
    # and break neither path.
    table = compared("dark", "twoway")
    kept = np.ones(24, dtype=bool)
    kept[1:4] = False
    kept[(table["block"] == 2) & (table["arm"] == "dark")] = False
    codes, blocks = arm_codes(table["arm"])[0][kept], table["block"][kept]
    labels = draw_assignments(codes, blocks, seed=4, draws=40)
    fast = Studentised(table["share"][kept], nuisance(table)[kept], (-1, 1))(labels)
    refitted = ClusteredStatistic(
        table["share"][kept], nuisance(table)[kept], (-1, 1), units=np.arange(len(codes))
    )
    assert fast == pytest.approx(refitted(labels), rel=1e-9)
    assert redeal(codes, blocks).n_distinct == 6**4


def test_the_refitted_statistic_takes_several_rows_per_group():
    # Two identical rows per group change neither the estimate nor the CR2 error.
    table = compared("dark", "twoway")
    codes, _ = arm_codes(table["arm"])
    units = np.repeat(np.arange(len(codes)), 2)
    doubled = ClusteredStatistic(
        table["share"][units], nuisance(table)[units], (-1, 1), units=units
    )
    single = Studentised(table["share"], nuisance(table), (-1, 1))
    labels = draw_assignments(codes, table["block"], seed=2, draws=20)
    assert doubled(labels) == pytest.approx(single(labels), rel=1e-9)


def test_many_assignments_in_chunks_are_the_same_as_one_by_one():
    table = compared("dark", "twoway")
    codes, _ = arm_codes(table["arm"])
    labels = draw_assignments(codes, table["block"], seed=1, draws=5_000)
    statistic = Studentised(table["share"], nuisance(table), (-1, 1))
    values = statistic(labels)
    for i in (0, 2_730, 4_999):
        assert values[i] == pytest.approx(statistic(labels[i : i + 1])[0])


def test_the_exact_p_of_a_mean_difference_is_that_of_coin():
    table = compared("dark", "twoway", blocks=3)
    codes, _ = arm_codes(table["arm"])
    share = table["share"] - table["share"].mean()
    # All twelve groups in one stratum: 924 assignments.
    test = randomisation_test(lambda labels: labels @ share, codes, redeal(codes, codes * 0))
    assert (test.n_distinct, test.exact, test.discrete) == (924, True, True)
    assert test.p == pytest.approx(FOUND_BY_R["mean_six"], rel=1e-12)


def test_the_exact_p_within_blocks_is_that_of_coin_ties_included():
    table = compared("dark", "twoway")
    codes, _ = arm_codes(table["arm"])
    assignments = redeal(codes, table["block"], limit=50_000)
    rounded = table["rounded"].copy()
    for block in range(1, 7):
        rounded[table["block"] == block] -= rounded[table["block"] == block].mean()
    test = randomisation_test(lambda labels: labels @ rounded, codes, assignments)
    assert (test.n_distinct, test.discrete) == (6**6, False)
    assert test.p == pytest.approx(FOUND_BY_R["mean_blocked"], rel=1e-12)


def test_over_all_assignments_the_exact_p_is_uniform_on_its_steps():
    # Whichever assignment was dealt, p is the rank of its statistic: P(p <= a) <= a for every a.
    y = np.array([0.1, 0.9, 0.4, 0.3, 0.8, 0.2, 0.65, 0.15])
    blocks = np.repeat([0, 1], 4)
    codes = np.tile([0, 0, 1, 1], 2)
    statistic = Studentised(y, indicators(blocks)[0], (-1, 1))
    labels = enumerate_assignments(codes, blocks)
    values = statistic(labels)
    p = tail_share(values, values, exact=True)
    assert all((p <= step + 1e-12).mean() <= step + 1e-12 for step in np.unique(p))
    # Swapping all arms gives minus the statistic: everything comes in tied pairs.
    assert p.min() == pytest.approx(float(Fraction(2, 36)))


def test_drawn_assignments_count_the_observed_one_once():
    values = np.array([0.5, -2.0, 2.0, 1.0])
    assert tail_share(2.0, values, exact=False) == pytest.approx((1 + 2) / (1 + 4))
    assert tail_share(2.0, values, exact=True) == pytest.approx(2 / 4)
    assert tail_share([2.0, 0.0], values, exact=True).tolist() == [0.5, 1.0]


def test_a_tie_broken_by_rounding_still_counts():
    assert tail_share(0.3, np.array([0.1 + 0.2, 0.3, 0.0]), exact=True) == pytest.approx(2 / 3)
    assert tail_share(0.1 + 0.2, np.array([0.3, 0.0]), exact=True) == pytest.approx(1 / 2)


def test_drawn_p_values_approach_the_enumerated_one():
    table = compared("dark", "twoway")
    codes, _ = arm_codes(table["arm"])
    statistic = Studentised(table["share"], nuisance(table), (-1, 1))
    exact = randomisation_test(statistic, codes, redeal(codes, table["block"], limit=50_000))
    drawn = randomisation_test(statistic, codes, redeal(codes, table["block"], seed=5))
    # Four standard errors of a share near p from 9,999 draws.
    assert abs(exact.p - drawn.p) < 4 * np.sqrt(exact.p * (1 - exact.p) / 9_999)
    assert (drawn.exact, drawn.n_used) == (False, 9_999)


def test_an_outcome_without_variation_is_refused():
    columns = indicators([1, 1, 2, 2])[0]
    with pytest.raises(ValueError, match="does not vary"):
        Studentised([3, 3, 7, 7], columns, (-1, 1))


def test_one_group_per_arm_is_refused():
    statistic = Studentised([1.0, 4.0], np.ones((2, 1)), (-1, 1))
    with pytest.raises(ValueError, match="cannot be estimated"):
        randomisation_test(statistic, [0, 1], redeal(np.array([0, 1]), np.zeros(2)))


def test_an_assignment_that_was_never_possible_is_refused():
    possible = Assignments(np.array([[0, 1, 0, 1], [1, 0, 1, 0]]), 2, True)
    with pytest.raises(ValueError, match="not among those"):
        randomisation_test(lambda labels: labels @ np.arange(4.0), [0, 0, 1, 1], possible)


def test_weights_that_do_not_sum_to_zero_are_refused():
    with pytest.raises(ValueError, match="sum to zero"):
        Studentised([1.0, 2.0, 4.0], np.ones((3, 1)), (0, 1))


def test_nuisance_columns_without_a_level_are_refused():
    with pytest.raises(ValueError, match="span the constant"):
        Studentised([1.0, 2.0, 4.0], np.array([[1.0], [2.0], [4.0]]), (-1, 1))


def test_a_missing_outcome_is_refused():
    with pytest.raises(ValueError, match="outcome: 1 of 3 values are missing"):
        Studentised([1.0, np.nan, 4.0], np.ones((3, 1)), (-1, 1))
