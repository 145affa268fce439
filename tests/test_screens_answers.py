"""Is every answer that can be stored accepted, and every other refused with the reason?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.game import Game
from design.introduction_quiz import introduction_questions
from screens.answers import MOST, Answers, answers, problems, quiz_problems

QUESTIONS = introduction_questions(Game())
# 20 kept; 0.4 x 80; 20 kept and 0.4 x 60.
RIGHT = {"nobody": "20", "everybody": "32", "only_others": "44", "part_one_shows": "1"}
NOTHING = {"age": "", "gender": "", "clarity": "", "comment": ""}


def keys(found):
    return {name: problem.key for name, problem in found.items()}


def test_right_answers_have_no_problem_however_the_number_is_written():
    assert quiz_problems(QUESTIONS, RIGHT) == {}
    assert quiz_problems(QUESTIONS, RIGHT | {"nobody": " 20,0 ", "everybody": "32.0"}) == {}


def test_a_wrong_number_is_explained_by_its_own_arithmetic():
    found = quiz_problems(QUESTIONS, RIGHT | {"only_others": "24"})
    assert keys(found) == {"only_others": "explain.arithmetic"}
    assert dict(found["only_others"].values)["kept"] == 20


def test_a_word_is_asked_to_be_a_number_and_a_wrong_choice_is_explained():
    found = quiz_problems(QUESTIONS, RIGHT | {"nobody": "twenty", "part_one_shows": "0"})
    assert keys(found) == {"nobody": "quiz.number", "part_one_shows": "explain.part_one_shows"}


def test_an_incomplete_sheet_tells_nothing_about_the_other_answers():
    found = quiz_problems(QUESTIONS, RIGHT | {"nobody": "  ", "everybody": "7"})
    assert keys(found) == {"nobody": "quiz.empty"}


@pytest.mark.parametrize("answer", ["2" * 41, "20\x00", "nan", "inf", "0x14", "<b>"])
def test_strange_answers_are_wrong(answer):
    assert "nobody" in quiz_problems(QUESTIONS, RIGHT | {"nobody": answer})


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(text):
    quiz_problems(QUESTIONS, RIGHT | {"nobody": text, "part_one_shows": text})


def test_every_field_may_stay_empty():
    assert problems(NOTHING) == {}
    assert answers(NOTHING) == Answers(None, None, None, None)


def test_what_was_answered_is_read():
    given = {"age": " 23 ", "gender": " non-binary ", "clarity": "5", "comment": "Good.\n\nThanks"}
    assert problems(given) == {}
    assert answers(given) == Answers(23, "non-binary", 5, "Good.\n\nThanks")


@pytest.mark.parametrize(
    "age", ["0", "121", "-3", "7.5", "1_0", "٢٠", "abc", "1e2", "0x1", "999999"]
)
def test_an_age_is_a_whole_number_that_people_have(age):
    assert keys(problems(NOTHING | {"age": age})) == {"age": "questionnaire.age_range"}


@pytest.mark.parametrize("clarity", ["0", "6", "1.0", " 1", "five"])
def test_clarity_is_one_of_the_answers_offered(clarity):
    assert keys(problems(NOTHING | {"clarity": clarity})) == {
        "clarity": "questionnaire.clarity_range"
    }


@pytest.mark.parametrize("field", ["gender", "comment"])
def test_free_text_is_bounded_and_storable(field):
    assert problems(NOTHING | {field: "x" * MOST[field]}) == {}
    too_long = problems(NOTHING | {field: "x" * (MOST[field] + 1)})
    assert keys(too_long) == {field: "questionnaire.too_long"}
    # PostgreSQL stores no NUL.
    assert keys(problems(NOTHING | {field: "a\x00b"})) == {field: "questionnaire.unreadable"}


def test_markup_and_pictures_of_several_characters_are_ordinary_text():
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}"
    given = NOTHING | {"comment": f"<script>alert(1)</script> {family}"}
    assert problems(given) == {}
    assert answers(given).comment == given["comment"]
