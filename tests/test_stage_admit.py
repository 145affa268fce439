"""Is whoever is voted out really out, and what does unlikeness bring the others?"""

from dataclasses import replace

import numpy as np
import pytest
from staged import POINTS, performed, played, simulated, stood, told

from design.game import POINT
from design.settling import settle
from design.stages.admit import Admit

NOBODY = {"A": 0, "B": 0, "C": 0, "D": 0}


def voting(condition="admit_contribution"):
    """Bring a group to the first vote, after five rounds of part 2."""
    group = stood(condition)
    while group.round < 11:
        assert group.stage(0) == "contribute"
        group = played(group, POINTS)
    return group


def voted(group, against):
    """Let every seat vote; `against` names for each seat whom it votes out."""
    for seat, names in enumerate(against):
        own = "ABCD"[seat]
        values = {f"out.{name}": int(name in names) for name in NOBODY if name != own}
        group = performed(group, seat, values)
    return group


def test_two_votes_leave_a_member_out_until_the_next_vote():
    group = voted(voting(), ("B", "", "B", ""))
    for _ in range(5):
        assert group.game.endowments == (20, 0, 20, 20)
        assert group.stage(1) == "wait"
        group = played(group, (10, 10, 10, 10))
        assert group.history[-1].contributions == (10, 0, 10, 10)
    assert [group.stage(seat) for seat in range(4)] == ["admit"] * 4


def test_whoever_is_left_out_gets_its_outside_points_and_nothing_else():
    group = played(voted(voting(), ("B", "", "B", "")), (20, 0, 20, 20))
    play = group.replay(11)
    outcome = settle(play, play.stages)
    assert int((outcome.earned + outcome.added)[1]) == 10 * POINT
    # The others earn m times 60 points, having given all.
    worth = outcome.game.mpcr[0]
    assert (outcome.earned + outcome.added)[[0, 2, 3]].tolist() == [60 * worth] * 3


def test_one_vote_leaves_nobody_out():
    assert 0 not in voted(voting(), ("B", "C", "D", "A")).game.endowments


def test_most_votes_decide_and_ties_are_drawn():
    assert voted(voting(), ("BC", "C", "B", "BC")).game.endowments.index(0) in (1, 2)
    assert voted(voting(), ("B", "", "B", "BC")).game.endowments.index(0) == 1


def test_votes_cast_so_far_show_nowhere():
    group = voting()
    for seat in (0, 2):
        group = performed(group, seat, {"out.B": 1, "out.D": 0, f"out.{'CA'[seat // 2]}": 0})
    quiet = voting()
    for seat in (0, 2):
        quiet = performed(quiet, seat, {"out.B": 0, "out.D": 0, f"out.{'CA'[seat // 2]}": 0})
    assert told(group, 1) == told(quiet, 1)
    assert told(group, 3) == told(quiet, 3)


def test_the_return_follows_the_distance_between_traits():
    play = stood("admit_similarity").play
    stage = play.stages[0]
    for slot in range(30):
        here = replace(play, slot=slot)
        traits = stage.traits(here)
        spread = int(traits.max() - traits.min())
        assert stage.game(here, here.game).mpcr == (400 + 10 * spread,) * 4
        likeness = [stage.similarity(here, 0, j) for j in range(4)]
        assert likeness == [9 - abs(int(traits[0] - t)) for t in traits]


def test_traits_are_spread_evenly_over_their_levels():
    # 2,000 draws among ten: 200 each, standard deviation 13.4; six of them are 81.
    play = stood("admit_similarity").play
    drawn = np.concatenate([play.stages[0].traits(replace(play, slot=n)) for n in range(500)])
    assert (np.abs(np.bincount(drawn, minlength=10) - 200) < 81).all()


def test_a_vote_by_similarity_shows_no_contribution():
    asks = [voting("admit_similarity").open.asks(voting("admit_similarity").play, 0)]
    other = stood("admit_similarity")
    while other.round < 11:
        other = played(other, (10, 5, 15, 10))  # the same total, divided otherwise
    asks.append(other.open.asks(other.play, 0))
    assert asks[0] == asks[1]
    assert all("given" not in dict(ask.label.values) for ask in asks[0])


@pytest.mark.parametrize("name", ["admit_contribution", "admit_similarity", "admit_both"])
def test_simulated_members_vote_and_finish(name):
    assert simulated(name).group.finished


def test_grounds_that_do_not_exist_are_refused():
    with pytest.raises(ValueError, match="by is one of"):
        Admit("looks")
    with pytest.raises(ValueError, match="needs 1 or more"):
        Admit(needed=0)
