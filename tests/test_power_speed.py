"""Does the measurement of speed measure what it says, and as a table?"""

import itertools

import numpy as np
import pytest

from analysis.power import speed
from analysis.power.drawn import draw_lanes, draw_many, draw_own
from analysis.power.lanes.layout import LANES
from analysis.power.speed import (
    Speed,
    Took,
    best,
    composed_speed,
    job,
    misread_rounds,
    reached,
    sentence,
    speed_up,
    table,
)
from design.catalogue import Parts
from design.experiments import comparison, flagship


def test_draws_are_really_made():
    # The mean of 200,000 standardised draws in thousandths has a standard error of 2.2.
    assert abs(draw_many(np.uint64(7), 200_000) / 200_000) < 12
    assert abs(draw_lanes(1, 500, 4) / (LANES * 2_000)) < 12


def test_the_least_of_several_runs_counts_and_the_first_does_not():
    runs = []
    assert best(lambda: runs.append(1), times=4) >= 0
    assert len(runs) == 5


def test_every_row_names_its_unit():
    assert "| draws | 1,234,567 | per second |" in table(
        [Speed("draws", 1_234_567.2, "per second")]
    )


def test_both_simulators_and_both_counters_are_measured(monkeypatch):
    def once(action):
        action()
        return 1.0

    monkeypatch.setattr(speed, "best", once)
    rows = speed.simulation_speed(flagship(name="dark", conditions=("dark",))) + speed.plan_speed(
        flagship(), 2
    )
    assert [row.what.rpartition(" ")[0] for row in rows if "path" in row.what] == [
        "dark: reference", "dark: compiled",
    ]  # fmt: skip
    assert all(row.per_second > 0 for row in rows)


def test_the_limit_makes_the_numbers_of_the_simulation_and_no_others():
    # Uniforms have the mean 1/2: two of them tell of every seat in every round that can be misread.
    plain, noisy = (draw_own(200, 4, 25, wrong) for wrong in (0, 20))
    # Standardised draws in thousandths, 22,600 of them: a standard error of 150,000 for their sum.
    assert abs(plain) < 5 * 1_000 * 22_600**0.5
    assert noisy - plain == pytest.approx(200 * 4 * 20, rel=0.02)


def test_only_rounds_whose_entries_can_be_wrong_draw_what_is_misread():
    noisy = comparison(name="noisy", conditions=("noise_30",))
    # Part 2 has 15 rounds; part 3, five more, keeps its noise in half of the groups.
    assert misread_rounds(noisy) == 18
    assert misread_rounds(flagship()) == 0


def test_the_path_and_its_limit_are_measured_in_turns(monkeypatch):
    turns = []
    # The path takes 4, its numbers 3, made side by side 1; the first turn, of 9, is not counted.
    times = itertools.chain([9.0, 9.0, 9.0], itertools.cycle([4.0, 3.0, 1.0]))
    monkeypatch.setattr(speed, "spent", lambda action: turns.append(action()) or next(times))
    told = flagship(name="dark", conditions=("dark",))
    found = reached(told, turns=3, groups=240)
    assert len(turns) == 4 * 3
    assert (found.share, found.least, found.most) == (0.75, 0.75, 0.75)
    assert found.path == 240 * 100 / 4
    assert found.together == 0.25
    assert "75 % of them" in sentence(told, found)


def test_composed_treatments_are_measured_by_the_transition():
    told = comparison(name="short", conditions=("punish_exact",), parts=Parts(1, 1, 1))
    found = composed_speed(told)
    assert found.what == "short: by the live game's transition"
    assert found.per_second > 0


def test_a_speed_up_is_told_by_the_clock_and_by_what_idle_cores_allow():
    told = speed_up(Took(30.0, 28.0), Took(20.0, 35.0), 500)
    assert "(1.50 times as fast)" in told
    assert "at most 1.60 times" in told


def test_a_job_takes_time_by_the_clock_and_of_its_processes():
    took = job(flagship(), 1, 2)
    assert took.clock > 0
    assert took.cpu > 0
