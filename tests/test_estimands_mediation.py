"""Are the channels' effects those of the crossed cells, exactly and in simulated truth: E14?"""

from dataclasses import replace

import numpy as np
import pytest
from estimated import group

from analysis.estimands import mediation
from analysis.estimands.catalogue import definition
from analysis.estimands.definition import NotAvailableError
from analysis.estimands.gather import from_simulation
from analysis.estimands.measure import measure
from analysis.estimands.pictures import drawn
from design.channels import Channel
from design.experiments import flagship
from design.plan import Window
from design.population import fischbacher_gaechter
from design.simulate import simulate

ONLY = Window(0)


def cell(condition, pairs, slot, *, block=0, stated=None):
    """A group of one round in which A and B give one number, C and D another."""
    first, second = pairs
    return group([[first, first, second, second]], condition=condition, slot=slot, block=block,
                 stated=stated)  # fmt: skip


def crossed(apart=(-2.0, 2.0)):
    """Two groups of each cell: seeing gives 6, being seen 10, both together 3 more than both."""
    levels = {"dark": (40, 40), "one_way": (46, 50), "two_way": (59, 59)}
    return [
        cell(name, (first + gap, second + gap), 10 * place + k)
        for place, (name, (first, second)) in enumerate(levels.items())
        for k, gap in enumerate(apart)
    ]


def effects(groups, name="mediation", window=ONLY):
    return measure(definition(name), groups, window).set_index("condition")


def test_the_channels_of_crossed_cells_by_hand():
    found = effects(crossed())["value"]
    assert found["seeing alone"] == pytest.approx(6)
    assert found["being seen alone"] == pytest.approx(10)
    assert found["seeing while seen"] == pytest.approx(59 - 50)
    assert found["being seen while seeing"] == pytest.approx(59 - 46)
    assert found["both less the sum of each"] == pytest.approx(3)
    assert found["both"] == pytest.approx(19)


def test_the_parts_add_up_to_both_whatever_the_numbers():
    rng = np.random.default_rng(4)
    groups = [
        cell(name, rng.uniform(0, 100, 2), 10 * place + k, block=k)
        for place, name in enumerate(("dark", "one_way", "two_way")) for k in range(5)
    ]  # fmt: skip
    found = effects(groups)["value"]
    parts = found[["seeing alone", "being seen alone", "both less the sum of each"]]
    assert parts.sum() == pytest.approx(found["both"])
    # By either order in which the channels are switched on, for the seats that switch.
    means = {name: {pair: np.mean([g.path(ONLY, pair).mean() for g in groups
                                   if g.condition == name]) for pair in ("AB", "CD")}
             for name in ("dark", "two_way")}  # fmt: skip
    for first, then, seats in (("seeing alone", "being seen while seeing", "AB"),
                               ("being seen alone", "seeing while seen", "CD")):  # fmt: skip
        whole = means["two_way"][seats] - means["dark"][seats]
        assert found[first] + found[then] == pytest.approx(whole)


def test_the_error_is_that_of_two_means_of_groups():
    found = effects(crossed())
    # Two groups at -2 and 2 have variance 8; each mean of two has 4, the difference 8.
    assert found.loc["seeing alone", "se"] == pytest.approx(8**0.5)
    assert found.loc["seeing alone", "n_groups"] == 4
    # One mean of 1, one of 4 times 4 (the weight is two), one of 4.
    assert found.loc["both less the sum of each", "se"] == pytest.approx((4 + 16 + 4) ** 0.5)


def test_sensitivity_is_the_distance_from_the_interval_to_zero():
    sure = effects(crossed(apart=(-0.1, 0.0, 0.1)))
    row = sure.loc["being seen alone"]
    assert row["low"] > 0
    assert f"does {row['low']:.1f} points by other ways" in row["note"]
    loose = effects(crossed(apart=(-20.0, 20.0)))
    assert loose.loc["seeing alone", "note"].startswith("not told from zero")
    assert sure.loc["both", "note"] == ""


def test_accuracy_moves_with_seeing_and_is_a_group_value():
    def asked(condition, error, slot):
        # Everybody gives 50; A and B err by one number, C and D by ten, a little more or less.
        stated = [[50 + error, 50 - error, 60 + slot % 2, 40 - slot % 2]]
        return cell(condition, (50, 50), slot, stated=stated)

    groups = [asked("dark", 20 + k, k) for k in (0, 1)]
    groups += [asked("one_way", 5 + k, 10 + k) for k in (0, 1)]
    found = effects(groups, "accuracy_moved")
    assert found.loc["seeing alone", "value"] == pytest.approx(15)
    assert found.loc["being seen alone", "value"] == pytest.approx(0)
    assert "fewer than two groups with a value in two_way" in found.loc["seeing while seen", "note"]


def test_cells_that_are_not_there_are_asked_for():
    without = [one for one in crossed() if one.condition != "two_way"]
    with pytest.raises(NotAvailableError, match="E14 .mediation.*the condition two_way"):
        measure(definition("mediation"), without, ONLY)


def test_nothing_is_regressed_on_beliefs():
    # The same contributions with any beliefs have the same channels.
    rng = np.random.default_rng(6)
    groups = crossed()
    other = [replace(one, beliefs={}, asked=bool(rng.integers(2))) for one in groups]
    assert effects(groups)["value"].tolist() == effects(other)["value"].tolist()


def test_simulated_channels_are_found_where_they_were_planted():
    # Members give three points more when they are seen, and learn from what they see.
    experiment = flagship(conditions=("dark", "one_way", "two_way"))
    people = replace(
        fischbacher_gaechter(experiment.game), channels=(Channel("being_seen", "level", 3_000),)
    )
    found = effects(from_simulation(simulate(experiment, 8, 120, people)), window=Window(1))
    # The truth is the plain means of many groups, counted without the estimand.
    many = simulate(experiment, 9, 3_000, people)
    given = 5.0 * many.contributions[:, 5:20].mean(axis=1)
    cells = [given[many.deal.condition == place] for place in range(3)]
    dark, one, two = ({"AB": c[:, :2].mean(), "CD": c[:, 2:].mean()} for c in cells)
    true = {
        "seeing alone": one["AB"] - dark["AB"], "seeing while seen": two["CD"] - one["CD"],
        "being seen alone": one["CD"] - dark["CD"],
        "being seen while seeing": two["AB"] - one["AB"],
    }  # fmt: skip
    for name, value in true.items():
        # Groups of the truth are 25 times as many; three errors fail once in 370 a row.
        assert abs(found.loc[name, "value"] - value) < 3 * found.loc[name, "se"]
    # Three of twenty points are 15 percent, less what floor and ceiling cut off.
    assert found.loc["being seen alone", "low"] > 0
    assert 5 < true["being seen alone"] < 15


def test_the_channels_can_be_drawn():
    made = measure(definition("mediation"), crossed(), ONLY)
    assert drawn(definition("mediation"), made).svg.startswith("<svg")
    assert [name for name, _, _ in mediation.CHANNELS] == made["condition"].tolist()
