"""Are looks and shown numbers those of the tables, and are E15 and E16 what they say?"""

import numpy as np
import pandas as pd
import pytest

from analysis.estimands.catalogue import definition
from analysis.estimands.definition import NotAvailableError
from analysis.estimands.games import MatchingGroup, mean_of_others, only_seats
from analysis.estimands.gather import from_panel
from analysis.estimands.measure import measure
from analysis.estimands.trust import trust_premium
from analysis.load import load
from design.acted import play
from design.experiments import comparison
from design.plan import Window
from design.population import fischbacher_gaechter
from design.simulated import acted_tables
from tests.sessions import SHORT, frames, small, tables, write

ONLY, TREATED = Window(0), Window(1)


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    """A session in which some can pay for looks, some report and some are told nothing else."""
    names = ("looks_list", "report_checked", "report_unchecked")
    experiment = comparison(name="trust", conditions=names, parts=SHORT)
    people = fischbacher_gaechter(experiment.game)
    acted = list(play(experiment, 5, experiment.schedule.block_size, people))
    return load(write(frames(acted_tables(experiment, 5, acted)), tmp_path_factory.mktemp("s")))


@pytest.fixture(scope="module")
def groups(panel):
    return {group.slot: group for group in from_panel(panel)}


def test_looks_are_counted_as_they_were_asked_for(panel, groups):
    asked = panel.acts[(panel.acts["stage"] == "look") & (panel.acts["choice"] == 1)]
    counted = asked.groupby(["slot", "round", "seat"]).size()
    offered = [group for group in groups.values() if group.looks is not None]
    assert {group.condition for group in offered} == {"looks_list"}
    assert sum(np.nansum(group.looks) for group in offered) == len(asked) > 0
    for (slot, number, seat), n in counted.items():
        assert groups[slot].looks[number - 1, "ABCD".index(seat)] == n


def test_what_looks_cost_is_what_was_taken_off_earnings(panel, groups):
    looked = panel.decisions[panel.decisions["slot"].isin(
        [slot for slot, group in groups.items() if group.spent is not None])]  # fmt: skip
    paid = sum(np.nansum(groups[slot].spent) for slot in looked["slot"].unique())
    assert paid == pytest.approx(-looked["adjustment"].sum())
    assert paid > 0


def test_rounds_without_looking_are_no_rounds_without_looks(groups):
    group = next(group for group in groups.values() if group.looks is not None)
    assert np.isnan(group.looks[group.parts == 1]).all()
    assert not np.isnan(group.looks[group.parts == 2]).any()


def test_numbers_stand_before_the_choice_that_follows_them(panel, groups):
    rows = panel.sightings[(panel.sightings["content"] == "contribution")
                           & (panel.sightings["source"] == "reported")]  # fmt: skip
    row = rows.iloc[0]
    same = rows[(rows["slot"] == row["slot"]) & (rows["round"] == row["round"])
                & (rows["observer"] == row["observer"])]  # fmt: skip
    place = int(row["round"]) + int(row["lag"])  # the next round's, counted from 0
    found = groups[row["slot"]].shown["reported"][place, "ABCD".index(row["observer"])]
    assert found == pytest.approx(5 * same["shown_value"].mean())


def test_audited_numbers_are_verified_and_unchecked_ones_never_are(groups):
    kinds = {group.condition: set() for group in groups.values()}
    for group in groups.values():
        after = group.parts[: len(group.parts)] == 2
        kinds[group.condition] |= {
            kind for kind, values in group.shown.items() if not np.isnan(values[after][1:]).all()
        }
    assert kinds["report_unchecked"] == {"reported"}
    assert kinds["looks_list"] == {"verified"}
    assert "reported" in kinds["report_checked"]


def test_where_nothing_can_be_looked_up_the_estimand_is_refused(tmp_path):
    plain = load(write(tables(small(slots=range(10))), tmp_path / "x"))
    for name, lacking in (
        ("demand_for_verification", "rounds in which members can ask"),
        ("trust_premium", "self-reported contributions"),
        ("contagion", "low contributors by lot"),
    ):
        with pytest.raises(NotAvailableError, match=lacking):
            measure(definition(name), from_panel(plain))


def made(shares, slot=0, **more):
    values = np.array(shares, dtype=float)
    fields = {
        "slot": slot, "condition": "x", "seats": tuple("AB"), "others": mean_of_others(values),
        "rounds": np.arange(1, len(values) + 1), "parts": np.ones(len(values), dtype=int),
        "shares": values, "held": np.full(values.shape, 20.0),
        "earnings": np.full(values.shape, np.nan),
    }  # fmt: skip
    return MatchingGroup(**{**fields, **more})


def answering(kind, slope, slot, *, noise=0.0, rounds=12):
    """A group whose members give a level of their own plus a slope times what they were shown."""
    rng = np.random.default_rng(slot)
    shown = rng.uniform(0, 100, size=(rounds, 2))
    shown[0] = np.nan
    level = np.array([10.0, 25.0])
    given = level + slope * np.nan_to_num(shown) + noise * rng.normal(size=shown.shape)
    return made(given, slot=slot, shown={kind: shown})


def test_slopes_on_shown_numbers_are_found_by_kind():
    groups = [answering("verified", 0.6, slot) for slot in range(4)]
    groups += [answering("reported", 0.2, slot, noise=1.0) for slot in range(4, 8)]
    found = measure(definition("shown_slopes"), groups, ONLY).set_index("condition")
    assert found.loc["verified", "value"] == pytest.approx(0.6)
    assert found.loc["reported", "value"] == pytest.approx(0.2, abs=0.03)
    premium = measure(definition("trust_premium"), groups, ONLY).iloc[0]
    assert premium["value"] == pytest.approx(0.6 / found.loc["reported", "value"])
    assert premium["low"] < 3 < premium["high"]
    assert premium["note"] == ""


def test_the_premiums_interval_holds_the_truth_as_often_as_it_says():
    # Truth 0.6 over 0.3, ten groups of each kind whose members tremble by 10 percent a round.
    held = 0
    for first in range(0, 6_000, 30):
        groups = [answering("verified", 0.6, first + k, noise=10.0) for k in range(10)]
        groups += [answering("reported", 0.3, first + 15 + k, noise=10.0) for k in range(10)]
        found = trust_premium(groups, ONLY)[0]
        held += found.low <= 2 <= found.high
    # 200 samples of 95 percent: three standard errors are 4.6 points.
    assert 0.95 - 0.046 <= held / 200 <= 0.95 + 0.046


def test_a_premium_over_nothing_is_called_loose():
    groups = [answering("verified", 0.6, slot, noise=2.0) for slot in range(4)]
    groups += [answering("reported", 0.0, slot, noise=30.0) for slot in range(4, 8)]
    premium = measure(definition("trust_premium"), groups, ONLY).iloc[0]
    assert "not told from zero" in premium["note"]


def test_numbers_that_never_change_have_no_slope():
    same = {"verified": np.full((4, 2), 40.0), "reported": np.full((4, 2), 40.0)}
    groups = [made(np.random.default_rng(s).uniform(size=(4, 2)), slot=s, shown=same)
              for s in range(4)]  # fmt: skip
    found = measure(definition("shown_slopes"), groups, ONLY)
    assert found["value"].isna().all()
    assert found["note"].str.contains("vary").all()
    assert pd.isna(measure(definition("trust_premium"), groups, ONLY)["value"].item())


def test_some_seats_keep_their_own_looks_and_numbers():
    looks = np.array([[1.0, 2.0]])
    group = made([[10.0, 20.0]], looks=looks, spent=looks, shown={"verified": looks})
    one = only_seats(group, "B")
    assert one.looks.tolist() == one.spent.tolist() == one.shown["verified"].tolist() == [[2.0]]
