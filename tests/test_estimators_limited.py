"""Censored, fractional and binary outcomes: as R, as their derivatives, as the truth simulated."""

import numpy as np
import pytest
from scipy.special import expit, ndtr

from analysis.estimators import binomial as binomial_module
from analysis.estimators import tobit as tobit_module
from analysis.estimators.binomial import binomial
from analysis.estimators.likelihood import average_effect, wald
from analysis.estimators.ols import contrast
from analysis.estimators.tobit import tobit
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("limited.R")
NAMES = ("intercept", "treated", "round", "treated:round")


def decisions():
    table = read("decisions.csv")
    treated, period = table["treated"], table["round"]
    design = np.column_stack([np.ones_like(treated), treated, period, treated * period])
    return design, table["contribution"], table["group"]


def errors(fit):
    return np.sqrt(np.diag(fit.covariance))


def test_the_tobit_is_that_of_r_with_clustered_errors():
    design, y, groups = decisions()
    fit, theirs = tobit(design, y, groups, names=NAMES), FOUND_BY_R["tobit"]
    assert fit.loglik == pytest.approx(theirs["loglik"], rel=1e-10)
    assert fit.coefficients[:4] == pytest.approx(theirs["coefficients"], rel=1e-7)
    assert np.exp(fit.coefficient("log_sigma")) == pytest.approx(theirs["sigma"], rel=1e-8)
    assert errors(fit) == pytest.approx(theirs["se"], rel=1e-6)
    assert fit.extras["censored"] == pytest.approx(np.mean((y == 0) | (y == 20)))


def test_without_limits_the_tobit_is_least_squares():
    design, y, groups = decisions()
    fit = tobit(design, y, groups, low=-np.inf, high=np.inf)
    coefficients = np.linalg.lstsq(design, y)[0]
    assert fit.coefficients[:4] == pytest.approx(coefficients, rel=1e-8)
    spread = np.sqrt(np.mean((y - design @ coefficients) ** 2))
    assert np.exp(fit.coefficients[4]) == pytest.approx(spread)


@pytest.mark.parametrize(
    ("key", "link", "columns", "outcome"),
    [
        ("fractional", "logit", 4, lambda y: y / 20),
        ("probit", "probit", 4, lambda y: y > 0),
        ("cloglog", "cloglog", 3, lambda y: y == 0),
    ],
)
def test_quasi_likelihoods_are_those_of_r_with_clustered_errors(key, link, columns, outcome):
    design, y, groups = decisions()
    fit, theirs = binomial(design[:, :columns], outcome(y), groups, link=link), FOUND_BY_R[key]
    assert fit.coefficients == pytest.approx(theirs["coefficients"], rel=1e-6)
    assert errors(fit) == pytest.approx(theirs["se"], rel=1e-6)
    if "loglik" in theirs:
        assert fit.loglik == pytest.approx(theirs["loglik"], rel=1e-9)


MEANS = {
    "tobit": (tobit_module.expected(0.0, 20.0), np.array([9.0, 3.0, -0.5, 0.1, np.log(6.0)])),
    "logit": (binomial_module.expected("logit"), np.array([0.4, 0.3, -0.1, 0.02])),
    "probit": (binomial_module.expected("probit"), np.array([0.4, 0.3, -0.1, 0.02])),
    "cloglog": (binomial_module.expected("cloglog"), np.array([-0.4, 0.3, -0.1, 0.02])),
}


@pytest.mark.parametrize("model", MEANS)
def test_the_gradient_of_the_expected_outcome_is_its_derivative(model):
    mean, theta = MEANS[model]
    design = decisions()[0][::97]
    gradient = mean(theta, design)[1]
    for i, step in enumerate(np.eye(len(theta)) * 1e-6):
        numeric = (mean(theta + step, design)[0] - mean(theta - step, design)[0]) / 2e-6
        assert gradient[:, i] == pytest.approx(numeric, abs=1e-7)


def test_the_expected_tobit_outcome_is_the_mean_of_censored_draws():
    mean, theta = MEANS["tobit"]
    draws = np.random.default_rng(5).normal(9.0, 6.0, size=400_000).clip(0, 20)
    value = mean(theta, np.array([[1.0, 0, 0, 0]]))[0][0]
    assert value == pytest.approx(draws.mean(), abs=4 * draws.std() / np.sqrt(len(draws)))


def test_average_effects_are_differences_of_expected_outcomes_in_points():
    design, y, groups = decisions()
    fit = tobit(design, y, groups)
    treated, not_treated = design.copy(), design.copy()
    treated[:, 1], treated[:, 3] = 1, design[:, 2]
    not_treated[:, [1, 3]] = 0
    mean = tobit_module.expected(0.0, 20.0)
    found = average_effect(fit, mean, treated, not_treated)
    by_hand = mean(fit.coefficients, treated)[0] - mean(fit.coefficients, not_treated)[0]
    assert found.estimate == pytest.approx(by_hand.mean())
    # In points, not on the latent scale, the tobit agrees with the raw difference in means.
    raw = y[design[:, 1] == 1].mean() - y[design[:, 1] == 0].mean()
    assert found.estimate == pytest.approx(raw, abs=0.15)
    assert (found.df, found.n_clusters) == (23, 24)


def test_a_logit_saturated_in_the_arms_has_their_difference_in_shares_as_effect():
    design, y, groups = decisions()
    fit = binomial(design[:, :2], y / 20, groups)
    effect = average_effect(fit, binomial_module.expected(), [[1.0, 1.0]], [[1.0, 0.0]])
    arm = design[:, 1] == 1
    assert effect.estimate == pytest.approx((y[arm].mean() - y[~arm].mean()) / 20)


def test_a_contrast_of_coefficients_has_the_variance_of_a_linear_form():
    design, y, groups = decisions()
    fit = tobit(design, y, groups, names=NAMES)
    weights = contrast(fit.names, {"treated": 1, "treated:round": 8})
    found = wald(fit, weights)
    assert found.se**2 == pytest.approx(weights @ fit.covariance @ weights)
    assert found.t == pytest.approx(found.estimate / found.se)
    assert fit.se("treated") == pytest.approx(wald(fit, contrast(fit.names, {"treated": 1})).se)


def test_the_tobit_recovers_the_truth_it_was_simulated_from():
    rng = np.random.default_rng(8)
    design = np.column_stack([np.ones(20_000), rng.integers(0, 2, 20_000), rng.normal(size=20_000)])
    truth = np.array([8.0, 4.0, -2.0])
    y = (design @ truth + 7.0 * rng.normal(size=20_000)).clip(0, 20)
    fit = tobit(design, y, np.arange(20_000))
    gap = np.abs(fit.coefficients - np.append(truth, np.log(7.0)))
    assert (gap < 4 * errors(fit)).all()


def test_clustered_binary_models_recover_their_truth():
    rng = np.random.default_rng(9)
    design = np.column_stack([np.ones(20_000), rng.normal(size=20_000)])
    truth = np.array([-0.5, 0.8])
    shapes = {"logit": expit, "probit": ndtr, "cloglog": lambda z: 1 - np.exp(-np.exp(z))}
    for link, shape in shapes.items():
        y = rng.uniform(size=20_000) < shape(design @ truth)
        fit = binomial(design, y, np.arange(20_000), link=link)
        assert (np.abs(fit.coefficients - truth) < 4 * errors(fit)).all()


def test_outcomes_that_are_all_at_the_limits_are_refused():
    with pytest.raises(ValueError, match="all 4 values lie at the limits"):
        tobit(np.ones((4, 1)), [0.0, 20, 20, 0], [1, 2, 3, 4])


def test_separated_outcomes_are_refused():
    design = np.column_stack([np.ones(8), np.repeat([0, 1], 4)])
    with pytest.raises(ValueError, match="separated|did not converge|rises in no direction"):
        binomial(design, [0, 1, 0, 1, 1, 1, 1, 1], np.arange(8))


def test_shares_above_one_are_refused():
    with pytest.raises(ValueError, match="shares between 0 and 1"):
        binomial(np.ones((3, 1)), [0.2, 5.0, 0.1], [1, 2, 3])


def test_values_beyond_a_limit_count_as_censored_there():
    design, y, groups = decisions()
    beyond = np.where(y == 20, 26.0, y)
    assert tobit(design, beyond, groups).loglik == pytest.approx(tobit(design, y, groups).loglik)
