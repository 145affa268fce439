"""Are people who never give told apart from people who would give if they wished for more?"""

import numpy as np
import pytest
from scipy.special import ndtr

from analysis.estimators.double_hurdle import double_hurdle, expected, slopes
from analysis.estimators.hurdle import hurdle
from analysis.estimators.likelihood import average_effect
from analysis.estimators.tobit import tobit
from design import chance
from tests.fixtures.r.tables import found_by_r, read


def sample(n=6_000, *, any_=(0.6, 0.5), wish=(8.0, 3.0), sigma=5.0, high=20.0):
    """Rows with a planted first hurdle and wish, both moved by treatment."""
    draws = chance.uniform(5, [np.arange(n)[:, None], np.arange(24)], "double hurdle")
    one, two = (draws[:, :12].sum(axis=1) - 6, draws[:, 12:].sum(axis=1) - 6)
    design = np.column_stack([np.ones(n), np.arange(n) % 2])
    desired = design @ wish + sigma * one
    y = np.where(design @ any_ + two > 0, np.clip(desired, 0, high), 0.0)
    return design, y, np.arange(n) // 20


@pytest.fixture(scope="module")
def rows():
    table = read("decisions.csv")
    n = len(table["contribution"])
    design = np.column_stack([np.ones(n), table["treated"], table["round"]])
    # Every fifth member never gives, so that there is somebody behind the first hurdle.
    return design, np.where(table["member"] % 5 == 0, 0, table["contribution"]), table["group"]


def test_planted_hurdles_are_found_again():
    fit = double_hurdle(*sample(), high=20.0)
    truth = [0.6, 0.5, 8.0, 3.0, np.log(5.0)]
    errors = np.sqrt(np.diag(fit.covariance))
    assert np.abs((fit.coefficients - truth) / errors).max() < 3.5


def test_r_finds_no_higher_maximum_and_the_same_parameters(rows):
    fit, theirs = double_hurdle(*rows, high=20.0), found_by_r("double_hurdle.R")
    assert fit.loglik == pytest.approx(theirs["loglik"], abs=1e-6)
    np.testing.assert_allclose(fit.coefficients, theirs["coefficients"], rtol=1e-5, atol=1e-5)


def test_it_fits_at_least_as_well_as_the_tobit_that_it_contains(rows):
    assert double_hurdle(*rows, high=20.0).loglik >= tobit(*rows).loglik


def test_zeros_of_both_kinds_make_it_fit_better_than_the_separable_hurdle():
    # Many wishes lie below zero here, which a truncated normal must explain by its shape alone.
    made = sample(any_=(1.2, 0.0), wish=(2.0, 3.0))
    assert double_hurdle(*made, high=20.0).loglik > hurdle(*made, high=20.0).loglik


@pytest.mark.parametrize("high", [20.0, np.inf])
def test_scores_and_hessian_are_derivatives_of_the_likelihood(high):
    design, y, _ = sample(200)
    theta = np.array([0.4, 0.3, 1.4, 0.5, 0.22])

    def at(t):
        return slopes(t, design, y, high)

    here, step = at(theta), 1e-5
    for i, e in enumerate(np.eye(5)):
        up, down = at(theta + step * e), at(theta - step * e)
        slope = (up.value - down.value) / (2 * step)
        assert here.scores.sum(axis=0)[i] == pytest.approx(slope, rel=1e-6, abs=1e-6)
        bend = (up.scores.sum(axis=0) - down.scores.sum(axis=0)) / (2 * step)
        np.testing.assert_allclose(here.hessian[i], bend, rtol=1e-5, atol=1e-5)


def test_far_indices_stay_finite():
    design, y = np.ones((3, 1)), np.array([0.0, 5.0, 20.0])
    for theta in ([30.0, 30.0, 0.2], [-30.0, -30.0, 0.2]):
        found = slopes(np.array(theta), design, y, 20.0)
        assert np.isfinite(found.scores).all()
        assert np.isfinite(found.hessian).all()


def test_the_effect_in_points_is_that_of_the_simulated_means():
    design, y, clusters = sample()
    fit = double_hurdle(design, y, clusters, high=20.0)
    with_, without = design.copy(), design.copy()
    with_[:, 1], without[:, 1] = 1, 0
    found = average_effect(fit, expected(20.0), with_, without)
    plain = y[design[:, 1] == 1].mean() - y[design[:, 1] == 0].mean()
    assert found.estimate == pytest.approx(plain, abs=0.15)
    assert found.low < plain < found.high


def test_the_share_of_unwilling_people_is_reported():
    fit = double_hurdle(*sample(), high=20.0)
    truth = 1 - (ndtr(0.6) + ndtr(1.1)) / 2
    assert fit.extras["unwilling"] == pytest.approx(truth, abs=0.03)


def test_without_anybody_unwilling_it_is_the_tobit():
    design, y, clusters = sample(2_000, any_=(50.0, 0.0))
    fit, plain = double_hurdle(design, y, clusters, high=20.0), tobit(design, y, clusters)
    assert fit.extras["unwilling"] < 0.02
    assert 0 <= fit.loglik - plain.loglik < 2
    assert fit.coefficient("wish: x1") == pytest.approx(plain.coefficient("x1"), abs=0.15)


def test_negative_contributions_are_refused():
    with pytest.raises(ValueError, match="not negative"):
        double_hurdle(np.ones((4, 1)), [1.0, 2, -1, 0], [1, 1, 2, 2])
