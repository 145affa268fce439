"""Is a line of talk read by its readers alone, cited truly, and kept within its bounds?"""

import pytest
from acting import begun, moved, round_of
from hypothesis import given, settings
from hypothesis import strategies as st
from played import accepted

from design.choices import Said
from design.messages import message
from design.stages.stage import Mind
from design.stages.talk import LONGEST, Talk
from design.telling import visibility
from design.transition import Expire, Perform, Say, advance
from design.view import view
from screens.play import fragment

AMOUNTS = (5, 12, 7, 20)


def html(group, seat, language="en"):
    """Draw a seat's screen."""
    return fragment(view(group, seat), language, pace=group.pace, prize=20)


def said(group, seat):
    """Return the lines on a seat's screen."""
    panel = view(group, seat).talk
    return None if panel is None else [(who, one.text) for who, one in panel.lines]


def test_everybody_who_talks_reads_every_line_and_the_excluded_none():
    group = begun("excluded")
    before = view(group, 3)
    group = accepted(group, Say(0, group.round, "hello"))
    group = accepted(group, Say(2, group.round, " good   morning "))
    for seat in range(3):
        assert said(group, seat) == [("A", "hello"), ("C", "good morning")]
    assert view(group, 3) == before
    refused = advance(group, Say(3, group.round, "and me?"), 2)
    assert refused.refusal == message("refused.not_now")
    assert refused.group is group


def test_the_excluded_is_told_so_and_asked():
    made = begun("excluded").treatment
    assert message("talk.others", seats=("A", "B", "C")) in visibility(made, 1, 3)


def test_a_talk_ends_when_all_are_done_or_its_time_is_over_without_grace():
    group = moved(begun("included"), AMOUNTS, {})
    assert group.open.name == "contribute"
    group = begun("included")
    due = group.seats[0].due
    assert due == 1 + 90_000
    for _ in range(4):
        group = advance(group, Expire(), due).group
    assert group.open.name == "contribute"
    assert not any(seat.absent for seat in group.seats)


def test_whoever_is_done_reads_on_but_writes_no_more():
    group = accepted(begun("included"), Say(0, 2, "hello"))
    group = _done(group, 0)
    assert view(group, 0).stage == "wait"
    assert said(group, 0) == [("A", "hello")]
    group = accepted(group, Say(1, 2, "still there?"))
    assert said(group, 0) == [("A", "hello"), ("B", "still there?")]
    assert 'data-do="say"' not in html(group, 0)
    assert advance(group, Say(0, 2, "yes"), 2).refusal == message("refused.not_now")


def _done(group, seat):
    return accepted(group, Perform(seat, group.round, "talk", (("done", 1),)))


def test_a_meeting_is_cleared_and_a_forum_stays():
    for condition, every, stays in (("included", 5, False), ("forum", 3, True)):
        group = accepted(begun(condition), Say(0, 2, "remember this"))
        for _ in range(every):
            group = round_of(group, AMOUNTS)
        assert group.open.name == "talk"
        assert (("A", "remember this") in said(group, 1)) == stays


def test_talks_come_every_so_many_rounds_or_once():
    for condition, turns in (("included", {0, 5, 10}), ("forum", {0, 3, 6, 9}), ("social", {0})):
        group = begun(condition)
        held = set()
        for turn in range(11):
            held |= {turn} if group.open.name == "talk" else set()
            group = round_of(group, AMOUNTS)
        assert held == turns


@settings(max_examples=30)
@given(st.lists(st.text(max_size=220), max_size=6))
def test_nobody_writes_more_than_its_characters_in_one_talk(lines):
    group = begun("characters_by_points")
    for text in lines:
        group = advance(group, Say(0, 2, text), 1).group
    assert sum(len(one.text) for one in group.said) <= 100
    assert all(0 < len(one.text) <= LONGEST for one in group.said)
    panel = view(group, 0).talk
    assert panel.remaining == 100 - sum(len(one.text) for one in group.said)


def test_a_citation_is_inserted_by_the_server_and_only_of_ones_own():
    group = begun("forum_citing")
    for _ in range(3):
        group = round_of(group, AMOUNTS)
    assert view(group, 1).talk.cites == ((2, 12), (3, 12), (4, 12))
    group = accepted(group, Say(1, 5, "see", ("B", 3)))
    assert view(group, 0).talk.lines == (("B", Said(1, 5, "ABCD", "see", ("B", 3, 12))),)
    # Another's, a round of part 1, the open round and a round to come are refused.
    for letter, number in (("A", 3), ("B", 1), ("B", 5), ("B", 6)):
        refused = advance(group, Say(1, 5, "see", (letter, number)), 1)
        assert refused.refusal == message("refused.citation")
    plain = begun("forum")
    plain = round_of(plain, AMOUNTS)
    for _ in range(2):
        plain = round_of(plain, AMOUNTS)
    refused = advance(plain, Say(1, 5, "see", ("B", 3)), 1)
    assert refused.refusal == message("refused.citation")


def test_a_nameless_line_tells_nobody_but_its_writer_who_wrote_it():
    once, again = (accepted(begun("talk_nameless"), Say(seat, 2, "I disagree")) for seat in (0, 1))
    assert view(once, 2) == view(again, 2)
    assert said(once, 2) == [("", "I disagree")]
    assert "Somebody" in html(once, 2)
    assert said(once, 0) == [("A", "I disagree")]


def test_lines_are_escaped_and_hold_nothing_that_a_database_refuses():
    typed = "<b>\u0000\u0007 \ud800 & \u202e'x'</b>"
    group = accepted(begun("included"), Say(0, 2, typed))
    assert group.said[0].text == "<b> & \u202e'x'</b>"
    drawn = html(group, 1)
    assert "<b>" not in drawn
    assert "&lt;b&gt;" in drawn
    # What turns the writing around stays within its line.
    assert '<bdi class="text">&lt;b&gt;' in drawn


@pytest.mark.parametrize("text", ["", "  \n ", "\u0007"])
def test_an_empty_line_is_refused(text):
    refused = advance(begun("included"), Say(0, 2, text), 1)
    assert refused.refusal == message("refused.empty_line")


def test_a_line_in_another_round_or_stage_is_refused():
    group = begun("included")
    assert advance(group, Say(0, 1, "late"), 1).refusal == message("refused.not_now")
    deciding = moved(group, AMOUNTS, {})
    assert advance(deciding, Say(0, 2, "late"), 1).refusal == message("refused.not_now")


def test_a_social_talk_asks_for_other_topics():
    assert message("talk.social") in visibility(begun("social").treatment, 1, 0)


def test_impossible_talks_are_refused():
    with pytest.raises(ValueError, match="topic is one of"):
        Talk(topic="weather")
    with pytest.raises(ValueError, match="every is at least 0"):
        Talk(every=-1)


def test_simulated_members_write_one_line_and_cite_only_what_they_are_proud_of():
    group = begun("forum_citing")
    for _ in range(3):
        group = round_of(group, AMOUNTS)
    stage, talk = group.open, group.play
    proud = Mind(planned=9, endowment=20, expected=(("A", 6),), uniform=0.9)
    assert stage.utters(talk, 1, proud) == ("9", ("B", 4), None)
    modest = Mind(planned=9, endowment=20, expected=(("A", 13),), uniform=0.9)
    assert stage.utters(talk, 1, modest) == ("9", None, None)
    after = accepted(group, Say(1, 5, "9"))
    assert stage.utters(after.play, 1, proud) is None
