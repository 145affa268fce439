"""The wild cluster bootstrap: equal to refitting every bootstrap sample, ties and all."""

import itertools

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.sparse import issparse

from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import least_squares, thinned
from analysis.estimators.wild import _by_clusters, _by_rank, wild_bootstrap, wild_weights
from tests.fixtures.r.tables import read

NAMES = ("intercept", "treated", "round", "treated:round")


def ten_groups():
    panel = read("panel.csv")
    kept = panel["group"] <= 10
    treated, period, y = (panel[name][kept] for name in ("treated", "round", "y"))
    design = np.column_stack([np.ones_like(y), treated, period, treated * period])
    return design, y, panel["group"][kept]


def refitted(design, y, groups, column, null):
    """Return p by refitting the model to all 1,024 sign-flipped samples with statsmodels."""
    others = np.delete(np.arange(design.shape[1]), column)
    offset = null * design[:, column]
    restricted = sm.OLS(y - offset, design[:, others]).fit()
    cluster = {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    whole = sm.OLS(y, design).fit(**cluster)
    observed = abs((whole.params[column] - null) / whole.bse[column])
    count = 0
    for signs in itertools.product([-1.0, 1.0], repeat=10):
        flips = np.array(signs)[groups.astype(int) - 1]
        sample = restricted.fittedvalues + offset + restricted.resid * flips
        again = sm.OLS(sample, design).fit(**cluster)
        t = abs((again.params[column] - null) / again.bse[column])
        count += t >= observed * (1 - 1e-9)
    return count / 1024


@pytest.mark.parametrize(("column", "null"), [(1, 0.0), (3, 0.0), (3, 0.05)])
def test_p_is_that_of_refitting_all_sign_vectors(column, null):
    design, y, groups = ten_groups()
    fit = least_squares(design, y, names=NAMES)
    found = wild_bootstrap(fit, groups, np.eye(4)[column], null=null)
    assert (found.n_draws, found.exact) == (1024, True)
    assert found.p == refitted(design, y, groups, column, null)


def test_every_null_inside_the_interval_is_kept_and_every_one_outside_rejected():
    design, y, groups = ten_groups()
    fit = least_squares(design, y, names=NAMES)
    found = wild_bootstrap(fit, groups, np.eye(4)[3], level=0.9)
    width = found.high - found.low
    for share, kept in [(-0.01, False), (0.01, True), (0.5, True), (0.99, True), (1.01, False)]:
        p = wild_bootstrap(fit, groups, np.eye(4)[3], null=found.low + share * width).p
        assert (p > 0.1) == kept


def test_p_is_never_below_the_share_of_the_unavoidable_ties():
    # With five clusters the identity and the full flip alone are 2 of 32.
    design = np.column_stack([np.ones(10), np.repeat([0, 0, 0, 1, 1], 2)])
    y = np.array([0.0, 1, 0, 1.2, 0, 0.9, 50, 51, 50, 51.1])
    found = wild_bootstrap(least_squares(design, y), np.repeat(np.arange(5), 2), [0.0, 1.0])
    assert found.p >= 2 / 32
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_the_estimate_itself_is_never_rejected():
    design, y, groups = ten_groups()
    fit = least_squares(design, y, names=NAMES)
    estimate = fit.coefficient("treated")
    assert wild_bootstrap(fit, groups, np.eye(4)[1], null=estimate).p == 1


def test_drawn_signs_approach_the_enumerated_ones():
    design, y, groups = ten_groups()
    fit = least_squares(design, y, names=NAMES)
    exact = wild_bootstrap(fit, groups, np.eye(4)[3])
    drawn = wild_weights(10, draws=1_000, seed=4)
    assert not drawn.exact
    found = wild_bootstrap(fit, groups, np.eye(4)[3], drawn=drawn)
    assert abs(found.p - exact.p) < 4 * np.sqrt(exact.p * (1 - exact.p) / 1_000)
    assert (found.t, found.n_draws) == (exact.t, 1_000)


def test_webb_weights_have_mean_zero_and_variance_one():
    webb = wild_weights(8, kind="webb", draws=50_000, seed=2).values
    points, counts = np.unique(webb, return_counts=True)
    assert points**2 == pytest.approx([1.5, 1, 0.5, 0.5, 1, 1.5])
    # 400,000 draws of six equally likely points: shares within four standard errors.
    assert counts / webb.size == pytest.approx(np.full(6, 1 / 6), abs=4 * 0.00059)


def test_webb_weights_are_an_option_for_few_clusters():
    design, y, groups = ten_groups()
    fit = least_squares(design, y, names=NAMES)
    webb = wild_weights(10, kind="webb", draws=4_999, seed=1)
    found = wild_bootstrap(fit, groups, np.eye(4)[3], drawn=webb)
    assert (found.kind, found.exact) == ("webb", False)
    assert found.p == pytest.approx(wild_bootstrap(fit, groups, np.eye(4)[3]).p, abs=0.05)


def test_the_t_ratio_is_the_cr1_one():
    design, y, groups = ten_groups()
    fit = least_squares(design, y, names=NAMES)
    assert wild_bootstrap(fit, groups, np.eye(4)[1]).t == pytest.approx(
        cluster_robust(fit, groups, np.eye(4)[1], method="CR1").t
    )


def test_weights_for_another_number_of_clusters_are_refused():
    design, y, groups = ten_groups()
    with pytest.raises(ValueError, match="weights for 9 of 10 clusters"):
        wild_bootstrap(least_squares(design, y), groups, np.eye(4)[1], drawn=wild_weights(9))


def test_hundreds_of_blocks_change_no_score():
    rng = np.random.default_rng(4)
    blocks = np.eye(170)[np.arange(400) % 170]
    loads, d = blocks * rng.normal(size=(400, 1)), rng.normal(size=170)
    loads[:, -2:] = rng.normal(size=(400, 2))
    sums, draws = loads * rng.normal(size=(400, 1)), wild_weights(400, draws=50).values
    # So many entries, nearly all of them zero, are left out of the products.
    assert issparse(thinned(loads))
    one, two = (way((sums, 2 * loads), loads, d)(draws) for way in (_by_rank, _by_clusters))
    assert one == pytest.approx(two, rel=1e-9)


def test_both_ways_to_add_up_scores_agree():
    rng = np.random.default_rng(3)
    sums, loads, d = rng.normal(size=(12, 4)), rng.normal(size=(12, 4)), rng.normal(size=4)
    draws = wild_weights(12, draws=50).values
    one, two = (way((sums, 2 * loads), loads, d)(draws) for way in (_by_rank, _by_clusters))
    assert one == pytest.approx(two, rel=1e-9)
