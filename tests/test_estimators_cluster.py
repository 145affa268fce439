"""Cluster-robust inference: equal to clubSandwich, sandwich, statsmodels; honest at the edges."""

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.estimators.cluster import (
    _by_columns,
    _by_rows,
    cluster_robust,
    sort_by_cluster,
)
from analysis.estimators.ols import contrast, indicators, least_squares
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("cluster.R")


def slopes():
    panel = read("panel.csv")
    treated, period, y = panel["treated"], panel["round"], panel["y"]
    design = np.column_stack([np.ones_like(y), treated, period, treated * period])
    names = ("intercept", "treated", "round", "treated:round")
    return least_squares(design, y, names=names), panel["group"]


def blocked():
    panel = read("panel.csv")
    treated, pre, y = panel["treated"], panel["pre"], panel["y"]
    blocks, block_names = indicators(panel["block"])
    fit = least_squares(
        np.column_stack([treated, pre, blocks]), y, names=("treated", "pre", *block_names)
    )
    return fit, panel["group"]


def within():
    panel = read("panel.csv")
    treated, period, y = panel["treated"], panel["round"], panel["y"]
    own, names = indicators(panel["group"])
    design = np.column_stack([own, period, treated * period])
    return least_squares(design, y, names=(*names, "round", "treated:round")), panel["group"]


def single():
    groups = read("groups.csv")
    pre, y = groups["pre"], groups["share"]
    arms, arm_names = indicators(groups["arm"], base="dark")
    blocks, _ = indicators(groups["block"])
    names = (*arm_names, "pre", *(f"block {i}" for i in range(6)))
    return least_squares(np.column_stack([arms, pre, blocks]), y, names=names), groups["group"]


@pytest.mark.parametrize(
    ("key", "model", "weights"),
    [
        ("slopes_cr2", slopes, {"treated:round": 1}),
        # The only group of block 8 is explained by its block: its leverage is absorbed.
        ("blocked_cr2", blocked, {"treated": 1}),
        # Every group has its own intercept: I - H is singular in every cluster.
        ("within_cr2", within, {"treated:round": 1}),
        ("single_cr2", single, {"twoway": 1}),
        ("interaction", single, {"twoway": 1, "oneway": -2}),
    ],
)
def test_cr2_and_its_degrees_of_freedom_are_those_of_clubsandwich(key, model, weights):
    fit, clusters = model()
    found = cluster_robust(fit, clusters, contrast(fit.names, weights))
    expected = FOUND_BY_R[key]
    assert found.estimate == pytest.approx(expected["estimate"], rel=1e-9)
    assert found.se == pytest.approx(expected["se"], rel=1e-9)
    assert found.df == pytest.approx(expected["df"], rel=1e-8)
    if "p" in expected:
        assert found.p == pytest.approx(expected["p"], rel=1e-8)


def test_with_one_row_per_cluster_cr2_is_hc2():
    fit, clusters = single()
    found = cluster_robust(fit, clusters, contrast(fit.names, {"twoway": 1}))
    assert found.se == pytest.approx(FOUND_BY_R["single_hc2"], rel=1e-9)


def test_cr1_is_the_clustered_error_of_sandwich_and_statsmodels():
    for key, model, name in [("slopes", slopes, "treated:round"), ("blocked", blocked, "treated")]:
        fit, clusters = model()
        found = cluster_robust(fit, clusters, contrast(fit.names, {name: 1}), method="CR1")
        assert found.se == pytest.approx(FOUND_BY_R[f"{key}_hc1"], rel=1e-9)
        design = fit.basis @ fit.root
        y = design @ fit.coefficients + fit.residuals
        theirs = sm.OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": clusters})
        assert found.se == pytest.approx(theirs.bse[fit.names.index(name)], rel=1e-9)
        assert found.df == len(set(clusters)) - 1


def test_cr0_has_no_factor_and_cr1_counts_only_what_it_is_told_to():
    fit, clusters = slopes()
    weights = contrast(fit.names, {"treated:round": 1})
    plain = cluster_robust(fit, clusters, weights, method="CR0")
    assert plain.se == pytest.approx(FOUND_BY_R["slopes_cr0"], rel=1e-9)
    nested = cluster_robust(fit, clusters, weights, method="CR1", counted=2)
    n, g = fit.n_obs, nested.n_clusters
    assert nested.se / plain.se == pytest.approx(np.sqrt(g / (g - 1) * (n - 1) / (n - 2)))


def test_cr2_is_unbiased_when_rows_are_independent():
    # With identity covariance CR2's expectation is the true variance w'w: the sum over clusters
    # of w_g'A_g M_gg A_g'w_g. Simulated residuals would only blur what unit vectors show exactly.
    fit, clusters = slopes()
    design = fit.basis @ fit.root
    weights = contrast(fit.names, {"treated:round": 1})
    rng = np.random.default_rng(1)
    rotation = np.linalg.qr(rng.normal(size=(fit.n_obs, fit.n_obs)))[0]
    variances = [
        cluster_robust(least_squares(design, y, names=fit.names), clusters, weights).se ** 2
        for y in rotation
    ]
    true = float(weights @ np.linalg.solve(design.T @ design, weights))
    assert sum(variances) == pytest.approx(true, rel=1e-9)


def test_the_order_of_the_rows_and_the_names_of_the_clusters_do_not_matter():
    fit, clusters = blocked()
    design, y = fit.basis @ fit.root, fit.basis @ fit.root @ fit.coefficients + fit.residuals
    weights = contrast(fit.names, {"treated": 1})
    shuffle = np.random.default_rng(2).permutation(len(y))
    renamed = np.array([f"g{label}" for label in clusters])
    other = least_squares(design[shuffle], y[shuffle], names=fit.names)
    first = cluster_robust(fit, clusters, weights)
    second = cluster_robust(other, renamed[shuffle], weights)
    assert (second.se, second.df) == pytest.approx((first.se, first.df), rel=1e-9)


def test_a_single_treated_group_has_no_estimable_variance():
    design = np.column_stack([np.ones(6), [0, 0, 0, 0, 1, 1]])
    fit = least_squares(design, [1.0, 2, 3, 4, 5, 7], names=("intercept", "treated"))
    groups = ["a", "a", "b", "c", "d", "d"]
    for method in ("CR0", "CR1", "CR2"):
        with pytest.raises(ValueError, match=r"clusters \['d'\] alone determine"):
            cluster_robust(fit, groups, contrast(fit.names, {"treated": 1}), method=method)


def test_a_single_cluster_is_refused():
    fit = least_squares(np.ones((3, 1)), [1.0, 2, 4])
    with pytest.raises(ValueError, match="found 1 cluster"):
        cluster_robust(fit, [7, 7, 7], [1.0])


def test_an_outcome_without_variation_is_refused():
    design = np.column_stack([np.ones(4), [0, 0, 1, 1]])
    fit = least_squares(design, [20.0, 20, 20, 20])
    with pytest.raises(ValueError, match="residuals are zero"):
        cluster_robust(fit, [1, 2, 3, 4], [0.0, 1.0])


def by_blocks(alone):
    """One row per group, two arms in three blocks; a fourth block holds one group, if asked."""
    rng = np.random.default_rng(6)
    block = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, *([3] if alone else [])])
    arm = np.array([0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, *([1] if alone else [])])
    design = np.column_stack([arm, rng.normal(size=len(arm)), indicators(block)[0]])
    return least_squares(design, rng.normal(size=len(arm)))


@pytest.mark.parametrize("clusters", [np.arange(13), np.arange(13) // 2, np.arange(13) // 4])
@pytest.mark.parametrize("alone", [False, True])
def test_the_space_of_rows_and_that_of_columns_give_the_same(alone, clusters):
    # The group alone in its block has full leverage, and nothing to say about the arms.
    fit = by_blocks(alone)
    parts = sort_by_cluster(clusters[: fit.n_obs], fit.n_obs)
    direction = np.linalg.solve(fit.root.T, np.eye(fit.n_parameters)[0])
    rows, columns = (way(fit.basis, direction, parts) for way in (_by_rows, _by_columns))
    assert rows[1] == pytest.approx(columns[1], rel=1e-9)
    assert rows[0] == pytest.approx(columns[0], abs=1e-9)


def test_the_space_of_rows_too_refuses_a_group_that_alone_makes_an_arm():
    arm = np.array([1.0, 0, 0, 0, 0])
    fit = least_squares(np.column_stack([np.ones(5), arm]), [3.0, 1, 2, 2, 4])
    with pytest.raises(ValueError, match="alone determine part of the contrast"):
        cluster_robust(fit, np.arange(5), [0, 1])
