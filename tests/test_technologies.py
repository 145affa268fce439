"""Do thresholds, weakest links and uncertain returns pay what members are told, and no more?"""

import dataclasses
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.acted import act
from design.catalogue import CONDITIONS, Parts, treatment
from design.conditions import Condition, everybody
from design.game import Game
from design.messages import message
from design.monitoring import Monitoring
from design.settling import settle
from design.strategies import conditional_cooperator, unconditional
from design.technologies import questions, reminder, rules
from design.treatments import Treatment
from design.view import view

HELD, SHARES = (20,) * 4, (400,) * 4
THRESHOLD = Game(HELD, SHARES, technology="threshold", threshold=48)
WEAKEST = Game(HELD, SHARES, technology="weakest_link")
UNCERTAIN = Game(HELD, (450,) * 4, returns=(300, 600))
FAST = Parts(1, 2, 1)
CHOICES = st.lists(st.integers(0, 20), min_size=4, max_size=4)


def earned(game, points):
    return (game.earnings(np.array(points) * 1_000) / 1_000).tolist()


def test_a_threshold_pays_on_every_point_once_it_is_reached():
    # 48 points at .4 are 19.2 for everybody; one point fewer is worth nothing and lost.
    assert earned(THRESHOLD, [12, 12, 12, 12]) == [27.2] * 4
    assert earned(THRESHOLD, [11, 12, 12, 12]) == [9, 8, 8, 8]


def test_a_refund_returns_its_share_of_what_was_given_in_vain():
    half = dataclasses.replace(THRESHOLD, refund=500)
    assert earned(half, [11, 12, 12, 12]) == [14.5, 14, 14, 14]
    assert earned(half, [12, 12, 12, 12]) == [27.2] * 4


def test_no_member_gains_by_leaving_a_shared_threshold():
    # At the threshold each gives 12 and would lose 19.2 by giving less: an equilibrium.
    for less in range(12):
        assert earned(THRESHOLD, [less, 12, 12, 12])[0] < 27.2


def test_only_the_lowest_contribution_of_those_who_hold_something_counts():
    # The lowest is 5: as if all four had given 5, .4 of 20 for everybody.
    assert earned(WEAKEST, [5, 20, 10, 5]) == [23, 8, 18, 23]
    watcher = Game((20, 20, 20, 0), SHARES, technology="weakest_link")
    assert earned(watcher, [5, 20, 10, 0]) == [21, 6, 16, 6]


@given(CHOICES, st.sampled_from([Game(), THRESHOLD, WEAKEST, UNCERTAIN]))
def test_batches_of_rounds_earn_what_single_rounds_do(points, game):
    batch = np.array([[points, points[::-1]]]) * 1_000
    each = [[game.earnings(round_).tolist() for round_ in rounds] for rounds in batch]
    assert game.earnings(batch).tolist() == each
    assert game.earnings(batch).dtype == np.int64


@given(CHOICES)
def test_efficiency_is_one_where_all_give_all_and_zero_where_nobody_gives(points):
    for game in (Game(), THRESHOLD, WEAKEST, UNCERTAIN):
        assert game.efficiency(np.array([20_000] * 4)) == 1
        assert game.efficiency(np.zeros(4, dtype=np.int64)) == 0
        assert game.efficiency(np.array(points) * 1_000) <= 1


def test_a_return_is_drawn_once_for_a_group_and_phase():
    found = {UNCERTAIN.drawn(1, slot, 6).mpcr for slot in range(40)}
    assert found == {(300,) * 4, (600,) * 4}
    assert UNCERTAIN.drawn(1, 3, 6) == UNCERTAIN.drawn(1, 3, 6).drawn(1, 3, 6)
    highs = sum(UNCERTAIN.drawn(1, slot, 6).mpcr[0] == 600 for slot in range(10_000))
    # Two equally likely returns: 5,000 with a standard deviation of 50.
    assert abs(highs - 5_000) < 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"technology": "odd"}, "technology is one of"),
        ({"technology": "threshold"}, "a threshold lies in"),
        ({"threshold": 10}, "has no threshold"),
        ({"technology": "threshold", "threshold": 40, "refund": 2_000}, "a refund is"),
        ({"returns": (600, 300)}, "the lower first"),
        ({"returns": (300,)}, "are two"),
    ],
)
def test_a_game_that_cannot_be_played_is_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        Game(HELD, SHARES, **changes)


@pytest.mark.parametrize("game", [THRESHOLD, WEAKEST, UNCERTAIN])
def test_own_earnings_are_refused_where_they_tell_more_or_less_than_the_total(game):
    shown = Monitoring(own_earnings=True)
    with pytest.raises(ValueError, match="linear game with a known return"):
        shown.check(game)
    assert not shown.entitled(game).reveals


def test_the_linear_game_needs_no_words_of_its_own():
    assert rules(Game(), 0) == reminder(Game(), 0) == questions(Game()) == ()


@pytest.mark.parametrize("game", [THRESHOLD, WEAKEST, UNCERTAIN])
def test_every_other_game_is_explained_reminded_and_asked_about(game):
    assert len(rules(game, 0)) >= 2
    assert reminder(game, 0)
    assert {question.answer for question in questions(game)} == {"1"}, "each is answered by no"


@pytest.mark.parametrize("name", ["return_unknown", "threshold_lost", "threshold_refund"])
def test_its_conditions_are_played_to_the_end(name):
    played = treatment(name, beliefs=True, kept=True, parts=FAST)
    minds = (conditional_cooperator(Game()),) * 4
    assert act(played, minds, seed=3).group.finished


def test_no_screen_tells_which_return_was_drawn():
    # Two groups whose members do the same, and whose returns differ, see the same screens.
    played = treatment("return_unknown", beliefs=False, kept=True, parts=FAST)
    game = played.game_of(1)
    low = next(s for s in range(50) if game.drawn(1, s, 2).mpcr[0] == 300)
    high = next(s for s in range(50) if game.drawn(1, s, 2).mpcr[0] == 600)
    ends = [act(played, (unconditional(7),) * 4, seed=1, slot=s).group for s in (low, high)]
    for seat in range(4):
        assert view(ends[0], seat) == view(ends[1], seat)
    earned_ = [settle(g.replay(2), played.phases[1].stages).earned[0] for g in ends]
    assert earned_ == [13_000 + 300 * 28, 13_000 + 600 * 28]


def test_a_condition_names_its_technology_in_shares_of_the_experiments_own():
    found = CONDITIONS["threshold_lost"].game(Game((10,) * 4, (500,) * 4))
    assert (found.technology, found.threshold) == ("threshold", 24)
    assert CONDITIONS["return_unknown"].game(Game()) == UNCERTAIN
    assert Condition("plain", Monitoring(), everybody("B01")).game(Game()) is None


@given(CHOICES)
def test_a_threshold_equals_the_rule_in_exact_fractions(points):
    total = sum(points)
    for own, got in zip(points, earned(THRESHOLD, points), strict=True):
        share = Fraction(2, 5) * total if total >= 48 else 0
        assert got == pytest.approx(float(20 - own + share))


def test_part_one_is_always_linear():
    assert isinstance(treatment("threshold_lost", beliefs=False, kept=False), Treatment)
    assert treatment("threshold_lost", beliefs=False, kept=False).game_of(0).plain


def test_a_return_is_said_of_everybody_only_where_everybody_has_it():
    alike = Game((20,) * 4, (400,) * 4)
    assert reminder(alike, 0) == ()
    for endowments, mpcr in (
        ((20, 20, 20, 20, 0), (400,) * 4 + (0,)),
        ((20,) * 3, (500, 400, 400)),
    ):
        told = reminder(Game(endowments, mpcr), 0)
        assert told == (message("technology.own", endowment=20, mpcr=mpcr[0] / 1_000),)
    # Whoever is left out for some rounds holds nothing in them.
    assert reminder(Game((20, 0, 20, 20), (400,) * 4), 0) != ()
