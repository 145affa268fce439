"""Is research as good as what was paid for it, and seen by whom it should be?"""

import dataclasses

import numpy as np
import pytest

from design.acted import act
from design.catalogue import Parts, treatment
from design.choices import Act, Choice
from design.game import Game
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.play import Play
from design.settling import settle
from design.stages.research import Research
from design.strategies import conditional_cooperator

GAME = Game((20,) * 4, (450,) * 4, returns=(300, 600))
PUBLIC, PRIVATE = Research(), Research(gain=100, result="private")


def play(spent, *, slot=1, stage=PUBLIC, number=6):
    acts = tuple((Act("research", (("spend", one),)),) for one in spent)
    return Play(
        GAME, Monitoring(), 5, slot, number, 6, 20, (), (Choice(5),) * 4, acts,
        stages=(stage, Contribute(), Observe()),
    )  # fmt: skip


def test_spending_is_charged_once_and_paid_to_nobody():
    outcome = settle(play((5, 0, 2, 1)), (PUBLIC, Contribute(), Observe()))
    assert outcome.added.tolist() == [-5_000, 0, -2_000, -1_000]


def test_all_spending_makes_the_public_result_certain():
    # 20 points at 25 thousandths each, on top of one half.
    for slot in range(50):
        one = play((5, 5, 5, 5), slot=slot)
        assert PUBLIC.right(one, 0) == 1_000
        assert PUBLIC.found(one, 0) == GAME.drawn(5, slot, 6).mpcr[0]


def test_a_result_is_right_as_often_as_it_says():
    # 8 points: 70 percent of 4,000 results, with a standard deviation of 29.
    right = 0
    for slot in range(4_000):
        one = play((8, 0, 0, 0), slot=slot)
        right += PUBLIC.found(one, 2) == GAME.drawn(5, slot, 6).mpcr[0]
    assert PUBLIC.right(play((8, 0, 0, 0)), 0) == 700
    assert abs(right - 2_800) < 120


def test_the_public_result_is_the_same_for_all_and_a_private_one_its_payers_own():
    shared = play((3, 0, 0, 1))
    assert len({PUBLIC.shows(shared, seat) for seat in range(4)}) == 1
    own = play((3, 0, 5, 1), stage=PRIVATE)
    assert [PRIVATE.right(own, seat) for seat in range(4)] == [800, 500, 1_000, 600]
    assert PRIVATE.shows(own, 1)[0].key == "research.nothing"


def test_a_private_result_does_not_depend_on_what_others_spend():
    one, other = play((3, 0, 5, 1), stage=PRIVATE), play((3, 5, 0, 0), stage=PRIVATE)
    assert PRIVATE.shows(one, 0) == PRIVATE.shows(other, 0)


def test_without_spending_there_is_no_result():
    assert PUBLIC.shows(play((0, 0, 0, 0)), 0)[0].key == "research.nothing"


def test_research_comes_in_the_first_round_and_then_every_few():
    asked = [bool(PUBLIC.asks(play((0,) * 4, number=n), 0)) for n in range(6, 17)]
    assert [6 + i for i, true in enumerate(asked) if true] == [6, 11, 16]


@pytest.mark.parametrize("changes", [{"most": 0}, {"gain": 0}, {"every": 0}, {"result": "secret"}])
def test_research_that_cannot_be_done_is_refused(changes):
    with pytest.raises(ValueError, match=r"at least 1|a result is"):
        dataclasses.replace(PUBLIC, **changes)


@pytest.mark.parametrize("name", ["research_public", "research_private"])
def test_simulated_members_play_it_to_the_end_and_buy_some(name):
    played = treatment(name, beliefs=False, kept=True, parts=Parts(1, 6, 1))
    minds = (conditional_cooperator(Game()),) * 4
    done = [act(played, minds, seed=2, slot=slot) for slot in range(3)]
    assert all(one.group.finished for one in done)
    spent = [row["choice"] for one in done for row in one.rows["acts"]]
    assert np.sum(spent) > 0
    assert max(spent) <= 5
    # Two researches of part 2, and one of part 3, by four members each.
    assert len(spent) == 3 * 3 * 4
