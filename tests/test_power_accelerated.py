"""Is the compiled path the reference path, bit for bit, for every treatment and every trait?"""

from dataclasses import replace

import numpy as np
import pytest

from analysis.power.accelerated import accelerated, fastest
from design.catalogue import CORE, Parts
from design.channels import Channel
from design.experiments import flagship
from design.game import Game
from design.population import Kind, Population, fischbacher_gaechter, uniform_population
from design.simulate import simulate
from design.strategies import FREE_RIDER, Strategy

pytest.importorskip("numba", reason="the compiled path needs numba (requirements-dev.txt)")

EXPERIMENT = flagship(conditions=tuple(CORE))
PEOPLE = fischbacher_gaechter(Game())
VARIED = replace(
    PEOPLE,
    group_spread=1_500,
    endgame=-2_000,
    lapse=70,
    leaving=20,
    channels=(
        Channel("seeing", "belief_on_seen", 100),
        Channel("being_seen", "level", 900),
        Channel("mutual", "tremble", -500),
        Channel("earnings", "on_belief", -150),
    ),
)
WILD = uniform_population(
    Strategy(
        level=-30_011, on_schedule=-907, on_belief=2_013, schedule_level=7_777,
        schedule_slope=-1_203, turn=3_333, belief_level=-4_001, belief_on_seen=1_999,
        belief_on_belief=-333, tremble=19_997,
    )
)  # fmt: skip


def same(experiment, seed, groups, population, **where):
    slow = simulate(experiment, seed, groups, population, **where)
    fast = accelerated(experiment, seed, groups, population, **where)
    for name in ("slots", "contributions", "beliefs", "automatic"):
        assert np.array_equal(getattr(slow, name), getattr(fast, name))
        assert getattr(slow, name).dtype == getattr(fast, name).dtype


@pytest.mark.parametrize("population", [PEOPLE, VARIED, WILD], ids=["data", "varied", "wild"])
@pytest.mark.parametrize("seed", [0, 2**63 + 11])
def test_every_condition_is_played_alike(population, seed):
    same(EXPERIMENT, seed, 280, population, first_slot=28)


def test_other_games_parts_and_numbers_of_groups_are_played_alike():
    short = flagship(conditions=("dark", "open"), parts=Parts(1, 2, 1), game=Game((7,) * 4))
    same(short, 3, 9, replace(VARIED, endgame=1))
    rich = flagship(conditions=("one_way",), game=Game((200,) * 4, (333,) * 4))
    same(rich, 3, 130, fischbacher_gaechter(rich.game))
    same(rich, 3, 0, PEOPLE)


def test_kinds_are_mixed_alike():
    same(EXPERIMENT, 4, 70, Population((Kind("none", 500, FREE_RIDER),
                                        Kind("wild", 500, WILD.kinds[0].strategy))))  # fmt: skip


@pytest.mark.parametrize("chunk", [1, 5, 64, 1_000])
def test_the_batch_never_changes_the_result(chunk):
    whole = accelerated(EXPERIMENT, 7, 100, VARIED)
    parts = accelerated(EXPERIMENT, 7, 100, VARIED, chunk=chunk)
    assert np.array_equal(whole.contributions, parts.contributions)


def test_the_fastest_path_is_the_compiled_one_where_it_can_be():
    assert fastest() is accelerated
