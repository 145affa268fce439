"""Is a round dark exactly when an outage was announced or drawn, and then for everybody?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.acted import act, seated
from design.catalogue import CONDITIONS, Parts, treatment
from design.choices import Choice
from design.game import Game
from design.monitoring import Monitoring
from design.occasions import HIDDEN
from design.phases import Contribute, Observe
from design.play import Play
from design.population import fischbacher_gaechter
from design.settling import settle
from design.stages.outage import Outage
from design.view import view

GAME = Game()
SEEN = Monitoring(granularity="individual", with_total=True, own_earnings=True)
CONDITION_NAMES = ("outage_announced", "outage_short", "outage_long")
amounts = st.lists(st.integers(0, 20), min_size=4, max_size=4)


def play(number, *, slot=0, seed=7, points=(1, 2, 3, 4), last=400):
    choices = tuple(Choice(given_) for given_ in points)
    return Play(GAME, SEEN, seed, slot, number, 1, last, (), choices, ((),) * 4)


def dark(outage, rounds, **more):
    return [outage.dark(play(number, **more)) for number in range(1, rounds + 1)]


def test_an_announced_outage_comes_after_so_many_rounds_with_sight_and_goes_again():
    # Two with sight, three without, and again: rounds 3, 4, 5 and 8, 9, 10 of the part.
    found = dark(Outage(after=2, lasts=3), 11)
    assert [number for number, true in enumerate(found, 1) if true] == [3, 4, 5, 8, 9, 10]


def test_an_announced_outage_is_told_before_its_rounds_and_a_drawn_one_only_afterwards():
    announced, drawn = Outage(after=2, lasts=1), Outage(hazard=1_000)
    keys = [announced.foretells(play(number), 0)[0].key for number in (1, 2, 3, 4)]
    assert keys == ["outage.sight_now", "outage.sight_now", "outage.dark_now", "outage.sight_now"]
    assert drawn.foretells(play(1), 0) == ()


def test_a_drawn_outage_lasts_as_long_as_declared_unless_the_next_follows_at_once():
    for slot in range(20):
        found = dark(Outage(hazard=150, lasts=4), 60, slot=slot)
        text = "".join("x" if true else "." for true in found).rstrip("x").strip(".")
        assert all(len(run) % 4 == 0 for run in text.split(".") if run)


def test_outages_of_one_round_come_at_their_hazard():
    # 100 groups of 40 rounds: the share is within 4 standard errors of .1, sqrt(.09/4000) = .0047.
    outage = Outage(hazard=100)
    found = np.mean([dark(outage, 40, slot=slot) for slot in range(100)])
    assert abs(found - 0.1) < 4 * 0.0047


def test_long_outages_begin_in_rounds_with_sight_at_their_hazard():
    outage, begun, could = Outage(hazard=200, lasts=3), 0, 0
    for slot in range(60):
        found = dark(outage, 40, slot=slot)
        number = 0
        while number < 40:
            could += 1
            begun += found[number]
            number += 3 if found[number] else 1
    # About 1,700 rounds in which one could begin: 4 * sqrt(.16/1700) = .039.
    assert could > 1_500
    assert abs(begun / could - 0.2) < 4 * np.sqrt(0.16 / could)


@given(amounts, amounts)
def test_a_dark_round_shows_nobody_anything_but_that_it_is_dark(one, two):
    stages = (Contribute(), Outage(hazard=1_000), Observe())
    for seat in range(4):
        two[seat] = one[seat]
        signals = [settle(play(3, points=points), stages).signal for points in (one, two)]
        for signal in signals:
            assert signal.entries[seat].tolist() == [
                one[seat] * 1_000 if j == seat else HIDDEN for j in range(4)
            ]
            assert (signal.total[seat], signal.earnings[seat]) == (HIDDEN, HIDDEN)
    assert [m.key for m in stages[1].shows(play(3), 0)] == ["outage.dark"]


def test_a_round_with_sight_is_as_the_monitoring_says():
    stages = (Contribute(), Outage(after=2, lasts=2), Observe())
    signal = settle(play(2), stages).signal
    assert signal.entries[0].tolist() == [1_000, 2_000, 3_000, 4_000]
    assert stages[1].shows(play(2), 0) == ()


@pytest.mark.parametrize(
    "settings", [{}, {"after": 2, "hazard": 100}, {"hazard": 1_001}, {"after": 2, "lasts": 0}]
)
def test_an_outage_that_is_not_one_is_refused(settings):
    with pytest.raises(ValueError, match="an outage"):
        Outage(**settings)


@pytest.mark.parametrize("name", CONDITION_NAMES)
def test_every_member_finishes_and_dark_rounds_leave_no_sighting(name):
    played = treatment(name, beliefs=True, kept=True, parts=Parts(1, 12, 3))
    minds = seated(fischbacher_gaechter(GAME), 2, 3, GAME)
    acted = act(played, minds, seed=2, slot=3)
    assert acted.group.finished
    outage = CONDITIONS[name].stages[1]
    for number in range(2, 17):
        is_dark = outage.dark(acted.group.replay(number))
        rows = [row for row in acted.rows["sightings"] if row["round"] == number]
        assert all((row["source"] == "hidden") == is_dark for row in rows)
        shown = view(acted.group, 0).history[number - 1]
        assert bool(shown.entries) is not is_dark
        assert bool(shown.lines) is is_dark


def test_an_outage_begun_in_one_phase_does_not_reach_into_the_next():
    before, after = play(10), replace(play(10), first=10)
    surely = Outage(hazard=1_000, lasts=5)
    assert surely.dark(before)
    first_days = [replace(after, slot=slot) for slot in range(40)]
    rare = Outage(hazard=300, lasts=30)
    # Seen from round 1 an outage of 30 rounds reaches round 10 far oftener than one that can
    # only begin in round 10 itself.
    assert sum(rare.dark(one) for one in first_days) < 30
    assert sum(rare.dark(replace(one, first=1)) for one in first_days) > 30
