"""Is a part explained calmly: the essentials open, the rest folded, nothing said that is not so?"""

from functools import cache

import pytest

from design.acted import seated, steps
from design.catalogue import treatment
from design.pace import Pace
from design.population import fischbacher_gaechter
from design.transition import Answer, advance
from design.view import view
from screens.play import fragment
from wording.say import say


@cache
def explained(condition, number=6, *, beliefs=False):
    """The group at the explanation of the part that begins with a round."""
    made = treatment(condition, beliefs=beliefs, kept=True)
    minds = seated(fischbacher_gaechter(made.game), 1, 0, made.game)
    for step in steps(made, minds, seed=1):
        if step.group.round == number and step.group.stage(0) == "explain":
            return step.group
    raise AssertionError(f"{condition} explains nothing before round {number}")


def drawn(group, seat, language="en"):
    return fragment(view(group, seat), language, pace=Pace(), prize=20)


def test_questions_are_folded_until_an_answer_is_wrong():
    group = explained("two_way")
    assert '<details class="step">' in drawn(group, 0)
    asked = view(group, 0).questions
    wrong = tuple((one.name, "1" if one.answer == "0" else "0") for one in asked)
    refused = advance(group, Answer(0, 1, wrong), 1).group
    assert '<details class="step" open>' in drawn(refused, 0)


def test_a_coordinator_that_never_gives_is_told_of_no_guesses():
    group = explained("broker_free", beliefs=True)
    title = say("en", "guess.title")
    # A to D contribute and guess; E holds nothing, so it is never asked.
    assert [title in drawn(group, seat) for seat in range(5)] == [True] * 4 + [False]


def test_who_sees_whom_is_folded_only_where_the_picture_says_all_of_it():
    assert '<details class="each">' in drawn(explained("one_way"), 0)
    # Who can work out what is in no picture.
    assert '<details class="each" open>' in drawn(explained("one_way_earnings"), 0)


@pytest.mark.parametrize("language", ["en", "de"])
def test_points_that_were_unequal_before_are_not_said_to_change(language):
    values = {"endowment": 10, "mpcr": 0.4}
    second, third = (drawn(explained("capacity_seen", n), 0, language) for n in (6, 21))
    assert say(language, "part.changed", values) in second
    assert say(language, "part.unchanged", values) in third
    assert say(language, "part.changed", values) not in third


def test_whoever_held_nothing_is_not_told_that_it_gave_nothing():
    made = treatment("broker_free", beliefs=False, kept=True)
    minds = seated(fischbacher_gaechter(made.game), 1, 0, made.game)
    for step in steps(made, minds, seed=1):
        group = step.group
        if group.round == 8 and group.stage(4) not in ("wait", "explain"):
            break
    shown = view(group, 4).history
    assert [one.gives for one in shown] == [True] * 5 + [False] * 2
    assert say("en", "feedback.own") not in drawn(group, 4).split("</dl>")[0]
    assert say("en", "feedback.own") in drawn(group, 0).split("</dl>")[0]
