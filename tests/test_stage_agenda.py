"""Does a meeting settle what most of its members answered, and leave the control in silence?"""

import pytest
from acting import begun, moved, round_of
from played import accepted

from design.messages import message
from design.stages.agenda import FRAMES, GOALS, Agenda
from design.transition import Expire, Say, advance
from design.view import view


def settled(condition, answers):
    """Let all answer in the first meeting of part 2."""
    return moved(begun(condition), (5,) * 4, {"agenda": [(("answer", n),) for n in answers]})


def test_the_answer_that_most_gave_is_told_beside_the_right_one():
    group = settled("meeting_learning", (32, 20, 32, 80))
    # Four members give 20 points each; each point brings everybody 0.4.
    assert view(group, 0).news == (
        message("agenda.joint", answer=32, n=2),
        message("agenda.right", right=32.0),
    )


def test_a_tie_settles_nothing():
    group = settled("meeting_ranking", (0, 0, 2, 2))
    assert view(group, 1).news == (message("agenda.open"),)


def test_words_stay_until_the_next_meeting_and_goals_do_not():
    words, goals = settled("meeting_framing", (1, 1, 1, 0)), settled("meeting_ranking", (2,) * 4)
    assert view(words, 0).news == (message("agenda.settled", n=3), FRAMES[1])
    assert view(goals, 0).news == (message("agenda.settled", n=4), GOALS[2])
    words, goals = (round_of(group, (5,) * 4) for group in (words, goals))
    assert view(words, 0).news == (message("agenda.settled", n=3), FRAMES[1])
    assert view(goals, 0).news == ()


def test_members_talk_in_a_meeting_and_are_alone_in_the_control():
    group = accepted(begun("meeting_learning"), Say(0, 2, "32, I think"))
    assert [one.text for _, one in view(group, 3).talk.lines] == ["32, I think"]
    alone = begun("meeting_unrelated")
    assert view(alone, 0).talk is None
    assert advance(alone, Say(0, 2, "psst"), 1).refusal == message("refused.not_now")
    assert view(moved(alone, (5,) * 4, {}), 0).news == ()


@pytest.mark.parametrize("condition", ["meeting_learning", "meeting_unrelated"])
def test_a_meeting_and_its_control_last_the_same_and_may_end_without_an_answer(condition):
    group = begun(condition)
    assert group.seats[0].due == 1 + 120_000
    group = advance(group, Expire(), 1 + 120_000).group
    assert group.open.name == "contribute"
    assert group.seats[0].acts[0].value("answer") == -1
    assert not any(seat.absent for seat in group.seats)


def test_an_unknown_point_is_refused():
    with pytest.raises(ValueError, match="item is one of"):
        Agenda(item="lunch")
