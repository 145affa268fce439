"""Are groups' own slopes found, and believed only where optimisers agree?"""

import numpy as np
import pytest

from analysis.estimators.mixed import mixed
from analysis.estimators.random_slope import random_slope, random_slope_contrast
from tests.fixtures.r.tables import found_by_r, read

SLOPES = [0, 0, 0, 1]


def rows(name, outcome):
    table = read(f"{name}.csv")
    t, arm = table["round"], table["treated"]
    design = np.column_stack([np.ones(len(t)), arm, t, arm * t])
    return design, table[outcome], table["group"], t


@pytest.fixture(scope="module")
def decisions():
    return random_slope(*rows("decisions", "contribution"), members=read("decisions.csv")["member"])


def same_as_lme4(fit, theirs):
    # REML log-likelihoods to 1e-5; errors and deviations as near as the optimisers come.
    assert fit.loglik == pytest.approx(theirs["loglik"], abs=1e-4)
    np.testing.assert_allclose(fit.coefficients, theirs["coefficients"], rtol=1e-3)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.covariance)), theirs["se"], rtol=1e-3)
    np.testing.assert_allclose([fit.sd_intercept, fit.sd_slope], theirs["sds"], rtol=2e-3)
    assert fit.correlation == pytest.approx(theirs["correlation"], abs=2e-3)
    assert fit.sigma == pytest.approx(theirs["sigma"], rel=1e-3)


def test_members_in_groups_with_slopes_are_those_of_lme4(decisions):
    same_as_lme4(decisions, found_by_r("random_slope.R")["decisions"])
    assert decisions.note == ""


def test_the_best_of_several_optimisers_is_taken():
    fit = random_slope(*rows("panel", "y"))
    same_as_lme4(fit, found_by_r("random_slope.R")["panel"])


def test_an_optimiser_that_did_not_converge_is_not_believed():
    # On this table statsmodels' default stops away from the maximum and says so.
    fit = random_slope(*rows("panel", "y"), optimisers=("bfgs",))
    design, y, groups, _ = rows("panel", "y")
    plain = mixed(design, y, groups)
    assert fit.fallback is not None
    assert fit.loglik == plain.loglik
    assert "too small" in fit.note
    np.testing.assert_allclose(
        random_slope_contrast(fit, SLOPES).estimate, plain.coefficients[3], rtol=1e-9
    )


def test_a_maximum_that_only_one_optimiser_found_is_marked():
    fit = random_slope(*rows("panel", "y"), optimisers=("bfgs", "powell"))
    assert "no second optimiser" in fit.note


def test_slopes_of_groups_widen_the_interval_of_a_difference_in_decay(decisions):
    design, y, groups, _ = rows("decisions", "contribution")
    plain = mixed(design, y, groups, members=read("decisions.csv")["member"])
    found = random_slope_contrast(decisions, SLOPES)
    assert found.se > plain.covariance[3, 3] ** 0.5
    # 24 groups less four fixed effects.
    assert found.df == 20


def test_too_few_groups_are_refused():
    design, y, groups, t = rows("panel", "y")
    few = groups <= 4
    with pytest.raises(ValueError, match="4 groups for 4 fixed effects"):
        random_slope(design[few], y[few], groups[few], t[few])
