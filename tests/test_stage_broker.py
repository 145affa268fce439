"""Does a broker learn of whom it visits, and do members learn what it tells and no more?"""

from dataclasses import replace

import numpy as np
import pytest
from acting import at_stage, begun, played, round_of, shown_alike
from hypothesis import given, settings
from hypothesis import strategies as st

from design.catalogue import CONDITIONS, treatment
from design.choices import Settled
from design.messages import message
from design.settling import settle
from design.sightings import facts
from design.stages.broker import Broker
from design.telling import visibility, visibility_questions
from design.view import view
from screens.play import fragment

AMOUNTS = st.tuples(*[st.integers(0, 20)] * 4)
ANSWERS = st.tuples(*[st.integers(0, 1)] * 4)


def brokered(condition, amounts, told):
    """Return a settled round of part 2 in which the broker told something of each member."""
    values = tuple((f"tell.{name}", n) for name, n in zip("ABCD", told, strict=True))
    return played(condition, (*amounts, 0), {"broker": [None] * 4 + [values]})


def test_a_coordinator_is_introduced_before_it_is_said_that_members_rate_it():
    told = visibility(treatment("broker_selective", beliefs=False, kept=True), 1, 0)
    keys = [line.key for line in told]
    assert keys.index("broker.learns_members") < keys.index("rate.what")


@settings(max_examples=30)
@given(AMOUNTS, AMOUNTS, ANSWERS, st.integers(0, 3))
def test_members_see_only_what_a_selective_broker_passes_on(one, other, told, seat):
    other = tuple(a if tell else b for a, b, tell in zip(one, other, told, strict=True))
    plays = (brokered("broker_selective", amounts, told) for amounts in (one, other))
    shown_alike(CONDITIONS["broker_selective"], *plays, seat=seat)


@settings(max_examples=30)
@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(0, 3))
def test_members_see_only_what_a_free_broker_says(one, other, told, seat):
    plays = (brokered("broker_free", amounts, told) for amounts in (one, other))
    shown_alike(CONDITIONS["broker_free"], *plays, seat=seat)
    outcome = settle(brokered("broker_free", one, told), CONDITIONS["broker_free"].stages)
    for j in range(4):
        true = j == seat
        assert outcome.signal.entries[seat, j] == 1_000 * (one[j] if true else told[j])
        assert outcome.signal.entries[4, j] == 1_000 * one[j], "the broker sees the truth"


def test_the_computer_passes_everything_on_unchanged():
    group = round_of(begun("broker_computer"), (5, 6, 7, 8, 0))
    told = view(group, 0).history[-1]
    assert told.entries == (("B", 6.0), ("C", 7.0), ("D", 8.0))
    assert told.lines == ()


def test_before_it_tells_the_broker_alone_reads_what_was_given():
    group = at_stage("broker_free", "broker", (5, 6, 17, 8, 0))
    labels = [ask.label for ask in view(group, 4).asks]
    assert labels[2] == message("broker.ask_say", seat="C", given=17)
    assert "17" in fragment(view(group, 4), "en", pace=group.pace, prize=20)
    for seat in (0, 1, 3):
        assert view(group, seat) == view(_otherwise(group), seat)


def _otherwise(group):
    """Let C give something else."""
    seats = list(group.seats)
    seats[2] = replace(seats[2], choice=replace(seats[2].choice, contribution=3))
    return replace(group, seats=tuple(seats))


def test_a_broker_who_sees_all_is_logged_to_know_the_total_and_members_are_not():
    play = brokered("broker_free", (5, 6, 7, 8), (20, 20, 20, 20))
    settled = Settled(play.choices, play.acts)
    rows = facts(settle(play, CONDITIONS["broker_free"].stages), settled, play.round, play.round)
    totals = {row["observer"]: row["source"] for row in rows if row["content"] == "total"}
    assert totals == {"A": "hidden", "B": "hidden", "C": "hidden", "D": "hidden", "E": "deducible"}
    sources = {(row["observer"], row["subject"]): row["source"] for row in rows if row["subject"]}
    assert sources["E", "A"] == "exact"
    assert sources["B", "A"] == "reported"


def test_visits_have_their_rate_and_nobody_unvisited_is_told_of():
    stage = Broker("selective", visits=500)
    visits = np.zeros(5)
    for slot in range(400):
        play = replace(brokered("broker_visits", (1, 2, 3, 4), (1, 1, 1, 1)), slot=slot)
        seen = stage.visited(play)
        visits += seen
        assert ((stage.told(play) != -1) == seen).all()
    # 400 draws at one half: 200, standard deviation 10.
    assert (np.abs(visits[:4] - 200) <= 40).all()
    assert visits[4] == 0


def test_the_broker_is_paid_its_fee_or_its_share():
    fee = settle(brokered("broker_free", (5, 5, 5, 5), (5,) * 4), CONDITIONS["broker_free"].stages)
    assert (fee.earned + fee.added)[4] == 20_000
    play = brokered("broker_share", (5, 5, 5, 5), (5,) * 4)
    share = settle(play, CONDITIONS["broker_share"].stages)
    # A tenth of a point for each of twenty points in the group account.
    assert (share.earned + share.added)[4] == 2_000


def test_members_rate_from_the_second_round_on_and_all_see_the_average():
    group = begun("broker_free")
    assert group.open.name == "contribute"
    group = round_of(group, (5, 5, 5, 5, 0))
    assert group.open.name == "rate"
    assert view(group, 4).stage == "wait"
    ratings = {"rate": [(("trust.E", n),) for n in (10, 8, 0, 3)] + [None]}
    group = round_of(group, (5, 5, 5, 5, 0), ratings)
    assert message("rate.mean", seat="E", mean=5.2, n=4) in view(group, 4).history[-1].lines


@pytest.mark.parametrize("condition", ["broker_computer", "broker_selective", "broker_free"])
def test_nobody_is_told_something_else_than_what_holds(condition):
    made = begun(condition).treatment
    for seat in range(5):
        keys = [said.key for said in visibility(made, 1, seat)]
        assert "sees.nobody" not in keys
        assert "seen.nobody" not in keys
        asked = {q.name: q.answer for q in visibility_questions(made, 1, seat)}
        # "0" is yes: only a free broker can tell another number than the true one.
        assert asked["broker_true"] == ("0" if condition == "broker_free" else "1")


def test_impossible_brokers_are_refused():
    with pytest.raises(ValueError, match="rule is one of"):
        Broker("sly")
    with pytest.raises(ValueError, match="visits lie in"):
        Broker(visits=1_001)
