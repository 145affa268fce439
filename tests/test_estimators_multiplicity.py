"""Adjusted p-values: Holm as statsmodels and R, step-down as coin, brute force and theory."""

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from analysis.estimators.assignments import arm_codes, redeal
from analysis.estimators.multiplicity import holm, step_down, step_down_p
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("permutation.R")


@pytest.mark.parametrize("seed", range(5))
def test_holm_is_that_of_statsmodels(seed):
    p = np.random.default_rng(seed).uniform(size=seed + 1) ** 3
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


def test_holm_is_that_of_r():
    assert holm([0.01, 0.02, 0.03, 0.005, 0.02, 0.9]) == pytest.approx(FOUND_BY_R["holm"])


def test_p_values_outside_zero_and_one_are_refused():
    for wrong in ([0.2, 1.2], [-0.1], [], [0.1, np.nan]):
        with pytest.raises(ValueError, match="p-values"):
            holm(wrong)


def three_outcomes():
    """Return observed and all 924 permuted standardised differences of three outcomes."""
    table = read("groups.csv")
    kept = (table["arm"] != "oneway") & (table["block"] <= 3)
    codes, _ = arm_codes(table["arm"][kept])
    outcomes = np.stack([table[name][kept] for name in ("share", "rounded", "pre")])
    centred = outcomes - outcomes.mean(axis=1, keepdims=True)
    scaled = centred / centred.std(axis=1, keepdims=True)
    return scaled @ codes, scaled @ redeal(codes, codes * 0).labels.T


def test_the_step_down_maximum_is_that_of_coin():
    observed, permuted = three_outcomes()
    # coin drew 100,000 permutations: its p-values are known to about .005 (three errors).
    assert step_down(observed, permuted, exact=True) == pytest.approx(
        FOUND_BY_R["step_down"], abs=0.005
    )


def test_the_step_down_maximum_takes_the_maximum_over_the_tests_still_standing():
    observed = np.array([1.0, 3.0, 2.0])
    permuted = np.array([[0.5, 2.5, 1.5, 0.1], [3.5, 0.1, 1.0, 0.2], [0.3, 2.2, 0.4, 0.1]])
    # Largest first: test 2 against the maximum of all (3.5 >= 3: 1 of 4); test 3 against the
    # maximum of tests 1 and 3 (2.5 >= 2: 1 of 4); test 1 against itself (2.5, 1.5: 2 of 4).
    assert step_down(observed, permuted, exact=True).tolist() == [0.5, 0.25, 0.25]
    assert step_down(observed, permuted, exact=False).tolist() == [0.6, 0.4, 0.4]


def test_copies_of_one_test_cost_nothing():
    observed, permuted = three_outcomes()
    alone = step_down(observed[:1], permuted[:1], exact=True)
    copies = step_down(observed[[0, 0, 0]], permuted[[0, 0, 0]], exact=True)
    assert copies == pytest.approx(np.repeat(alone, 3))


def test_adjusting_the_p_values_removes_differences_of_scale():
    observed, permuted = three_outcomes()
    stretch = np.array([[1.0], [100.0], [0.01]])
    assert step_down_p(observed * stretch[:, 0], permuted * stretch, exact=True) == pytest.approx(
        step_down_p(observed, permuted, exact=True)
    )


def test_step_down_never_beats_the_raw_p_nor_loses_to_bonferroni():
    observed, permuted = three_outcomes()
    raw = np.concatenate(
        [step_down(observed[i : i + 1], permuted[i : i + 1], exact=True) for i in range(3)]
    )
    for adjust in (step_down, step_down_p):
        adjusted = adjust(observed, permuted, exact=True)
        assert (adjusted >= raw - 1e-12).all()
        assert (adjusted <= holm(raw) + 1e-12).all()


def test_the_family_wise_error_is_at_most_its_level():
    # Six correlated null tests: over all assignments, one observed after the other, at most 5 %
    # have any adjusted p of 5 % or less.
    rng = np.random.default_rng(3)
    outcomes = rng.normal(size=(6, 8)) + rng.normal(size=8)
    labels = redeal(np.arange(8) % 2, np.zeros(8)).labels
    permuted = (outcomes - outcomes.mean(axis=1, keepdims=True)) @ labels.T
    errors = [(step_down(column, permuted, exact=True) <= 0.05).any() for column in permuted.T]
    assert np.mean(errors) <= 0.05


def test_resamples_of_other_tests_are_refused():
    with pytest.raises(ValueError, match=r"\(2,\) and resampled ones \(3, 5\)"):
        step_down([1.0, 2.0], np.ones((3, 5)), exact=True)
