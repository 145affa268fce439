"""Hierarchical types: as R's tree, with silhouettes and stability that mean what they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.ward import adjusted_rand, silhouettes, ward_types
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("instrument.R")


def profiles():
    return read("schedules.csv")["own"].reshape(60, 11)


def test_sizes_and_silhouette_are_those_of_r():
    found = ward_types(profiles(), 3, resamples=20)
    assert (found.shares * 60).tolist() == pytest.approx(FOUND_BY_R["ward_sizes"])
    assert found.silhouette == pytest.approx(FOUND_BY_R["silhouette"])


def test_types_that_exist_are_found_again_in_resamples():
    three = ward_types(profiles(), 3, resamples=40)
    seven = ward_types(profiles(), 7, resamples=40)
    assert three.stability > 0.9 > seven.stability
    assert three.centres[0] == pytest.approx(profiles()[three.labels == 0].mean(axis=0))


def test_silhouettes_by_hand():
    # Points 0, 1 | 10: for 0, a = 1 and b = 10; for 1, a = 1 and b = 9; a type of one has none.
    found = silhouettes(np.array([[0.0], [1.0], [10.0]]), np.array([0, 0, 1]))
    assert found == pytest.approx([0.9, 8 / 9, 0.0])


def test_partitions_agree_fully_or_as_by_chance():
    assert adjusted_rand([0, 0, 1, 1], [5, 5, 3, 3]) == 1
    assert adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5)
    rng = np.random.default_rng(1)
    pairs = rng.integers(0, 3, size=(300, 2, 60))
    # Unrelated partitions agree by chance alone: zero on average.
    assert np.mean([adjusted_rand(*pair) for pair in pairs]) == pytest.approx(0.0, abs=0.01)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=12))
def test_agreement_is_symmetric_and_at_most_one(pairs):
    first, second = zip(*pairs, strict=True)
    found = adjusted_rand(first, second)
    assert found == pytest.approx(adjusted_rand(second, first))
    assert found <= 1 + 1e-12


def test_impossible_numbers_of_types_are_refused():
    with pytest.raises(ValueError, match="60 types"):
        ward_types(profiles(), 60)
