"""Are keyed draws reproducible, independent of batching, and uniform?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design import chance

integers = st.integers(min_value=0, max_value=2**40)


def by_hand(seed, keys, purpose):
    """The published definition in plain Python integers, written from the module's docstring."""
    golden, mask = 0x9E3779B97F4A7C15, 2**64 - 1

    def mix(z):
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    code = 0xCBF29CE484222325
    for byte in purpose.encode():
        code = ((code ^ byte) * 0x100000001B3) & mask
    state = mix(mix((seed + golden) & mask) ^ code)
    for key in keys:
        state = mix(((state + golden) & mask) ^ mix((key + golden) & mask))
    return state


@given(integers, st.lists(integers, min_size=1, max_size=5), st.text(max_size=20))
def test_a_draw_equals_its_published_definition(seed, keys, purpose):
    assert int(chance.bits(seed, keys, purpose)) == by_hand(seed, keys, purpose)


def test_splitmix64_itself_is_the_published_one():
    # The first output of splitmix64 from seed 0, as in the reference code of Vigna's web page.
    with np.errstate(over="ignore"):
        assert int(chance._mix(np.array([chance.GOLDEN]))[0]) == 0xE220A8397B1DCDAF


@pytest.mark.parametrize(
    ("seed", "keys", "purpose", "word"),
    [
        (0, (0,), "order", 0xC8A241E1DDD24AD8),
        (1, (2, 3), "paid_round", 0x3CC1B2327F3A7B87),
        (2**63 + 5, (7, 1, 4), "seats", 0xA5FE084386A4F682),
    ],
)
def test_vectors_hold_on_every_platform_and_numpy(seed, keys, purpose, word):
    # Published so that another program can check its own port of the generator.
    assert int(chance.bits(seed, keys, purpose)) == word


def test_a_batch_draws_what_its_members_draw_alone():
    slots, seats = np.arange(7)[:, None], np.arange(4)[None, :]
    batch = chance.uniform(5, (slots, seats), "noise")
    alone = [[chance.uniform(5, (i, j), "noise") for j in range(4)] for i in range(7)]
    assert batch.shape == (7, 4)
    assert np.array_equal(batch, np.array(alone))


@given(st.integers(-(2**63), 2**64 - 1), st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_one_combination_of_keys_is_drawn_as_an_array_of_one(seed, keys):
    # Whole numbers and arrays take different paths through the arithmetic.
    alone = chance.bits(seed, keys, "order")
    assert alone.shape == ()
    assert alone.dtype == np.uint64
    assert alone == chance.bits(seed, [np.array([key]) for key in keys], "order")[0]


def test_uniforms_are_uniform_and_uncorrelated_with_their_neighbours():
    draws = chance.uniform(1, (np.arange(200_000),), "check")
    # Kolmogorov distance stays under 1.95/sqrt(n) with probability above .999.
    assert np.abs(np.sort(draws) - np.arange(200_000) / 200_000).max() < 1.95 / 200_000**0.5
    assert abs(np.corrcoef(draws[1:], draws[:-1])[0, 1]) < 4 / 200_000**0.5


def test_every_permutation_is_equally_likely():
    draws = chance.permutation(3, (np.arange(60_000),), "order", of=3)
    counts = np.unique(draws, axis=0, return_counts=True)[1]
    # Six cells of 10,000 expected; chi-square(5) exceeds 20.5 one time in a thousand.
    assert len(counts) == 6
    assert ((counts - 10_000) ** 2 / 10_000).sum() < 20.5


def test_purposes_and_key_order_matter():
    assert chance.bits(1, (2, 3), "a") != chance.bits(1, (2, 3), "b")
    assert chance.bits(1, (2, 3), "a") != chance.bits(1, (3, 2), "a")


def test_keys_that_are_not_integers_are_refused():
    with pytest.raises(TypeError, match="keys are integers"):
        chance.uniform(1, (0.5,), "noise")
