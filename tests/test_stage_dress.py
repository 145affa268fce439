"""Does show raise what others see, and nothing else?"""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.acted import act
from design.catalogue import CONDITIONS, Parts, treatment
from design.choices import Act, Choice, Settled
from design.feedback import feedback
from design.game import Game
from design.phases import Contribute, Observe
from design.play import Play
from design.settling import settle
from design.sightings import facts
from design.stages.dress import Dress
from design.strategies import conditional_cooperator

GAME = Game()
OUTPUT, IMPACT = CONDITIONS["dress_output"], CONDITIONS["dress_impact"]


def play(given_, added, condition):
    acts = tuple((Act("dress", (("show", one),)),) if one is not None else () for one in added)
    choices = tuple(Choice(one) for one in given_)
    return Play(GAME, condition.monitoring, 1, 1, 6, 6, 20, (), choices, acts,
                stages=condition.stages)  # fmt: skip


def test_a_dressed_round_worked_by_hand():
    # A gives 4 and shows 6 more, D gives all and is asked nothing.
    outcome = settle(play((4, 10, 0, 20), (6, 0, 20, None), OUTPUT), OUTPUT.stages)
    assert outcome.signal.entries[1].tolist() == [10_000, 10_000, 20_000, 20_000]
    assert outcome.added.tolist() == [-600, 0, -2_000, 0]
    assert outcome.earned.tolist() == [29_600, 23_600, 33_600, 13_600]


def test_impact_feedback_shows_the_contribution_whatever_is_dressed():
    shown = settle(play((4, 10, 0, 20), (6, 0, 20, None), IMPACT), IMPACT.stages)
    assert shown.signal.entries.tolist() == [[4_000, 10_000, 0, 20_000]] * 4
    assert shown.added.tolist() == [-600, 0, -2_000, 0]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=4, max_size=4))
def test_show_is_bounded_and_never_reaches_the_group_account(pairs):
    given_ = [x for x, _ in pairs]
    added = [min(z, 20 - x) for x, z in pairs]
    outcome = settle(play(given_, added, OUTPUT), OUTPUT.stages)
    assert (outcome.signal.entries <= 20_000).all()
    assert (outcome.earned == GAME.earnings(np.array(given_) * 1_000)).all()
    assert (outcome.added <= 0).all()
    assert not outcome.deduced.any()
    for seat, x in enumerate(given_):
        one = play(given_, [None] * 4, OUTPUT)
        found = OUTPUT.stages[1].asks(one, seat)
        assert [ask.high for ask in found] == ([20 - x] if x < 20 else [])


def test_outputs_alike_look_alike_to_everybody_else():
    # A gives 9 and shows 1, or gives 1 and shows 9: only A can tell, by its own number.
    honest = play((9, 5, 5, 5), (1, 0, 0, 0), OUTPUT)
    vain = play((1, 5, 5, 5), (9, 0, 0, 0), OUTPUT)
    shown = [settle(one, OUTPUT.stages).signal.entries[1:] for one in (honest, vain)]
    assert (shown[0] == shown[1]).all()
    for seat in range(1, 4):
        assert OUTPUT.stages[1].shows(honest, seat) == OUTPUT.stages[1].shows(vain, seat) == ()


def test_data_hold_the_contribution_beside_the_output_that_was_shown():
    one = play((4, 10, 0, 20), (6, 0, 20, None), OUTPUT)
    rows = facts(settle(one, OUTPUT.stages), Settled(one.choices, one.acts), 6, 6)
    seen = next(r for r in rows if r["observer"] == "B" and r["subject"] == "A")
    assert (seen["true_value"], seen["shown_value"], seen["source"]) == (4, 10, "reported")


@pytest.mark.parametrize("changes", [{"cost": -1}, {"cost": 1_000}, {"feedback": "odd"}])
def test_show_that_pays_or_is_dear_is_refused(changes):
    with pytest.raises(ValueError, match=r"costs 0|feedback is"):
        dataclasses.replace(Dress(), **changes)


@pytest.mark.parametrize("name", ["dress_output", "dress_impact"])
def test_simulated_members_play_it_to_the_end(name):
    played = treatment(name, beliefs=True, kept=True, parts=Parts(1, 4, 2))
    minds = tuple(conditional_cooperator(Game(), prior=p) for p in (2_000, 8_000, 14_000, 20_000))
    done = act(played, minds, seed=4)
    assert done.group.finished
    assert feedback(done.group, 0, 3, shown=True).own >= 0
    shown = sum(row["choice"] for row in done.rows["acts"])
    # Nobody pays for show that nobody sees.
    assert shown == 0 if name == "dress_impact" else shown > 0


def test_stages_stand_in_the_order_in_which_members_meet_them():
    assert [stage.name for stage in OUTPUT.stages] == [
        Contribute.name, Dress.name, Observe.name,
    ]  # fmt: skip
