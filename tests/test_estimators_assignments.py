"""Re-dealt arms: every possible assignment once, or uniform draws among them."""

import numpy as np
import pytest

from analysis.estimators.assignments import (
    arm_codes,
    count_assignments,
    draw_assignments,
    enumerate_assignments,
    redeal,
)

ARMS = np.array([0, 1, 0, 1, 2, 0, 1])
STRATA = np.array([5, 5, 5, 5, 9, 9, 9])


def test_the_number_of_assignments_is_the_product_of_multinomials():
    assert count_assignments(ARMS, STRATA) == 6 * 6
    # 12 blocks of two groups in each of two arms: 6 ** 12, more than anyone enumerates.
    assert count_assignments(np.tile([0, 0, 1, 1], 12), np.repeat(np.arange(12), 4)) == 6**12


def test_enumeration_deals_each_assignment_once_and_keeps_numbers_within_strata():
    labels = enumerate_assignments(ARMS, STRATA)
    assert len(np.unique(labels, axis=0)) == len(labels) == 36
    for stratum in (5, 9):
        inside = np.sort(labels[:, stratum == STRATA], axis=1)
        assert (inside == np.sort(ARMS[stratum == STRATA])).all()
    assert (labels == ARMS).all(axis=1).any()


def test_strata_may_be_interleaved():
    labels = enumerate_assignments([0, 0, 1, 1], [1, 2, 1, 2])
    expected = {(0, 0, 1, 1), (0, 1, 1, 0), (1, 0, 0, 1), (1, 1, 0, 0)}
    assert {tuple(row) for row in labels.tolist()} == expected


def test_draws_are_uniform_over_the_assignments():
    draws = draw_assignments(ARMS, STRATA, seed=3, draws=36_000)
    rows, counts = np.unique(draws, axis=0, return_counts=True)
    assert len(rows) == 36
    # 36,000 draws over 36 assignments: chi-square with 35 df is below 66.6 with probability .999.
    assert ((counts - 1000) ** 2 / 1000).sum() < 66.6


def test_draws_are_a_function_of_the_seed_alone():
    assert (
        draw_assignments(ARMS, STRATA, seed=3, draws=50)
        == draw_assignments(ARMS, STRATA, seed=3, draws=100)[:50]
    ).all()
    other = draw_assignments(ARMS, STRATA, seed=4, draws=50)
    assert (other != draw_assignments(ARMS, STRATA, seed=3, draws=50)).any()


def test_redealing_enumerates_up_to_the_limit_and_draws_beyond():
    exact = redeal(ARMS, STRATA, limit=36)
    assert (exact.exact, exact.n_distinct, len(exact.labels)) == (True, 36, 36)
    drawn = redeal(ARMS, STRATA, limit=35, draws=99)
    assert (drawn.exact, drawn.n_distinct, len(drawn.labels)) == (False, 36, 99)


def test_arms_are_coded_in_the_order_of_their_names():
    codes, names = arm_codes(["open", "dark", "open"])
    assert (codes.tolist(), names) == ([1, 0, 1], ("dark", "open"))


@pytest.mark.parametrize(
    ("arms", "strata"), [([0.0, 1.0], [1, 1]), ([0, 1], [1, 1, 1]), ([-1, 0], [1, 1]), ([], [])]
)
def test_arms_that_are_no_codes_are_refused(arms, strata):
    with pytest.raises(ValueError, match="arm"):
        redeal(np.array(arms), np.array(strata))
