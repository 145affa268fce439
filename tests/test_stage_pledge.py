"""Are pledges public, reviewed once the dial has shown the rounds, and charged if they bind?"""

import numpy as np
import pytest
from acting import begun, moved, played, round_of, shown_alike
from hypothesis import given, settings
from hypothesis import strategies as st

from design.catalogue import CONDITIONS
from design.messages import message
from design.settling import settle
from design.stages.pledge import Pledge
from design.view import view

PLEDGES = {"pledge": [(("points", n),) for n in (10, 12, 0, 20)]}
AMOUNTS = st.tuples(*[st.integers(0, 20)] * 4)


def test_pledges_hold_for_five_rounds_and_stand_on_every_screen_of_them():
    group = begun("pledge_only")
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
    group = begun("pledge_review")
    for _ in range(5):
        group = round_of(group, (10, 3, 0, 19), PLEDGES)
    # Eleven rounds reported every five from the last: the dial shows round 2 alone, then 3 to 7.
    assert view(group, 0).news == (
        message("pledge.review", first=2, last=2),
        message("pledge.delivered", seat="A", pledged=10, given=10),
        message("pledge.delivered", seat="B", pledged=12, given=3),
        message("pledge.delivered", seat="C", pledged=0, given=0),
        message("pledge.delivered", seat="D", pledged=20, given=19),
    )


def test_a_review_of_reports_repeats_the_reports_and_not_the_contributions():
    said = {**PLEDGES, "report": [(("given", n),) for n in (10, 12, 1, 20)]}
    seen = []
    for amounts in ((10, 3, 0, 19), (10, 9, 9, 9)):
        group = begun("pledge_reported")
        for _ in range(5):
            group = round_of(group, amounts, said)
        seen.append(view(group, 0))
    assert seen[0] == seen[1]
    assert message("pledge.reported", seat="B", pledged=12, given=12) in seen[0].news


def test_nothing_is_reviewed_where_nothing_is_shown():
    group = begun("pledge_only")
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
