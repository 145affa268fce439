"""Rounds until collapse: curves, restricted means, log-rank and hazards, as R has them."""

import numpy as np
import pytest

from analysis.estimators.assignments import draw_assignments, redeal
from analysis.estimators.hazard import bands, discrete_hazard, risk_rows
from analysis.estimators.logrank import LogRank
from analysis.estimators.randomisation import randomisation_test
from analysis.estimators.survival import (
    RestrictedMeanStatistic,
    kaplan_meier,
    restricted_mean,
    restricted_mean_difference,
)
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("survival.R")


def whole():
    table = read("spells.csv")
    return table["time"], table["collapsed"], table["treated"].astype(int)


def censored():
    """Cut every group's observation between rounds 9 and 13."""
    time, collapsed, treated = whole()
    cut = 9 + read("spells.csv")["group"] % 5
    return np.minimum(time, cut), np.where(time > cut, 0, collapsed), treated


def test_the_curve_is_that_of_r():
    time, collapsed, _ = whole()
    curve = kaplan_meier(time, collapsed)
    assert curve.times.tolist() == FOUND_BY_R["times"]
    assert curve.at_risk.tolist() == FOUND_BY_R["at_risk"]
    assert curve.survival == pytest.approx(FOUND_BY_R["survival"])
    assert curve.se == pytest.approx(FOUND_BY_R["se"])


def test_the_curve_and_its_mean_under_censoring_are_those_of_r():
    time, collapsed, _ = censored()
    curve = kaplan_meier(time, collapsed)
    assert curve.survival == pytest.approx(FOUND_BY_R["censored_survival"])
    assert curve.se == pytest.approx(FOUND_BY_R["censored_se"])
    mean = restricted_mean(time, collapsed, horizon=12)
    assert mean.estimate == pytest.approx(FOUND_BY_R["censored_mean"])
    assert mean.se == pytest.approx(FOUND_BY_R["censored_mean_error"])


def test_restricted_means_of_both_arms_are_those_of_r():
    time, collapsed, treated = whole()
    for arm in (0, 1):
        found = restricted_mean(time[treated == arm], collapsed[treated == arm], horizon=15)
        assert found.estimate == pytest.approx(FOUND_BY_R["means"][arm])
        assert found.se == pytest.approx(FOUND_BY_R["mean_errors"][arm])


def test_the_difference_of_restricted_means_adds_their_variances():
    time, collapsed, treated = whole()
    arms = [(time[treated == arm], collapsed[treated == arm]) for arm in (1, 0)]
    found = restricted_mean_difference(*arms, horizon=15)
    first, second = FOUND_BY_R["means"][::-1]
    assert found.estimate == pytest.approx(first - second)
    assert found.se == pytest.approx(np.hypot(*FOUND_BY_R["mean_errors"]))
    assert found.low < found.estimate < found.high


def test_under_every_assignment_the_statistic_is_that_of_the_two_arms():
    time, collapsed, treated = whole()
    statistic = RestrictedMeanStatistic(time, collapsed, horizon=15)
    labels = draw_assignments(treated, treated * 0, seed=1, draws=20)
    for row, value in zip(labels, statistic(labels), strict=True):
        arms = [(time[row == arm], collapsed[row == arm]) for arm in (1, 0)]
        assert value == pytest.approx(restricted_mean_difference(*arms, horizon=15).z)


@pytest.mark.parametrize(("data", "key"), [(whole, "logrank"), (censored, "logrank_censored")])
def test_the_log_rank_statistic_is_that_of_r(data, key):
    time, collapsed, treated = data()
    assert LogRank(time, collapsed)(treated[None])[0] ** 2 == pytest.approx(FOUND_BY_R[key])


def test_the_log_rank_p_comes_from_redealing():
    time, collapsed, treated = whole()
    dealt = redeal(treated, treated * 0, draws=1_999, seed=2)
    found = randomisation_test(LogRank(time, collapsed), treated, dealt)
    # The chi-square limit gives .0024 for 9.19; few groups make it a little larger.
    assert 0.0005 < found.p < 0.01
    assert found.statistic < 0


def test_the_discrete_hazard_is_that_of_r():
    time, collapsed, treated = whole()
    found = discrete_hazard(time, collapsed, treated, starts=(1, 6, 11), names=("treated",))
    assert found.names == ("treated", "from round 1", "from round 6", "from round 11")
    assert found.coefficients == pytest.approx(FOUND_BY_R["hazard"], rel=1e-7)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(FOUND_BY_R["hazard_se"], rel=1e-6)


def test_a_spell_becomes_one_row_per_round_with_the_event_in_the_last():
    rows = risk_rows([2, 3], [1, 0])
    assert rows.unit.tolist() == [0, 0, 1, 1, 1]
    assert rows.round.tolist() == [1, 2, 1, 2, 3]
    assert rows.event.tolist() == [0, 1, 0, 0, 0]


def test_bands_cover_every_round_once():
    assert bands([1, 4, 5, 9], starts=(1, 5)).tolist() == [[1, 0], [1, 0], [0, 1], [0, 1]]
    with pytest.raises(ValueError, match="begin with 1"):
        bands([1, 2], starts=(2, 5))


def test_a_band_without_collapse_is_refused():
    with pytest.raises(ValueError, match=r"without: \[3\]"):
        discrete_hazard([1, 2, 5, 5], [1, 1, 0, 0], [0, 1, 0, 1], starts=(1, 3), names=("t",))


def test_a_mean_beyond_the_last_observation_is_refused():
    with pytest.raises(ValueError, match="censored at 10, before the horizon 15"):
        restricted_mean([4, 10], [1, 0], horizon=15)
    with pytest.raises(ValueError, match="1 groups are censored before round 15"):
        RestrictedMeanStatistic([4, 10, 15], [1, 0, 0], horizon=15)
    # When the last group collapsed the curve is zero from there on.
    assert restricted_mean([4, 10], [1, 1], horizon=15).estimate == 7


def test_groups_that_never_collapse_have_no_difference_to_test():
    never = ([20, 20], [0, 0])
    with pytest.raises(ValueError, match="standard error is zero"):
        restricted_mean_difference(never, never, horizon=15)
    with pytest.raises(ValueError, match="no group collapsed"):
        LogRank(*never)


def test_times_and_events_must_fit():
    for times, events in [([0, 3], [1, 1]), ([1, 3], [1]), ([], []), ([1, 2], [1, 2])]:
        with pytest.raises(ValueError, match="times|events"):
            kaplan_meier(times, events)
