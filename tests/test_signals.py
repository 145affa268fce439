"""Does a Signal carry what is shown, and nothing of what is hidden?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design import sightings
from design.catalogue import CORE
from design.choices import Choice, Settled
from design.conditions import PLAIN
from design.game import Game
from design.monitoring import Monitoring
from design.occasions import HIDDEN
from design.play import Play
from design.settling import settle
from design.signals import deducible, known_total, observe
from design.simulated_sightings import facts

GAME = Game()
regimes = st.sampled_from([c.monitoring for c in CORE.values()] + [Monitoring(
    granularity="total")])  # fmt: skip
groups = st.lists(st.integers(0, 20), min_size=4, max_size=4)


def milli(points):
    return np.array(points, dtype=np.int64) * 1_000


@given(regimes, groups, groups, st.integers(0, 3))
def test_a_signal_never_depends_on_what_it_hides(monitoring, points, others, seat):
    # Whatever is not printed to a seat is replaced, keeping the total where it or earnings show.
    entitled = monitoring.entitled(GAME)
    changed = np.where(entitled.entries[seat], points, others)
    if entitled.total[seat] or entitled.earnings[seat]:
        hidden = np.flatnonzero(~entitled.entries[seat])
        changed = np.array(points)
        changed[hidden] = np.sort(changed[hidden])
    one, two = observe(monitoring, GAME, milli(points)), observe(monitoring, GAME, milli(changed))
    assert one.entries[seat].tolist() == two.entries[seat].tolist()
    assert one.total[seat] == two.total[seat]
    assert one.earnings[seat] == two.earnings[seat]


@given(regimes, groups)
def test_what_is_shown_is_true(monitoring, points):
    signal, given_ = observe(monitoring, GAME, milli(points)), milli(points)
    for i in range(4):
        assert set(zip(signal.entries[i], given_, strict=True)) <= {
            *((y, y) for y in given_), *((HIDDEN, y) for y in given_)
        }  # fmt: skip
        assert signal.total[i] in (HIDDEN, given_.sum())
        assert signal.earnings[i] in (HIDDEN, GAME.earnings(given_)[i])
        assert signal.entries[i, i] == given_[i]


@given(st.lists(groups, min_size=1, max_size=5), regimes)
def test_a_batch_is_observed_group_by_group(batch, monitoring):
    together = observe(monitoring, GAME, milli(batch))
    for index, points in enumerate(batch):
        alone = observe(monitoring, GAME, milli(points))
        assert np.array_equal(together.entries[index], alone.entries)
        assert np.array_equal(together.earnings[index], alone.earnings)


@given(groups, st.integers(251, 999))
def test_own_earnings_give_the_total_exactly_at_any_return(points, mpcr):
    game = Game((20,) * 4, (mpcr,) * 4)
    signal = observe(Monitoring(own_earnings=True), game, milli(points))
    assert known_total(signal, game).tolist() == [1_000 * sum(points)] * 4


def test_a_total_of_zero_or_of_everything_gives_every_entry_away():
    shown = Monitoring(granularity="total")
    others = ~np.eye(4, dtype=bool)
    for points, given_away in (((0,) * 4, True), ((20,) * 4, True), ((0, 0, 0, 1), False)):
        mask = deducible(observe(shown, GAME, milli(points)), GAME)
        assert mask[others].all() == given_away
    # With one point in all, only its owner knows where it is.
    mask = deducible(observe(shown, GAME, milli((0, 0, 0, 1))), GAME)
    assert mask[3, :3].all()
    assert not mask[0].any()


def sighted(monitoring, points):
    choices = tuple(Choice(given_) for given_ in points)
    play = Play(GAME, monitoring, 1, 0, 1, 1, 5, (), choices, ((),) * 4)
    return sightings.facts(settle(play, PLAIN), Settled(choices), 1, 1)


@given(regimes, groups)
def test_sightings_of_one_round_equal_those_of_a_batch(monitoring, points):
    rows = sighted(monitoring, points)
    batch = facts(monitoring, GAME, milli([points, points]))
    assert len(rows) == batch.true[0].size
    for row, true, shown, follows in zip(
        rows, batch.true[1].ravel(), batch.shown[1].ravel(), batch.follows[1].ravel(), strict=True
    ):
        assert row["true_value"] == true / 1_000
        assert row["shown_value"] == (None if shown == HIDDEN else shown / 1_000)
        source = "exact" if shown != HIDDEN else "deducible" if follows else "hidden"
        assert row["source"] == source
        assert row["entitled"] == (source != "hidden")


@pytest.mark.parametrize("condition", CORE)
def test_a_round_is_sighted_pair_by_pair_then_total_then_earnings(condition):
    rows = sighted(CORE[condition].monitoring, (1, 2, 3, 4))
    named = [(row["observer"], row["subject"], row["content"]) for row in rows]
    expected = [
        fact
        for i in "ABCD"
        for fact in [
            *((i, j, "contribution") for j in "ABCD" if i != j),
            (i, "", "total"),
            (i, i, "earnings"),
        ]
    ]
    assert named == expected
