"""What do members read of another group, and what can they never read?"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staged import played, stood, told

from design.choices import Heard
from design.links import tidings
from design.stages.broadcast import Broadcast
from design.stages.feed import Feed
from design.transition import Expire, advance

POINTS = st.lists(st.integers(0, 20), min_size=4, max_size=4)


def pair(condition):
    """Two groups of a condition in the first round of part 2."""
    group = stood(condition)
    return group, replace(group, slot=1)


def heard(group, donor):
    """Let a group in which everybody has decided hear what there is."""
    action = tidings(group, donor)
    assert action is not None
    return advance(group, action, 1).group


def alone(group):
    """Let a group hear nothing."""
    return advance(group, Expire(), 1).group


@pytest.mark.parametrize(
    # By hand: of 2, 9, 20 and 0 the highest is 20; they sum to 31, 7.75 each, so 8.
    ("condition", "key", "points"),
    [("feed_best", "feed.highest", 20), ("feed_mean", "feed.mean", 8)],
)
def test_the_number_of_the_other_group_s_newest_round_is_read(condition, key, points):
    group, donor = pair(condition)
    donor = alone(played(donor, (2, 9, 20, 0)))
    group = heard(played(group, (10,) * 4), donor)
    assert group.round == 7
    assert group.heard == (Heard("feed", 6, points, slot=1, of=6),)
    (line,) = [one for one in told(group, 0).history[-1].lines if one.key.startswith("feed.")]
    assert (line.key, dict(line.values)) == (key, {"points": points, "number": 6})


def test_half_a_point_is_rounded_up():
    group, donor = pair("feed_mean")
    donor = alone(played(donor, (0, 0, 0, 10)))
    # Ten points among four are 2.5 each.
    assert heard(played(group, (1,) * 4), donor).heard[0].value == 3


def test_nobody_waits_for_the_other_group_and_nothing_new_is_said_to_be_nothing():
    group, donor = pair("feed_best")
    group = heard(played(group, (10,) * 4), donor)
    assert group.heard == (Heard("feed", 6, None),)
    assert "feed.none" in [one.key for one in told(group, 0).history[-1].lines]
    # A round of the other group is told once, also where it stands still meanwhile.
    donor = alone(played(donor, (4,) * 4))
    group = heard(played(group, (10,) * 4), donor)
    group = heard(played(group, (10,) * 4), donor)
    assert [one.of for one in group.heard] == [None, 6, None]


def test_no_round_is_told_before_it_is_played_here():
    group, donor = pair("feed_best")
    for _ in range(3):
        donor = alone(played(donor, (4,) * 4))
    assert heard(played(group, (10,) * 4), donor).heard[0].of == 6


def test_a_round_of_another_part_is_never_told():
    group, donor = pair("feed_best")
    # Part 1, rounds 1 to 5, had no feed: nothing of it crosses.
    assert len(donor.history) == 5
    assert heard(played(group, (10,) * 4), donor).heard[0].slot is None


@given(POINTS, POINTS)
@settings(max_examples=25)
def test_screens_depend_on_the_declared_number_of_the_other_group_alone(one, other):
    screens = []
    for given_there in (one, [max(one), *(min(max(one), x) for x in other[1:])]):
        group, donor = pair("feed_best")
        donor = alone(played(donor, given_there))
        group = heard(played(group, (10,) * 4), donor)
        screens.append([told(group, seat) for seat in range(4)])
    assert screens[0] == screens[1]


def test_an_announcement_of_the_other_group_is_read_without_letters():
    group, donor = pair("banner_top_session")
    donor = alone(played(donor, (20, 20, 1, 0)))
    group = heard(played(group, (5,) * 4), donor)
    assert group.heard == (Heard("banner", 6, 20, slot=1, of=6),)
    lines = [one for one in told(group, 0).history[-1].lines if one.key.startswith("b")]
    # 20 points in all here: no announcement of the own group.
    assert [(one.key, dict(one.values)) for one in lines] == [
        ("broadcast.top", {"points": 20, "number": 6})
    ]


def test_without_an_announcement_there_nothing_crosses():
    group, donor = pair("banner_session")
    # 39 points miss the line of 40 by one, 40 reach it.
    for total, value in (((20, 19, 0, 0), None), ((20, 20, 0, 0), 40)):
        there = alone(played(donor, total))
        assert heard(played(group, (5,) * 4), there).heard[0].value == value


def test_what_cannot_be_meant_is_refused():
    with pytest.raises(ValueError, match="fact is one of"):
        Feed("lowest")
    with pytest.raises(ValueError, match="not all"):
        Broadcast(40, "all")
