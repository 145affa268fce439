"""Does a bid for a look buy at the price drawn, is the true value the best bid, who learns it?"""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from acting import at_stage, played, round_of, shown_alike

from analysis.audit import audit
from analysis.load import load
from design import acted
from design.canonical import decode, dumps, encode
from design.catalogue import CONDITIONS, Parts, treatment
from design.choices import Settled
from design.draws import draws
from design.experiments import comparison
from design.game import POINT, Game
from design.monitoring import Monitoring
from design.population import fischbacher_gaechter
from design.settling import settle
from design.sightings import facts
from design.simulated import acted_tables
from design.stages.look import Look
from design.stages.stage import Ask, Mind
from design.view import view
from tests.sessions import SHORT, frames, write

CONDITION = CONDITIONS["looks_bid"]
LOOK = next(stage for stage in CONDITION.stages if isinstance(stage, Look))
GIVEN = (5, 10, 15, 20)


def bids(*points):
    """Return the acts of a round in which the seats state these bids, None for nothing."""
    return {"look": [None if one is None else (("bid", one),) for one in points]}


def prices(play):
    return [LOOK.drawn(play.seed, play.slot, play.round, seat) for seat in range(4)]


def test_a_look_is_bought_at_the_price_drawn_and_never_at_the_bid():
    drawn = prices(played("looks_bid", GIVEN, bids(0, 0, 0, 0)))
    # A bids exactly its price, B all it may, C a point too little, D nothing.
    play = played("looks_bid", GIVEN, bids(drawn[0], 5, drawn[2] - 1, 0))
    outcome = settle(play, CONDITION.stages)
    assert outcome.looked.sum(axis=1).tolist() == [3, 3, 0, 0]
    assert outcome.added.tolist() == [-drawn[0] * POINT, -drawn[1] * POINT, 0, 0]
    assert outcome.price.sum(axis=1).tolist() == (-outcome.added).tolist()
    # A and B see everybody, C and D themselves at most.
    assert outcome.signal.entries[0, 1:].tolist() == [10_000, 15_000, 20_000]
    assert (outcome.signal.entries[2][[0, 1, 3]] < 0).all()


@pytest.mark.parametrize("value", np.arange(0, 7.25, 0.25).tolist())
def test_no_bid_beats_the_true_value_in_expectation(value):
    # Brute force over every bid and every price: all whole-point bids that earn the most hold the
    # greatest one that does not exceed the value, and it is strictly best where prices between
    # differ.
    def gain(bid):
        return sum(value - price for price in LOOK.points if price <= bid) / len(LOOK.points)

    true = min(int(value), LOOK.points[-1])
    best = max(gain(bid) for bid in range(LOOK.points[-1] + 1))
    assert gain(true) == pytest.approx(best)
    losing = [bid for bid in range(LOOK.points[-1] + 1) if gain(bid) > gain(true) + 1e-12]
    assert losing == []


def test_the_expected_gain_of_a_bid_is_what_rounds_really_charge():
    # The brute force above is about a formula; here every price is met by playing the rules.
    met = {}
    for number in range(1, 60):
        play = played("looks_bid", GIVEN, bids(3, None, None, None), number=number)
        met[prices(play)[0]] = -int(LOOK.account(play)[0]) // POINT
        assert LOOK.bought(play, 0) == (prices(play)[0] <= 3)
    assert met == {1: 1, 2: 2, 3: 3, 4: 0, 5: 0}


def test_prices_are_drawn_uniformly_and_apart_for_each_member():
    drawn = np.array([[LOOK.drawn(3, slot, number, seat) for seat in range(4)]
                      for slot, number in product(range(50), range(1, 26))])  # fmt: skip
    # 5,000 draws, each price a fifth: five standard deviations of a share are 2.8 points.
    shares = [float((drawn == price).mean()) for price in LOOK.points]
    assert shares == pytest.approx([0.2] * 5, abs=5 * (0.16 / 5_000) ** 0.5)
    # Two members' prices agree as often as two dice of five sides: 1,250 pairs.
    alike = float((drawn[:, 0] == drawn[:, 1]).mean())
    assert alike == pytest.approx(0.2, abs=5 * (0.16 / 1_250) ** 0.5)


def test_the_price_does_not_depend_on_what_anybody_states_or_gives():
    plays = [played("looks_bid", given, bids(*stated))
             for given, stated in ((GIVEN, (0, 1, 2, 3)), ((0,) * 4, (5,) * 4))]  # fmt: skip
    assert prices(plays[0]) == prices(plays[1])


def test_the_price_is_told_after_the_bid_and_to_the_bidder_alone():
    group = at_stage("looks_bid", "look", GIVEN)
    before = view(group, 0)
    assert [ask.field for ask in before.asks] == ["bid"]
    assert "price" not in dict(before.asks[0].label.values)
    play = played("looks_bid", GIVEN, bids(4, 0, 0, 0))
    (told,) = LOOK.shows(play, 0)
    assert dict(told.values) == {"bid": 4, "price": prices(play)[0]}
    # B's own bid of 0 is refused; nothing that A stated stands before it.
    assert LOOK.shows(play, 1)[0].key == "look.not_bought"
    assert dict(LOOK.shows(play, 1)[0].values) == {"bid": 0, "price": prices(play)[1]}
    assert LOOK.shows(played("looks_bid", GIVEN, bids(None, 0, 0, 0)), 0) == ()


def test_who_did_not_buy_cannot_tell_what_others_gave_or_bid():
    one = played("looks_bid", GIVEN, bids(0, 5, 5, 5))
    other = played("looks_bid", (5, 0, 3, 7), bids(0, 0, 0, 0))
    shown_alike(CONDITION, one, other, seat=0)


def test_members_can_see_what_others_gave_only_in_rounds_in_which_they_bought():
    group = round_of(at_stage("looks_bid", "look", GIVEN), GIVEN, bids(5, 0, 0, 0))
    assert len(view(group, 0).history[-1].entries) == 3
    assert view(group, 1).history[-1].entries == ()


def test_prices_are_spread_over_looks_to_the_milli_point():
    play = played("looks_bid", GIVEN, bids(5, 0, 0, 0))
    price = prices(play)[0] * POINT
    found = LOOK.price(play)[0]
    assert found.sum() == price
    assert found[1:].max() - found[1:].min() <= 2


def test_the_tables_hold_the_bid_the_price_and_whether_it_was_bought():
    play = played("looks_bid", GIVEN, bids(5, 0, 0, 0))
    rows = facts(settle(play, CONDITION.stages), Settled(play.choices, play.acts), 2, 2)
    mine = [row for row in rows if row["observer"] == "A" and row["content"] == "contribution"]
    assert [row["requested"] for row in mine] == [True] * 3
    assert sum(row["price"] for row in mine) == pytest.approx(prices(play)[0])
    made = treatment("looks_bid", beliefs=False, kept=True, parts=Parts(1, 11, 3))
    lots = [row for row in draws(made, play.seed, play.slot) if row["purpose"] == "look price"]
    # Of both parts after the first, which has no looks: 14 rounds of 4 seats.
    assert len(lots) == 14 * 4
    stored = next(row for row in lots if row["keys"] == f"{play.slot} {play.round} 0")
    assert (stored["seat"], stored["value"]) == ("A", str(prices(play)[0]))


def test_posted_prices_leave_no_draw_in_the_table():
    made = treatment("looks_list", beliefs=False, kept=True)
    assert "look price" not in {row["purpose"] for row in draws(made, 1, 1)}


def test_simulated_members_bid_more_where_they_doubt_and_after_surprises():
    asks = (Ask("bid", "amount", None, high=5),)

    def bid(expected, surprise, uniform=0.4):
        mind = Mind(10, 20, tuple(zip("BCD", expected, strict=True)), surprise, uniform)
        return dict(LOOK.answers(asks, mind))["bid"]

    calm = bid((10, 10, 10), 0)
    assert bid((10, 10, 10), 1) == calm + 1
    assert bid((10, 10, 10), 6) == calm + 3
    assert bid((0, 10, 12), 0) == calm + 2
    assert bid((0, 20, 10), 20) == 5
    assert bid((10, 10, 10), -9) == calm


def test_who_sees_nobody_is_not_asked_for_a_bid():
    play = replace(played("looks_bid", GIVEN, {}), monitoring=Monitoring(granularity="none"))
    assert LOOK.asks(play, 0) == ()
    assert not LOOK.looked(play).any()


@pytest.mark.parametrize(
    ("prices", "form", "told"),
    [
        ((1_000, 2_000), "bid", "three prices"),
        ((0, 1_000, 2_000), "bid", "above 0"),
        ((500, 1_000, 2_000), "bid", "whole points"),
        ((1_000, 1_000, 2_000), "bid", "another number"),
        ((1_000,), "auction", "one of"),
        ((), "posted", "at least 0"),
    ],
)
def test_looks_that_cannot_be_sold_are_refused(prices, form, told):
    with pytest.raises(ValueError, match=told):
        Look(prices, form)


def test_the_questions_have_the_answers_that_the_rules_give():
    paid, above, noticed = LOOK.questions(Game(), 0)
    # Of the prices 1 to 5 the example bids 3 and meets 2, then 4.
    assert [dict(one.values)["points"] for one in paid.options] == [0, 2, 3]
    assert paid.answer == "1"
    assert (above.answer, noticed.answer) == ("1", "1")
    posted = CONDITIONS["looks_list"].stages[1].questions(Game(), 0)
    assert [one.name for one in posted] == ["look_noticed"]


def test_designs_stored_before_there_were_bids_read_as_posted_prices():
    stored = encode(Look((1_000,)))
    del stored["form"]
    assert decode(stored, {"Look": Look}) == Look((1_000,))
    assert '"form":"bid"' in dumps(LOOK)


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    """Six groups that bid, beside six that see everything, played by simulated members."""
    experiment = comparison(name="bids", conditions=("looks_bid", "individual"), parts=SHORT)
    people = fischbacher_gaechter(experiment.game)
    groups = list(acted.play(experiment, 5, experiment.schedule.block_size, people))
    folder = tmp_path_factory.mktemp("bids") / "x"
    return load(write(frames(acted_tables(experiment, 5, groups)), folder))


def test_nothing_differs_on_an_honest_session_of_bids(panel):
    assert audit(panel).differences.to_dict("records") == []
    stated = panel.acts[panel.acts["field"] == "bid"]["choice"]
    assert set(stated) >= {0, 1, 2}
    assert panel.draws["purpose"].eq("look price").sum() == len(stated) > 0


def differing(panel, table, column, row, value):
    """Return the rows of a table that the audit names once a value is another."""
    changed = panel.table(table).copy()
    changed.loc[row, column] = value
    found = audit(panel.with_table(table, changed)).differences
    return set(found["table"])


def test_another_price_in_the_table_of_draws_is_named(panel):
    lots = panel.draws[panel.draws["purpose"] == "look price"]
    row = lots.index[5]
    other = "1" if lots.loc[row, "value"] != "1" else "2"
    assert differing(panel, "draws", "value", row, other) == {"draws"}


def test_another_bid_than_was_stated_shows_in_what_was_seen_and_paid(panel):
    stated = panel.acts[(panel.acts["field"] == "bid") & (panel.acts["choice"] == 0)]
    # A bid of 0 never buys, one of 5 always does.
    found = differing(panel, "acts", "choice", stated.index[0], 5)
    assert {"sightings", "decisions"} <= found
