"""Does a plain loop over agents, without arrays, find the choices that the simulators find?"""

from dataclasses import replace

import numpy as np
import pytest

from analysis.power.agents import draw, play
from analysis.power.populations import calibrated
from design import chance
from design.catalogue import CONDITIONS, CORE
from design.experiments import comparison, flagship
from design.game import Game
from design.simulate import simulate


def test_draws_are_those_of_the_generator():
    assert draw(2**63 + 5, (3, 1, 2), "tremble") == chance.bits(2**63 + 5, [3, 1, 2], "tremble")


def test_a_plain_loop_over_agents_plays_as_all_at_once():
    told = flagship(conditions=tuple(CORE))
    people = replace(calibrated(Game()), group_spread=2_000)
    at_once = simulate(told, 11, told.schedule.block_size, people).contributions
    for slot, given in enumerate(at_once):
        assert np.array_equal(given, play(told, 11, slot, people))


def test_a_plain_loop_reads_noisy_entries_as_all_at_once():
    told, people = comparison(name="noisy", conditions=("noise_30",)), calibrated(Game())
    for slot, given in enumerate(simulate(told, 12, 4, people).contributions):
        assert np.array_equal(given, play(told, 12, slot, people))


def test_what_the_plain_loop_does_not_know_is_refused():
    with pytest.raises(NotImplementedError, match="kinds and spreads"):
        play(flagship(), 1, 0, replace(calibrated(Game()), lapse=5))
    for name, condition in CONDITIONS.items():
        if condition.monitoring.coverage == "sample":
            with pytest.raises(NotImplementedError, match="noisy or not"):
                play(comparison(name=name, conditions=(name,)), 1, 0, calibrated(Game()))
