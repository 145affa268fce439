"""Instrumented looks: as AER, and Anderson and Rubin's set as its definition says."""

import numpy as np
import pytest

from analysis.estimators.cluster import cluster_robust
from analysis.estimators.instrument import instrumented
from analysis.estimators.ols import indicators, least_squares
from tests.fixtures.r.tables import found_by_r, read

FOUND_BY_R = found_by_r("instrument.R")


def blocked():
    table = read("groups.csv")
    glass = (table["arm"] == "twoway").astype(float)
    return (table["pre"], table["share"], glass, indicators(table["block"])[0]), table["block"]


def panel():
    table = read("decisions.csv")
    controls = np.column_stack([np.ones(768), table["treated"]])
    return (table["contribution"], table["round"], table["round"] ** 2, controls), table["group"]


@pytest.mark.parametrize(("data", "key"), [(blocked, "blocked"), (panel, "panel")])
def test_the_effect_and_its_error_are_those_of_r(data, key):
    columns, clusters = data()
    found = instrumented(*columns, clusters=clusters)
    assert found.estimate == pytest.approx(FOUND_BY_R[key]["estimate"], rel=1e-9)
    assert found.se == pytest.approx(FOUND_BY_R[key]["se"], rel=1e-9)
    assert found.df == len(set(clusters)) - 1


def anderson_rubin_t(columns, clusters, effect):
    y, taken, instrument, controls = columns
    fit = least_squares(np.column_stack([instrument, controls]), y - effect * taken)
    direction = np.eye(fit.n_parameters)[0]
    return cluster_robust(fit, clusters, direction).p


def test_the_ends_of_the_set_are_just_rejected():
    columns, clusters = panel()
    found = instrumented(*columns, clusters=clusters, level=0.9)
    assert found.ar_shape == "interval"
    assert found.ar_low < found.estimate < found.ar_high
    for end in (found.ar_low, found.ar_high):
        assert anderson_rubin_t(columns, clusters, end) == pytest.approx(0.1)
    assert found.ar_p == pytest.approx(anderson_rubin_t(columns, clusters, 0.0))


def test_a_weak_instrument_leaves_no_bounded_set():
    rng = np.random.default_rng(3)
    instrument, noise = rng.normal(size=200), rng.normal(size=200)
    columns = (noise + rng.normal(size=200), noise, instrument, np.ones((200, 1)))
    found = instrumented(*columns, clusters=np.arange(200) // 5)
    assert abs(found.first_stage_t) < 2
    assert found.ar_shape in ("outside", "everything")
    if found.ar_shape == "outside":
        middle = (found.ar_low + found.ar_high) / 2
        assert anderson_rubin_t(columns, np.arange(200) // 5, middle) < 0.05


def test_the_set_covers_the_truth_where_least_squares_never_does():
    rng = np.random.default_rng(4)
    covered, naive = [], []
    for _ in range(400):
        price, taste = rng.integers(0, 2, 200), rng.normal(size=200)
        looks = (0.8 * price + taste + rng.normal(size=200) > 0.5).astype(float)
        y = 2.0 * looks + 1.5 * taste + rng.normal(size=200)
        found = instrumented(y, looks, price, np.ones((200, 1)), clusters=np.arange(200) // 4)
        between = found.ar_low < 2.0 < found.ar_high
        covered.append({"interval": between, "outside": not between}.get(found.ar_shape, True))
        naive.append(least_squares(np.column_stack([looks, np.ones(200)]), y).coefficients[0])
    # 95 % within three standard errors of 400 repetitions.
    assert 0.917 < np.mean(covered) < 0.983
    assert min(naive) > 2.5


def test_an_instrument_that_controls_determine_is_refused():
    columns, clusters = panel()
    y, taken, _, controls = columns
    with pytest.raises(ValueError, match="linear combinations"):
        instrumented(y, taken, 2 * controls[:, 1], controls, clusters=clusters)
