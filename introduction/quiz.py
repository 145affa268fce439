"""Which answers to the comprehension questions are wrong, and how are attempts kept?"""

from collections.abc import Mapping

from contingent_pgg import records
from design.messages import Message, Question, message

MOST_CHARACTERS = 40


def problems(questions: tuple[Question, ...], given: Mapping[str, str]) -> dict[str, Message]:
    """Return, for each question that is not answered rightly, what to say about it.

    A sheet with empty fields is only sent back for those: nothing is told about the others.
    """
    empty = {q.name: message("quiz.empty") for q in questions if not given[q.name].strip()}
    if empty:
        return empty
    checked = {question.name: _problem(question, given[question.name]) for question in questions}
    return {name: problem for name, problem in checked.items() if problem is not None}


def _problem(question: Question, answer: str) -> Message | None:
    if len(answer) > MOST_CHARACTERS:
        return message("quiz.too_long", most=MOST_CHARACTERS)
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


def keep_attempt(
    where: Mapping[str, str],
    questions: tuple[Question, ...],
    given: Mapping[str, str],
    wrong: Mapping[str, Message],
) -> None:
    """Store one sheet of answers; a sheet with empty fields is not an attempt.

    `where` names the session and the participant.
    """
    if any(not given[question.name].strip() for question in questions):
        return
    (person,) = records.rows("participants", **where)
    attempt, now = person["quiz_attempts"] + 1, records.now_ms()
    records.insert(
        "quiz",
        *(
            {
                **where,
                "part": 1,
                "question": question.name,
                "attempt": attempt,
                "answer": _storable(given[question.name]),
                "correct": question.name not in wrong,
                "at": now,
            }
            for question in questions
        ),
    )
    records.update("participants", where, {"quiz_attempts": attempt})


def _storable(answer: str) -> str:
    """Leave out what no database stores."""
    return "".join(c for c in answer if c.isprintable())[:MOST_CHARACTERS]
