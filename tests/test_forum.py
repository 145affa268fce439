"""Do answers stand in their threads, and do likes count once and name nobody?"""

import pytest
from acting import begun, round_of
from played import accepted

from design.messages import message
from design.stages.stage import Mind
from design.transition import Say, advance
from design.view import view
from screens.play import fragment


def like(seat, number):
    """Return that a seat likes a line in round 2."""
    return Say(seat, 2, "", None, number)


def forum():
    """Return a group in whose first talk A asked, B began another thread, and C answered A."""
    group = begun("forum")
    for line in (Say(0, 2, "ten each?"), Say(1, 2, "hello"), Say(2, 2, "fine", None, 1)):
        group = accepted(group, line)
    return group


def posts(group, seat):
    """Return text, depth, likes and whether it can be liked, of every line on a screen."""
    panel = view(group, seat).talk
    return [(post.said.text, post.deep, post.likes, post.likable) for post in panel.posts]


def test_an_answer_stands_under_what_it_answers_and_later_threads_below():
    assert [post[:2] for post in posts(forum(), 3)] == [
        ("ten each?", False),
        ("fine", True),
        ("hello", False),
    ]


def test_an_answer_to_an_answer_stays_in_the_thread():
    group = accepted(forum(), Say(0, 2, "good", None, 3))
    assert [text for text, *_ in posts(group, 1)] == ["ten each?", "fine", "good", "hello"]


def test_a_like_is_counted_for_everybody_and_cannot_be_given_twice_or_to_oneself():
    group = accepted(forum(), like(3, 1))
    assert posts(group, 1)[0] == ("ten each?", False, 1, True)
    assert posts(group, 3)[0] == ("ten each?", False, 1, False)
    for seat, number in ((3, 1), (0, 1)):
        assert advance(group, like(seat, number), 2).refusal == message("refused.reply")


def test_nobody_sees_who_likes_a_line():
    by_c, by_d = (accepted(forum(), like(seat, 1)) for seat in (2, 3))
    assert view(by_c, 1) == view(by_d, 1)


@pytest.mark.parametrize("number", [0, 4, 99])
def test_lines_that_do_not_exist_are_not_answered(number):
    refused = advance(forum(), Say(3, 2, "what?", None, number), 2)
    assert refused.refusal == message("refused.reply")


def test_a_like_cannot_be_answered():
    group = accepted(forum(), like(3, 1))
    assert advance(group, Say(1, 2, "oh", None, 4), 2).refusal == message("refused.reply")


def test_a_talk_without_threads_takes_no_answers_and_shows_no_buttons():
    group = accepted(begun("included"), Say(0, 2, "hello"))
    assert view(group, 1).talk.posts == ()
    assert advance(group, like(1, 1), 2).refusal == message("refused.reply")
    drawn = fragment(view(group, 1), "en", pace=group.pace, prize=20)
    assert 'name="likes"' not in drawn
    assert 'name="replies"' not in drawn


def test_threads_of_earlier_talks_can_be_answered_in_the_next():
    group = forum()
    for _ in range(3):
        group = round_of(group, (5, 12, 7, 20))
    group = accepted(group, Say(3, 5, "still so?", None, 1))
    assert [text for text, *_ in posts(group, 0)] == ["ten each?", "fine", "still so?", "hello"]


def test_simulated_members_answer_the_latest_line_of_another_or_like_it():
    group = forum()
    talk, stage = group.play, group.open
    assert stage.utters(talk, 3, Mind(planned=9, endowment=20, expected=(), uniform=0.9)) == (
        "9",
        None,
        3,
    )
    assert stage.utters(talk, 3, Mind(planned=9, endowment=20, expected=(), uniform=0.2)) == (
        "",
        None,
        3,
    )
    assert stage.utters(talk, 3, Mind(planned=9, endowment=20, expected=(), uniform=0.4)) is None


def test_what_is_liked_is_escaped_where_its_button_names_it():
    group = accepted(begun("forum"), Say(0, 2, '"><script>alert(1)</script>'))
    assert "<script>" not in fragment(view(group, 1), "en", pace=group.pace, prize=20)
