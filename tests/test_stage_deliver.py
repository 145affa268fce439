"""What does being on time cost, and lateness everybody?"""

import dataclasses

import numpy as np
import pytest

from design.acted import act
from design.catalogue import CONDITIONS, Parts, treatment
from design.choices import Act, Choice
from design.game import Game
from design.mechanisms.outputs import ENTRIES, UNSEEN
from design.play import Play
from design.settling import settle
from design.stages.deliver import Deliver
from design.strategies import conditional_cooperator
from design.theory import critical_discount

CONDITION = CONDITIONS["quality_deadline"]
GAME = CONDITION.game(Game())


def play(on_time, given_=(5, 5, 5, 5), *, slot=1):
    acts = tuple((Act("deliver", (("on_time", one),)),) for one in on_time)
    choices = tuple(Choice(one) for one in given_)
    return Play(GAME, CONDITION.monitoring, 1, slot, 6, 6, 20, (), choices, acts,
                stages=CONDITION.stages)  # fmt: skip


def test_lateness_costs_everybody_and_punctuality_its_member():
    # Two are late: everybody loses 1, and the two on time pay 1 each.
    outcome = settle(play((1, 0, 0, 1)), CONDITION.stages)
    assert outcome.added.tolist() == [-2_000, -1_000, -1_000, -2_000]
    # The lowest contribution is 5: as if all gave 5, 15 + .4 * 20.
    assert outcome.earned.tolist() == [23_000] * 4


def test_being_late_pays_oneself_and_harms_the_group():
    everybody, one_late = (
        settle(play((1,) * 4), CONDITION.stages),
        settle(play((0, 1, 1, 1)), CONDITION.stages),
    )
    assert one_late.added[0] > everybody.added[0]
    assert one_late.added.sum() < everybody.added.sum()
    assert settle(play((0,) * 4), CONDITION.stages).added.sum() < everybody.added.sum()


def test_the_patience_that_the_catalogue_names_makes_a_late_member_indifferent():
    # Late now saves 1 - .5; then all are late for ever, which costs 4 * .5 - 1 a round.
    delta = critical_discount(4, 500)
    assert delta == pytest.approx(1 / 3)
    assert delta / (1 - delta) * 1 == pytest.approx(0.5)
    entry = next(one for one in ENTRIES if one.id == "O09")
    assert f"{delta:.2f}".lstrip("0") in entry.prediction.indefinite


def test_everybody_learns_who_was_late_and_nothing_about_contributions():
    one, other = play((1, 0, 1, 0)), play((1, 0, 1, 0), (0, 9, 20, 3))
    stage = Deliver()
    for seat in range(4):
        assert stage.shows(one, seat) == stage.shows(other, seat)
        assert dict(stage.shows(one, seat)[0].values) == {"seats": ("B", "D")}
    assert stage.shows(play((1,) * 4), 0)[0].key == "deliver.all"


def test_an_audit_shows_an_entry_to_all_as_often_as_told():
    # 25 percent of 4 entries in 1,000 rounds: 1,000 with a standard deviation of 27.
    seen = 0
    for slot in range(1_000):
        entries = settle(play((1,) * 4, slot=slot), CONDITION.stages).signal.entries
        seen += sum(bool((entries[:, j] >= 0).all()) for j in range(4))
    assert abs(seen - 1_000) < 110


@pytest.mark.parametrize("changes", [{"loss": -1}, {"loss": 1_000}])
def test_a_deadline_that_is_no_dilemma_is_refused(changes):
    with pytest.raises(ValueError, match=r"the loss lies below"):
        dataclasses.replace(Deliver(), **changes)


@pytest.mark.parametrize("name", [c.name for e in ENTRIES if e.id == "O09" for c in e.conditions])
def test_simulated_members_play_it_to_the_end(name):
    played = treatment(name, beliefs=True, kept=True, parts=Parts(1, 3, 1))
    done = act(played, (conditional_cooperator(Game()),) * 4, seed=4)
    assert done.group.finished


def test_every_common_level_is_an_equilibrium_of_the_weakest_link():
    # Brute force: no member alone gains by any other contribution.
    weakest = UNSEEN.game(Game((6,) * 4))
    for level in range(7):
        alone = np.array([[own, level, level, level] for own in range(7)]) * 1_000
        earned = weakest.earnings(alone)[:, 0]
        assert earned.max() == earned[level]
