"""Do the pages around the game say what holds, the same to everybody, and lead nobody astray?"""

import re

import pytest

from design.catalogue import CORE, Parts
from design.experiments import flagship
from design.game import Game
from design.introduction_quiz import introduction_questions
from design.pace import Pace
from design.statement import PaidBelief, PaidRound, Statement
from lab.project import ROOT
from screens import debriefing, introduction, outside
from screens.answers import MOST
from screens.introduction import Rates
from screens.play import WITHOUT_GROUP
from screens.sheet import Sheet
from tests.markup import parse
from wording.say import LANGUAGES

FLAGSHIP = flagship()
RATES = Rates(point_value=0.1, fee=5.0, currency="EUR")
PAYMENT = debriefing.Payment(7.38, 5.0, 12.38, 0.1, "EUR")
ROUNDS = (
    PaidRound(1, 2, 13, 44, 24.6, False),
    PaidRound(2, 15, 0, 31, 32.4, True),
    PaidRound(3, 23, 20, 42, 16.8, False),
)
GUESS = PaidBelief(12, "across", "CD", 7, 9.5, 0.984375, 0.1294, True)


def paid(belief=GUESS, prize=20.0):
    return Statement(ROUNDS, belief, 73.8, prize)


def introductions(language, experiment=FLAGSHIP, rates=RATES):
    """Every page before the game, the quiz also with wrong answers."""
    questions = introduction_questions(experiment.game)
    wrong = Sheet({"nobody": "7"}, {"nobody": "no", "part_one_shows": "no"})
    yield introduction.consent(language, experiment, rates)
    yield introduction.consent(language, experiment, rates, sheet=Sheet({}, {"consent": "no"}))
    yield introduction.declined(language, rates)
    yield introduction.instructions(language, experiment, rates)
    for sheet in (Sheet(), wrong):
        yield introduction.quiz(language, experiment, rates, questions=questions, sheet=sheet)


def debriefings(language):
    """Every page after the game."""
    wrong = Sheet({"age": "x"}, dict.fromkeys(("age", "gender", "clarity", "comment"), "no"))
    for sheet in (Sheet(), wrong):
        yield debriefing.questionnaire(language, most=MOST, sheet=sheet)
    for belief in (GUESS, None):
        yield debriefing.statement(language, paid(belief), PAYMENT, prize=20, code="abcd1234")
    for why in (*WITHOUT_GROUP, "unfinished"):
        yield debriefing.without_game(language, PAYMENT, code="abcd1234", why=why)


def outsides():
    return [outside.failed("4711"), outside.nowhere(), *outside.otree_templates().values()]


def body(html):
    """The text between the body's tags."""
    (found,) = parse(html).all("body")
    return " ".join(found.text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_a_well_made_document_in_its_language(language):
    for html in (*introductions(language), *debriefings(language)):
        markup = parse(html)
        assert markup.faults == []
        assert markup.all("html")[0].attributes["lang"] == language
        assert len(markup.all("main")) == 1
        assert markup.all("title")[0].text == markup.all("h1")[0].text


def test_pages_outside_a_session_are_well_made_and_name_each_languages_parts():
    for html in outsides():
        markup = parse(html)
        assert markup.faults == []
        spoken = {one.attributes["lang"] for one in markup.all("p", "span") if "lang" in
                  one.attributes}  # fmt: skip
        assert spoken == set(LANGUAGES)


def test_otrees_own_pages_are_those_that_are_drawn_here():
    for name, text in outside.otree_templates().items():
        stored = (ROOT / "_templates" / "otree" / name).read_text(encoding="utf-8")
        assert stored == text, f"{name}: run python -m screens.outside"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_introduction_is_the_same_whatever_conditions_are_dealt(language):
    pages = {tuple(introductions(language, flagship(conditions=(name,)))) for name in CORE}
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("language", "later"),
    [("en", r"glass|guess|belief|prize|monitor|mirror"), ("de", r"glas\b|schätz|preis|spiegel")],
)
def test_the_introduction_keeps_what_is_explained_later_to_later(language, later):
    for html in introductions(language):
        assert re.findall(later, body(html).lower()) == []


def test_the_instructions_tell_the_numbers_of_the_experiment():
    unlike = flagship(
        game=Game((12,) * 4, (375,) * 4),
        parts=Parts(3, 1, 2),
        pace=Pace(decision_seconds=45, lobby_seconds=300),
    )
    text = body(introduction.instructions("en", unlike, RATES))
    assert "every member has 12 points" in text
    # 4 x 0.375 = 1.5: what a point in the group account is worth to all together.
    assert "adds 0.375 points to the earnings of every member: 1.5 points in all" in text
    assert "There are 6 rounds in three parts: Part 1: 3 rounds Part 2: 1 round Part 3:" in text
    assert "You have 45 seconds for each decision" in text
    assert "at most 5 minutes" in text
    assert "Each point is worth EUR 0.10. In addition you are paid EUR 5.00 for coming." in text


def test_the_examples_are_worked_out_rightly():
    text = body(introduction.instructions("en", FLAGSHIP, RATES))
    # 20 - 5 + 0.4 x 35 = 29, and 20 - 15 + 0.4 x 60 = 29: neither way of giving looks better.
    first = "You give 5 and the others together 30. You keep 15, and your share of the 35 points"
    second = "You give 15 and the others together 45. You keep 5, and your share of the 60 points"
    assert f"{first} in the group account is 14. You earn 29 points." in text
    assert f"{second} in the group account is 24. You earn 29 points." in text


def test_a_rule_under_which_groups_wait_is_told_instead():
    waits = flagship(pace=Pace(absence="wait"))
    text = body(introduction.instructions("en", waits, RATES))
    assert "The group waits until every member has decided." in text
    assert "computer" not in text


def test_without_a_fee_none_is_promised():
    for html in introductions("en", rates=Rates(0.1, 0.0, "EUR")):
        assert not re.search(r"EUR 0\.00|In addition|whatever you decide", body(html))


def test_the_quiz_gives_back_what_was_entered_and_explains_it():
    sheet = Sheet({"nobody": '"><script>', "part_one_shows": "2"}, {"nobody": "Because <b>."})
    questions = introduction_questions(FLAGSHIP.game)
    html = introduction.quiz("en", FLAGSHIP, RATES, questions=questions, sheet=sheet)
    markup = parse(html)
    fields = {one.attributes.get("id"): one.attributes for one in markup.all("input")}
    assert fields["nobody"]["value"] == '"><script>'
    assert fields["nobody"]["aria-describedby"] == "why-nobody"
    assert "<script>" not in html
    assert "Because <b>." in body(html)
    (chosen,) = [one for one in markup.all("input") if "checked" in one.attributes]
    assert chosen.attributes["value"] == "2"


def test_the_statement_shows_what_is_paid_and_why():
    text = body(debriefing.statement("en", paid(), PAYMENT, prize=20, code="abcd1234"))
    assert "1 2 13 44 24.6 2 15 0 decided by the computer 31 32.4 3 23 20 42 16.8" in text
    assert "Together you earned 73.8 points in these rounds." in text
    assert "Your guess in round 12 about how much C and D gave on average was drawn." in text
    assert "Your guess 7 The true number 9.5 Your chance to win 98.438 percent" in text
    assert "The number drawn, from 0 to 100 12.94" in text
    assert "You won the prize of 20 points." in text
    assert "Points in all 93.8 In money, at EUR 0.10 per point EUR 7.38" in text
    assert "You are paid EUR 12.38" in text


def test_the_statement_says_when_the_prize_is_lost_or_nothing_was_guessed():
    lost = PaidBelief(8, "partner", "B", 20, 0.0, 0.0, 0.4, False)
    text = body(debriefing.statement("en", paid(lost, 0.0), PAYMENT, prize=20, code="x"))
    assert "Your guess in round 8 about how much B gave was drawn." in text
    assert "You did not win the prize this time." in text
    unstated = PaidBelief(8, "partner", "B", None, 4.0, 0.0, 0.4, False)
    text = body(debriefing.statement("en", paid(unstated, 0.0), PAYMENT, prize=20, code="x"))
    assert "you stated no guess" in text
    assert "Your guess 0" not in text


def test_without_beliefs_the_statement_speaks_of_none():
    text = body(debriefing.statement("en", paid(None, 0.0), PAYMENT, prize=20, code="x"))
    assert "guess" not in text
    assert "prize" not in text


def test_whoever_found_no_group_reads_what_is_paid_for_coming():
    text = body(debriefing.without_game("de", PAYMENT, code="x", why="left_over"))
    assert "Heute gab es keine Gruppe für Sie" in text
    assert "Für Ihr Kommen 5,00 EUR" in text
    assert "Punkte insgesamt" not in text


def test_nobody_can_leave_a_last_page():
    last = [introduction.declined("en", RATES), *list(debriefings("en"))[2:]]
    assert [parse(html).all("button", "form") for html in last] == [[]] * len(last)
