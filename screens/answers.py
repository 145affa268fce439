"""Which answers before and after the game are accepted, and what is said about the others?"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from design.messages import Message, Question, message

QUIZ_MOST = 40
AGES = (1, 120)
MOST = {"gender": 60, "comment": 2_000}
CLARITY = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Answers:
    """What was answered; None where a field was left empty."""

    age: int | None
    gender: str | None
    clarity: int | None
    comment: str | None


def quiz_problems(questions: tuple[Question, ...], given: Mapping[str, str]) -> dict[str, Message]:
    """Return, for each comprehension question not answered rightly, what to say about it.

    A sheet with empty fields is only sent back for those: nothing is told about the others.
    """
    empty = {q.name: message("quiz.empty") for q in questions if not given[q.name].strip()}
    if empty:
        return empty
    checked = {
        question.name: _quiz_problem(question, given[question.name]) for question in questions
    }
    return {name: problem for name, problem in checked.items() if problem is not None}


def _quiz_problem(question: Question, answer: str) -> Message | None:
    if len(answer) > QUIZ_MOST:
        return message("quiz.too_long", most=QUIZ_MOST)
    if question.accepts(answer):
        return None
    if not question.options and not _is_number(answer):
        return message("quiz.number")
    return question.explanation


def _is_number(answer: str) -> bool:
    try:
        float(answer.strip().replace(",", "."))
    except ValueError:
        return False
    return True


def problems(given: Mapping[str, str]) -> dict[str, Message]:
    """Return, for each field of the last questions that cannot be stored, what to say about it."""
    checked = {
        "age": _age_problem(given["age"].strip()),
        "gender": _text_problem("gender", given["gender"]),
        "clarity": _clarity_problem(given["clarity"]),
        "comment": _text_problem("comment", given["comment"]),
    }
    return {name: problem for name, problem in checked.items() if problem is not None}


def answers(given: Mapping[str, str]) -> Answers:
    """Read a sheet of the last questions that has no problems."""
    age, clarity = given["age"].strip(), given["clarity"]
    return Answers(
        age=int(age) if age else None,
        gender=given["gender"].strip() or None,
        clarity=int(clarity) if clarity else None,
        comment=given["comment"].strip() or None,
    )


def _age_problem(age: str) -> Message | None:
    least, most = AGES
    # int() would also take " 7 ", "1_0" and digits of other scripts.
    plain = not age or (age.isascii() and age.isdigit() and len(age) <= 3)
    if plain and (not age or least <= int(age) <= most):
        return None
    return message("questionnaire.age_range", least=least, most=most)


def _clarity_problem(clarity: str) -> Message | None:
    return None if clarity in ("", *CLARITY) else message("questionnaire.clarity_range")


def _text_problem(name: str, text: str) -> Message | None:
    if len(text) > MOST[name]:
        return message("questionnaire.too_long", most=MOST[name], found=len(text))
    # Control characters such as NUL; PostgreSQL refuses some of them.
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t" for c in text):
        return message("questionnaire.unreadable")
    return None
