"""Is the compiled path the reference path, bit for bit, for every treatment and every trait?"""

import importlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.power.accelerated import accelerated, fastest
from analysis.power.told import playable
from design import chance
from design.catalogue import CONDITIONS, CORE, Parts
from design.channels import POSITIONS, Channel
from design.conditions import Condition, everybody
from design.experiments import comparison, flagship
from design.game import Game
from design.monitoring import Monitoring
from design.phases import Belief
from design.population import Kind, Population, fischbacher_gaechter, uniform_population
from design.simulate import simulate
from design.strategies import FREE_RIDER, Strategy, noise

pytest.importorskip("numba", reason="the compiled path needs numba (requirements-dev.txt)")
arithmetic = importlib.import_module("analysis.power.lanes.arithmetic")

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
    assert playable(experiment, population)
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


@pytest.mark.parametrize("members", [3, 5, 7])
def test_groups_of_other_sizes_are_played_alike(members, monkeypatch):
    # A round of three or five seats does not fill the words in which results are written.
    seats = "ABCDEFG"[:members]
    circle = tuple(seats[(i + 1) % members] for i in range(members))
    sees = Monitoring(granularity="individual", direction=circle)
    asked = (Belief("next", circle), Belief("first", (seats[1], *seats[0] * (members - 1))))
    roles = everybody("mutual", members=members)
    monkeypatch.setitem(CONDITIONS, "ring", Condition("ring", sees, roles, (), beliefs=asked))
    game = Game((20,) * members, (1_000 // members + 1,) * members)
    told = comparison(name="ring", conditions=("ring",), game=game)
    same(told, members, 150, VARIED)


COEFFICIENTS = st.integers(-2_000, 2_000)
AMOUNTS = st.integers(-40_000, 40_000)


@st.composite
def populations(draw):
    def kind(share):
        traits = {
            "level": AMOUNTS, "schedule_level": AMOUNTS, "turn": AMOUNTS, "belief_level": AMOUNTS,
            "tremble": AMOUNTS, "prior": AMOUNTS, "on_schedule": COEFFICIENTS,
            "on_belief": COEFFICIENTS, "schedule_slope": COEFFICIENTS,
            "belief_on_seen": COEFFICIENTS, "belief_on_belief": st.integers(-1_000, 1_000),
        }  # fmt: skip
        return Kind(str(share), share, Strategy(**{k: draw(v) for k, v in traits.items()}))

    share = draw(st.integers(0, 1_000))
    channel = st.builds(
        Channel,
        st.sampled_from(POSITIONS),
        st.sampled_from(["level", "on_belief", "belief_on_seen", "tremble", "turn"]),
        COEFFICIENTS,
    )
    return Population(
        (kind(share), kind(1_000 - share)),
        prior_spread=draw(AMOUNTS),
        level_spread=draw(AMOUNTS),
        group_spread=draw(AMOUNTS),
        endgame=draw(AMOUNTS),
        lapse=draw(st.integers(0, 1_000)),
        leaving=draw(st.integers(0, 1_000)),
        channels=tuple(draw(st.lists(channel, max_size=3))),
    )


@settings(max_examples=40, deadline=None)
@given(
    people=populations(),
    conditions=st.lists(st.sampled_from(sorted(CORE)), min_size=1, max_size=3, unique=True),
    parts=st.tuples(*[st.integers(1, 4)] * 3),
    endowment=st.integers(1, 1_000),
    seed=st.integers(0, 2**64 - 1),
)
def test_any_population_plays_alike_in_any_game(people, conditions, parts, endowment, seed):
    game = Game((endowment,) * 4, (300,) * 4)
    told = flagship(conditions=tuple(conditions), parts=Parts(*parts), game=game)
    same(told, seed, 14, people, first_slot=seed % 1_000)


@given(st.integers(-(2**50), 2**50))
def test_the_compiled_floor_is_the_integers_floor(amount):
    assert arithmetic.thousandth(float(amount)) == (amount + 500) // 1_000
    for divisor in (1, 2, 3, 7, 19, 1_000):
        assert arithmetic.whole(float(amount), 1.0 / divisor) == amount // divisor


@given(st.integers(0, 2**64 - 1))
def test_compiled_noise_is_the_strategies_noise(seed):
    word = chance.bits(seed, [5], "noise")
    assert arithmetic.noise(word[()]) == noise(seed, [5], "noise")


def test_numbers_too_large_for_exact_floors_are_left_to_the_reference_path():
    # Beliefs that treble every round are beyond 2**50 after 25 rounds.
    people = uniform_population(replace(WILD.kinds[0].strategy, belief_on_belief=3_000))
    assert not playable(EXPERIMENT, people)
    slow, fast = (one(EXPERIMENT, 1, 14, people) for one in (simulate, accelerated))
    assert np.array_equal(slow.contributions, fast.contributions)


def single(name):
    members = CONDITIONS[name].members
    return comparison(name=name, conditions=(name,), game=Game((20,) * members, (400,) * members))


# Whoever hears of another condition's groups is dealt beside it, and has stages.
ALONE = [name for name, condition in CONDITIONS.items() if not condition.hears]
COMPILED = [name for name in ALONE if playable(single(name), VARIED)]


@pytest.mark.parametrize("name", COMPILED)
def test_every_condition_of_the_catalogue_that_can_be_compiled_is_played_alike(name):
    same(single(name), 17, 40, VARIED, first_slot=4)


def test_noise_and_networks_are_compiled():
    assert {"noise_10", "noise_50", "individual", "dark"} <= set(COMPILED)
    assert any(CONDITIONS[name].monitoring.coverage == "graph" for name in COMPILED)


def test_noisy_networks_are_played_alike(monkeypatch):
    # Each sees the next two of a circle, wrong in a third of cases.
    sees = Monitoring(
        granularity="individual", coverage="graph", direction=("BC", "CD", "DA", "AB"),
        accuracy="noisy", error=333,
    )  # fmt: skip
    roles = everybody("mutual", members=4)
    monkeypatch.setitem(CONDITIONS, "blurred", Condition("blurred", sees, roles))
    same(comparison(name="blurred", conditions=("dark", "blurred")), 5, 300, VARIED)


def test_a_last_round_that_nobody_knows_is_played_alike():
    same(flagship(parts=Parts(horizon="unknown")), 6, 40, VARIED)


def test_what_the_compiled_loop_does_not_know_is_left_to_the_reference_path(monkeypatch):
    by_lot = Parts(2, 6, 0, horizon="indefinite", continuation=500, block=2)
    assert not playable(flagship(parts=by_lot), PEOPLE)
    audit = Monitoring(granularity="individual", coverage="audit", audited=300)
    roles = everybody("mutual", members=4)
    monkeypatch.setitem(CONDITIONS, "audit", Condition("audit", audit, roles))
    told = single("audit")
    assert not playable(told, PEOPLE)
    slow, fast = (one(told, 1, 20, PEOPLE) for one in (simulate, accelerated))
    assert np.array_equal(slow.contributions, fast.contributions)
