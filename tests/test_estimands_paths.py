"""Are levels, times, spread, welfare and gaps the numbers that they say, at the edges too?"""

import numpy as np
import pytest
from estimated import ONLY, group, note, path, value

from analysis.estimands import paths, spread, times, welfare
from analysis.estimands.catalogue import CATALOGUE, definition
from analysis.estimands.measure import measure
from design.plan import Window


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mean", 45.0),  # (60 + 50 + 40 + 30) / 4
        ("decay", -30.0),  # a line that falls 10 a round over 3 steps
        ("decline_given_level", -50.0),  # -30 of 60
        ("final", 30.0),
        ("last_three", 40.0),
        ("end_game", -10.0),
        ("sustainability", 0.75),  # 180 of 4 x 60
    ],
)
def test_a_falling_path_by_hand(name, expected):
    assert value(name, path(60, 50, 40, 30)) == pytest.approx(expected)


def test_the_log_odds_add_half_a_point_to_both_sides():
    # Two members with 20 points: 0 of 40 points, then all 40.
    expected = np.log(40.5 / 0.5) - np.log(0.5 / 40.5)
    assert value("log_odds_decay", path(0, 100)) == pytest.approx(expected)


@pytest.mark.parametrize("name", ["decline_given_level", "half_life", "sustainability"])
def test_nothing_can_be_lost_from_zero(name):
    silent = path(0, 50, 0)
    assert np.isnan(value(name, silent))
    assert note(name, silent) == paths.ZERO


@pytest.mark.parametrize("name", [n for n, d in CATALOGUE.items() if d.level == "group"
                                  and not d.needs and d.id != "E4"])  # fmt: skip
def test_a_group_with_an_unsettled_round_has_no_value_but_says_why(name):
    stopped = group([[40, 60, 20, 0], [30, 50, 20, 10], [np.nan] * 4, [np.nan] * 4])
    assert np.isnan(value(name, stopped))
    assert note(name, stopped)


def test_the_half_life_is_the_first_round_at_half_of_the_first():
    found = measure(definition("half_life"), [path(60, 50, 30, 40)], ONLY).iloc[0]
    assert (found["value"], found["event"]) == (3, True)
    # 31 is above half of 60: never, so censored at the last round.
    found = measure(definition("half_life"), [path(60, 50, 31, 40)], ONLY).iloc[0]
    assert (found["value"], found["event"]) == (4, False)


def test_a_collapse_needs_two_low_rounds_in_a_row():
    assert times.fallen(np.array([50.0, 20, 30, 20, 10]), 20, successive=2).value == 4
    # The last round alone cannot be confirmed: censored.
    assert times.fallen(np.array([50.0, 40, 10]), 20, successive=2).event is False
    assert times.fallen(np.array([10.0, 5, 50]), 20, successive=2).value == 1


def test_a_group_that_stopped_is_censored_there_unless_it_fell_before():
    nan = np.nan
    early = measure(definition("collapse_20"), [path(50, 10, 10, nan, nan)], ONLY).iloc[0]
    assert (early["value"], early["event"]) == (2, True)
    late = measure(definition("collapse_20"), [path(50, 40, nan, nan)], ONLY).iloc[0]
    assert (late["value"], late["event"]) == (2, False)
    assert "no longer settled" in late["note"]


def test_restart_and_withdrawal_look_beyond_the_treated_part():
    parts = np.array([1, 1, 2, 2, 3, 3])
    one = path(50, 50, 40, 20, 45, 35, parts=parts)
    assert value("restart", one, Window(1)) == 25
    assert value("withdrawal", one, Window(1)) == 10


def test_the_spread_within_a_round_by_hand():
    # Sample standard deviations of (0, 100) and (50, 50), averaged.
    assert value("within_sd", group([[0, 100], [50, 50]])) == pytest.approx(np.sqrt(5_000) / 2)


def test_gini_is_zero_for_equals_and_one_less_a_share_for_one_who_has_all():
    assert spread.gini(np.array([3.0, 3, 3])) == pytest.approx(0)
    assert spread.gini(np.array([0.0, 0, 0, 8])) == pytest.approx(3 / 4)
    assert np.isnan(spread.gini(np.zeros(3)))


def test_rounds_in_which_nobody_gave_do_not_count_as_equal():
    one = group([[0, 0, 0, 80], [0, 0, 0, 0]])
    assert value("contribution_gini", one) == pytest.approx(0.75)


def test_bimodality_tells_two_camps_from_one():
    camps = np.array([0.0] * 10 + [100.0] * 10)
    one = np.array([45.0, 48, 49, 50, 50, 50, 51, 52, 55])
    assert spread.bimodality(camps) > 5 / 9 > spread.bimodality(one)
    # Evenly spread values, as a uniform distribution's.
    assert spread.bimodality(np.linspace(0, 1, 5_001)) == pytest.approx(5 / 9, abs=1e-3)


def test_between_sd_has_one_value_per_condition_from_whole_groups_only():
    made = [path(m, m, slot=i) for i, m in enumerate((10, 20, 30, 40))]
    found = measure(definition("between_sd"), [*made, path(90, np.nan, slot=9)], ONLY)
    assert found["n_groups"].tolist() == [4]
    assert found["value"].item() == pytest.approx(np.std([10, 20, 30, 40], ddof=1))


def test_efficiency_is_earnings_above_the_least_over_the_most():
    # Two members, MPCR .6: all give 20 points of 20 in round 1, nobody in round 2.
    earned = [[24.0, 24.0], [20.0, 20.0]]
    one = group([[100, 100], [0, 0]], earnings=earned, mpcr=0.6)
    assert value("efficiency", one) == pytest.approx(50)
    assert value("worst_off", one) == pytest.approx(110)
    assert value("earnings_gini", one) == pytest.approx(0)


def test_costs_lower_efficiency_but_not_contributions():
    one = group([[100, 100]], earnings=[[22.0, 24.0]], mpcr=0.6)
    assert welfare.efficiency(one, ONLY).value == pytest.approx(75)
    assert value("mean", one) == 100


def test_role_and_endowment_gaps_are_differences_within_the_group():
    one = group([[10, 30, 50, 70]])
    assert value("role_gap", one) == pytest.approx(20 - 60)
    rich = group([[10, 30, 50, 70]], held=[10.0, 10, 30, 30])
    assert value("endowment_gap", rich) == pytest.approx(60 - 20)
    assert value("lowest_member", one) == 10
    assert value("highest_member", one) == 70


def test_full_and_zero_shares_count_choices():
    one = group([[0, 100, 50, 100], [0, 0, 50, 100]])
    assert (value("full_share", one), value("zero_share", one)) == (37.5, 37.5)
