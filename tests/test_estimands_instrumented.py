"""Does the drawn price tell what a look does, and say so where it cannot: E11?"""

import numpy as np
import pytest
from estimated import ONLY, group

from analysis.estimands.catalogue import definition
from analysis.estimands.definition import NotAvailableError
from analysis.estimands.instrumented import ONE_PRICE, TOO_FEW, choices
from analysis.estimands.measure import measure
from analysis.estimands.pictures import drawn

EFFECT = 12.0


def looker(slot, rng, *, steep=0.25, rounds=9, condition="looks_bid"):
    """A group whose members look the more the more they give anyway, and give more after a look."""
    care = rng.normal(size=(1, 4)) + rng.normal()
    prices = rng.choice([1.0, 2.0, 3.0], size=(rounds, 4))
    looks = 3.0 * (care + 0.5 * rng.normal(size=(rounds, 4)) > steep * 4 * (prices - 2))
    shares = 40 + 8 * care + 5 * rng.normal(size=(rounds, 4))
    shares[1:] += EFFECT * looks[:-1] / 3
    return group(shares, slot=slot, condition=condition, looks=looks, prices=prices,
                 targets=np.full((rounds, 4), 3.0))  # fmt: skip


def lookers(seed, count=12, **more):
    rng = np.random.default_rng(seed)
    return [looker(slot, rng, **more) for slot in range(count)]


def effect(groups):
    return measure(definition("look_effect"), groups, ONLY).iloc[0]


def test_the_effect_is_the_ratio_of_two_regressions_on_the_price():
    groups = lookers(1)
    rows = choices(groups, ONLY)
    assert len(rows.given) == 12 * 8 * 4
    columns = np.column_stack([rows.price, np.ones(len(rows.given)), rows.before])
    slopes = [np.linalg.lstsq(columns, y, rcond=None)[0][0] for y in (rows.given, rows.looked)]
    assert effect(groups)["value"] == pytest.approx(slopes[0] / slopes[1])
    first = measure(definition("price_response"), groups, ONLY).iloc[0]
    assert first["value"] == pytest.approx(100 * slopes[1])


def test_a_look_is_followed_by_the_next_round_and_the_last_look_by_none():
    # Contributions 10, 20, 30, 40; looks at one, none and three of three others; no fourth look.
    looks, prices = (np.array([column]).T for column in ([1.0, 0, 3, 2], [1.0, 2, 0, 5]))
    one = group([[10.0], [20.0], [30.0], [40.0]], looks=looks, prices=prices,
                targets=np.full((4, 1), 3.0))  # fmt: skip
    rows = choices([one], ONLY)
    assert rows.given.tolist() == [20, 30, 40]
    assert rows.before.tolist() == [10, 20, 30]
    assert rows.looked.tolist() == pytest.approx([1 / 3, 0, 1])
    assert rows.price.tolist() == [1, 2, 0]


def test_comparing_who_looked_misleads_and_the_price_does_not():
    groups = lookers(2, 40)
    rows = choices(groups, ONLY)
    naive = rows.given[rows.looked == 1].mean() - rows.given[rows.looked == 0].mean()
    found = effect(groups)
    # Who cares looks more and gives more: the comparison of lookers with others is far too high.
    assert naive > EFFECT + 5
    assert found["low"] < EFFECT < found["high"]
    assert abs(found["value"] - EFFECT) < 3
    assert found["n_groups"] == 40
    assert "effective F" in found["note"]


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    held = [row["low"] <= EFFECT <= row["high"] for row in map(effect, map(lookers, range(200)))]
    # 95 % of 200 within three standard errors of 1.5 points.
    assert 0.90 <= np.mean(held) <= 0.995


def test_a_price_that_hardly_moves_looks_gives_no_bounded_interval():
    found = effect(lookers(3, steep=0.0))
    assert "weak" in found["note"]
    assert np.isinf([found["low"], found["high"]]).all()


def test_looks_that_never_differ_say_so():
    groups = lookers(4)
    for one in groups:
        one.looks[:] = 0.0
    assert "not estimable" in effect(groups)["note"]
    first = measure(definition("price_response"), groups, ONLY).iloc[0]
    assert (first["value"], first["note"]) == (0, "all looked alike at every price")


def test_one_price_is_no_lot_and_two_groups_are_too_few():
    fixed = lookers(5)
    for one in fixed:
        one.prices[:] = 1.0
    with pytest.raises(NotAvailableError, match="a lot drew"):
        effect(fixed)
    both = measure(
        definition("look_effect"), [*fixed, *lookers(6, 2, condition="looks_list")], ONLY
    )
    assert both["note"].tolist() == [ONE_PRICE, TOO_FEW]


def test_an_unfinished_group_does_not_count():
    groups = lookers(7)
    groups[0].shares[-1] = np.nan
    assert effect(groups)["n_groups"] == 11


def test_the_effect_can_be_drawn_by_condition():
    groups = [*lookers(8), *lookers(9, condition="looks_list")]
    shown = measure(definition("look_effect"), groups, ONLY)
    assert shown["condition"].tolist() == ["looks_bid", "looks_list"]
    assert drawn(definition("look_effect"), shown).svg.startswith("<svg")
