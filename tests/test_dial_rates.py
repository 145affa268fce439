"""Does what a setting of the dial leaves to chance happen at its rate, over 20,000 slots?"""

from collections import Counter

import numpy as np
import pytest

from design.game import Game
from design.monitoring import Monitoring
from design.occasions import HIDDEN, Occasion
from design.signals import observe

GAME = Game()
SEED = 11
SLOTS = np.arange(20_000)
GIVEN = np.tile(np.array([0, 5, 10, 20]) * 1_000, (len(SLOTS), 1))


def individual(**more):
    return Monitoring(granularity="individual", **more)


def many(monitoring):
    return observe(monitoring, GAME, GIVEN, occasion=Occasion(SEED, SLOTS, 1))


def near(found, share, draws):
    """Within four standard errors of a share."""
    return abs(found - share) < 4 * np.sqrt(share * (1 - share) / draws)


@pytest.mark.parametrize("error", [100, 300, 500])
def test_numbers_are_wrong_at_the_nominal_rate_and_the_same_for_all_who_see_them(error):
    entries = many(individual(accuracy="noisy", error=error)).entries
    for subject in range(4):
        readers = [i for i in range(4) if i != subject]
        shown = entries[:, readers, subject]
        assert (shown == shown[:, :1]).all()
        assert (entries[:, subject, subject] == GIVEN[:, subject]).all()
        # One of the 21 numbers that may replace it is the true one.
        wrong = (shown[:, 0] != GIVEN[:, subject]).mean()
        assert near(wrong, error / 1_000 * 20 / 21, len(SLOTS))


def test_a_wrong_number_is_any_of_the_possible_ones_with_equal_chance():
    shown = many(individual(accuracy="noisy", error=1_000)).entries[:, 0, 1] // 1_000
    counts = np.bincount(shown, minlength=21)
    assert len(counts) == 21
    assert all(near(count / len(SLOTS), 1 / 21, len(SLOTS)) for count in counts)


@pytest.mark.parametrize("rate", [250, 500])
def test_contributions_are_made_public_at_the_audits_rate_each_for_itself(rate):
    entries = many(individual(coverage="audit", audited=rate)).entries
    public = entries[:, [1, 0, 0, 0], [0, 1, 2, 3]] != HIDDEN
    p = rate / 1_000
    for subject in range(4):
        readers = [i for i in range(4) if i != subject]
        seen = entries[:, readers, subject] != HIDDEN
        assert (seen == seen[:, :1]).all(), "an audit is public"
        assert near(public[:, subject].mean(), p, len(SLOTS))
    assert near((public[:, 0] & public[:, 1]).mean(), p * p, len(SLOTS))


def test_reports_are_checked_at_the_audits_rate_and_then_show_the_truth():
    monitoring = individual(source="audited_report", audited=300)
    lies = np.full_like(GIVEN, 7_000)
    signal = observe(monitoring, GAME, GIVEN, occasion=Occasion(SEED, SLOTS, 1), reported=lies)
    assert near(signal.checked.mean(), 0.3, signal.checked.size)
    shown = signal.entries[:, 0, 1:]
    assert (shown == np.where(signal.checked, GIVEN, lies)[:, 1:]).all()


@pytest.mark.parametrize("k", [1, 2])
def test_a_sample_has_k_distinct_others_each_as_often(k):
    seen = many(individual(coverage="sample", sampled=k)).entries != HIDDEN
    for i in range(4):
        rest = [j for j in range(4) if j != i]
        assert (seen[:, i, rest].sum(axis=1) == k).all()
        assert all(near(seen[:, i, j].mean(), k / 3, len(SLOTS)) for j in rest)
    # Two observers' samples are drawn apart: both see D in (k/3)^2 of the rounds.
    assert near((seen[:, 0, 3] & seen[:, 1, 3]).mean(), (k / 3) ** 2, len(SLOTS))


def test_every_order_of_reshuffled_entries_is_equally_likely():
    shown = many(individual(identity="reshuffled", reveals=("total",))).others[:, 0]
    orders = Counter(map(tuple, shown.tolist()))
    assert len(orders) == 6
    assert all(near(count / len(SLOTS), 1 / 6, len(SLOTS)) for count in orders.values())
