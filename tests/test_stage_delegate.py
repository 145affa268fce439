"""When does a mandate begin and end, and what does it bind to?"""

import pytest
from staged import performed, played, simulated, stood, told

from design.game import POINT
from design.messages import message
from design.settling import settle
from design.stages.delegate import Delegate


def voted(group, cast):
    for seat, one in enumerate(cast):
        group = performed(group, seat, {"mandate": one})
    return group


def cycle(group, cast, minimum=10):
    """Hold a vote and play the five rounds that follow, each giving ten."""
    group = voted(group, cast)
    if group.open.name == "decree":
        group = performed(group, 0, {"minimum": minimum})
    for _ in range(5):
        group = played(group, (10, 10, 10, 10))
    return group


def test_more_than_half_of_the_votes_begin_a_mandate():
    assert voted(stood("mandate_lapses"), (1, 1, 1, 0)).open.name == "decree"
    assert voted(stood("mandate_lapses"), (1, 1, 0, 0)).open.name == "contribute"


@pytest.mark.parametrize(("name", "next_stage"), [("mandate_lapses", "contribute"),
                                                  ("mandate_lasts", "decree")])  # fmt: skip
def test_at_a_tie_a_mandate_lapses_or_lasts(name, next_stage):
    group = cycle(stood(name), (1, 1, 1, 1))
    assert voted(group, (1, 1, 0, 0)).open.name == next_stage


def test_a_lasting_mandate_ends_by_a_majority_against_it():
    group = cycle(stood("mandate_lasts"), (1, 1, 1, 1))
    assert voted(group, (1, 0, 0, 0)).open.name == "contribute"


def test_each_missing_point_costs_one_and_only_its_member_is_told():
    group = performed(voted(stood("mandate_lapses"), (1, 1, 1, 1)), 0, {"minimum": 12})
    group = played(group, (12, 5, 20, 0))
    play = group.replay(6)
    assert settle(play, play.stages).added.tolist() == [0, -7 * POINT, 0, -12 * POINT]
    assert message("decree.lost", points=7) in told(group, 1).history[-1].lines
    keys = [line.key for line in told(group, 0).history[-1].lines]
    assert "decree.lost" not in keys


def test_votes_cast_so_far_show_nowhere():
    views = []
    for cast in (0, 1):
        group = performed(stood("mandate_lasts"), 1, {"mandate": cast})
        views.append([told(group, seat) for seat in (0, 2, 3)])
    assert views[0] == views[1]


@pytest.mark.parametrize("name", ["mandate_lapses", "mandate_lasts"])
def test_simulated_members_vote_decree_and_finish(name):
    assert simulated(name).group.finished


def test_unknown_words_are_refused():
    with pytest.raises(ValueError, match="lasting is one of"):
        Delegate(lasting="ends")
