"""Does the measurement of speed measure what it says, and as a table?"""

import numpy as np

from analysis.power import speed
from analysis.power.drawn import draw_lanes, draw_many
from analysis.power.lanes.layout import LANES
from analysis.power.speed import Speed, Took, best, job, shares, speed_up, table
from design.experiments import flagship


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


def test_the_limit_that_is_named_is_the_one_divided_by():
    found = [
        Speed("draws alone, numpy", 10.0, "draws"),
        Speed("draws alone, compiled, one by one", 50.0, "draws"),
        Speed("flagship: reference path", 2.0, "member-rounds"),
        Speed("flagship: compiled path", 20.0, "member-rounds"),
        Speed("two-way: compiled path", 40.0, "member-rounds"),
    ]
    assert shares(found) == [
        "the compiled path reaches 40 % of the speed of draws alone, compiled, one by one"
    ]
    assert shares(found[:3]) == []


def test_a_speed_up_is_told_by_the_clock_and_by_what_idle_cores_allow():
    told = speed_up(Took(30.0, 28.0), Took(20.0, 35.0), 500)
    assert "(1.50 times as fast)" in told
    assert "at most 1.60 times" in told


def test_a_job_takes_time_by_the_clock_and_of_its_processes():
    took = job(flagship(), 1, 2)
    assert took.clock > 0
    assert took.cpu > 0
