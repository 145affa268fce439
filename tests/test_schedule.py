"""Is every block balanced, every order equally likely, and every deal repeatable?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.catalogue import FLAGSHIP
from design.experiments import flagship
from design.schedule import Schedule

SCHEDULE = Schedule(FLAGSHIP)
seeds = st.integers(0, 2**40)


@given(seeds, st.integers(0, 10_000), st.integers(1, 6))
def test_each_block_has_each_condition_twice_one_with_beliefs_one_kept(seed, block, conditions):
    schedule = Schedule(tuple(f"c{k}" for k in range(conditions)))
    size = schedule.block_size
    deal = schedule.deal(seed, np.arange(block * size, (block + 1) * size))
    assert size == 2 * conditions
    assert (deal.block == block).all()
    for condition in range(conditions):
        own = deal.condition == condition
        assert own.sum() == 2
        assert deal.beliefs[own].sum() == 1
        assert deal.kept[own].sum() == 1


@given(seeds, st.integers(0, 500))
def test_a_slot_is_dealt_the_same_alone_and_among_others(seed, slot):
    many, one = SCHEDULE.deal(seed, np.arange(501)), SCHEDULE.deal(seed, np.array(slot))
    for name, values in vars(many).items():
        assert values[slot] == getattr(one, name)


def test_every_place_in_a_block_is_equally_likely_for_every_condition():
    deal = SCHEDULE.deal(7, np.arange(50_000))
    counts = np.zeros((10, 5))
    np.add.at(counts, (np.arange(50_000) % 10, deal.condition), 1)
    # 5,000 blocks: 1,000 expected in each cell, standard deviation about 28.
    assert np.abs(counts - 1_000).max() < 28 * 4.5


def test_the_two_coins_of_a_condition_are_fair_and_independent():
    deal = SCHEDULE.deal(8, np.arange(100_000))
    counts = np.zeros((2, 2))
    np.add.at(counts, (deal.beliefs.astype(int), deal.kept.astype(int)), 1)
    # In each pair beliefs and kept fall on the same slot or on different ones: 10,000 blocks by
    # 5 conditions by 2 slots, 25,000 expected in each cell.
    assert np.abs(counts - 25_000).max() < 4.5 * (100_000 * 3 / 16) ** 0.5


def test_which_copy_comes_first_does_not_tell_its_factors():
    deal = SCHEDULE.deal(9, np.arange(40_000))
    first = np.zeros(40_000, dtype=bool)
    for block in range(4_000):
        seen = set()
        for slot in range(10 * block, 10 * block + 10):
            first[slot] = deal.condition[slot] not in seen
            seen.add(deal.condition[slot])
    for factor in (deal.beliefs, deal.kept):
        # 20,000 first copies, half of them expected, standard deviation 70.
        assert abs(int((first & factor).sum()) - 10_000) < 4.5 * 71


def test_another_seed_deals_another_order():
    slots = np.arange(100)
    assert not np.array_equal(SCHEDULE.deal(1, slots).condition, SCHEDULE.deal(2, slots).condition)


@pytest.mark.parametrize("slot", range(10))
def test_the_treatment_of_a_slot_is_the_one_dealt(slot):
    experiment, deal = flagship(), SCHEDULE.deal(3, np.array(slot))
    treatment = experiment.treatment(3, slot)
    condition = FLAGSHIP[int(deal.condition)]
    asked, third = ("plain", "beliefs")[int(deal.beliefs)], ("removed", "kept")[int(deal.kept)]
    assert treatment.name == f"{condition}.{asked}.{third}"
    assert treatment in experiment.treatments()
