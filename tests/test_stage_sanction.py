"""Do points cost and take what they should, from those who may be known to have given little?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staged import performed, played, simulated, stood, told

from design.game import POINT
from design.monitoring import Monitoring
from design.settling import settle
from design.stages.sanction import Sanction
from design.transition import Perform, advance


def sanctioned(given, points, condition="power_equal"):
    """Play round 6; `points` has a row of three numbers for each seat, in the order it is asked."""
    group = played(stood(condition), given)
    for seat, row in enumerate(points):
        asks = group.open.asks(group.play, seat)
        group = performed(group, seat, {ask.field: n for ask, n in zip(asks, row, strict=True)})
    return group


def added(group):
    play = group.replay(6)
    return settle(play, play.stages).added


def test_a_point_costs_one_and_takes_three():
    # B gave nothing and gets 1 + 0 + 2 points; A pays 1, D pays 2; B strikes back at A with 1.
    points = ((1, 0, 0), (1, 0, 0), (0, 0, 0), (0, 2, 0))
    group = sanctioned((10, 0, 10, 10), points)
    assert added(group).tolist() == [-4 * POINT, -10 * POINT, 0, -2 * POINT]


def test_points_of_others_take_no_more_than_was_earned():
    # A gives 20 alone and earns 8; twelve points would take 36, so A ends at zero.
    points = ((0, 0, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0))
    group = sanctioned((20, 0, 0, 0), points)
    assert added(group).tolist() == [-8 * POINT, *[-4 * POINT] * 3]


def test_what_a_member_assigns_costs_it_even_below_zero():
    points = ((5, 5, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0))
    group = sanctioned((20, 0, 0, 0), points)
    play = group.replay(6)
    outcome = settle(play, play.stages)
    assert int((outcome.earned + outcome.added)[0]) == -10 * POINT


def test_the_strong_take_more_at_the_same_price():
    points = ((1, 0, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0))
    group = sanctioned((10, 10, 10, 10), points, "power_unequal")
    # A, strong, takes 5 from B; C, weak, takes 1 from D; both pay 1.
    assert added(group).tolist() == [-1 * POINT, -5 * POINT, -1 * POINT, -1 * POINT]


def test_the_receiver_learns_how_many_points_and_not_from_whom():
    one = sanctioned((0, 10, 10, 10), ((0, 0, 0), (3, 0, 0), (0, 0, 0), (0, 0, 0)))
    two = sanctioned((0, 10, 10, 10), ((0, 0, 0), (1, 0, 0), (0, 0, 0), (2, 0, 0)))
    assert told(one, 0) == told(two, 0)
    assert told(one, 2) == told(two, 2)


def test_more_points_than_the_budget_are_refused_together():
    group = played(stood("power_equal"), (0, 0, 0, 10))
    values = tuple((f"points.{name}", 4) for name in "ABC")
    step = advance(group, Perform(3, 6, "sanction", values), 1)
    assert step.refusal is not None
    assert step.refusal.key == "sanction.too_many"
    assert step.group is group


def asked(monitoring, sanction, given=(1, 2, 3, 4)):
    play = played(stood("power_equal"), given).play
    stages = (*play.stages[:-1], sanction)
    play = replace(play, monitoring=monitoring, stages=stages)
    return ["".join(ask.about for ask in sanction.asks(play, seat)) for seat in range(4)]


def test_only_whoever_was_seen_can_be_given_points():
    glass = Monitoring(granularity="individual", direction=("CD", "CD", "", ""))
    assert asked(glass, Sanction()) == ["CD", "CD", "", ""]
    assert asked(Monitoring(granularity="total"), Sanction()) == [""] * 4
    late = Monitoring(granularity="individual", timing="end", reveals=("total",))
    assert asked(late, Sanction()) == [""] * 4


def test_who_assigns_and_who_receives_can_be_named():
    everybody = Monitoring(granularity="individual", reveals=("total",))
    assert asked(everybody, Sanction(seats="A", targets="BC")) == ["BC", "", "", ""]


def test_an_ask_names_what_was_shown_and_never_what_was_not():
    # Under noise the shown number is asked about, not the contribution.
    noisy = Monitoring(granularity="individual", accuracy="noisy", error=1_000)
    play = replace(played(stood("power_equal"), (1, 2, 3, 4)).play, monitoring=noisy)
    stage = play.stages[-1]
    shown = settle(play, play.stages[:-1]).signal.entries
    for seat in range(4):
        for ask in stage.asks(play, seat):
            subject = "ABCD".index(ask.about)
            assert dict(ask.label.values)["given"] * POINT == shown[seat, subject]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=4, max_size=4))
def test_rewards_give_exactly_what_they_promise(points):
    play = sanctioned((10, 10, 10, 10), points).replay(6)
    reward = Sanction("reward", effects=(2_000,))
    play = replace(play, stages=(*play.stages[:-1], reward))
    # Each point costs its giver 1 and gives 2, so a group gains 1 with every point.
    assert reward.account(play).sum() == np.sum(points) * POINT


def test_disapproval_changes_no_earnings():
    play = sanctioned((0, 9, 9, 9), ((0,) * 3, (3, 0, 0), (3, 0, 0), (3, 0, 0))).replay(6)
    spoken = Sanction("disapprove", cost=0, effects=(0,))
    play = replace(play, stages=(*play.stages[:-1], spoken))
    assert spoken.account(play).tolist() == [0] * 4
    assert dict(spoken.shows(play, 0)[0].values)["points"] == 9


def test_impossible_sanctions_are_refused():
    for wrong in (
        {"kind": "shout"},
        {"told": "all"},
        {"cost": -1},
        {"most": 0},
        {"kind": "disapprove"},
    ):
        with pytest.raises(ValueError, match="kind|cost"):
            Sanction(**wrong)


@pytest.mark.parametrize("condition", ["power_equal", "power_unequal"])
def test_simulated_members_assign_points_and_finish(condition):
    acted = simulated(condition)
    assert acted.group.finished
    assert all(row["stage"] == "sanction" for row in acted.rows["acts"])


def test_an_outsider_keeps_what_it_does_not_give_and_members_get_what_it_gives():
    group = played(stood("record_open"), (10, 0, 20, 5, 0))
    assert [group.stage(seat) for seat in range(5)] == ["wait"] * 4 + ["sanction"]
    group = performed(group, 4, {"points.A": 4, "points.B": 0, "points.C": 9, "points.D": 0})
    # A purse of 20 less 13 points given; a point is worth 2 to who receives it.
    assert added(group).tolist() == [8 * POINT, 0, 18 * POINT, 0, 7 * POINT]


def test_an_outsider_to_a_closed_record_has_nobody_to_reward():
    group = played(stood("record_closed"), (10, 0, 20, 5, 0))
    assert group.round == 7
    assert added(group).tolist() == [0, 0, 0, 0, 20 * POINT]
