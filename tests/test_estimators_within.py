"""Carrying over from round to round: within regression, its bias, and the bias taken out."""

import numpy as np
import pytest

from analysis.estimators.ols import indicators, least_squares
from analysis.estimators.within import within_corrected


def stationary(rng, *, units, rounds, carry):
    level = rng.normal(size=units)
    x = rng.normal(size=(units, rounds + 30))
    y = np.zeros((units, rounds + 30))
    for t in range(1, rounds + 30):
        y[:, t] = carry * y[:, t - 1] + 0.7 * x[:, t] + level + rng.normal(size=units)
    return y[:, 30:], x[:, 30:, None]


def test_the_plain_fit_is_least_squares_with_unit_and_round_indicators():
    y, x = stationary(np.random.default_rng(1), units=12, rounds=7, carry=0.4)
    unit, period = (part.ravel() for part in np.indices((12, 6)))
    design = np.column_stack([
        y[:, :-1].ravel(), x[:, 1:, 0].ravel(), indicators(unit)[0], indicators(period, base=0)[0],
    ])  # fmt: skip
    fit = least_squares(design, y[:, 1:].ravel())
    assert within_corrected(y, regressors=x).plain == pytest.approx(fit.coefficients[:2])


@pytest.mark.parametrize("rounds", [15, 16])
def test_most_of_the_bias_is_taken_out(rounds):
    y, x = stationary(np.random.default_rng(2), units=1_500, rounds=rounds, carry=0.5)
    found = within_corrected(y, regressors=x, clusters=np.arange(1_500) // 50)
    left, before = abs(found.coefficients[0] - 0.5), abs(found.plain[0] - 0.5)
    assert before > 0.04
    assert left < 0.25 * before
    assert abs(found.coefficients[1] - 0.7) < 4 * found.se[1] + 0.01


def test_the_errors_are_those_seen_in_repetitions():
    rng = np.random.default_rng(3)
    runs = [
        within_corrected(stationary(rng, units=24, rounds=15, carry=0.4)[0]) for _ in range(150)
    ]
    estimates = np.array([run.coefficients[0] for run in runs])
    claimed = np.mean([run.se[0] for run in runs])
    # 150 repetitions know a standard deviation to about 6 %.
    assert estimates.std() == pytest.approx(claimed, rel=0.2)


def test_groups_are_left_out_whole():
    y, _ = stationary(np.random.default_rng(4), units=12, rounds=8, carry=0.4)
    found = within_corrected(y, clusters=np.arange(12) // 3)
    assert (found.n_clusters, found.df, found.n_units) == (4, 3, 12)
    assert found.low[0] < found.coefficients[0] < found.high[0]


def test_panels_that_cannot_tell_are_refused():
    y, _ = stationary(np.random.default_rng(4), units=12, rounds=8, carry=0.4)
    with pytest.raises(ValueError, match="six rounds"):
        within_corrected(y[:, :5])
    with pytest.raises(ValueError, match="found 1 cluster"):
        within_corrected(y, clusters=np.zeros(12))
    constant = np.ones((12, 8, 1))
    with pytest.raises(ValueError, match=r"\['x0'\] are linear combinations"):
        within_corrected(y, regressors=constant)
