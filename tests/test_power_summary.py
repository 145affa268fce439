"""Do power, size, bias, coverage and the two errors of exaggeration count what they say?"""

from dataclasses import fields, replace

import numpy as np
import pytest
from scipy import stats

from analysis.estimators.batch import batch_design, batch_fit
from analysis.power.analytic import detectable, detectable_normal, power
from analysis.power.arrange import Arrangement, percent
from analysis.power.primary import FIELDS, Answers, compared, primary_answers
from analysis.power.summary import family_wise_error, mean, performance, share, tidy
from analysis.power.truth import solve_channel, truths
from design.channels import Channel
from design.experiments import flagship
from design.game import Game
from design.population import fischbacher_gaechter, uniform_population
from design.simulate import simulate
from design.strategies import Strategy

EXPERIMENT = flagship()
PRIMARY = EXPERIMENT.plan.primary
PEOPLE = fischbacher_gaechter(Game())


def made(**columns):
    """Answers of one estimand in four experiments, worked by hand."""
    given = {name: np.zeros((4, 1)) for name in FIELDS}
    given |= {name: np.array(column, dtype=float)[:, None] for name, column in columns.items()}
    return Answers(("mean.seeing",), **given)


HAND = made(
    estimate=[6, -8, 2, np.nan],
    low=[2, -12, -4, np.nan],
    high=[10, -4, 8, np.nan],
    p=[0.01, 0.001, 0.5, np.nan],
    p_holm=[0.04, 0.008, 1, np.nan],
)


def test_the_numbers_are_those_counted_by_hand():
    (found,) = performance(HAND, np.array([4.0]))
    assert found.power.value == 0.5  # two of four; the failed one is not rejected
    assert found.bias.value == pytest.approx(-4)  # (6 - 8 + 2) / 3 - 4
    assert found.coverage.value == pytest.approx(2 / 3)  # 4 is in [2, 10] and [-4, 8]
    assert found.wrong_sign.value == 0.5  # -8 of the two that were rejected
    assert found.exaggeration.value == pytest.approx(7 / 4)  # mean of 6 and 8 over 4
    assert (found.failed, found.experiments) == (1, 4)
    assert found.power.error == pytest.approx((0.5 * 0.5 / 4) ** 0.5)


def test_a_true_null_has_a_size_but_no_sign_to_miss():
    (found,) = performance(HAND, np.array([0.0]))
    assert np.isnan(found.wrong_sign.value)
    assert np.isnan(found.exaggeration.value)
    assert family_wise_error(HAND, np.array([True])).value == 0.5


def test_a_share_of_none_or_all_still_has_an_error():
    assert share(np.zeros(100, dtype=bool)).value == 0
    assert share(np.zeros(100, dtype=bool)).error > 0
    assert np.isnan(mean(np.array([1.0])).value)


def test_the_table_has_a_column_for_every_number_and_its_error():
    table = tidy(performance(HAND, np.array([4.0])))
    assert {"power", "power_mc", "bias_mc", "failed"} <= set(table.columns)
    assert len(fields(Answers)) == 1 + len(FIELDS)


@pytest.mark.parametrize(
    ("groups", "points"), [(10, 29.2), (20, 20.0), (40, 14.0)]
)  # fmt: skip
def test_the_detectable_difference_at_sd_22_is_the_noncentral_ts(groups, points):
    assert detectable(groups, sd=22.0) == pytest.approx(points, abs=0.06)
    # The definition itself: at that difference the t test has 80 % power.
    df = 2 * groups - 2
    shift = detectable(groups, sd=22.0) / (22.0 * (2 / groups) ** 0.5)
    reached = stats.nct.sf(stats.t.ppf(0.975, df), df, shift)
    assert reached == pytest.approx(0.8, abs=1e-4)


@pytest.mark.parametrize(
    ("groups", "points"), [(10, 27.56), (20, 19.49), (40, 13.78)]
)  # fmt: skip
def test_the_normal_limit_is_the_textbooks(groups, points):
    assert detectable_normal(groups, sd=22.0) == pytest.approx(points, abs=0.06)


def test_the_noncentral_t_comes_down_to_the_normal_limit_with_many_groups():
    assert detectable(5_000, sd=22.0) == pytest.approx(detectable_normal(5_000, sd=22.0), rel=1e-3)
    assert power(0.0, 12, sd=20.0) == pytest.approx(0.05)


@pytest.mark.parametrize("groups", [10, 20])
def test_the_batched_unadjusted_difference_has_the_analytic_power(groups):
    # Normal groups, no covariate, no blocks: HC2 is Welch, which for equal sizes is Student's t.
    rng = np.random.default_rng(groups)
    y = rng.normal(size=(20_000, 2 * groups)) * 22.0
    arms = np.repeat([0, 1], groups)
    y += arms * detectable(groups, sd=22.0)
    fit = batch_fit(y, batch_design(arms, np.ones((2 * groups, 1)), (-1, 1)))
    # Monte-Carlo error .0028; HC2's Satterthwaite df equal 2n - 2 here.
    assert (fit.p <= 0.05).mean() == pytest.approx(0.8, abs=0.012)


def test_the_effect_is_what_the_same_groups_do_under_one_condition_less_another():
    ten = uniform_population(Strategy(level=10_000))
    shifted = (Channel("seeing", "level", 2_000), Channel("being_seen", "level", 1_000),
               Channel("earnings", "level", -1_000))  # fmt: skip
    found = truths(EXPERIMENT, replace(ten, channels=shifted), PRIMARY, seed=1, groups=30)
    # 2 of 20 points are 10 %, 1 is 5 %; both at once add up, so there is no interaction.
    assert found.value == pytest.approx([10, 5, 0, -5, 0, 0, 0, 0], abs=1e-9)
    assert found.error == pytest.approx(0, abs=1e-6)


def test_a_channel_is_solved_for_an_effect_in_points():
    solved = solve_channel(
        EXPERIMENT, PEOPLE, Channel("seeing", "level", 0), PRIMARY[0], points=8, seed=1,
        groups=2_000,
    )  # fmt: skip
    assert solved.effect == pytest.approx(8, abs=0.1)
    assert solved.channel.shift > 0


def test_an_effect_beyond_reach_is_refused():
    with pytest.raises(ValueError, match="does not reach 200 points on mean.seeing"):
        solve_channel(
            EXPERIMENT, PEOPLE, Channel("seeing", "level", 0), PRIMARY[0], points=200, seed=1,
            groups=100,
        )  # fmt: skip


def test_simulated_experiments_are_unbiased_for_the_truth():
    arrangement = Arrangement(EXPERIMENT, 2)
    simulation = simulate(EXPERIMENT, 8, 150 * arrangement.groups, PEOPLE)
    values = arrangement.arrange(percent(simulation), simulation.deal)
    found = primary_answers(values, arrangement)
    truth = truths(EXPERIMENT, PEOPLE, PRIMARY, seed=9, groups=4_000)
    for one in performance(found, truth.value):
        assert abs(one.bias.value) < 4.5 * one.bias.error


def test_groups_of_a_contrast_are_only_those_compared():
    rows = compared(Arrangement(EXPERIMENT, 3), PRIMARY[0].contrast).rows
    assert len(rows) == 12
