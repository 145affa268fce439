"""Does a simulated member read off its screen exactly what the screen shows?"""

from itertools import product

import pytest
from played import group_at, understood

from design.acted import act, seated
from design.catalogue import CONDITIONS, CORE, Parts, treatment
from design.experiments import flagship
from design.game import Game
from design.pace import Pace
from design.playing import sight_of
from design.population import fischbacher_gaechter
from design.telling import visibility_questions
from design.transition import Answer, Contribute, Expire, advance, start
from design.view import view
from lab.reading import UnreadableError, answers, history, screen, seat, sight
from screens.play import fragment, lobby
from wording.say import LANGUAGES

EXPERIMENT = flagship(conditions=tuple(CORE), parts=Parts(1, 2, 1), game=Game(mpcr=(333,) * 4))
EVERY = list(product(EXPERIMENT.treatments(), LANGUAGES))


def drawn(group, index, language):
    text = fragment(view(group, index), language, pace=EXPERIMENT.pace, prize=EXPERIMENT.prize)
    return screen(text, language)


@pytest.mark.parametrize(
    ("treatment", "language"), EVERY, ids=[f"{t.name}-{language}" for t, language in EVERY]
)
def test_every_screen_reads_back_as_its_view(treatment, language):
    group = start(0, treatment, Pace(), 0)
    while not group.finished:
        for index in range(4):
            if group.stage(index) == "explain":
                shown = drawn(group, index, language)
                questions = visibility_questions(treatment, group.part, index)
                right = {f"q.{q.name}": q.answer for q in questions}
                assert answers(shown, EXPERIMENT) == right
                found = tuple((q.name, q.answer) for q in questions)
                group = advance(group, Answer(index, group.part, found), 0).group
            seen, shown = view(group, index), drawn(group, index, language)
            assert (shown.stage, shown.round, shown.part) == (seen.stage, seen.round, seen.part)
            assert sight(shown, EXPERIMENT.game) == sight_of(seen)
            asked = len(treatment.phases[group.part].beliefs)
            decision = Contribute(index, group.round, 7 * index % 20, (index,) * asked)
            group = advance(group, decision, 0).group
    last = drawn(group, 2, language)
    assert history(last, EXPERIMENT.game) == view(group, 2).history


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["reports_scheduled", "newsletter_lowest", "punish_earnings"])
def test_late_reports_and_earnings_are_read_off_the_table(name, language):
    # Where reports come late the table stands open; others' earnings have columns of their own.
    game = Game()
    played = treatment(name, beliefs=False, kept=True, parts=Parts(1, 5, 1))
    group = act(played, seated(fischbacher_gaechter(game), 1, 0, game), seed=1).group
    found, shown = history(drawn(group, 1, language), game), view(group, 1).history
    facts = [(f.round, f.entries, f.paid, f.low, f.earnings) for f in found]
    assert facts == [(f.round, f.entries, f.paid, f.low, f.earnings) for f in shown]
    assert any(f.entries or f.paid or f.low is not None for f in found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["levels_own", "two_way", "five_half"])
def test_a_guess_is_about_the_seats_that_its_question_names(name, language):
    members = CONDITIONS[name].members
    group = understood(group_at(name, 6, given=(10,) * members))
    for index in (0, members - 1):
        seen, shown = view(group, index), drawn(group, index, language)
        found = sight(shown, group.treatment.game).asked
        assert [(about, set(seats)) for about, seats in found] == [
            (about, set(seats)) for about, seats in seen.beliefs
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_automatic_choice_is_read_as_such(language):
    group = advance(start(0, EXPERIMENT.treatments()[0], Pace(), 0), Expire(), 10**6).group
    assert history(drawn(group, 0, language), EXPERIMENT.game)[0].automatic


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_waiting_room_names_nobody_and_is_told_apart(language):
    shown = screen(lobby(language, missing=2, pace=Pace()), language)
    assert (shown.stage, shown.round, shown.part) == ("lobby", 0, 0)
    with pytest.raises(UnreadableError, match="does not say who its reader is"):
        seat(shown, EXPERIMENT.game)


def test_a_screen_that_explains_what_no_treatment_plays_is_not_answered():
    group = advance(start(0, EXPERIMENT.treatments()[0], Pace(), 0), Expire(), 10**6).group
    shown = drawn(group, 0, "en")
    twisted = screen(shown.html.replace("<li>", "<li>Perhaps. "), "en")
    with pytest.raises(UnreadableError, match="0 treatments say"):
        answers(twisted, EXPERIMENT)


def test_what_is_no_screen_is_refused():
    with pytest.raises(UnreadableError, match="no screen"):
        screen("<p>502 Bad Gateway</p>", "en")
