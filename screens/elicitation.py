"""Which HTML does somebody see in the task with a table of conditional contributions?"""

from typing import Any

from design.elicitation import TABLE, TOO_FEW, Outcome
from design.game import POINT, Game
from design.messages import Question
from screens.engine import render
from screens.schedule_answers import entry
from screens.sheet import EMPTY, Sheet
from wording.say import say

MINUTES = 10
"""What the task adds to a study, told before people agree to take part."""


def explanation(language: str, game: Game) -> str:
    """Draw the rules of the task."""
    return render("elicit_explain.html", language, **_rules(game))


def quiz(
    language: str, game: Game, *, questions: tuple[Question, ...], sheet: Sheet = EMPTY
) -> str:
    """Draw the task's comprehension questions with its rules to read again."""
    rules = _rules(game)
    return render("elicit_quiz.html", language, questions=questions, sheet=sheet, **rules)


def unconditional(language: str, game: Game, *, sheet: Sheet = EMPTY) -> str:
    """Draw the question for the unconditional contribution."""
    return render("elicit_own.html", language, sheet=sheet, **_rules(game))


def schedule(language: str, game: Game, *, sheet: Sheet = EMPTY) -> str:
    """Draw the table, a row for each average of the others."""
    rows = [(average, entry(average)) for average in range(game.endowments[0] + 1)]
    first = next((name for _, name in rows if name in sheet.wrong), None)
    return render(
        "elicit_table.html", language, rows=rows, first=first, sheet=sheet, **_rules(game)
    )


def told(language: str, outcome: Outcome) -> dict[str, Any]:
    """Return what the payment statement says about the task."""
    if outcome.rule == TOO_FEW:
        return {"why": say(language, "elicit.paid_too_few", {"points": outcome.pay}), "of": None}
    key = "elicit.paid_table" if outcome.rule == TABLE else "elicit.paid_own"
    return {"why": say(language, key), "of": outcome}


def _rules(game: Game) -> dict[str, Any]:
    return {
        "members": game.members,
        "others": game.members - 1,
        "endowment": game.endowments[0],
        "mpcr": game.mpcr[0] / POINT,
    }
