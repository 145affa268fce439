"""Do simulated members decide from what they were shown, by the published equations?"""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.catalogue import CORE, treatment
from design.game import Game
from design.monitoring import Monitoring
from design.occasions import HIDDEN
from design.pace import Pace
from design.playing import choose, sight_of
from design.signals import observe
from design.strategies import (
    FREE_RIDER,
    conditional_cooperator,
    contribute,
    first_beliefs,
    heard,
    learn,
    noise,
    state,
    unconditional,
)
from design.telling import visibility_questions
from design.transition import Answer, Contribute, advance, start
from design.view import view

GAME = Game()
COOPERATOR = conditional_cooperator(GAME)
STILL = np.zeros(4, dtype=np.int64)
ACROSS = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [1, 1, 0, 0], [1, 1, 0, 0]], dtype=bool)
OTHERS = ~np.eye(4, dtype=bool)
groups = st.lists(st.integers(0, 20), min_size=4, max_size=4)


def milli(points):
    return np.array(points, dtype=np.int64) * 1_000


def after(condition, points, strategy=COOPERATOR):
    """Beliefs after one round under a condition of part 2."""
    signal = observe(CORE[condition].monitoring, GAME, milli(points))
    return learn(strategy, first_beliefs(strategy, (4,)), signal, GAME)


@given(groups)
def test_free_riders_and_unconditional_members_ignore_what_they_see(points):
    beliefs = after("open", points)
    assert contribute(FREE_RIDER, beliefs, GAME, STILL).tolist() == [0] * 4
    assert contribute(unconditional(7), beliefs, GAME, STILL).tolist() == [7_000] * 4


@given(groups)
def test_the_conditional_cooperator_follows_the_published_equations(points):
    # Worked in floating point, straight from the equations; whole points may differ where the
    # unrounded contribution lies within a rounding error of one half.
    beliefs = after("open", points)
    for i in range(4):
        others = [points[j] for j in range(4) if j != i]
        believed = [0.118 + 0.415 * seen + 0.569 * 10 for seen in others]
        mean = sum(believed) / 3
        predicted = min(max(-0.199 + 0.74 * mean, 0), 20)
        exact = min(max(-0.473 + 0.242 * predicted + 0.666 * mean, 0), 20)
        given_ = contribute(COOPERATOR, beliefs, GAME, STILL)[i] / 1_000
        assert abs(given_ - exact) <= 0.5 + 0.01


def test_a_seen_member_moves_only_the_belief_about_it():
    beliefs = after("one_way", (20, 20, 0, 15))
    # A saw C at 0: .118 + .569 * 10 = 5.808; D at 15: 5.808 + .415 * 15 = 12.033.
    assert beliefs[0, [1, 2, 3]].tolist() == [10_000, 5_808, 12_033]
    # C and D see nobody: their beliefs stay where they were.
    assert beliefs[2, [0, 1, 3]].tolist() == [10_000] * 3


def test_without_a_signal_every_belief_stays_where_it_was():
    beliefs = after("dark", (20, 20, 20, 20))
    assert (beliefs[OTHERS] == 10_000).all()


@pytest.mark.parametrize("condition", ["dark_earnings", "open"])
def test_own_earnings_teach_what_the_total_leaves_for_the_others(condition):
    signal = observe(CORE[condition].monitoring, GAME, milli((20, 0, 4, 5)))
    mean_of_others = heard(signal, GAME)[0, 1:].mean()
    assert mean_of_others == 3_000


def test_the_total_less_the_seen_entries_is_spread_over_the_unseen():
    # A member that sees C and D, and its own earnings, works out B exactly.
    signal = observe(CORE["one_way_earnings"].monitoring, GAME, milli((20, 3, 4, 5)))
    assert heard(signal, GAME)[0].tolist() == [20_000, 3_000, 4_000, 5_000]
    # C sees nobody: 32 less its own 4 leaves 28 for three members, in whole milli-points.
    assert heard(signal, GAME)[2].tolist() == [9_333, 9_333, 4_000, 9_333]


def test_nothing_is_heard_in_the_dark():
    silent = heard(observe(Monitoring(), GAME, milli((20, 3, 4, 5))), GAME)
    assert (silent[OTHERS] == HIDDEN).all()


def test_zero_is_heard_as_zero_and_not_as_silence():
    beliefs = after("two_way", (0, 0, 0, 0))
    assert beliefs[0, 2] == 5_808
    assert beliefs[0, 1] == 10_000


@pytest.mark.parametrize("condition", CORE)
def test_a_choice_never_depends_on_what_was_hidden(condition):
    # All 81 groups on a small grid, sorted by what each seat was shown of them.
    believed, repeated = {}, 0
    for points in product((0, 1, 20), repeat=4):
        signal = observe(CORE[condition].monitoring, GAME, milli(points))
        beliefs = learn(COOPERATOR, first_beliefs(COOPERATOR, (4,)), signal, GAME)
        for seat in range(4):
            shown = (seat, *signal.entries[seat], signal.total[seat], signal.earnings[seat])
            repeated += shown in believed
            held = beliefs[seat, OTHERS[seat]].tolist()
            assert believed.setdefault(shown, held) == held
    # Only the open screen leaves nothing to be hidden.
    assert (repeated > 0) == (condition not in ("open", "two_way_earnings"))


@given(st.lists(groups, min_size=1, max_size=6), st.sampled_from(list(CORE)))
def test_a_batch_of_groups_learns_what_each_learns_alone(points, condition):
    batch = after(condition, points)
    alone = [after(condition, row) for row in points]
    assert np.array_equal(batch, np.array(alone))


def test_parameters_may_differ_between_members():
    mixed = replace(COOPERATOR, level=np.array([-473, 0, 5_000, 20_000]))
    beliefs = first_beliefs(mixed, (4,))
    one_by_one = [
        contribute(replace(COOPERATOR, level=int(mixed.level[i])), beliefs, GAME, STILL)[i]
        for i in range(4)
    ]
    assert contribute(mixed, beliefs, GAME, STILL).tolist() == one_by_one


def test_a_hump_rises_to_its_turn_and_falls_at_the_same_slope():
    hump = replace(COOPERATOR, schedule_level=0, schedule_slope=500, turn=10_000, level=0,
                   on_schedule=1_000, on_belief=0)  # fmt: skip
    beliefs = np.array([0, 8_000, 10_000, 12_000, 20_000])[:, None, None] * np.ones((4, 4), int)
    assert contribute(hump, beliefs, GAME, STILL)[:, 0].tolist() == [0, 4_000, 5_000, 4_000, 0]


@given(groups, st.integers(-3_460, 3_460), st.integers(0, 30_000))
def test_contributions_are_whole_points_within_the_endowment(points, drawn, tremble):
    shaky = replace(COOPERATOR, tremble=tremble)
    given_ = contribute(shaky, after("open", points), GAME, np.full(4, drawn))
    assert ((given_ >= 0) & (given_ <= 20_000) & (given_ % 1_000 == 0)).all()


def test_stated_beliefs_are_the_mean_of_the_seats_asked_about():
    beliefs = np.zeros((4, 4), dtype=np.int64)
    beliefs[0] = (99_000, 99_000, 4_000, 7_000)
    assert state(beliefs, ACROSS, GAME)[0] == 6  # 5.5 goes up to the next whole point


def test_amounts_scale_with_the_endowment():
    tenfold = Game((200,) * 4, (400,) * 4)
    rich = conditional_cooperator(tenfold, prior=100_000)
    beliefs = first_beliefs(rich, (4,))
    given_ = contribute(rich, beliefs, tenfold, STILL)[0]
    # -.473 + .242 (-.199 + 7.4) + 6.66 = 7.930 of 20 becomes 79.3 of 200.
    assert given_ == 79_000


def test_trembles_are_standardised_and_nearly_normal():
    drawn = noise(1, (np.arange(100_000),), "tremble") / 1_000
    # Standard errors: mean .0032, standard deviation about .002, share within one about .0015.
    assert abs(drawn.mean()) < 0.013
    assert abs(drawn.std() - 1) < 0.01
    assert abs((np.abs(drawn) < 1).mean() - 0.6827) < 0.02
    assert np.abs(drawn).max() <= 3.465


@pytest.mark.parametrize("condition", CORE)
def test_a_strategy_in_front_of_screens_plays_what_the_arrays_say(condition):
    # The batch path hands `learn` whole Signals, the live path rebuilds them from Views.
    played = treatment(condition, beliefs=True, kept=False)
    strategies = [FREE_RIDER, unconditional(13), COOPERATOR, replace(COOPERATOR, prior=20_000)]
    group = start(0, played, Pace(), 0)
    beliefs = [first_beliefs(strategy, (4,)) for strategy in strategies]
    while not group.finished:
        phase = played.phase(group.round)
        group = explained(group)
        screens = [view(group, seat) for seat in range(4)]
        for seat, strategy in enumerate(strategies):
            choice = choose(strategy, sight_of(screens[seat]))
            expected = contribute(strategy, beliefs[seat], GAME, STILL)[seat] // 1_000
            assert choice.contribution == expected
            if phase.beliefs:
                assert choice.beliefs[0] == state(beliefs[seat], ACROSS, GAME)[seat]
            action = Contribute(seat, group.round, choice.contribution, choice.beliefs)
            group = advance(group, action, 0).group
        signal = observe(phase.monitoring, GAME, milli(group.history[-1].contributions))
        beliefs = [learn(s, b, signal, GAME) for s, b in zip(strategies, beliefs, strict=True)]


def explained(group):
    """Answer what is to be explained, rightly, for every seat."""
    for seat in range(4):
        if group.stage(seat) == "explain":
            questions = visibility_questions(group.treatment, group.part, seat)
            answers = tuple((q.name, q.answer) for q in questions)
            group = advance(group, Answer(seat, group.part, answers), 0).group
    return group
