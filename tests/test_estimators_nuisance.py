"""Are blocks' means taken out as the projection on their indicators would?"""

import numpy as np
import pytest

from analysis.estimators.nuisance import nuisance
from analysis.estimators.ols import indicators
from analysis.estimators.studentised import column_space

RNG = np.random.default_rng(4)
BLOCKS = indicators(np.array([0, 2, 1, 1, 0, 2, 2, 0, 1, 1]))[0]
COVARIATE = RNG.normal(size=(10, 1))
CONSTANT_IN_BLOCKS = BLOCKS @ np.array([[3.0], [1.0], [7.0]])

CASES = {
    "blocks": BLOCKS,
    "blocks and a covariate": np.column_stack([BLOCKS, COVARIATE]),
    "a covariate first": np.column_stack([COVARIATE, BLOCKS]),
    "a covariate that blocks explain": np.column_stack([BLOCKS, CONSTANT_IN_BLOCKS]),
    "an intercept": np.ones((10, 1)),
    "overlapping indicators": np.column_stack([BLOCKS, np.arange(10) < 4]),
    "no indicators": np.column_stack([COVARIATE, COVARIATE**2]),
}


@pytest.mark.parametrize("columns", CASES.values(), ids=CASES.keys())
def test_what_is_left_is_what_the_projection_leaves(columns):
    basis, values = column_space(columns), RNG.normal(size=(2, 3, 10))
    found = nuisance(columns)
    assert found.away(values) == pytest.approx(values - (values @ basis) @ basis.T, abs=1e-12)
    assert found.leverage == pytest.approx((basis**2).sum(axis=1))


def test_blocks_need_no_matrix():
    assert nuisance(BLOCKS).basis.shape == (10, 0)
    assert nuisance(np.column_stack([BLOCKS, COVARIATE])).basis.shape == (10, 1)
    assert nuisance(np.column_stack([BLOCKS, CONSTANT_IN_BLOCKS])).basis.shape == (10, 0)
