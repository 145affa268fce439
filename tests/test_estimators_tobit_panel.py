"""The random-effects tobit: against numerical integration, its derivatives and its truth."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from analysis.estimators import tobit_panel
from analysis.estimators.likelihood import average_effect
from analysis.estimators.mixed import mixed
from analysis.estimators.tobit_panel import panel_tobit
from tests.fixtures.r.tables import read

TRUTH = np.array([8.0, 4.0, -0.5, np.log(5.0), np.log(4.0)])


def decisions():
    table = read("decisions.csv")
    design = np.column_stack([np.ones(768), table["treated"], table["round"]])
    return design, table["contribution"], table["member"], table["group"]


def integrated(theta, design, y, unit):
    """Return the log-likelihood of one unit after another by adaptive numerical integration."""
    sigma, omega = np.exp(theta[-2:])
    total = 0.0
    for one in np.unique(unit):
        own_y, index = y[unit == one], design[unit == one] @ theta[:-2]

        def density(u, own_y=own_y, index=index):
            inside = norm.pdf(own_y, index + u, sigma)
            low, high = norm.cdf(-(index + u) / sigma), norm.sf((20 - index - u) / sigma)
            rows = np.where(own_y <= 0, low, np.where(own_y >= 20, high, inside))
            return 1e6 * rows.prod() * norm.pdf(u, 0, omega)

        total += np.log(quad(density, -30, 30, epsabs=0, epsrel=1e-10, limit=200)[0]) - np.log(1e6)
    return total


def test_the_likelihood_is_the_integral_over_the_intercepts():
    design, y, member, group = (part[:80] for part in decisions())
    theta = np.array([14.0, -0.5, -1.0, 1.8, 1.2])
    sample, _ = tobit_panel._sample(design, y, member, group, (0.0, 20.0))
    nodes = tobit_panel._adapted(theta, sample)
    found = tobit_panel._slopes(theta, sample, nodes).value
    assert found == pytest.approx(integrated(theta, design, y, member), rel=1e-7)


def test_scores_and_hessian_are_the_derivatives_at_fixed_nodes():
    design, y, member, group = decisions()
    sample, _ = tobit_panel._sample(design, y, member, group, (0.0, 20.0))
    theta = np.array([14.0, -0.5, -1.0, 1.8, 1.2])
    nodes = tobit_panel._adapted(theta, sample)
    found = tobit_panel._slopes(theta, sample, nodes)
    for i, step in enumerate(np.eye(5) * 1e-5):
        up, down = (tobit_panel._slopes(theta + s, sample, nodes) for s in (step, -step))
        numeric = (up.value - down.value) / 2e-5
        assert found.scores.sum(axis=0)[i] == pytest.approx(numeric, rel=1e-5, abs=1e-4)
        curve = (up.scores.sum(axis=0) - down.scores.sum(axis=0)) / 2e-5
        assert found.hessian[i] == pytest.approx(curve, rel=1e-4, abs=1e-3)


def test_without_limits_it_is_the_mixed_model_by_maximum_likelihood():
    # REML and maximum likelihood differ by the degrees of freedom of three coefficients only.
    design, y, member, group = decisions()
    fit = panel_tobit(design, y, member, group, limits=(-np.inf, np.inf))
    other = mixed(design, y, member)
    assert fit.coefficients[:3] == pytest.approx(other.coefficients, rel=1e-6)
    assert np.exp(fit.coefficient("log_sigma")) == pytest.approx(other.sigma, rel=0.01)
    assert np.exp(fit.coefficient("log_omega")) == pytest.approx(other.sd_group, rel=0.03)


def simulated(seed, members, rounds):
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(members), rounds)
    treated = (unit // 4) % 2
    design = np.column_stack([np.ones(len(unit)), treated, np.tile(np.arange(rounds), members)])
    level = 4.0 * rng.normal(size=members)[unit]
    latent = design @ TRUTH[:3] + level + 5.0 * rng.normal(size=len(unit))
    return design, latent.clip(0, 20), unit


def test_the_truth_is_recovered_with_errors_of_the_right_size():
    design, y, unit = simulated(3, 800, 10)
    fit = panel_tobit(design, y, unit, unit // 4)
    errors = np.sqrt(np.diag(fit.covariance))
    assert (np.abs(fit.coefficients - TRUTH) < 4 * errors).all()
    assert fit.extras["share_between"] == pytest.approx(16 / 41, abs=0.05)
    assert fit.n_clusters == 200


def test_the_average_effect_is_the_difference_of_clipped_means():
    design, y, unit = simulated(3, 800, 10)
    fit = panel_tobit(design, y, unit, unit // 4)
    ones, zeros = design.copy(), design.copy()
    ones[:, 1], zeros[:, 1] = 1, 0
    found = average_effect(fit, tobit_panel.expected(), ones, zeros)
    raw = y[design[:, 1] == 1].mean() - y[design[:, 1] == 0].mean()
    assert found.estimate == pytest.approx(raw, abs=0.2)


def test_the_gradient_of_the_mean_is_its_derivative():
    mean, design = tobit_panel.expected(), decisions()[0][::97]
    gradient = mean(TRUTH, design)[1]
    for i, step in enumerate(np.eye(5) * 1e-6):
        numeric = (mean(TRUTH + step, design)[0] - mean(TRUTH - step, design)[0]) / 2e-6
        assert gradient[:, i] == pytest.approx(numeric, abs=1e-7)


def test_members_of_two_groups_are_refused():
    design, y, member, group = decisions()
    group = group.copy()
    group[0] = 24
    with pytest.raises(ValueError, match="a unit lies in two clusters"):
        panel_tobit(design, y, member, group)


def test_units_that_do_not_differ_are_sent_to_the_pooled_tobit():
    rng = np.random.default_rng(2)
    y = np.tile([4.0, 6.0, 9.0, 11.0], 20) + 0.01 * rng.normal(size=80)
    unit = np.repeat(np.arange(20), 4)
    with pytest.raises(ValueError, match="use the pooled tobit"):
        panel_tobit(np.ones((80, 1)), y, unit, unit)
