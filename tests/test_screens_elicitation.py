"""Does the task's table take what is right, say what is wrong, and keep all that was typed?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.elicitation import Outcome
from design.elicitation_quiz import questions
from design.game import Game
from screens import debriefing, elicitation, introduction
from screens.schedule_answers import amount_problem, entries, table, table_problems
from screens.sheet import Sheet
from tests.markup import parse
from tests.test_screens_pages import FLAGSHIP, PAYMENT, RATES, body, paid
from wording.say import LANGUAGES, tell

GAME = Game()
DRAWN = Outcome("table", "B", "B", 6, 6, 25, 24.0)
SPARED = Outcome("unconditional", "A", "B", 6, 4, 25, 26.0)
TOO_FEW = Outcome("too few", "A", None, None, None, None, 20.0)


def filled(**other):
    return {name: str(points) for points, name in enumerate(entries(20))} | other


def tasks(language):
    """Every page of the task, with and without wrong answers, and every payment for it."""
    asked = questions(GAME)
    wrong = dict.fromkeys(("entry_read", "lot"), "no")
    yield elicitation.explanation(language, GAME)
    for sheet in (Sheet(), Sheet({"entry_read": "7"}, wrong)):
        yield elicitation.quiz(language, GAME, questions=asked, sheet=sheet)
    for sheet in (Sheet(), Sheet({"unconditional": "21"}, {"unconditional": "no"})):
        yield elicitation.unconditional(language, GAME, sheet=sheet)
    for sheet in (Sheet(), refused(language, filled(at3="x", at9=""))):
        yield elicitation.schedule(language, GAME, sheet=sheet)
    for task in (DRAWN, SPARED, TOO_FEW):
        yield debriefing.statement(language, paid(), PAYMENT, prize=20, code="x", task=task)
    yield debriefing.without_game(language, PAYMENT, code="x", why="left_over", task=TOO_FEW)
    yield introduction.consent(language, FLAGSHIP, RATES, task=10)
    yield introduction.instructions(language, FLAGSHIP, RATES, task=10)


def refused(language, given):
    problems = table_problems(given, 20)
    return Sheet(given, {name: tell(language, said) for name, said in problems.items()})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_task_is_a_well_made_document_in_its_language(language):
    for html in tasks(language):
        markup = parse(html)
        assert markup.faults == []
        assert markup.all("html")[0].attributes["lang"] == language
        assert markup.all("title")[0].text == markup.all("h1")[0].text


@pytest.mark.parametrize("held", [2, 7, 20, 100])
def test_the_table_has_a_labelled_row_for_each_average(held):
    markup = parse(elicitation.schedule("en", Game((held,) * 4, (400,) * 4)))
    labels = {one.attributes["for"]: one.text for one in markup.all("label")}
    assert list(labels) == list(entries(held))
    assert labels[f"at{held}"] == f"Others' average {held}"


def test_a_refused_table_keeps_every_row_and_explains_the_wrong_ones_only():
    given_ = filled(at3='"><script>', at9="", at20="21")
    html = elicitation.schedule("en", GAME, sheet=refused("en", given_))
    markup = parse(html)
    fields = {one.attributes["id"]: one.attributes for one in markup.all("input")}
    assert {name: field["value"] for name, field in fields.items()} == given_
    wrong = [name for name, field in fields.items() if "aria-invalid" in field]
    assert wrong == ["at3", "at9", "at20"]
    assert fields["at3"]["aria-describedby"] == "hint why-at3"
    assert '"><script>' not in html
    text = body(html)
    assert "3 rows are not filled in or not possible." in text
    assert text.count("Please enter a whole number from 0 to 20.") == 2
    assert text.count("Please fill in this row.") == 1
    # The alert leads to the first row that is to be changed.
    assert '<a href="#at3">' in html


@given(st.integers(0, 20), st.sampled_from(["{}", " {} ", "0{}"]))
def test_every_possible_contribution_is_accepted(points, typed):
    assert amount_problem(typed.format(points), 20) is None


@pytest.mark.parametrize("text", ["", " ", "21", "-1", "7.5", "7,5", "1_0", "٣", "1e1", "9" * 9])
def test_what_is_no_possible_contribution_is_refused(text):
    assert amount_problem(text, 20).key == "elicit.whole"


@given(st.lists(st.integers(0, 20), min_size=21, max_size=21))
def test_a_full_table_is_read_as_it_was_typed(points):
    given_ = dict(zip(entries(20), map(str, points), strict=True))
    assert table_problems(given_, 20) == {}
    assert table(given_, 20) == tuple(points)


def test_a_row_that_never_arrived_is_missing():
    found = table_problems({"at0": "2"}, 2)
    assert {name: said.key for name, said in found.items()} == {
        "at1": "elicit.missing", "at2": "elicit.missing",
    }  # fmt: skip


def test_the_statement_adds_the_task_and_says_which_answer_counted():
    text = body(debriefing.statement("en", paid(), PAYMENT, prize=20, code="x", task=DRAWN))
    assert "You were drawn, so your table counted." in text
    assert "on average and rounded 6 You gave 6 Group gave 25 You earned 24" in text
    # 73.8 and the prize of 20 from the game, 24 from the task.
    assert "Points in all 117.8 " in text
    spared = body(debriefing.statement("en", paid(), PAYMENT, prize=20, code="x", task=SPARED))
    assert "You were not drawn, so your unconditional contribution counted." in spared


def test_whoever_played_the_task_only_is_paid_for_it():
    text = body(
        debriefing.without_game("en", PAYMENT, code="x", why="left_over", task=TOO_FEW)
    )  # fmt: skip
    assert "You receive 20 points for it." in text
    assert "Points in all 20 " in text


def test_people_are_told_of_the_task_before_they_agree_and_before_they_wait():
    agreed = body(introduction.consent("en", FLAGSHIP, RATES, task=10))
    assert "it takes about 10 of these minutes" in agreed
    told = body(introduction.instructions("en", FLAGSHIP, RATES, task=10))
    assert "Between the questions and the wait there is a task" in told
    minutes = [
        int(re.search(r"less than (\d+) minutes", body(html)).group(1))
        for html in (
            introduction.consent("en", FLAGSHIP, RATES),
            introduction.consent("en", FLAGSHIP, RATES, task=10),
        )
    ]
    assert minutes[1] - minutes[0] == 10


def test_sessions_without_the_task_hear_nothing_of_it():
    assert "task" not in body(introduction.consent("en", FLAGSHIP, RATES))
    assert "task" not in body(introduction.instructions("en", FLAGSHIP, RATES))
