"""Are accuracy, updating and the slopes on beliefs and schedules what they say?"""

import numpy as np
import pytest
from estimated import ONLY, group, note, value

from analysis.estimands import beliefs
from analysis.estimands.catalogue import definition
from analysis.estimands.games import Beliefs
from analysis.estimands.measure import by_group, measure


def test_accuracy_optimism_and_updating_by_hand():
    # The other gives 40, 20, 20; the member believes 60, 50, 35.
    given, stated = [[0, 40], [0, 20], [0, 20]], [[60, np.nan], [50, np.nan], [35, np.nan]]
    one = group(given, stated=stated)
    assert value("accuracy", one) == pytest.approx(-(20 + 30 + 15) / 3)
    assert value("optimism", one) == pytest.approx((20 + 30 + 15) / 3)
    # Moved -10 on news of -20, -15 on news of -30: half of each.
    assert value("updating", one) == pytest.approx(0.5)


def test_the_belief_slope_is_within_members():
    # Each member gives half its belief plus a level of its own: 10, 50.
    stated = [[20, 40], [40, 60], [60, 20]]
    given = [[20, 70], [30, 80], [40, 60]]
    one = group(given, stated=stated)
    assert value("belief_slope", one) == pytest.approx(0.5)
    members = measure(definition("member_belief_slope"), [one], ONLY)
    assert members["value"].tolist() == pytest.approx([0.5, 0.5])


def test_constant_beliefs_say_nothing_about_their_slope():
    one = group([[20, 70], [30, 80]], stated=[[50, 50], [50, 50]])
    assert note("belief_slope", one) == beliefs.NO_SPREAD


def test_questions_about_more_members_weigh_more():
    stated = np.full((1, 4), 30.0)
    both = {"across": Beliefs(stated, stated, 2), "partner": Beliefs(stated + 30, stated, 1)}
    one = group([[1, 1, 1, 1]], beliefs=both)
    # (2 x 30 + 60) / 3
    assert beliefs.about_all_others(one)[0, 0] == pytest.approx(40)


def test_a_schedule_slope_is_one_for_a_perfect_conditional_cooperator():
    schedules = np.array([np.linspace(0, 100, 21), np.zeros(21)])
    one = group([[50, 50]], schedules=schedules)
    found = measure(definition("schedule_slope"), [one], ONLY)
    assert found["value"].tolist() == pytest.approx([1, 0])
    assert by_group(found)["value"].item() == pytest.approx(0.5)
