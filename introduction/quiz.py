"""How are the attempts at the comprehension questions kept?"""

from collections.abc import Collection, Mapping

from contingent_pgg import records
from design.messages import Question
from screens.answers import QUIZ_MOST


def keep_attempt(
    where: Mapping[str, str],
    questions: tuple[Question, ...],
    given: Mapping[str, str],
    wrong: Collection[str],
    *,
    part: int = 1,
) -> None:
    """Store one sheet of answers; a sheet with empty fields is not an attempt.

    `where` names the session and the participant, `wrong` the questions answered wrongly.
    """
    if any(not given[question.name].strip() for question in questions):
        return
    earlier = records.rows("quiz", **where, part=part)
    attempt, now = 1 + max((row["attempt"] for row in earlier), default=0), records.now_ms()
    records.insert(
        "quiz",
        *(
            {
                **where,
                "part": part,
                "question": question.name,
                "attempt": attempt,
                "answer": _storable(given[question.name]),
                "correct": question.name not in wrong,
                "at": now,
            }
            for question in questions
        ),
    )
    if part == 1:
        records.update("participants", where, {"quiz_attempts": attempt})


def _storable(answer: str) -> str:
    """Leave out what no database stores."""
    return "".join(c for c in answer if c.isprintable())[:QUIZ_MOST]
