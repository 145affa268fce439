"""The hurdle: its parts as R fits them, its mean as draws have it, its truth recovered."""

import numpy as np
import pytest

from analysis.estimators.hurdle import _amount_slopes, expected, hurdle
from analysis.estimators.likelihood import average_effect
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("limited.R")
NAMES = ("intercept", "treated", "round", "treated:round")


def decisions():
    table = read("decisions.csv")
    treated, period = table["treated"], table["round"]
    design = np.column_stack([np.ones_like(treated), treated, period, treated * period])
    return design, table["contribution"], table["group"]


def test_both_parts_are_those_of_r():
    fit = hurdle(*decisions(), names=NAMES)
    probit, truncated = FOUND_BY_R["probit"], FOUND_BY_R["truncated"]
    assert fit.coefficients[:4] == pytest.approx(probit["coefficients"], rel=1e-6)
    errors = np.sqrt(np.diag(fit.covariance))
    assert errors[:4] == pytest.approx(probit["se"], rel=1e-6)
    assert fit.loglik == pytest.approx(probit["loglik"] + truncated["loglik"], rel=1e-9)
    # R maximised the truncated part by BFGS: about five digits.
    assert fit.coefficients[4:8] == pytest.approx(truncated["coefficients"], rel=1e-4)
    assert np.exp(fit.coefficient("log_sigma")) == pytest.approx(truncated["sigma"], rel=1e-5)
    assert fit.names[5] == "amount: treated"


@pytest.mark.parametrize("high", [20.0, float("inf")])
def test_scores_and_hessian_are_the_derivatives_of_the_likelihood(high):
    design, y, _ = decisions()
    design, y = design[y > 0][::40], y[y > 0][::40]
    theta = np.array([2.0, -0.1, -0.15, 0.05, 0.17])
    found = _amount_slopes(theta, design, y, high)
    for i, step in enumerate(np.eye(5) * 1e-6):
        up, down = (_amount_slopes(theta + s, design, y, high) for s in (step, -step))
        numeric = (up.value - down.value) / 2e-6
        assert found.scores.sum(axis=0)[i] == pytest.approx(numeric, rel=1e-5, abs=1e-6)
        curve = (up.scores.sum(axis=0) - down.scores.sum(axis=0)) / 2e-6
        assert found.hessian[i] == pytest.approx(curve, rel=1e-5, abs=1e-5)


TRUTH = np.array([0.6, 0.4, 9.0, 3.0, np.log(6.0)])


def draws(rng, design, high):
    any_at_all = design @ TRUTH[:2] + rng.normal(size=len(design)) > 0
    amount = np.zeros(len(design))
    empty = np.ones(len(design), dtype=bool)
    while empty.any():
        amount[empty] = design[empty] @ TRUTH[2:4] + 6.0 * rng.normal(size=empty.sum())
        empty = amount <= 0
    return np.where(any_at_all, np.minimum(amount, high), 0.0)


@pytest.mark.parametrize("high", [20.0, float("inf")])
def test_the_truth_is_recovered_and_its_mean_is_that_of_the_draws(high):
    rng = np.random.default_rng(4)
    design = np.column_stack([np.ones(40_000), rng.integers(0, 2, 40_000)])
    y = draws(rng, design, high)
    fit = hurdle(design, y, np.arange(40_000), high=high)
    assert (np.abs(fit.coefficients - TRUTH) < 4 * np.sqrt(np.diag(fit.covariance))).all()
    value, _ = expected(high)(TRUTH, np.array([[1.0, 0.0], [1.0, 1.0]]))
    means = [y[design[:, 1] == arm].mean() for arm in (0, 1)]
    assert value == pytest.approx(means, abs=0.25)


@pytest.mark.parametrize("high", [20.0, float("inf")])
def test_the_gradient_of_the_mean_is_its_derivative(high):
    mean, design = expected(high), np.array([[1.0, 0.0], [1.0, 1.0]])
    gradient = mean(TRUTH, design)[1]
    for i, step in enumerate(np.eye(5) * 1e-6):
        numeric = (mean(TRUTH + step, design)[0] - mean(TRUTH - step, design)[0]) / 2e-6
        assert gradient[:, i] == pytest.approx(numeric, abs=1e-6)


def test_the_average_effect_is_in_points():
    design, y, groups = decisions()
    fit = hurdle(design, y, groups, high=20.0)
    ones, zeros = design.copy(), design.copy()
    ones[:, 1], ones[:, 3] = 1, design[:, 2]
    zeros[:, [1, 3]] = 0
    found = average_effect(fit, expected(20.0), ones, zeros)
    raw = y[design[:, 1] == 1].mean() - y[design[:, 1] == 0].mean()
    assert found.estimate == pytest.approx(raw, abs=0.2)


def test_negative_amounts_are_refused():
    with pytest.raises(ValueError, match="not negative, found -1"):
        hurdle(np.ones((4, 1)), [0, 1, 2, -1], [1, 2, 3, 4])


def test_positive_amounts_that_do_not_identify_their_part_are_refused():
    design = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    with pytest.raises(ValueError, match="linear combinations"):
        hurdle(design, [1.0, 2, 0, 0, 0, 0], np.arange(6))
    with pytest.raises(ValueError, match="do not vary"):
        hurdle(np.ones((4, 1)), [5.0, 0, 5, 0], np.arange(4))
