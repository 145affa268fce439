"""Does one member alone think as the arrays of the batch simulator say?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design import strategies, thinking
from design.acted import Cast, seated, together
from design.catalogue import Parts, treatment
from design.conditions import everybody
from design.game import Game
from design.monitoring import Monitoring
from design.occasions import HIDDEN, Occasion
from design.pace import Pace
from design.phases import Phase
from design.playing import Memory, remembered, sight_at, sight_of
from design.population import fischbacher_gaechter
from design.signals import observe
from design.strategies import Strategy
from design.transition import Contribute, advance, start
from design.treatments import Treatment
from design.view import view

GAME = Game()
GAMES = (GAME, Game(technology="weakest_link"), Game(technology="threshold", threshold=48))
DIALS = (
    Monitoring(),
    Monitoring(granularity="total", own_earnings=True),
    Monitoring(own_earnings=True, reveals=("total",)),
    Monitoring(granularity="extremes"),
    Monitoring(granularity="extremes", extreme="low"),
    Monitoring(granularity="sorted", reveals=("total",)),
    Monitoring(granularity="individual", identity="reshuffled", reveals=("total",)),
    Monitoring(granularity="individual", direction=("BC", "", "D", "ABC"), reveals=("total",)),
    Monitoring(granularity="individual", accuracy="noisy", error=400),
    Monitoring(granularity="individual", coverage="sample", sampled=1),
)
groups = st.lists(st.integers(0, 20), min_size=4, max_size=4)
thousandths = st.integers(-1_500, 1_500)
amounts = st.integers(0, 20_000)


@st.composite
def minds(draw):
    """Any member of the linear family, likely or not."""
    shares = ("on_schedule", "on_belief", "schedule_slope", "belief_on_seen", "belief_on_belief")
    points = ("level", "schedule_level", "belief_level", "tremble", "turn", "prior")
    drawn = {name: draw(thousandths) for name in shares}
    return Strategy(**drawn, **{name: draw(amounts) for name in points})


@given(minds(), st.lists(amounts, min_size=4, max_size=4), st.integers(-3_464, 3_464))
def test_a_member_alone_gives_and_states_what_the_arrays_say(mind, beliefs, shaken):
    held, still = np.tile(beliefs, (4, 1)), np.full(4, shaken)
    across = np.array([[name in "BD" for name in "ABCD"]] * 4)
    for game in GAMES:
        expected = strategies.contribute(mind, held, game, still) // 1_000
        found = [
            thinking.contribute(mind, tuple(beliefs), seat, game, noise=shaken) for seat in range(4)
        ]
        assert found == expected.tolist()
        stated = thinking.state(tuple(beliefs), "BD", 0, game)
        assert stated == strategies.state(held, across, game)[0]


@pytest.mark.parametrize("dial", DIALS, ids=range(len(DIALS)))
@given(points=groups, mind=minds())
def test_a_member_alone_hears_and_learns_what_the_arrays_say(dial, points, mind):
    played = Treatment("t", "t", GAME, (Phase("only", 2, dial),), everybody("dial"))
    group = start(3, played, Pace(), 0, seed=5)
    for seat, each in enumerate(points):
        group = advance(group, Contribute(seat, 1, each), 1).group
    signal = observe(dial, GAME, np.array(points) * 1_000, occasion=Occasion(5, 3, 1))
    beliefs = strategies.first_beliefs(mind, (4,))
    known, learned = strategies.heard(signal, GAME), strategies.learn(mind, beliefs, signal, GAME)
    for seat in range(4):
        shown = view(group, seat).history[0]
        news = thinking.heard(shown, seat, GAME)
        assert news == tuple(known[seat].tolist())
        first = thinking.first_beliefs(mind, GAME)
        assert thinking.learn(mind, first, news) == tuple(learned[seat].tolist())


def test_of_whom_nothing_is_heard_the_belief_stays():
    mind = strategies.conditional_cooperator(GAME)
    # .118 + .415 x 20 + .569 x 10 = 14.108.
    found = thinking.learn(mind, (10_000,) * 4, (HIDDEN, 20_000, HIDDEN, HIDDEN))
    assert found == (10_000, 14_108, 10_000, 10_000)


@given(st.integers(0, 2**64 - 1), st.integers(0, 10**6), st.integers(1, 99))
def test_a_tremble_alone_is_that_of_the_arrays(seed, slot, number):
    drawn = strategies.noise(seed, (slot, number, np.arange(4)), "tremble")
    alone = [thinking.noise(seed, (slot, number, seat), "tremble") for seat in range(4)]
    assert alone == drawn.tolist()


@pytest.mark.parametrize("name", ["punish_exact", "reports_triggered", "account", "individual"])
def test_what_is_worked_out_for_a_decision_is_what_the_whole_screen_shows(name):
    # Late reports change rounds that are remembered; a member that begins again agrees.
    played = treatment(name, beliefs=True, kept=False, parts=Parts(2, 6, 2))
    people = seated(fischbacher_gaechter(played.game), 5, 0, played.game)
    memories = {seat: Memory() for seat in range(played.game.members)}
    looked = 0
    for step in together((Cast(played, people),), seed=5):
        for seat, before in memories.items():
            if step.group.stage(seat) in ("explain", "wait", "done"):
                continue
            sight = sight_at(step.group, seat, before)
            assert sight == sight_of(view(step.group, seat))
            memories[seat] = remembered(people[seat], sight, before)
            assert memories[seat] == remembered(people[seat], sight)
            looked += 1
    assert looked >= played.rounds * played.game.members
