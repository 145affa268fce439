"""How do settled rounds read, the last one and all of them?"""

from dataclasses import dataclass

from design.view import Feedback
from wording.say import number, say

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Result:
    """One settled round as lines of label and amount.

    Attributes
    ----------
    alone : bool
        Whether nothing but the own contribution is shown.
    """

    round: int
    lines: Lines
    alone: bool
    automatic: bool


@dataclass(frozen=True)
class Row:
    """One settled round as cells, None where nothing is shown."""

    round: int
    cells: tuple[str | None, ...]
    automatic: bool


@dataclass(frozen=True)
class History:
    """All settled rounds as a table, the latest first."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def points(language: str, amount: float) -> str:
    """Write an amount with its unit."""
    return say(language, "feedback.points", {"n": amount})


def result(feedback: Feedback, language: str) -> Result:
    """Write what one round showed."""
    lines = [(say(language, "feedback.own"), points(language, feedback.own))]
    lines += [
        (say(language, "feedback.entry", {"seat": seat}), points(language, amount))
        for seat, amount in feedback.entries
    ]
    if feedback.total is not None:
        lines.append((say(language, "feedback.total"), points(language, feedback.total)))
    if feedback.earnings is not None:
        lines.append((say(language, "feedback.earnings"), points(language, feedback.earnings)))
    return Result(feedback.round, tuple(lines), len(lines) == 1, feedback.automatic)


def history(rounds: tuple[Feedback, ...], language: str) -> History | None:
    """Write all rounds, with a column for whatever any of them showed; None before the first."""
    if not rounds:
        return None
    seats = sorted({seat for feedback in rounds for seat, _ in feedback.entries})
    totals = any(feedback.total is not None for feedback in rounds)
    earned = any(feedback.earnings is not None for feedback in rounds)
    columns = [say(language, "history.round"), say(language, "history.own"), *seats]
    columns += [say(language, "history.total")] if totals else []
    columns += [say(language, "history.earnings")] if earned else []

    def row(feedback: Feedback) -> Row:
        shown = dict(feedback.entries)
        cells = [feedback.own, *(shown.get(seat) for seat in seats)]
        cells += [feedback.total] if totals else []
        cells += [feedback.earnings] if earned else []
        written = (None if cell is None else number(language, cell) for cell in cells)
        return Row(feedback.round, tuple(written), feedback.automatic)

    return History(tuple(columns), tuple(row(feedback) for feedback in reversed(rounds)))
