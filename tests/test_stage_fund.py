"""Does a fund cost what it holds, and show as much as it promises?"""

from dataclasses import replace

import pytest
from staged import POINTS, performed, played, stood, told

from design.game import POINT
from design.settling import settle
from design.stages.ballots import agreed, most_wanted
from design.stages.fund import Fund


def test_each_payment_is_charged_once_and_buys_its_chance():
    # 5 + 1 + 0 + 4 points of 5 percent each make half of all contributions visible.
    group = stood("fund_each", 6)
    for seat, paid in enumerate((5, 1, 0, 4)):
        group = performed(group, seat, {"pay": paid})
    after = played(group, POINTS)
    play = after.replay(6)
    outcome = settle(play, play.stages)
    assert outcome.monitoring.audited == 500
    assert outcome.added.tolist() == [-5 * POINT, -1 * POINT, 0, -4 * POINT]


def test_nobody_learns_who_paid_what():
    views = []
    for others in ((5, 1, 0), (2, 2, 2)):
        group = stood("fund_each", 6)
        for seat, paid in enumerate((3, *others)):
            group = performed(group, seat, {"pay": paid})
        views.append(told(group, 0))
    assert views[0] == views[1]


def test_a_tax_asks_nobody_and_takes_the_same_from_all():
    group = stood("fund_tax", 6)
    assert [group.stage(seat) for seat in range(4)] == ["contribute"] * 4
    play = group.play
    assert settle(play, play.stages).added.tolist() == [-2 * POINT] * 4
    assert settle(play, play.stages).monitoring.audited == 400  # 4 members, 2 points, 5 percent


def test_a_vote_holds_for_five_rounds_and_the_highest_supported_amount_is_paid():
    # 5, 3, 3, 0: three of four voted for 3 or more, only one for more than 3.
    group = stood("fund_vote", 6)
    for seat, wanted in enumerate((5, 3, 0, 3)):
        group = performed(group, seat, {"pay": wanted})
    for number in range(6, 11):
        assert group.stage(0) == "contribute"
        play = group.play
        assert settle(play, play.stages).added.tolist() == [-3 * POINT] * 4
        assert play.round == number
        group = played(group, POINTS)
    assert group.stage(0) == "fund"


@pytest.mark.parametrize(
    ("cast", "amount"), [((), 0), ((4,), 4), ((5, 0), 0), ((5, 4, 0), 4), ((5, 4, 3, 0), 3)]
)
def test_more_than_half_agree_to_the_amount_and_not_to_more(cast, amount):
    assert agreed(cast) == amount
    assert not cast or sum(one >= amount for one in cast) * 2 > len(cast)
    assert sum(one > amount for one in cast) * 2 <= len(cast)


def test_ties_of_a_vote_fall_to_each_side_about_as_often():
    # 400 fair coins: 6 standard deviations are 60.
    group = stood("fund_vote", 6)
    first = sum(most_wanted(replace(group.play, slot=n), (0, 1, 1, 0), 2) for n in range(400))
    assert abs(first - 200) < 60
    assert most_wanted(group.play, (2, 2, 0), 3) == 2


def test_a_fund_that_decides_nothing_is_refused():
    for wrong in ({"rule": "gift"}, {"rule": "tax"}, {"rule": "each", "tax": 1}):
        with pytest.raises(ValueError, match="tax|rule"):
            Fund(**wrong)
