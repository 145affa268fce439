"""Does contagion find the response at every distance from a member made low by lot: E13?"""

import numpy as np
import pytest
from estimated import group

from analysis.estimands.catalogue import definition
from analysis.estimands.contagion import comparisons, hops
from analysis.estimands.games import Induced, only_seats
from analysis.estimands.gather import from_panel
from analysis.estimands.measure import measure
from analysis.estimands.pictures import drawn
from analysis.load import load
from design.acted import act, play, seated
from design.catalogue import Parts
from design.experiments import comparison, flagship
from design.plan import Window
from design.population import fischbacher_gaechter
from design.simulated import acted_tables
from tests.sessions import frames, write

RING = np.array([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]], dtype=bool)
"""A sees B, B sees C, C sees D and D sees A: what A does reaches D first, then C, then B."""

AWAY = np.array([0.0, 3, 2, 1])


def test_links_are_counted_from_who_is_seen_to_who_sees():
    assert hops(RING, 0).tolist() == [0, 3, 2, 1]
    circle = RING | RING.T
    assert hops(circle, 0).tolist() == [0, 1, 2, 1]
    assert hops(np.zeros((3, 3), dtype=bool), 1).tolist() == [np.inf, 0, np.inf]


def ringed(slot, *, low, drop=0.0, noise=0.0, rounds=5):
    """A group on the ring in which A gives less by `drop`, and d links away half of it each.

    What is `d` links away arrives after d rounds. Two groups of four go on a point higher than
    they began, two a point lower, whatever the lot.
    """
    rng = np.random.default_rng(slot)
    shock = np.zeros((rounds, 4))
    for distance in range(4):
        shock[distance:, distance == AWAY] = drop * 0.5**distance if low else 0.0
    before = 60 + noise * rng.normal()
    apart = 1.0 if slot % 4 < 2 else -1.0
    given = np.vstack([np.full((2, 4), before), before + apart - shock])
    given = given + noise * rng.normal(size=given.shape)
    made = Induced("ring_low less ring", low, AWAY)
    return group(given, condition="ring_low" if low else "ring", slot=slot, block=slot // 4,
                 induced=made, parts=np.repeat([1, 2], [2, rounds]))  # fmt: skip


def responses(groups, name="contagion", **more):
    found = measure(definition(name), groups, Window(1), **more)
    return found.assign(
        condition=found["condition"].str.removeprefix("ring_low less ring: ")
    ).set_index("condition")


def test_the_response_halves_with_every_link_and_arrives_a_round_later():
    groups = [ringed(slot, low=slot % 2 == 0, drop=16.0) for slot in range(12)]
    found = responses(groups)["value"]
    # Distance 1 is 8 lower from round 2 on: nothing of 1 round, 8 of 2, 32 of 5 rounds.
    assert found["distance 1, first 1 rounds"] == pytest.approx(0, abs=1e-9)
    assert found["distance 1, first 2 rounds"] == pytest.approx(-8 / 2)
    assert found["distance 1, first 5 rounds"] == pytest.approx(-4 * 8 / 5)
    assert found["distance 2, first 5 rounds"] == pytest.approx(-3 * 4 / 5)
    assert found["distance 3, first 5 rounds"] == pytest.approx(-2 * 2 / 5)
    dropped = responses(groups, "induced_drop")["value"]
    # 16 percent of 20 points.
    assert dropped["the seat itself, first 5 rounds"] == pytest.approx(-3.2)


def test_rounds_in_which_nothing_can_have_arrived_are_called_a_placebo():
    notes = responses([ringed(slot, low=slot % 2 == 0, drop=16.0) for slot in range(12)])["note"]
    assert "placebo" in notes["distance 1, first 1 rounds"]
    assert notes["distance 1, first 2 rounds"] == ""
    assert "placebo" in notes["distance 3, first 3 rounds"]


def test_the_interval_holds_the_planted_response_and_counts_groups():
    groups = [ringed(slot, low=slot % 2 == 0, drop=40.0, noise=4.0) for slot in range(24)]
    row = responses(groups).loc["distance 1, first 5 rounds"]
    assert row["low"] < -4 * 20 / 5 < row["high"] < 0
    assert row["n_groups"] == 24


def test_two_means_apart_are_all_that_remains_without_blocks_and_covariates():
    # One round, no common part: the response is the difference of means, HC2 its Welch error.
    rows = {True: [10.0, 14, 12, 8], False: [20.0, 26, 22, 24]}
    groups = [
        group([[50.0, 50, 50, given]], slot=10 * low + k, induced=Induced("x", low, AWAY))
        for low, values in rows.items() for k, given in enumerate(values)
    ]  # fmt: skip
    found = measure(definition("contagion"), groups, Window(0)).iloc[0]
    assert found["value"] == pytest.approx(11 - 23)
    # Both variances are 20/3, over 4 groups each.
    assert found["se"] == pytest.approx((2 * 20 / 3 / 4) ** 0.5)


def test_too_few_groups_and_missing_arms_are_said():
    groups = [ringed(slot, low=slot == 0) for slot in range(6)]
    notes = responses(groups)["note"]
    assert notes.str.contains("1 and 5 groups; 3 in each are needed").all()


def test_some_seats_keep_their_distance():
    one = only_seats(ringed(0, low=True), "CD")
    assert one.induced.hops.tolist() == [2, 1]


PARTS = Parts(2, 5, 1)


@pytest.fixture(scope="module")
def experiment():
    return comparison(name="spread", conditions=("ring", "ring_low"), parts=PARTS)


def test_a_comparison_is_the_same_network_with_and_without_the_low_member(experiment):
    found = comparisons(experiment)
    assert {name: one.low for name, one in found.items()} == {"ring": False, "ring_low": True}
    assert found["ring"].hops.tolist() == AWAY.tolist()
    assert comparisons(flagship()) == {}
    # Another network is no control for this one.
    assert comparisons(comparison(name="x", conditions=("circle", "ring_low"))) == {}


def truth(experiment, people, slots):
    """Return what the same members give less on each seat when A holds less, (rounds, seats)."""
    gaps = []
    for slot in slots:
        minds, given = seated(people, 5, slot, experiment.game), {}
        for name in ("ring_low", "ring"):
            made = act(experiment.built(name, beliefs=False, kept=True), minds, seed=5, slot=slot)
            given[name] = np.zeros((experiment.parts.common + 6, 4))
            for row in made.rows["decisions"]:
                given[name][row["round"] - 1, "ABCD".index(row["seat"])] = row["contribution"]
        gaps.append((given["ring_low"] - given["ring"])[2:7])
    return np.mean(gaps, axis=0)


def test_played_groups_show_what_the_same_members_do_in_both_conditions(
    experiment, tmp_path_factory
):
    people = fischbacher_gaechter(experiment.game)
    slots = range(20)
    acted = list(play(experiment, 5, len(slots), people))
    folder = tmp_path_factory.mktemp("spread") / "x"
    groups = from_panel(load(write(frames(acted_tables(experiment, 5, acted)), folder)))
    expected = truth(experiment, people, slots)
    found = responses(groups, "induced_drop").loc["the seat itself, first 5 rounds"]
    assert found["low"] < expected[:, 0].mean() < found["high"] < 0
    spread = responses(groups)
    # D, one link away, follows A down; nobody else has heard of it within a round more.
    assert expected[1:, 3].mean() < 0
    assert (expected[0, 1:] == 0).all()
    for seat, distance in ((3, 1), (2, 2), (1, 3)):
        row = spread.loc[f"distance {distance}, first 5 rounds"]
        assert row["low"] < 5 * expected[:, seat].mean() < row["high"]
    assert drawn(definition("contagion"), spread.reset_index()).svg.startswith("<svg")
