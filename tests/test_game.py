"""Are earnings exact, and is net efficiency the mean contribution?"""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.game import Game

FLAGSHIP = Game()


@st.composite
def rounds(draw):
    """A game, equal or not, with the contributions of a few groups in milli-points."""
    members = draw(st.integers(2, 6))
    endowments = draw(st.lists(st.integers(1, 100), min_size=members, max_size=members))
    mpcr = draw(st.lists(st.integers(1, 999), min_size=members, max_size=members))
    if sum(mpcr) <= 1_000:
        mpcr = [999] * members
    vector = st.tuples(*(st.integers(0, e) for e in endowments))
    given_ = draw(st.lists(vector, min_size=1, max_size=4))
    return Game(tuple(endowments), tuple(mpcr)), np.array(given_, dtype=np.int64) * 1_000


def test_earnings_of_a_round_worked_by_hand():
    # 20 kept less 5 given, plus .4 of the 30 in the pot, is 27; the free rider has 20 + 12.
    earned = FLAGSHIP.earnings(np.array([5_000, 0, 20_000, 5_000]))
    assert earned.tolist() == [27_000, 32_000, 12_000, 27_000]


@given(rounds())
def test_earnings_are_the_rule_in_exact_fractions(case):
    game, given_ = case
    for group, earned in zip(given_, game.earnings(given_), strict=True):
        total = Fraction(int(group.sum()), 1_000)
        for i in range(game.members):
            kept = game.endowments[i] - Fraction(int(group[i]), 1_000)
            assert Fraction(int(earned[i]), 1_000) == kept + Fraction(game.mpcr[i], 1_000) * total


@given(rounds())
def test_a_group_earns_its_endowments_and_the_surplus_of_what_it_gives(case):
    game, given_ = case
    surplus = given_.sum(axis=-1) * (sum(game.mpcr) - 1_000) // 1_000
    assert (game.earnings(given_).sum(axis=-1) == 1_000 * sum(game.endowments) + surplus).all()


@given(rounds())
def test_net_efficiency_equals_the_mean_contribution(case):
    # In a linear game without costs each point given is worth the same, whoever gives it.
    game, given_ = case
    share = given_.sum(axis=-1) / (1_000 * sum(game.endowments))
    assert game.efficiency(given_) == pytest.approx(share)


@given(rounds())
def test_giving_costs_oneself_and_pays_the_group(case):
    game, given_ = case
    more = given_.copy()
    more[:, 0] = np.minimum(more[:, 0] + 1_000, 1_000 * game.endowments[0])
    moved = more[:, 0] > given_[:, 0]
    gain = game.earnings(more) - game.earnings(given_)
    assert (gain[moved, 0] < 0).all()
    assert (gain[moved].sum(axis=-1) > 0).all()


def test_a_batch_of_any_shape_earns_what_each_group_earns():
    given_ = np.arange(48).reshape(3, 4, 4) % 21 * 1_000
    alone = [[FLAGSHIP.earnings(group).tolist() for group in row] for row in given_]
    assert FLAGSHIP.earnings(given_).tolist() == alone


@pytest.mark.parametrize(
    ("endowments", "mpcr", "said"),
    [
        ((20,), (400,), "2 to 20 members, found 1"),
        ((20, 20), (600,), "2 endowments but 1 returns"),
        ((20, 0), (600, 600), "two of them more"),
        ((20, 20), (500, 500), "their sum above 1"),
        ((20, 20), (1_000, 600), r"0\.001 \.\. 0\.999"),
    ],
)
def test_a_game_that_is_no_dilemma_is_refused(endowments, mpcr, said):
    with pytest.raises(ValueError, match=said):
        Game(endowments, mpcr)
