"""Two arms of independent groups: Welch, exact permutation, exact ranks, Hodges-Lehmann."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.cluster import cluster_robust
from analysis.estimators.difference import difference_in_means, permutation_test
from analysis.estimators.ols import least_squares
from analysis.estimators.ranks import hodges_lehmann, mann_whitney, untied_u_distribution
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("permutation.R")

small_arms = st.lists(st.integers(0, 6), min_size=2, max_size=5)


def arm(name, column, blocks=6):
    table = read("groups.csv")
    return table[column][(table["arm"] == name) & (table["block"] <= blocks)]


def two(column, blocks=6):
    return arm("twoway", column, blocks), arm("dark", column, blocks)


def test_welch_is_that_of_r():
    found = difference_in_means(*two("share", 3))
    for name, value in FOUND_BY_R["welch"].items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-9)


def test_the_welch_error_is_hc2():
    x, y = two("share")
    design = np.column_stack([np.ones(24), np.repeat([1, 0], 12)])
    fit = least_squares(design, np.concatenate([x, y]))
    hc2 = cluster_robust(fit, np.arange(24), [0.0, 1.0])
    found = difference_in_means(x, y)
    assert (found.estimate, found.se) == pytest.approx((hc2.estimate, hc2.se))


def test_the_permutation_p_is_that_of_coin():
    found = permutation_test(*two("share", 3))
    assert found.p == pytest.approx(FOUND_BY_R["mean_six"], rel=1e-12)
    assert found.statistic == pytest.approx(difference_in_means(*two("share", 3)).estimate)
    assert found.discrete


def test_the_rank_tests_are_those_of_coin_with_and_without_ties():
    assert mann_whitney(*two("share", 3)).p == pytest.approx(FOUND_BY_R["ranks_six"], rel=1e-12)
    assert mann_whitney(*two("rounded")).p == pytest.approx(FOUND_BY_R["ranks_tied"], rel=1e-12)


@pytest.mark.parametrize(("key", "blocks"), [("shift_six", 3), ("shift_wide", 6)])
def test_the_shift_and_its_interval_are_those_of_r(key, blocks):
    found = hodges_lehmann(*two("share", blocks))
    for name in ("estimate", "low", "high"):
        assert getattr(found, name) == pytest.approx(FOUND_BY_R[key][name], rel=1e-12)


@given(small_arms, small_arms)
def test_the_rank_p_counts_all_ways_to_deal_the_groups(first, second):
    values = np.array(first + second, dtype=float)
    ranks = np.array([((values < v).sum() + (values <= v).sum() + 1) / 2 for v in values])
    center = len(first) * ranks.mean()
    away = abs(ranks[: len(first)].sum() - center) - 1e-9
    sums = [
        abs(ranks[list(pick)].sum() - center) >= away
        for pick in itertools.combinations(range(len(values)), len(first))
    ]
    assert mann_whitney(first, second).p == pytest.approx(np.mean(sums))


@given(small_arms, small_arms)
def test_the_superiority_of_one_arm_is_the_inferiority_of_the_other(first, second):
    here, there = mann_whitney(first, second), mann_whitney(second, first)
    assert here.superiority == pytest.approx(1 - there.superiority)
    assert here.p == pytest.approx(there.p)


def test_u_is_distributed_as_by_counting():
    # Two against two: U is 0, 1, 2, 2, 3, 4 over the six ways.
    assert untied_u_distribution(2, 2) == pytest.approx(np.array([1, 1, 2, 1, 1]) / 6)


def test_an_interval_that_few_groups_cannot_support_is_infinite():
    # Three against three: the most extreme of 20 ways has chance 1/20 on each side.
    found = hodges_lehmann([1.0, 2, 3], [4.0, 5, 6])
    assert (found.low, found.high, found.confidence) == (-np.inf, np.inf, 1.0)
    narrower = hodges_lehmann([1.0, 2, 3], [4.0, 5, 6], level=0.9)
    assert (narrower.low, narrower.high) == (-5, -1)
    assert narrower.confidence == pytest.approx(0.9)


def test_arms_that_never_differ_have_rank_p_one():
    assert mann_whitney([2.0, 2.0], [2.0, 2.0, 2.0]).p == 1


def test_one_group_in_an_arm_has_no_welch_error():
    with pytest.raises(ValueError, match="the second arm .* at least 2"):
        difference_in_means([1.0, 2.0], [3.0])


def test_arms_without_variation_have_no_welch_error():
    with pytest.raises(ValueError, match="no variation within either arm"):
        difference_in_means([1.0, 1.0], [3.0, 3.0])


def test_a_missing_group_is_refused():
    with pytest.raises(ValueError, match="first arm: 1 of 2 values are missing"):
        mann_whitney([1.0, np.nan], [3.0])
