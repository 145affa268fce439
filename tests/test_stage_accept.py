"""Does refusing a proposal lead to what was said, and to nothing else?"""

from dataclasses import replace

import pytest
from staged import performed, played, simulated, stood, told

from design.game import POINT
from design.messages import message
from design.settling import settle
from design.stages.accept import Accept


def answered(accepts, condition="offer_coerced", points=12):
    """Let A propose, and B, C and D accept (1) or refuse (0)."""
    group = performed(stood(condition), 0, {"points": points})
    assert [group.stage(seat) for seat in range(4)] == ["wait"] + ["accept"] * 3
    for seat, one in enumerate(accepts, 1):
        group = performed(group, seat, {"accept": one})
    return group


def test_who_refuses_is_left_out_until_the_next_proposal():
    group = answered((1, 0, 1))
    for _ in range(5):
        assert group.game.endowments == (20, 20, 0, 20)
        group = played(group, (20, 20, 0, 20))
    assert group.stage(0) == "offer"
    play = group.replay(8)
    outcome = settle(play, play.stages)
    # 60 points at 0.4 for whoever takes part; ten points outside.
    assert (outcome.earned + outcome.added).tolist() == [24 * POINT, 24 * POINT, 10 * POINT,
                                                         24 * POINT]  # fmt: skip


def test_of_several_that_refuse_the_lot_leaves_out_one_and_each_about_as_often():
    # 300 draws among three: 100 each, standard deviation 8.2; six of them are 49.
    group = answered((0, 0, 0))
    stage = group.play.stages[1]
    out = [stage.left_out(replace(group.play, slot=n)) for n in range(300)]
    assert set(out) == {1, 2, 3}
    assert all(abs(out.count(seat) - 100) < 49 for seat in (1, 2, 3))


def test_refusing_costs_nothing_where_it_is_said_to_cost_nothing():
    group = answered((0, 0, 1), "offer_free")
    assert 0 not in group.game.endowments
    play = played(group, (5, 5, 5, 5)).replay(6)
    assert settle(play, play.stages).added.tolist() == [0] * 4


def test_all_are_told_the_proposal_and_who_refused_once_all_have_answered():
    group = answered((1, 0, 1))
    for seat in (0, 1, 3):
        news = told(group, seat).news
        assert message("offer.given", seat="A", points=12) in news
        assert message("accept.refused", seats=("C",)) in news
        assert message("accept.out", seat="C") in news
    assert message("accept.you_out", outside=10) in told(group, 2).news


def test_answers_given_so_far_show_nowhere():
    views = []
    for answer in (0, 1):
        group = performed(stood("offer_coerced"), 0, {"points": 12})
        group = performed(group, 1, {"accept": answer})
        views.append([told(group, seat) for seat in (0, 2, 3)])
    assert views[0] == views[1]


@pytest.mark.parametrize("name", ["offer_free", "offer_coerced"])
def test_simulated_members_propose_accept_and_finish(name):
    assert simulated(name).group.finished


def test_unknown_consequences_are_refused():
    with pytest.raises(ValueError, match="refusers is one of"):
        Accept(refusers="jail")
