"""What does a screen of the game say, read as a person reads it?

A simulated member knows its screen and nothing else: the sentences are matched with those of the
wording, the numbers are taken from the table of settled rounds.
"""

import html
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from design.experiments import Experiment
from design.feedback import Feedback
from design.game import Game
from design.playing import Sight
from design.telling import links, visibility, visibility_questions
from design.treatments import Treatment
from wording.say import DECIMAL_MARK, say, tell

ROOT = re.compile(r'<main id="screen"[^>]*data-stage="(\w+)" data-round="(\d+)" data-part="(\d+)"')
SEAT = re.compile(r'<span class="seat">(.*?)</span>', re.S)
TABLE = re.compile(r'<details class="history"[^>]*>(.*?)</details>', re.S)
HEAD = re.compile(r'<th scope="col">(.*?)</th>', re.S)
ROW = re.compile(r'<tr><th scope="row">(\d+)</th>(.*?)</tr>', re.S)
CELL = re.compile(r"<td>(.*?)</td>", re.S)
ITEM = re.compile(r"</?(?:ul|li)[^>]*>")
TAG = re.compile(r"<[^>]+>")
ASKED = re.compile(r'<label for="belief-(\w+)">(.*?)</label>', re.S)
HELD = re.compile(r'<input [^>]*name="contribution"[^>]*max="(\d+)"')
QUESTION = re.compile(r'name="q\.(\w+)"')


class UnreadableError(ValueError):
    """A screen says something that the design does not."""


@dataclass(frozen=True)
class Screen:
    """A screen with where it stands."""

    stage: str
    round: int
    part: int
    html: str
    language: str


def screen(text: str, language: str) -> Screen:
    """Read where a screen stands."""
    root = ROOT.search(text)
    if root is None:
        raise UnreadableError(f"no screen: {text[:200]!r}")
    return Screen(root[1], int(root[2]), int(root[3]), text, language)


def seat(shown: Screen, game: Game) -> str:
    """Return the letter that a screen calls its reader."""
    found = SEAT.search(shown.html)
    said = _text(found[1]) if found else ""
    for letter in game.seats:
        if said == say(shown.language, "place.seat", {"seat": letter}):
            return letter
    raise UnreadableError(f"a screen does not say who its reader is: {said!r}")


def sight(shown: Screen, game: Game) -> Sight:
    """Return all that a screen puts before its reader."""
    found = HELD.search(shown.html)
    held = game if found is None else replace(game, endowments=(int(found[1]),) * game.members)
    asked = tuple((name, _about(_text(said), game)) for name, said in ASKED.findall(shown.html))
    return Sight(held, seat(shown, game), history(shown, game), asked)


def _about(said: str, game: Game) -> str:
    """Return the seats that a question names."""
    words = re.findall(r"\w+", said)
    return "".join(letter for letter in game.seats if letter in words)


def history(shown: Screen, game: Game) -> tuple[Feedback, ...]:
    """Return the settled rounds as the screen's table shows them, the latest last."""
    table = TABLE.search(shown.html)
    if table is None:
        return ()
    columns = [_text(name) for name in HEAD.findall(table[1])][2:]
    rows = [_feedback(row, columns, shown.language, game) for row in ROW.findall(table[1])]
    return tuple(sorted(rows, key=lambda feedback: feedback.round))


def _feedback(row: tuple[str, str], columns: list[str], language: str, game: Game) -> Feedback:
    own, *others = CELL.findall(row[1])
    found = {
        name: _cell(name, cell, language)
        for name, cell in zip(columns, others, strict=True)
        if 'class="unseen"' not in cell
    }
    sums = ("total", "earnings", "others", "low", "high")
    paid = {say(language, "history.paid", {"seat": name}): name for name in game.seats}
    known = {*(say(language, f"history.{name}") for name in sums), *game.seats, *paid}
    if set(found) - known:
        raise UnreadableError(f"a table has columns {sorted(found)}, known are {sorted(known)}")
    return Feedback(
        round=int(row[0]),
        own=_own(own, language),
        automatic="<span" in own,
        entries=tuple((name, found[name]) for name in game.seats if name in found),
        total=found.get(say(language, "history.total")),
        earnings=found.get(say(language, "history.earnings")),
        others=found.get(say(language, "history.others"), ()),
        low=found.get(say(language, "history.low")),
        high=found.get(say(language, "history.high")),
        paid=tuple((name, found[column]) for column, name in paid.items() if column in found),
    )


def _own(cell: str, language: str) -> int:
    """Return what a member gave itself; 0 in a round in which it had nothing to give."""
    text = _text(cell.partition("<")[0])
    return int(_number(text, language)) if text[:1].isdigit() else 0


def _cell(column: str, cell: str, language: str) -> float | tuple[float, ...]:
    """Return what a cell holds: a number, or those of all others in one cell."""
    if column == say(language, "history.others"):
        return tuple(_number(one, language) for one in cell.split(";"))
    return _number(cell, language)


def _number(text: str, language: str) -> float:
    return float(_text(text).replace(DECIMAL_MARK[language], "."))


def _text(marked_up: str) -> str:
    return html.unescape(" ".join(marked_up.split()))


def answers(shown: Screen, experiment: Experiment) -> dict[str, str]:
    """Answer an explanation's questions rightly, by what the same screen has just explained.

    The treatments whose statements stand word for word on the screen agree on the answers.

    Raises
    ------
    UnreadableError
        Where no treatment of the experiment says what the screen says, or two disagree.
    """
    own = experiment.game.seats.index(seat(shown, experiment.game))
    said = [_text(TAG.sub(" ", item)) for item in ITEM.split(shown.html)]
    told = [
        (len(set(words)), treatment)
        for treatment in experiment.treatments()
        for words in [_told(treatment, shown.part - 1, own, shown.language)]
        if _says(said, words)
    ]
    # A treatment with fewer stages says less; whoever says all that is said is meant.
    most, asked = max((count for count, _ in told), default=0), QUESTION.findall(shown.html)
    found = {
        tuple((question.name, question.answer) for question in questions)
        for count, treatment in told
        if count == most
        for questions in [visibility_questions(treatment, shown.part - 1, own)]
        if {question.name for question in questions} == set(asked)
    }
    if len(found) != 1:
        raise UnreadableError(f"{len(found)} treatments say what the screen says: {said}")
    right = dict(found.pop())
    return {f"q.{name}": right[name] for name in dict.fromkeys(asked)}


def _says(said: list[str], words: tuple[str, ...]) -> bool:
    """Say whether all sentences stand in items that say nothing else."""
    long_first = sorted(set(words), key=len, reverse=True)
    whole = [item for item in said if not _rest(item, long_first)]
    return all(any(word in item for item in whole) for word in words)


def _rest(item: str, words: list[str]) -> str:
    for word in words:
        item = item.replace(word, "")
    return item.strip()


@lru_cache(maxsize=1_024)
def _told(treatment: Treatment, part: int, own: int, language: str) -> tuple[str, ...]:
    messages = visibility(treatment, part, own) + links(treatment, part)
    return tuple(tell(language, message) for message in messages)
