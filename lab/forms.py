"""What does the form of a stage ask, read off its screen as a person reads it?"""

import html
import re
from dataclasses import replace
from functools import cache

from design.messages import Message
from design.stages.stage import Ask
from lab.reading import Screen, UnreadableError
from wording.say import DECIMAL_MARK, catalogue

FORM = re.compile(r'<form class="decision" data-do="act"[^>]*>(.*?)</form>', re.S)
AMOUNT = re.compile(
    r'<label class="question" for="[^"]*">([^<]*)</label>.*?<input class="amount"[^>]*'
    r' name="([\w.]+)"[^>]* min="(\d+)" max="(\d+)"',
    re.S,
)
CHOICES = re.compile(
    r'<legend class="question">([^<]*)</legend>(.*?)</fieldset>',
    re.S,
)
OPTION = re.compile(r'<input type="radio" name="([\w.]+)" value="(\d+)"[^>]*>([^<]*)</label>')
WORDED = {"follow": "claim"}
"""Stages whose options are in another stage's words."""
DONE = re.compile(r'<input type="hidden" name="([\w.]+)"')


def asks(shown: Screen) -> tuple[Ask, ...]:
    """Return what a stage's form asks: its inputs with their bounds and labels."""
    form = FORM.search(shown.html)
    if form is None:
        raise UnreadableError(f"the stage {shown.stage!r} has no form")
    found = [
        _ask(shown, name, "amount", (int(low), int(high)), label)
        for label, name, low, high in AMOUNT.findall(form[1])
    ]
    for label, inside in CHOICES.findall(form[1]):
        options = OPTION.findall(inside)
        values = [int(value) for _, value, _ in options]
        bounds = (min(values), max(values))
        asked = _ask(shown, options[0][0], "option", bounds, label)
        found.append(replace(asked, options=tuple(_said(shown, text) for *_, text in options)))
    alone = (name for name in DONE.findall(form[1]) if name != "stage")
    return (*found, *(_ask(shown, name, "done", (1, 1), "") for name in alone))


def _ask(shown: Screen, field: str, kind: str, bounds: tuple[int, int], label: str) -> Ask:
    name, _, about = field.partition(".")
    return Ask(name, kind, _said(shown, label), *bounds, bounds[0], about)


def _said(shown: Screen, label: str) -> Message:
    worded = WORDED.get(shown.stage, shown.stage)
    return meant(html.unescape(" ".join(label.split())), worded, shown.language)


def meant(text: str, stage: str, language: str) -> Message:
    """Return the message of a stage that a language says in these words, with its values."""
    for key, pattern in _patterns(stage, language):
        match = pattern.fullmatch(text)
        if match is not None:
            values = {name: _value(said, language) for name, said in match.groupdict().items()}
            return Message(key, tuple(sorted(values.items())))
    return Message(f"{stage}.?")


@cache
def _patterns(stage: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return every sentence of a stage as a pattern, the one with most words of its own first."""
    told = [
        (key, text)
        for key, sentence in catalogue(language).items()
        if key.startswith(f"{stage}.")
        for text in ([sentence] if isinstance(sentence, str) else
                     [sentence["one"], sentence["other"]])
    ]  # fmt: skip
    told.sort(key=lambda one: -len(re.sub(r"\{\w+\}", "", one[1])))
    return tuple((key, _pattern(text)) for key, text in told)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts, seen, written = re.split(r"\{(\w+)\}", sentence), set(), ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            written += re.escape(part)
        elif part in seen:
            written += f"(?P={part})"
        else:
            seen.add(part)
            written += f"(?P<{part}>.+?)"
    return re.compile(written)


def _value(said: str, language: str) -> int | float | str:
    plain = said.replace(DECIMAL_MARK[language], ".")
    if re.fullmatch(r"-?\d+", plain):
        return int(plain)
    return float(plain) if re.fullmatch(r"-?\d+\.\d+", plain) else said
