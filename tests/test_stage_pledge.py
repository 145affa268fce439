"""Are pledges public, reviewed once the dial has shown the rounds, and charged if they bind?"""

import numpy as np
import pytest
from acting import begun, moved, played, round_of, shown_alike
from hypothesis import given, settings
from hypothesis import strategies as st

from design.catalogue import CONDITIONS, Parts
from design.messages import message
from design.settling import settle
from design.stages.pledge import Pledge
from design.view import view

PLEDGES = {"pledge": [(("points", n),) for n in (10, 12, 0, 20)]}
AMOUNTS = st.tuples(*[st.integers(0, 20)] * 4)


TEN = Parts(1, 10, 5)


def test_pledges_hold_for_five_rounds_and_stand_on_every_screen_of_them():
    group = begun("pledge_only", parts=TEN)
    made = message("pledge.made", points=("A\u00a010", "B\u00a012", "C\u00a00", "D\u00a020"))
    for number in range(2, 7):
        assert (group.open.name == "pledge") == (number == 2)
        if number == 2:
            assert view(group, 0).news == ()
            group = moved(group, (5, 5, 5, 5), PLEDGES)
        assert view(group, 0).news == (made,)
        group = round_of(group, (5, 5, 5, 5))
    assert group.open.name == "pledge"


def test_a_review_opens_the_next_meeting_and_adds_up_five_rounds():
    group = begun("pledge_review", parts=TEN)
    for _ in range(5):
        group = round_of(group, (10, 3, 0, 19), PLEDGES)
    # Five times ten pledged and given, five times twelve pledged and three given, and so on.
    assert view(group, 0).news == (
        message("pledge.review", first=2, last=6),
        message("pledge.delivered", seat="A", pledged=50, given=50),
        message("pledge.delivered", seat="B", pledged=60, given=15),
        message("pledge.delivered", seat="C", pledged=0, given=0),
        message("pledge.delivered", seat="D", pledged=100, given=95),
    )


def test_where_the_part_is_no_multiple_of_the_cycle_the_last_one_is_shorter():
    # Eleven rounds, 2 to 12, in fives: 2 to 6; 7 to 11; 12.
    group, asked = begun("pledge_review"), []
    while group.part == 1:
        asked += [ask.label for ask in view(group, 0).asks]
        if asked and group.round == 12:
            assert view(group, 0).news[0] == message("pledge.review", first=7, last=11)
        group = round_of(group, (10, 3, 0, 19), PLEDGES)
    cycles = ((2, 6), (7, 11), (12, 12))
    assert asked == [message("pledge.ask", first=first, last=last) for first, last in cycles]


def test_a_review_of_reports_repeats_the_reports_and_not_the_contributions():
    said = {**PLEDGES, "report": [(("given", n),) for n in (10, 12, 1, 20)]}
    seen = []
    for amounts in ((10, 3, 0, 19), (10, 9, 9, 9)):
        group = begun("pledge_reported", parts=TEN)
        for _ in range(5):
            group = round_of(group, amounts, said)
        seen.append(view(group, 0))
    assert seen[0] == seen[1]
    assert message("pledge.reported", seat="B", pledged=60, given=60) in seen[0].news


def test_nothing_is_reviewed_where_nothing_is_shown():
    group = begun("pledge_only", parts=TEN)
    for _ in range(5):
        group = round_of(group, (10, 3, 0, 19), PLEDGES)
    assert view(group, 0).news == ()


@settings(max_examples=30)
@given(AMOUNTS, AMOUNTS, st.integers(0, 3))
def test_pledges_tell_nothing_of_what_was_given(one, other, seat):
    plays = (played("pledge_only", amounts, PLEDGES) for amounts in (one, other))
    shown_alike(CONDITIONS["pledge_only"], *plays, seat=seat)


@settings(max_examples=30)
@given(AMOUNTS)
def test_escrow_costs_half_a_point_for_each_point_below_the_pledge(amounts):
    added = settle(played("pledge_escrow", amounts, PLEDGES), CONDITIONS["pledge_escrow"].stages)
    short = np.maximum(0, np.array([10, 12, 0, 20]) - amounts)
    assert added.added.tolist() == (-500 * short).tolist()
    free = settle(played("pledge_review", amounts, PLEDGES), CONDITIONS["pledge_review"].stages)
    assert free.added.tolist() == [0] * 4


def test_a_position_is_stated_once_for_the_whole_part():
    group = begun("position")
    assert view(group, 0).asks[0].label == message("pledge.ask_position", first=2, last=12)
    for _ in range(10):
        group = round_of(group, (1, 1, 1, 1), PLEDGES)
        assert group.open.name == "contribute"


def test_impossible_pledges_are_refused():
    with pytest.raises(ValueError, match="review is one of"):
        Pledge(review="some")
    with pytest.raises(ValueError, match="escrow 0 .. 1000"):
        Pledge(escrow=1_001)
