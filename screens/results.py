"""How do settled rounds read, the last one and all of them?"""

from dataclasses import dataclass

from design.feedback import Feedback
from wording.say import number, say, tell

Lines = tuple[tuple[str, str], ...]


LINE_AT = 75


@dataclass(frozen=True)
class Gauge:
    """A total as a bar; the line to reach stands at three quarters of its width.

    Attributes
    ----------
    name : str
        What it shows, in words.
    filled : float
        How much of the width the total fills, percent.
    line : int
        Where the line stands, percent.
    """

    name: str
    filled: float
    line: int = LINE_AT


@dataclass(frozen=True)
class Result:
    """One settled round as lines of label and amount.

    Attributes
    ----------
    alone : bool
        Whether nothing but the own contribution is shown.
    said : tuple of str
        What the other stages of the round showed.
    late : bool
        Whether the round has not been reported yet.
    gauge : Gauge or None
        The total as a bar, where a line is drawn beside it.
    """

    round: int
    lines: Lines
    alone: bool
    automatic: bool
    said: tuple[str, ...] = ()
    late: bool = False
    gauge: Gauge | None = None


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


def _entry(feedback: Feedback, seat: str) -> str:
    if seat in feedback.checked:
        return "feedback.checked"
    if feedback.source == "verified" or seat in feedback.proven:
        return "feedback.entry"
    said = {"broker": "feedback.told", "output": "feedback.output"}
    return said.get(feedback.source, "feedback.reported")


def result(feedback: Feedback, language: str) -> Result:
    """Write what one round showed."""
    own = (say(language, "feedback.own"), points(language, feedback.own))
    lines = [own] if feedback.gives and not feedback.outside else []
    lines += [
        (say(language, _entry(feedback, seat), {"seat": seat}), points(language, amount))
        for seat, amount in feedback.entries
    ]
    lines += [
        (say(language, "feedback.paid", {"seat": seat}), points(language, amount))
        for seat, amount in feedback.paid
    ]
    lines += _unlinked(feedback, language)
    if feedback.total is not None:
        lines.append((say(language, "feedback.total"), points(language, feedback.total)))
        if feedback.target > 0:
            lines.append((say(language, "feedback.target"), points(language, feedback.target)))
    if feedback.earnings is not None:
        lines.append((say(language, "feedback.earnings"), points(language, feedback.earnings)))
    said = tuple(tell(language, line) for line in feedback.lines)
    alone = lines in ([], [own]) and not said
    late = not feedback.reported
    drawn, only = _gauge(feedback, language), alone and not late
    return Result(feedback.round, tuple(lines), only, feedback.automatic, said, late, drawn)


def _gauge(feedback: Feedback, language: str) -> Gauge | None:
    """Draw the total beside its line, where both are shown."""
    if feedback.total is None or feedback.target == 0:
        return None
    values = {"total": feedback.total, "n": feedback.target}
    filled = min(100.0, LINE_AT * feedback.total / feedback.target)
    return Gauge(say(language, "goal.gauge", values), round(filled, 1))


def _unlinked(feedback: Feedback, language: str) -> list[tuple[str, str]]:
    """Write what is shown without saying whose it is."""
    lines = []
    if feedback.others:
        each = ", ".join(number(language, amount) for amount in feedback.others)
        lines.append((say(language, "feedback.others"), each))
    for key, amount in (("low", feedback.low), ("high", feedback.high)):
        if amount is not None:
            lines.append((say(language, f"feedback.{key}"), points(language, amount)))
    return lines


def history(rounds: tuple[Feedback, ...], language: str) -> History | None:
    """Write all rounds, with a column for whatever any of them showed; None before the first."""
    if not rounds:
        return None
    seats = sorted({seat for feedback in rounds for seat, _ in feedback.entries})
    totals = any(feedback.total is not None for feedback in rounds)
    earned = any(feedback.earnings is not None for feedback in rounds)
    paid = sorted({seat for feedback in rounds for seat, _ in feedback.paid})
    columns = [say(language, "history.round"), say(language, "history.own"), *seats]
    columns += [say(language, "history.paid", {"seat": seat}) for seat in paid]
    others = any(feedback.others for feedback in rounds)
    low, high = (any(getattr(f, n) is not None for f in rounds) for n in ("low", "high"))
    columns += [say(language, "history.others")] if others else []
    columns += [say(language, "history.low")] if low else []
    columns += [say(language, "history.high")] if high else []
    columns += [say(language, "history.total")] if totals else []
    columns += [say(language, "history.earnings")] if earned else []

    def row(feedback: Feedback) -> Row:
        shown = dict(feedback.entries)
        own: float | str | None = feedback.own if feedback.gives else None
        own = say(language, "history.outside") if feedback.outside else own
        cells = [own, *(shown.get(seat) for seat in seats)]
        cells += [dict(feedback.paid).get(seat) for seat in paid]
        cells += [_listed(feedback, language)] if others else []
        cells += [feedback.low] if low else []
        cells += [feedback.high] if high else []
        cells += [feedback.total] if totals else []
        cells += [feedback.earnings] if earned else []
        written = (
            cell if cell is None or isinstance(cell, str) else number(language, cell)
            for cell in cells
        )
        return Row(feedback.round, tuple(written), feedback.automatic)

    return History(tuple(columns), tuple(row(feedback) for feedback in reversed(rounds)))


def _listed(feedback: Feedback, language: str) -> str | None:
    each = (number(language, amount) for amount in feedback.others)
    return "; ".join(each) or None
