"""Do thousands of experiments at once say what the registered analysis says of each alone?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.estimators.batch import batch_randomisation
from analysis.estimators.multiplicity import holm
from analysis.methods import estimate
from analysis.outcomes import shares
from analysis.panel import Panel
from analysis.plan import run_plan
from analysis.power.arrange import Arrangement, blocks_for, percent, simulated_shares
from analysis.power.primary import compared, holm_rows, primary_answers
from analysis.power.redealt import compiled_count, numpy_count, randomisation_p
from analysis.samples import sample
from analysis.stored import stored_design
from design.experiments import flagship
from design.game import Game
from design.population import fischbacher_gaechter
from design.simulate import simulate
from design.simulated import tables

EXPERIMENT = flagship()
PEOPLE = fischbacher_gaechter(Game())
FOUR = Arrangement(EXPERIMENT, 4)
FIELDS = ("estimate", "se", "df", "low", "high")


def simulated(arrangement, experiments, first=0):
    start = first * arrangement.groups
    return simulate(EXPERIMENT, 5, experiments * arrangement.groups, PEOPLE, first_slot=start)


def answers(arrangement, simulation):
    return primary_answers(arrangement.arrange(percent(simulation), simulation.deal), arrangement)


@pytest.mark.parametrize("first", [0, 3])
def test_every_estimate_and_exact_p_is_the_registered_analysis_of_that_experiment(first):
    simulation = simulated(FOUR, 1, first)
    batch = answers(FOUR, simulation)
    found = simulated_shares(simulation)
    alone = [estimate(sample(found, e), EXPERIMENT.plan.estimator, "primary")
             for e in EXPERIMENT.plan.primary]  # fmt: skip
    for k, one in enumerate(alone):
        for name in FIELDS:
            assert getattr(batch, name)[0, k] == pytest.approx(getattr(one, name), rel=1e-9)
        if one.exact:
            assert batch.p[0, k] == one.p
    assert [one.exact for one in alone] == [True, True, False, True] * 2


def test_a_drawn_p_is_the_registered_one_whatever_the_order_of_rows():
    simulation = simulated(FOUR, 1)
    batch, found = answers(FOUR, simulation), simulated_shares(simulation)
    for k in (2, 6):
        chosen = sample(found, EXPERIMENT.plan.primary[k])
        one = estimate(chosen, EXPERIMENT.plan.estimator, "primary")
        assert not one.exact
        assert batch.p[0, k] == one.p
        order = np.random.default_rng(k).permutation(len(chosen.y))
        columns = ("y", "codes", "slots", "cells", "strata", "covariates")
        turned = replace(chosen, **{name: getattr(chosen, name)[order] for name in columns})
        assert estimate(turned, EXPERIMENT.plan.estimator, "primary").p == one.p


def test_adjusted_p_values_are_those_of_the_plan_on_a_loaded_panel():
    # Two groups per condition: every contrast is enumerated, so the whole Plan is equal exactly.
    two = Arrangement(EXPERIMENT, 1)
    simulation = simulated(two, 1)
    frames = {name: pd.DataFrame(columns) for name, columns in tables(simulation).items()}
    panel = Panel(**frames, design=stored_design(frames["sessions"]["experiment"][0]))
    primary = replace(EXPERIMENT.plan, sensitivity=(), secondary=(), robustness=())
    alone = [row for row in run_plan(shares(panel), plan=primary) if row.role == "primary"]
    batch = answers(two, simulation)
    for name in ("estimate", "p", "p_holm"):
        expected = [getattr(row, name) for row in alone]
        assert getattr(batch, name)[0] == pytest.approx(expected, nan_ok=True)


def test_many_experiments_are_answered_as_each_alone():
    together = answers(FOUR, simulated(FOUR, 5))
    for index in range(5):
        alone = answers(FOUR, simulated(FOUR, 1, index))
        assert np.array_equal(together.p[index], alone.p[0])
        assert together.estimate[index] == pytest.approx(alone.estimate[0], rel=1e-9)


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("blocks", [2, 3])
@pytest.mark.parametrize("count", [numpy_count, compiled_count])
def test_the_fast_randomisation_p_is_the_slow_one(which, blocks, count):
    if count is compiled_count:
        pytest.importorskip("numba")
    arrangement = Arrangement(EXPERIMENT, blocks)
    contrast = compared(arrangement, EXPERIMENT.plan.primary[which].contrast)
    rng = np.random.default_rng(which)
    y = rng.normal(size=(6, 3, len(contrast.rows))).round(1)
    x = rng.normal(size=(6, len(contrast.rows)))
    fast = randomisation_p(y, x, contrast.lot, count=count)
    for k in range(3):
        slow = batch_randomisation(
            y[:, k], contrast.lot.design, contrast.lot.assignments, covariate=x
        )
        assert np.array_equal(fast[:, k], slow)


def test_outcomes_that_hardly_vary_go_the_slow_way_and_nothing_at_all_has_p_one():
    contrast = compared(FOUR, EXPERIMENT.plan.primary[0].contrast)
    groups, lot = len(contrast.rows), contrast.lot
    still = np.full((1, 1, groups), 40.0)
    tied = lot.design.arms[None, None, :] * 5.0
    x = np.random.default_rng(1).normal(size=(1, groups))
    assert randomisation_p(still, x, lot)[0, 0] == 1
    assert randomisation_p(still, x, lot, count=numpy_count)[0, 0] == 1
    # Every assignment but the observed one and its mirror image leaves an error: 2 of 256.
    assert randomisation_p(tied, x, lot)[0, 0] == 2 / 256
    constant = np.full((1, groups), 3.0)
    assert randomisation_p(tied, constant, lot)[0, 0] == 2 / 256


def test_experiments_without_any_variation_are_counted_as_failed_and_never_reject():
    still = np.zeros((2, FOUR.groups, 25, 4))
    still[1] = np.random.default_rng(2).uniform(size=still[1].shape)
    found = primary_answers(still, FOUR)
    assert np.isnan(found.estimate[0]).all()
    assert np.isnan(found.p_holm[0]).all()
    assert np.isfinite(found.p_holm[1]).all()


def test_holm_by_rows_is_holm_of_each_row():
    p = np.random.default_rng(3).uniform(size=(50, 8)) ** 3
    p[0] = [0.01, 0.01, 0.5, 1, 1, 0.2, 0.2, 0.04]
    assert np.array_equal(holm_rows(p), np.array([holm(row) for row in p]))


def test_groups_are_arranged_by_block_beliefs_and_condition():
    simulation = simulated(FOUR, 2, 1)
    place = FOUR.rows(simulation.deal)
    assert sorted(place) == list(range(80))
    found, frame = simulated_shares(simulation).groups, FOUR.frame()
    for name in ("condition", "beliefs"):
        dealt = found[name].to_numpy()
        assert (frame[name].to_numpy()[place % 40] == dealt).all()


def test_groups_that_fill_no_block_are_refused():
    with pytest.raises(ValueError, match="found 7"):
        blocks_for(7)
    assert blocks_for(12) == 6
