"""Does the headline's interval reach as far as unequal arms and skewed outcomes ask?"""

import numpy as np
import pytest
from scipy import stats

from analysis.estimators.batch import batch_design, batch_fit
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import indicators, least_squares, thinned
from analysis.estimators.reach import arm_interval, arm_variances, limits, shape

UNEQUAL = np.array([3.0, 9.0, 4.0, 0.0, 1.0, 2.0, 60.0])
EVEN = np.array([5.0, 6.0, 7.0, 4.0, 8.0])


def two_arms(one, two):
    """The difference of two arms' means, without blocks."""
    arms = np.repeat([0, 1], [len(one), len(two)])
    y = np.concatenate([one, two])
    return least_squares(np.column_stack([np.ones(len(y)), arms]), y), arms


def pairs(one, two):
    """The same with an effect for every pair."""
    n = len(one)
    arms, own = np.repeat([0, 1], n), indicators(np.tile(np.arange(n), 2))[0]
    return least_squares(np.column_stack([arms, own]), np.concatenate([one, two])), arms


def blocked(rng, groups=24):
    """Three unequal, skewed arms in blocks of six, with a covariate."""
    arms = np.tile([0, 1, 2, 2, 1, 0], groups // 6)
    blocks = indicators(np.arange(groups) // 6)[0]
    covariate = rng.normal(size=groups)
    y = rng.exponential(size=groups) * np.array([1.0, 2.0, 5.0])[arms]
    design = np.column_stack([(arms[:, None] == [1, 2]) + 0.0, covariate, blocks])
    return least_squares(design, y), arms, [-2.0, 1.0, *np.zeros(design.shape[1] - 2)]


def test_without_blocks_the_degrees_of_freedom_are_welchs():
    fit, arms = two_arms(EVEN, UNEQUAL)
    found = arm_interval(fit, [0, 1], arms)
    welch = stats.ttest_ind(UNEQUAL, EVEN, equal_var=False)
    assert found.df == pytest.approx(welch.df)
    assert found.estimate / found.se == pytest.approx(welch.statistic)


def test_without_blocks_the_skewness_is_that_of_the_k_statistics():
    fit, arms = two_arms(EVEN, UNEQUAL)
    # The third cumulant of a mean of n values is theirs over n squared; EVEN's is zero.
    third = stats.kstat(UNEQUAL, 3) / len(UNEQUAL) ** 2
    found = arm_interval(fit, [0, 1], arms)
    assert stats.kstat(EVEN, 3) == pytest.approx(0)
    # Arms of 5 and 7 are not balanced, so the common divisor is that of both together.
    assert found.skewness == pytest.approx(third / found.se**3, rel=0.06)
    level, arms = two_arms(np.arange(7.0), UNEQUAL)
    found = arm_interval(level, [0, 1], arms)
    assert found.skewness == pytest.approx(third / found.se**3)


def test_pairs_have_johnsons_interval_of_their_differences():
    one, two = np.array([1.0, 8.0, 3.0, 5.0, 2.0, 6.0]), np.array([2.0, 9.0, 5.0, 4.0, 30.0, 8.0])
    fit, arms = pairs(one, two)
    found = arm_interval(fit, [1, *np.zeros(6)], arms)
    apart = two - one
    se = apart.std(ddof=1) / 6**0.5
    t = stats.t.ppf(0.975, 5)
    skewness = stats.kstat(apart, 3) / 36 / se**3
    assert (found.df, found.skewness) == pytest.approx((5, skewness))
    assert found.low == pytest.approx(apart.mean() - t * se)
    assert found.high == pytest.approx(
        apart.mean() + se * (t + skewness * (1 + 2 * t**2) / 6)
    )  # fmt: skip


def test_the_interval_holds_students_and_turns_with_the_outcomes():
    rng = np.random.default_rng(5)
    fit, arms, weights = blocked(rng)
    found = arm_interval(fit, weights, arms)
    turned = least_squares(fit.basis @ fit.root, -(fit.basis @ fit.root @ fit.coefficients)
                           - fit.residuals)  # fmt: skip
    other = arm_interval(turned, weights, arms)
    assert (other.low, other.high) == pytest.approx((-found.high, -found.low))
    reach = stats.t.ppf(0.975, found.df) * found.se
    assert found.low <= found.estimate - reach + 1e-12
    assert found.high >= found.estimate + reach - 1e-12


def test_hundreds_of_blocks_have_the_interval_of_the_dense_products():
    rng, arms = np.random.default_rng(8), np.tile([0, 1, 1, 0], 200)
    blocks = indicators(np.arange(800) // 4)[0]
    fit = least_squares(np.column_stack([blocks, arms]), rng.exponential(size=800) * (1 + arms))
    weights = np.eye(201)[-1]
    direction = np.linalg.solve(fit.root.T, weights)
    maker = np.eye(800) - fit.basis @ fit.basis.T
    dense = shape(fit.basis @ direction, maker, fit.residuals, arms)
    found = arm_interval(fit, weights, arms)
    # Only its own block and the arm are in a row of the basis.
    assert thinned(fit.basis).nnz <= 2 * 800
    assert found.df == pytest.approx(float(dense.df), rel=1e-9)
    assert found.skewness == pytest.approx(float(dense.skewness), rel=1e-9)


def test_equal_arms_without_a_lean_have_the_cr2_interval():
    # Mirror-image arms: the same variance in both, and third moments that are zero.
    values = np.array([-4.0, -1.0, 0.0, 1.0, 4.0])
    fit, arms = two_arms(values + 10, values)
    found, plain = arm_interval(fit, [0, 1], arms), cluster_robust(fit, np.arange(10), [0, 1])
    assert (found.low, found.high, found.df) == pytest.approx((plain.low, plain.high, plain.df))


def test_arms_variances_give_the_sums_of_squares_that_were_found():
    fit, arms, _ = blocked(np.random.default_rng(8), groups=60)
    maker = np.eye(fit.n_obs) - fit.basis @ fit.basis.T
    error = maker @ (np.random.default_rng(1).normal(size=60) * np.array([2.0, 3.0, 4.0])[arms])
    found = arm_variances(maker, error, arms)
    assert found.min() > 0
    # What residuals of errors with these variances would be on average, arm by arm.
    expected = np.diag(maker @ np.diag(found) @ maker)
    for arm in range(3):
        here = arms == arm
        assert expected[here].sum() == pytest.approx((error[here] ** 2).sum())


def test_moments_are_those_of_simulated_errors():
    """The divisor of the third moment is right on average for arms skewed in opposite ways."""
    fit, arms = pairs(np.zeros(8), np.arange(8.0))
    maker = np.eye(16) - fit.basis @ fit.basis.T
    load = fit.basis @ np.linalg.solve(fit.root.T, np.eye(9)[0])
    rng = np.random.default_rng(3)
    errors = (rng.exponential(size=(60_000, 16)) - 1) * np.where(arms == 1, 1.0, -1.0)
    left = errors @ maker
    cubed = ((load * left) ** 3).sum(axis=1).mean()
    divisor = (np.sign(load) * (maker**3 @ load**3)).sum() / (np.abs(load) ** 3).sum()
    # Exponential errors have third moment 2; sixteen weights of 1/8.
    assert cubed / divisor == pytest.approx(16 * 2 / 8**3, rel=0.1)


def test_no_skewness_is_larger_than_a_sample_can_show():
    wild = np.array([0.0, 0.0, 0.0, 1.0])
    fit, arms = two_arms(wild * 0 + np.arange(4) * 1e-6, wild)
    assert arm_interval(fit, [0, 1], arms).skewness <= 1


def test_without_residual_variance_nothing_is_said():
    maker = np.eye(4) - 0.25
    found = shape(np.array([-0.5, -0.5, 0.5, 0.5]), maker, np.zeros(4), np.array([0, 0, 1, 1]))
    low, high = limits(1.0, 0.0, found)
    assert np.isnan([found.df, found.skewness, low, high]).all()


def test_the_batch_has_the_interval_of_each_experiment_alone():
    rng = np.random.default_rng(2)
    fits = [blocked(rng) for _ in range(4)]
    arms, weights = fits[0][1:]
    blocks = indicators(np.arange(24) // 6)[0]
    designs = [fit.basis @ fit.root for fit, _, _ in fits]
    y = np.stack([d @ one[0].coefficients + one[0].residuals
                  for d, one in zip(designs, fits, strict=True)])  # fmt: skip
    covariate = np.stack([design[:, 2] for design in designs])
    batch = batch_fit(y, batch_design(arms, blocks, (1, -2, 1)), covariate=covariate)
    for i, (fit, _, _) in enumerate(fits):
        one = arm_interval(fit, weights, arms)
        for name in ("estimate", "se", "df", "low", "high"):
            assert getattr(batch, name)[i] == pytest.approx(getattr(one, name), rel=1e-8)


def test_a_skewed_and_wide_arm_is_covered_better_than_by_students_interval():
    # Twelve groups each, one arm exponential and five times as wide; 8,000 keyed experiments.
    rng = np.random.default_rng(4)
    arms = np.repeat([0, 1], 12)
    noise = np.where(arms == 1, 5 * (rng.exponential(size=(8_000, 24)) - 1),
                     rng.normal(size=(8_000, 24)))  # fmt: skip
    fit = batch_fit(noise, batch_design(arms, np.ones((24, 1)), (-1, 1)))
    reach = stats.t.ppf(0.975, 22) * fit.se
    student = (np.abs(fit.estimate) <= reach).mean()
    ours = ((fit.low <= 0) & (fit.high >= 0)).mean()
    # Two errors of a proportion are .006 here.
    assert 0.915 < ours < 0.95
    assert ours > student + 0.012
