"""Does the measurement of speed measure what it says, and as a table?"""

import numpy as np
import pytest

from analysis.power import speed
from analysis.power.drawn import draw_many
from analysis.power.speed import Speed, best, table, wall
from design.experiments import flagship


def test_draws_are_really_made():
    # The mean of 200,000 standardised draws in thousandths has a standard error of 2.2.
    assert abs(draw_many(np.uint64(7), 200_000) / 200_000) < 12


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
    rows = speed.simulation_speed(("dark",), "dark") + speed.plan_speed(flagship(), 2)
    assert [row.what.rpartition(" ")[0] for row in rows if "path" in row.what] == [
        "dark: reference", "dark: compiled",
    ]  # fmt: skip
    assert all(row.per_second > 0 for row in rows)


def test_the_clock_runs_for_a_whole_job():
    pytest.importorskip("numba")
    assert wall(flagship(), 1, 2) > 0
