"""Are willingness to pay, the demand curve and demand after surprises what they say: E15?"""

import numpy as np
import pytest
from estimated import ONLY, group, value

from analysis.estimands.catalogue import definition
from analysis.estimands.demand import ALIKE, ONE_KIND
from analysis.estimands.games import only_seats
from analysis.estimands.gather import from_panel
from analysis.estimands.measure import by_group, measure
from analysis.estimands.pictures import drawn
from analysis.load import load
from design.acted import play
from design.catalogue import Parts
from design.experiments import comparison
from design.population import fischbacher_gaechter
from design.simulated import acted_tables
from tests.sessions import frames, write

NAN = np.nan


def looking(condition="looks_bid", *, slot=0, shown=None, **values):
    """Two members who give half, and what they did about looks, (rounds, members)."""
    made = {name: np.array(one, dtype=float) for name, one in values.items()}
    rounds = len(next(iter(made.values())))
    seen = {} if shown is None else {"verified": np.array(shown, dtype=float)}
    return group(np.full((rounds, 2), 50.0), condition=condition, slot=slot, shown=seen, **made)


def test_looks_per_round_by_hand():
    one = looking("looks_list", looks=[[1, 0], [2, 0], [0, 0]], spent=[[1, 0], [4, 0], [0, 0]])
    assert measure(definition("demand_for_verification"), [one], ONLY)["value"].tolist() == [1, 0]
    found = measure(definition("spent_on_verification"), [one], ONLY)["value"]
    assert found.tolist() == pytest.approx([5 / 3, 0])
    assert measure(definition("spent_on_verification"), [one], ONLY, seats="B")["value"].item() == 0


def test_willingness_to_pay_is_the_mean_bid_and_zero_is_a_bid():
    one = looking(bids=[[4, 0], [2, 0], [NAN, 0]])
    found = measure(definition("willingness_to_pay"), [one], ONLY)
    assert found["value"].tolist() == [3, 0]
    assert by_group(found)["value"].item() == 1.5


def test_every_bid_tells_of_every_price():
    # Of bids 0, 1, 3, 3 a price of 1 is met by three, one of 2 or 3 by two, whatever was drawn.
    groups = [looking(slot=slot, bids=[[0, 1], [3, 3]], prices=[[1, 2], [3, 1]])
              for slot in (0, 1)]  # fmt: skip
    found = measure(definition("demand_curve"), groups, ONLY).set_index("condition")
    assert found["value"].to_dict() == {
        "looks_bid at 1": 75, "looks_bid at 2": 50, "looks_bid at 3": 50,
    }  # fmt: skip
    assert found["n_groups"].tolist() == [2, 2, 2]


def test_the_demand_curve_averages_groups_and_not_bids():
    groups = [looking(slot=0, bids=[[3, 3]], prices=[[2, 2]]),
              looking(slot=1, bids=[[0, 3], [1, 0]], prices=[[2, 2]] * 2)]  # fmt: skip
    found = measure(definition("demand_curve"), groups, ONLY).iloc[0]
    # 100 and 25 percent: the mean is 62.5, its error half their distance.
    assert found["value"] == 62.5
    assert found["se"] == pytest.approx(37.5)
    # No percent lies beyond 0 and 100, and neither does its interval: 62.5 less 476 is cut off.
    assert (found["low"], found["high"]) == (0, 100)


def test_the_interval_of_a_price_is_students_and_missing_where_all_groups_agree():
    # Of ten bids a group, 4, 5 and 6 reach the price.
    groups = [looking(slot=k, bids=[[2, 2]] * k + [[0, 2]] * (10 - 2 * k) + [[0, 0]] * k,
                      prices=[[2, 2]] * 10) for k in (0, 1, 2)]  # fmt: skip
    same = measure(definition("demand_curve"), groups, ONLY).iloc[0]
    assert (same["value"], same["note"]) == (50, ALIKE)
    assert np.isnan(same["low"])
    other = [looking(slot=k, bids=[[2, 2]] * k + [[0, 0]] * (10 - k), prices=[[2, 2]] * 10)
             for k in (4, 5, 6)]  # fmt: skip
    found = measure(definition("demand_curve"), other, ONLY).iloc[0]
    # 40, 50 and 60: a standard error of 10 over the root of 3, t with two degrees 4.3027.
    assert found["high"] - 50 == pytest.approx(4.3027 * 10 / 3**0.5, rel=1e-4)


def test_posted_prices_tell_of_the_rounds_that_had_them():
    # At no price two of two looks; at 2 points one of four.
    one = looking(
        "looks_list", looks=[[1, 1], [1, 0], [0, 0]], spent=[[0, 0], [2, 0], [0, 0]],
        prices=[[0, 0], [2, 2], [2, 2]], targets=np.ones((3, 2)),
    )  # fmt: skip
    found = measure(definition("demand_curve"), [one], ONLY).set_index("condition")
    assert found["value"].to_dict() == {"looks_list at 0": 100, "looks_list at 2": 25}
    assert found["note"].str.contains("no interval").all()


def test_demand_after_falling_news_by_hand():
    # A hears 60, 40 (falls), nothing, 40 (does not), 30 (falls): it bids 5 and 4 after falls, 1
    # after the other; the first news has nothing before it.
    shown = [[60, 50], [40, 50], [NAN, 50], [40, 50], [30, 50]]
    one = looking(bids=[[2, 1], [5, 1], [0, 1], [1, 1], [4, 1]], shown=shown)
    found = measure(definition("willingness_after_fall"), [one], ONLY)
    assert found["value"].iloc[0] == pytest.approx((5 + 4) / 2 - 1)
    assert found["note"].iloc[1] == ONE_KIND
    looks = looking("looks_list", looks=[[0, 0], [3, 0], [0, 0], [1, 0], [3, 0]], shown=shown)
    assert measure(definition("looks_after_fall"), [looks], ONLY)["value"].iloc[0] == 2


def test_bids_of_an_unfinished_group_count_for_nothing():
    one = looking(bids=[[4, 0], [2, 0]], prices=[[1, 1], [1, 1]])
    one.shares[1] = NAN
    assert np.isnan(measure(definition("willingness_to_pay"), [one], ONLY)["value"]).all()
    assert np.isnan(value("demand_curve", one))


def test_some_seats_keep_their_own_bids_and_prices():
    one = only_seats(looking(bids=[[4, 0]], prices=[[1, 2]]), "B")
    assert (one.bids.tolist(), one.prices.tolist()) == ([[0]], [[2]])


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Groups of simulated members who bid, or meet posted prices, with their tables."""
    experiment = comparison(
        name="demand", conditions=("looks_bid", "looks_list"), parts=Parts(1, 9, 1)
    )
    people = fischbacher_gaechter(experiment.game)
    acted = list(play(experiment, 7, 12, people))
    folder = tmp_path_factory.mktemp("demand") / "x"
    panel = load(write(frames(acted_tables(experiment, 7, acted)), folder))
    return panel, from_panel(panel)


def test_bids_and_prices_are_those_of_the_tables(played):
    panel, groups = played
    by_slot = {one.slot: one for one in groups}
    for row in panel.acts[panel.acts["field"] == "bid"].itertuples():
        at = (row.round - 1, "ABCD".index(row.seat))
        assert by_slot[row.slot].bids[at] == row.choice
    for row in panel.draws[panel.draws["purpose"] == "look price"].itertuples():
        slot, number, seat = (int(key) for key in row.keys.split())
        assert by_slot[slot].prices[number - 1, seat] == float(row.value)


def test_looks_are_bought_where_the_bid_reaches_the_price_and_cost_just_that(played):
    for one in (one for one in played[1] if one.bids is not None):
        offered = ~np.isnan(one.bids)
        bought = one.bids >= one.prices
        assert one.looks[offered].tolist() == (3 * bought[offered]).tolist()
        assert one.spent[offered] == pytest.approx(np.where(bought, one.prices, 0)[offered])


def test_posted_prices_that_nobody_paid_are_known_too(played):
    panel, groups = played
    posted = [one for one in groups if one.condition == "looks_list"]
    paid = panel.sightings[panel.sightings["requested"].astype(bool)]
    by_slot = {one.slot: one for one in posted}
    for row in paid[paid["condition"] == "looks_list"].itertuples():
        assert by_slot[row.slot].prices[row.round - 1].tolist() == [row.price] * 4
    assert any((one.prices > 0)[one.looks == 0].any() for one in posted)
    assert np.nanmax([np.nanmax(one.targets) for one in posted]) == 3


def test_simulated_members_look_more_after_falling_news_and_buy_less_at_higher_prices(played):
    groups = played[1]
    # Members who meet a posted price look after every shortfall, and else now and then.
    found = by_group(measure(definition("looks_after_fall"), groups))
    assert found.groupby("condition")["value"].mean()["looks_list"] > 0
    curve = measure(definition("demand_curve"), groups)
    bids = curve[curve["condition"].str.startswith("looks_bid")]["value"]
    assert len(bids) == 5
    assert bids.is_monotonic_decreasing
    assert drawn(definition("demand_curve"), curve).svg.startswith("<svg")
