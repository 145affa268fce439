"""Batched experiments give, experiment by experiment, what the single analyses give."""

import numpy as np
import pytest

from analysis.estimators.assignments import redeal
from analysis.estimators.batch import batch_design, batch_fit, batch_randomisation
from analysis.estimators.batch_wild import batch_wild
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import indicators, least_squares
from analysis.estimators.randomisation import randomisation_test
from analysis.estimators.studentised import Studentised
from analysis.estimators.wild import wild_bootstrap, wild_weights

BLOCKS = np.repeat(np.arange(4), 6)
ARMS = np.tile([0, 1, 2, 2, 1, 0], 4)
INDICATORS = indicators(BLOCKS)[0]
PAIR = ARMS < 2


def experiments(number, groups, seed=7):
    rng = np.random.default_rng(seed)
    covariate = rng.normal(size=(number, groups))
    return 0.5 * covariate + rng.normal(size=(number, groups)), covariate


def single(y, covariate):
    arms = (ARMS[:, None] == [1, 2]).astype(float)
    return least_squares(np.column_stack([arms, covariate, INDICATORS]), y)


def test_every_experiment_has_the_cr2_estimate_and_error_of_a_single_fit():
    y, covariate = experiments(5, 24)
    batch = batch_fit(y, batch_design(ARMS, INDICATORS, (1, -2, 1)), covariate=covariate, level=0.9)
    for i in range(5):
        weights = [-2, 1, 0, 0, 0, 0, 0]
        one = cluster_robust(single(y[i], covariate[i]), np.arange(24), weights, level=0.9)
        for name in ("estimate", "se", "t"):
            assert getattr(batch, name)[i] == pytest.approx(getattr(one, name), rel=1e-8)


@pytest.mark.parametrize(("kept", "weights"), [(PAIR, (-1, 1)), (PAIR | ~PAIR, (1, -2, 1))])
def test_every_experiment_has_the_randomisation_p_of_a_single_test(kept, weights):
    y, covariate = experiments(4, int(kept.sum()))
    arms, blocks = ARMS[kept], BLOCKS[kept]
    redealt = redeal(arms, blocks, limit=1_296, draws=299, seed=2)
    design = batch_design(arms, INDICATORS[kept], weights)
    p = batch_randomisation(y, design, redealt, covariate=covariate)
    for i in range(4):
        nuisance = np.column_stack([INDICATORS[kept], covariate[i]])
        one = randomisation_test(Studentised(y[i], nuisance, weights), arms, redealt)
        assert p[i] == pytest.approx(one.p)


@pytest.mark.parametrize("kept", [BLOCKS < 2, BLOCKS >= 0])
def test_every_experiment_has_the_wild_bootstrap_p_of_a_single_test(kept):
    # Twelve groups: all 4,096 sign vectors; twenty-four: draws.
    y, covariate = experiments(3, int(kept.sum()))
    drawn = wild_weights(int(kept.sum()), draws=5_000, seed=1)
    blocks = indicators(BLOCKS[kept])[0]
    p = batch_wild(y, batch_design(ARMS[kept], blocks, (1, -2, 1)), drawn, covariate=covariate)
    for i in range(3):
        arms = (ARMS[kept][:, None] == [1, 2]).astype(float)
        fit = least_squares(np.column_stack([arms, covariate[i], blocks]), y[i])
        weights = [-2.0, 1.0] + [0.0] * (fit.n_parameters - 2)
        one = wild_bootstrap(fit, np.arange(len(y[i])), weights, drawn=drawn)
        assert p[i] == one.p


def test_many_experiments_in_chunks_are_the_same_as_one_by_one():
    y, covariate = experiments(2_000, 24)
    design = batch_design(ARMS, INDICATORS, (-1, 0, 1))
    batch = batch_fit(y, design, covariate=covariate)
    one = batch_fit(y[1_999:], design, covariate=covariate[1_999:])
    assert batch.df[1_999] == pytest.approx(one.df[0])
    assert batch.t[1_999] == pytest.approx(one.t[0])


def test_the_covariate_may_be_left_out_or_constant():
    y, _ = experiments(3, 24)
    design = batch_design(ARMS, INDICATORS, (-1, 1, 0))
    without = batch_fit(y, design)
    constant = batch_fit(y, design, covariate=np.full_like(y, 0.4))
    assert constant.se == pytest.approx(without.se)
    assert constant.df == pytest.approx(without.df)


def test_an_experiment_without_variation_is_undefined_and_stops_no_other():
    y, _ = experiments(2, 16)
    y[0] = 20.0
    design = batch_design(ARMS[PAIR], INDICATORS[PAIR], (-1, 1))
    fit = batch_fit(y, design)
    assert np.isnan(fit.p[0])
    assert np.isfinite(fit.p[1])
    assert batch_randomisation(y, design, redeal(ARMS[PAIR], BLOCKS[PAIR]))[0] == 1
    assert batch_wild(y, design, wild_weights(16, draws=99))[0] == 1


def test_one_group_per_arm_has_no_p_value():
    fit = batch_fit([[1.0, 2.0]], batch_design([0, 1], np.ones((2, 1)), (-1, 1)))
    assert np.isnan(fit.p[0])
    assert fit.estimate[0] == pytest.approx(1)


def test_nominal_intervals_cover_when_groups_differ_in_spread():
    # Arms with standard deviations 1 and 2, 6 groups each: CR2's t interval covers near 95 %.
    rng = np.random.default_rng(11)
    y = rng.normal(size=(20_000, 12)) * np.where(np.arange(12) < 6, 1.0, 2.0)
    fit = batch_fit(y, batch_design(np.arange(12) // 6, np.ones((12, 1)), (-1, 1)))
    covered = ((fit.low < 0) & (fit.high > 0)).mean()
    assert 0.935 < covered < 0.965


def test_outcomes_of_another_schedule_are_refused():
    design = batch_design(ARMS, INDICATORS, (-1, 1, 0))
    with pytest.raises(ValueError, match="by 24 groups"):
        batch_fit(np.ones((3, 23)), design)
    with pytest.raises(ValueError, match="covariates"):
        batch_fit(np.ones((3, 24)), design, covariate=np.ones((2, 24)))
    with pytest.raises(ValueError, match="23"):
        batch_design(ARMS[1:], INDICATORS, (-1, 1, 0))
