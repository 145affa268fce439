"""Are the exogenous slope, the dose-response and the contingency index what they say?"""

import numpy as np
import pytest
from estimated import ONLY, group, path

from analysis.estimands import verification
from analysis.estimands.catalogue import definition
from analysis.estimands.games import mean_of_others
from analysis.estimands.measure import measure
from design.plan import Window


def test_coverage_counts_ordered_pairs_in_which_one_sees_the_other():
    # 4 of 12 pairs through a one-way glass between two and two, 8 through a two-way one.
    found = [verification.coverage(c) for c in ("dark", "one_way", "two_way", "open")]
    assert found == pytest.approx([0, 4 / 12, 8 / 12, 1])


def test_a_dose_response_is_the_line_through_group_means():
    doses = {"dark": 0.0, "one_way": 1 / 3, "two_way": 2 / 3}
    made = [
        path(30 + 30 * dose + apart, condition=name, slot=10 * i + k)
        for i, (name, dose) in enumerate(doses.items())
        for k, apart in enumerate((-2, 2, 0))
    ]
    found = measure(definition("dose_response"), made, ONLY).iloc[0]
    # 30 points over the whole dial are 3 per ten points of coverage.
    assert found["value"] == pytest.approx(3)
    assert found["n_groups"] == 9


def test_the_arc_elasticity_of_a_proportional_response_is_one():
    made = [
        path(m + apart, condition=c, slot=10 * i + k)
        for i, (c, m) in enumerate((("one_way", 20.0), ("two_way", 40.0)))
        for k, apart in enumerate((-1, 1))
    ]
    assert measure(definition("arc_elasticity"), made, ONLY)["value"].item() == pytest.approx(1)


def test_the_exogenous_slope_finds_the_response_to_partners_of_the_lot():
    rng = np.random.default_rng(1)
    made = []
    for slot in range(60):
        first = rng.uniform(0, 60, 4)
        second = 5 + 0.5 * mean_of_others(first[None])[0] + 0.3 * first
        made.append(group([first, second + rng.normal(0, 0.1, 4)], slot=slot))
    found = measure(definition("exogenous_slope"), made, ONLY).iloc[0]
    assert found["value"] == pytest.approx(0.5, abs=0.02)
    assert found["n_groups"] == 60


def test_partners_who_all_give_the_same_identify_no_slope():
    made = [path(50, 40, slot=slot) for slot in range(5)]
    found = measure(definition("exogenous_slope"), made, ONLY).iloc[0]
    assert np.isnan(found["value"])
    assert "not estimable" in found["note"]


def test_the_contingency_index_finds_a_planted_response_to_seen_generosity():
    rng = np.random.default_rng(2)
    parts, made = np.array([1, 2]), []
    for slot in range(80):
        condition, generous = ("one_way", "dark")[slot % 2], slot // 2 % 2
        first = [40, 40, 60 + rng.uniform(0, 9), 60] if generous else [40, 40, 20, 20.0]
        given = 30 + 5 * generous + (15 * generous if condition == "one_way" else 0)
        row = [given + rng.normal(0, 1), given, 50, 50]
        first[0] += rng.normal(0, 3)
        place = {"condition": condition, "slot": slot, "block": slot // 8}
        made.append(group([first, row], parts=parts, **place))
    found = measure(definition("contingency"), made, Window(1)).iloc[0]
    assert found["value"] == pytest.approx(15, abs=0.6)
    assert found["n_groups"] == 80
