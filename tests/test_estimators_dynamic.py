"""Dynamic panels: as plm, right where pooled and within regressions are wrong."""

import numpy as np
import pytest

from analysis.estimators.dynamic import dynamic_panel
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("dynamic.R")


def contributions():
    table = read("decisions.csv")
    return table["contribution"].reshape(96, 8), table["group"].reshape(96, 8)[:, 0]


@pytest.mark.parametrize(
    ("key", "equations", "steps"),
    [
        ("one_step", "difference", 1),
        ("two_steps", "difference", 2),
        ("system_one_step", "system", 1),
        ("system_two_steps", "system", 2),
    ],
)
def test_estimates_errors_and_hansen_are_those_of_plm(key, equations, steps):
    found = dynamic_panel(contributions()[0], equations=equations, steps=steps)
    theirs = FOUND_BY_R[key]
    assert found.coefficients[0] == pytest.approx(theirs["coefficients"], rel=1e-9)
    assert found.se[0] == pytest.approx(theirs["se"], rel=1e-9)
    assert found.hansen == pytest.approx(theirs["hansen"], rel=1e-9)
    assert found.hansen_df == theirs["hansen_df"]
    if equations == "difference":
        assert (found.m1, found.m2) == pytest.approx((theirs["m1"], theirs["m2"]), rel=1e-9)


def stationary(rng, *, units, rounds, carry):
    """Return levels and an exogenous regressor of effect 1.5, stationary from the first round."""
    level = rng.normal(size=units)
    x = rng.normal(size=(units, rounds + 30))
    y = np.zeros((units, rounds + 30))
    for t in range(1, rounds + 30):
        y[:, t] = carry * y[:, t - 1] + 1.5 * x[:, t] + level + rng.normal(size=units)
    return y[:, 30:], x[:, 30:, None]


@pytest.mark.parametrize("equations", ["difference", "system"])
def test_the_truth_is_recovered_where_least_squares_is_biased(equations):
    rng = np.random.default_rng(12)
    y, x = stationary(rng, units=1_000, rounds=7, carry=0.5)
    found = dynamic_panel(y, regressors=x, equations=equations)
    assert (np.abs(found.coefficients - [0.5, 1.5]) < 4 * found.se).all()
    within = y - y.mean(axis=1, keepdims=True)
    naive = (within[:, 1:] * within[:, :-1]).sum() / (within[:, :-1] ** 2).sum()
    assert naive < 0.5 - 4 * found.se[0]


def test_errors_and_serial_statistics_are_those_seen_in_repetitions():
    rng = np.random.default_rng(13)
    runs = [dynamic_panel(stationary(rng, units=150, rounds=6, carry=0.4)[0]) for _ in range(300)]
    estimates = np.array([run.coefficients[0] for run in runs])
    claimed = np.mean([run.se[0] for run in runs])
    # 300 repetitions know a standard deviation to about 4 %.
    assert estimates.std() == pytest.approx(claimed, rel=0.16)
    assert np.std([run.m2 for run in runs]) == pytest.approx(1.0, abs=0.16)
    assert np.mean([run.m1 for run in runs]) < -3
    assert np.mean([run.hansen_p < 0.05 for run in runs]) < 0.1


def test_clustering_by_group_changes_the_errors_not_the_first_step():
    y, group = contributions()
    alone = dynamic_panel(y, steps=1)
    grouped = dynamic_panel(y, steps=1, clusters=group)
    assert grouped.coefficients == pytest.approx(alone.coefficients)
    assert (grouped.n_clusters, alone.n_clusters) == (24, 96)
    assert grouped.se[0] != pytest.approx(alone.se[0], rel=1e-3)


def test_as_many_instruments_as_clusters_are_refused():
    y, group = contributions()
    with pytest.raises(ValueError, match="9 instruments for 8 clusters"):
        dynamic_panel(y[:32], clusters=group[:32])


def test_a_regressor_that_never_changes_is_not_identified_in_differences():
    y, group = contributions()
    treated = np.repeat((group % 2)[:, None], 8, axis=1)[:, :, None]
    with pytest.raises(ValueError, match="rank"):
        dynamic_panel(y, regressors=treated)
    assert np.isfinite(dynamic_panel(y, regressors=treated, equations="system").se).all()


def test_lags_and_shapes_that_cannot_be_are_refused():
    y, _ = contributions()
    with pytest.raises(ValueError, match="between 2 and 7, found"):
        dynamic_panel(y, lags=(1, 3))
    with pytest.raises(ValueError, match="four rounds"):
        dynamic_panel(y[:, :3])
