"""Are paid rounds, prizes and seats drawn fairly, and does stating the mean pay best?"""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.catalogue import Parts, treatment
from design.payment import paid_rounds, prize_draw, prize_probability, seating

BELIEFS = treatment("two_way", beliefs=True, kept=True)
PLAIN = treatment("two_way", beliefs=False, kept=True)
keys = st.integers(0, 2**40)


@given(keys, st.integers(0, 10_000))
def test_one_round_of_each_part_is_paid(seed, slot):
    drawn = paid_rounds(PLAIN, seed, slot)
    assert [BELIEFS.part(number) for number in drawn.contribution] == [0, 1, 2]
    assert drawn.belief is None
    assert drawn.question is None


@given(keys, st.integers(0, 10_000))
def test_the_paid_belief_is_of_another_round_that_asked_for_it(seed, slot):
    drawn = paid_rounds(BELIEFS, seed, slot)
    assert drawn.contribution == paid_rounds(PLAIN, seed, slot).contribution
    assert 6 <= drawn.belief <= 25
    assert drawn.belief not in drawn.contribution
    assert drawn.question in ("across", "partner")


def test_where_every_asking_round_is_paid_no_belief_is():
    short = treatment("two_way", beliefs=True, kept=True, parts=Parts(1, 1, 1))
    assert paid_rounds(short, 1, 1).belief is None


def test_rounds_and_questions_are_drawn_uniformly():
    drawn = [paid_rounds(BELIEFS, 5, slot) for slot in range(3_000)]
    for part, (first, rounds) in enumerate([(1, 5), (6, 15), (21, 5)]):
        counts = np.bincount([d.contribution[part] - first for d in drawn], minlength=rounds)
        expected = 3_000 / rounds
        # Chi-square(14) exceeds 36.1 one time in a thousand, chi-square(4) 18.5.
        assert ((counts - expected) ** 2 / expected).sum() < (36.1 if rounds == 15 else 18.5)
    across = sum(d.question == "across" for d in drawn)
    assert abs(across - 1_500) < 4.5 * (3_000 / 4) ** 0.5


def test_parts_are_drawn_independently_of_each_other():
    drawn = np.array([paid_rounds(PLAIN, 6, slot).contribution for slot in range(3_000)])
    correlations = np.corrcoef(drawn.T)[~np.eye(3, dtype=bool)]
    assert np.abs(correlations).max() < 4.5 / 3_000**0.5


@given(st.lists(st.integers(0, 20), min_size=2, max_size=8))
def test_stating_the_mean_gives_the_best_chance_of_the_prize(possible):
    # Whatever the member thinks possible, each case equally likely.
    def chance(stated):
        return np.mean([prize_probability(stated, truth, 20) for truth in possible])

    mean = float(np.mean(possible))
    assert all(chance(mean) >= chance(stated) for stated in range(21))


@given(st.integers(0, 20), st.integers(0, 40))
def test_the_chance_of_the_prize_is_a_chance(stated, twice_the_truth):
    # A mean of two seats lies on half points.
    assert 0 <= prize_probability(stated, twice_the_truth / 2, 20) <= 1


@pytest.mark.parametrize(("stated", "truth", "chance"), [(10, 10, 1), (0, 20, 0), (15, 10, 0.9375)])
def test_chances_worked_by_hand(stated, truth, chance):
    assert prize_probability(stated, truth, 20) == chance


def test_members_draw_their_prize_apart():
    drawn = np.array([[prize_draw(3, slot, seat) for seat in range(4)] for slot in range(1_500)])
    assert len(np.unique(drawn)) == drawn.size
    assert abs(drawn.mean() - 0.5) < 4.5 / (12 * drawn.size) ** 0.5
    assert np.abs(np.corrcoef(drawn.T)[~np.eye(4, dtype=bool)]).max() < 4.5 / 1_500**0.5


def test_every_seating_is_equally_likely():
    counts = dict.fromkeys(permutations(range(4)), 0)
    for slot in range(4_800):
        counts[seating(9, slot, 4)] += 1
    # 200 expected in each of 24; chi-square(23) exceeds 49.7 one time in a thousand.
    assert sum((n - 200) ** 2 / 200 for n in counts.values()) < 49.7
