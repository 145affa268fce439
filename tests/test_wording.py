"""Does every language say everything, with the same values, and nothing that nobody needs?"""

import ast
import re

import pytest

from design import elicitation_quiz
from design.catalogue import CONDITIONS, treatment
from design.game import Game
from design.introduction_quiz import introduction_questions
from design.messages import message
from design.monitoring import EXTREMES
from design.placing import QUESTIONS
from design.stages.index import STAGES
from design.telling import links, visibility, visibility_questions
from lab.project import ROOT
from wording.say import LANGUAGES, catalogue, duration, joined, money, number, say, tell
from wording.say import placeholders as needed

SPEAKING = ("design", "screens", "introduction", "contingent_pgg", "debriefing", "guard", "wording")
KEY = re.compile(r"['\"]([a-z_]+(?:\.[a-z_0-9]+)+|and|money|connecting)['\"]")


def emitted():
    """Every message that the core catalogue can bring before a participant."""
    for name in CONDITIONS:
        for kept in (True, False):
            played = treatment(name, beliefs=True, kept=kept)
            for part in range(3):
                yield from links(played, part)
                for seat in range(played.game.members):
                    yield from visibility(played, part, seat)
                    yield from asked(visibility_questions(played, part, seat))
    yield from asked(introduction_questions(Game()))
    yield from asked(elicitation_quiz.questions(Game()))


def asked(questions):
    for question in questions:
        yield from (question.prompt, question.explanation, *question.options)


def sources():
    for folder in SPEAKING:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".html"):
                yield path, path.read_text(encoding="utf-8")


def spoken():
    """The literal keys that code hands to `message`, `say` or `_outside`."""
    for path, text in sources():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(text)):
            called = getattr(node, "func", None)
            name = getattr(called, "id", getattr(called, "attr", ""))
            if name in ("message", "say") and isinstance(node, ast.Call):
                for argument in node.args[:2]:
                    if isinstance(argument, ast.Constant) and "." in str(argument.value):
                        yield f"{path.name}: {argument.value}"


def test_all_languages_have_the_same_sentences():
    keys = {language: set(catalogue(language)) for language in LANGUAGES}
    assert keys["de"] == keys["en"]


@pytest.mark.parametrize("key", catalogue("en"))
def test_all_languages_need_the_same_values(key):
    assert needed(catalogue("de")[key]) == needed(catalogue("en")[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_plain_text(language):
    for key, sentence in catalogue(language).items():
        texts = [sentence] if isinstance(sentence, str) else [sentence["one"], sentence["other"]]
        for text in texts:
            assert not re.search(r"[<>&]|  |^\s|\s$", text), (key, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_the_design_says_has_words(language):
    for said in set(emitted()):
        text = tell(language, said)
        assert text
        assert "{" not in text


def test_every_key_in_the_code_is_in_the_catalogues():
    assert [use for use in spoken() if use.partition(": ")[2] not in catalogue("en")] == []


def test_every_sentence_is_used_somewhere():
    used = {key for _, text in sources() for key in KEY.findall(text)}
    used |= {said.key for said in emitted()}
    used |= {f"belief.{name}" for name in QUESTIONS}
    used |= {f"{stage.name}.title" for stage in STAGES}
    used |= {f"sees.extreme_{extreme}" for extreme in EXTREMES}
    used |= {f"feedback.{end}" for end in ("low", "high")}
    # Pages outside a session are named by the last word of their keys.
    outside = set(re.findall(r'_outside\("\w+\.html", "(\w+)"', _text("screens/outside.py")))
    used |= {f"outside.{name}{end}" for name in outside for end in ("", "_title")}
    assert sorted(set(catalogue("en")) - used) == []


def _text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def test_seats_are_joined_by_the_languages_and():
    assert joined("en", ("A",)) == "A"
    assert joined("en", ("C", "D")) == "C and D"
    assert joined("de", ("B", "C", "D")) == "B, C und D"


def test_numbers_have_the_languages_decimal_mark_and_no_idle_zeros():
    assert [number("en", n) for n in (0, 20, 24.6, 44.0, 0.375)] == [
        "0",
        "20",
        "24.6",
        "44",
        "0.375",
    ]
    assert [number("de", n) for n in (20, 24.6, 0.375)] == ["20", "24,6", "0,375"]


def test_money_has_two_decimals_or_the_four_it_needs():
    assert money("en", 12.3, "EUR") == "EUR 12.30"
    assert money("de", 0.1, "EUR") == "0,10 EUR"
    # A point may be worth a fraction of a cent.
    assert money("de", 0.025, "EUR") == "0,0250 EUR"


def test_a_sentence_agrees_with_its_number_and_with_how_many_seats_it_names():
    assert say("en", "feedback.points", {"n": 1}) == "1 point"
    assert say("en", "feedback.points", {"n": 0}) == "0 points"
    assert "Punkten" not in say("de", "feedback.points", {"n": 1.5})
    assert "A sees" in say("en", "seen.by", {"seats": ("A",)})
    assert "A and B see " in say("en", "seen.by", {"seats": ("A", "B")})
    assert tell("de", message("link.sees", seat="A", seats=("C",))).endswith("gegeben hat.")


def test_durations_are_minutes_where_they_are_whole_ones():
    assert duration("en", 600) == "10 minutes"
    assert duration("de", 90) == "90 Sekunden"
    # A decision of one minute reads better in seconds, beside a grace of 30 seconds.
    assert duration("en", 60) == "60 seconds"


def test_a_missing_sentence_names_the_key_and_the_file():
    with pytest.raises(KeyError, match=r"wording/de\.toml has no sentence 'nothing\.here'"):
        say("de", "nothing.here")


def test_a_missing_value_names_the_sentence_and_what_was_found():
    with pytest.raises(KeyError, match=r"'decide\.title' needs a value 'round', found \['seat'\]"):
        say("en", "decide.title", {"seat": "A"})
    with pytest.raises(KeyError, match=r"'feedback\.points' needs a value 'n'"):
        say("en", "feedback.points")


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"languages are \('en', 'de'\), found 'fr'"):
        say("fr", "and")


def test_german_participants_are_addressed_politely():
    informal = re.compile(r"\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*|[Ee]uch|[Ee]uer)\b")
    assert [key for key, text in catalogue("de").items() if informal.search(str(text))] == []
