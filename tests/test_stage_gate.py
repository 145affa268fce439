"""Does a gatekeeper's price move from the buyer to the keeper, and does only the buyer see?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staged import performed, played, simulated, stood, told

from design.game import POINT
from design.occasions import HIDDEN
from design.settling import settle

OFFERS = {"offer.B": 1, "offer.C": 0, "offer.D": 1}


def sold(points=(1, 2, 3, 4), *, price=7, takes=(1, 0), offers=OFFERS):
    """Play round 6: A offers to B and D, of whom B takes it."""
    group = performed(stood("gate_priced"), 0, {"price": price, **offers})
    asked = [seat for seat in range(4) if group.stage(seat) == "access"]
    for seat, take in zip(asked, takes, strict=True):
        group = performed(group, seat, {"take": take})
    return played(group, points)


def settled(group):
    play = group.replay(6)
    return settle(play, play.stages)


def test_only_the_gatekeeper_and_the_buyer_see():
    shown = settled(sold()).signal.entries != HIDDEN
    assert shown.sum(axis=1).tolist() == [4, 4, 1, 1]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10), st.tuples(st.integers(0, 1), st.integers(0, 1)))
def test_prices_move_and_nothing_is_lost(price, takes):
    outcome = settled(sold(price=price, takes=takes))
    buyers = [0, takes[0], 0, takes[1]]
    assert outcome.added.sum() == 0
    assert outcome.added[1:].tolist() == [-price * POINT * took for took in buyers[1:]]
    # What the sightings say was paid is what was paid.
    assert outcome.price.sum(axis=1).tolist() == [price * POINT * took for took in buyers]
    assert (outcome.price <= np.where(outcome.looked, 10 * POINT, 0)).all()


def test_a_member_without_the_feedback_cannot_tell_what_others_gave_or_were_offered():
    one = sold((1, 2, 3, 4))
    two = sold((9, 8, 3, 0), offers={"offer.B": 1, "offer.C": 0, "offer.D": 0}, takes=(0,))
    assert told(one, 2) == told(two, 2)


def test_who_is_offered_nothing_is_not_asked():
    group = performed(stood("gate_priced"), 0, {"price": 3, **OFFERS})
    assert [group.stage(seat) for seat in range(4)] == ["wait", "access", "wait", "access"]
    asks = [group.open.asks(group.play, seat) for seat in (1, 3)]
    assert asks[0] == asks[1]


def test_without_a_price_none_is_asked():
    group = stood("gate_free")
    fields = [ask.field for ask in group.open.asks(group.play, 0)]
    assert fields == ["offer.B", "offer.C", "offer.D"]


@pytest.mark.parametrize("name", ["gate_free", "gate_priced"])
def test_simulated_gatekeepers_and_members_finish(name):
    acted = simulated(name)
    assert acted.group.finished
    assert abs(sum(row["adjustment"] for row in acted.rows["decisions"])) < 1e-9
