"""How long does a group talk, who pays for it, and when does the talk end?"""

import re

import pytest
from played import accepted
from staged import performed, played, stood, told

from design.acted import act
from design.catalogue import CATALOGUE, Parts, treatment
from design.game import POINT, Game
from design.settling import settle
from design.stages.deliberate import Length
from design.strategies import conditional_cooperator
from design.transition import Expire, Perform, Replace, Say, advance

CONDITIONS = [condition.name for condition in CATALOGUE["O11"].conditions]


def wished(units, condition="deliberate_dear"):
    """Let each seat say how many units of talk it wants."""
    group = stood(condition)
    for seat, wanted in enumerate(units):
        group = performed(group, seat, {"units": wanted})
    return group


def talked(group):
    """Let all be done with the talk."""
    for seat in range(4):
        if group.stage(seat) == "deliberate":
            group = performed(group, seat, {"done": 1})
    return group


@pytest.mark.parametrize(
    ("units", "seconds"), [((4, 3, 2, 0), 60), ((4, 4, 1, 1), 30), ((3, 3, 3, 0), 90)]
)
def test_the_talk_lasts_as_long_as_more_than_half_want(units, seconds):
    group = wished(units)
    assert group.open.name == "deliberate"
    # The clock of the test stands at 1 ms, and a talk has no time of grace.
    assert [seat.due for seat in group.seats] == [1 + 1_000 * seconds] * 4
    over = advance(group, Expire(), 1 + 1_000 * seconds).group
    assert over.open.name == "contribute"
    assert not any(seat.absent for seat in over.seats)


def test_time_costs_every_member_the_same_and_in_that_round_only():
    group = played(talked(wished((4, 3, 2, 0))), (5,) * 4)
    play = group.replay(6)
    # Two units of 4 points; being done early saves nothing.
    assert settle(play, play.stages).added.tolist() == [-8 * POINT] * 4
    group = played(group, (5,) * 4)
    play = group.replay(7)
    assert settle(play, play.stages).added.tolist() == [0] * 4
    assert all(not line.key.startswith("length.") for line in told(group, 0).history[-1].lines)


def test_without_a_majority_nobody_talks_and_nobody_pays():
    group = wished((4, 4, 0, 0))
    assert group.open.name == "contribute"
    line = Say(0, 6, "hello")
    assert advance(group, line, 1).refusal.key == "refused.not_now"
    play = played(group, (5,) * 4).replay(6)
    assert settle(play, play.stages).added.tolist() == [0] * 4


def test_who_does_not_vote_in_time_has_no_vote():
    group = performed(stood("deliberate_dear"), 0, {"units": 3})
    for seat in (1, 2, 3):
        group = accepted(group, Replace(seat))
    assert group.play.stages[0].units(group.play) == 3


def test_nobody_learns_who_wanted_what():
    one, other = wished((3, 2, 1, 0)), wished((3, 1, 2, 0))
    for seat in (0, 3):
        assert told(one, seat) == told(other, seat)


def test_lines_are_read_by_all_and_gone_afterwards():
    group = wished((1, 1, 1, 1))
    group = accepted(group, Say(0, 6, "ten each?"))
    assert [line.text for _, line in told(group, 3).talk.lines] == ["ten each?"]
    group = talked(group)
    assert told(group, 3).talk is None


def test_more_units_than_there_are_are_refused():
    group = stood("deliberate_dear")
    assert advance(group, Perform(0, 6, "length", (("units", 5),)), 1).refusal is not None


def test_the_printed_break_even_is_that_of_the_game():
    # A point that all four give more earns each .6; five rounds of it are 3 a point.
    printed = re.findall(r"by (\d\.\d\d)", CATALOGUE["O11"].prediction.conditional)
    assert printed == [f"{cost / (5 * 0.6):.2f}" for cost in (1, 4)]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_simulated_members_play_it_to_the_end_and_talk_sometimes(condition):
    long = treatment(condition, beliefs=True, kept=True, parts=Parts(1, 11, 1))
    group = act(long, (conditional_cooperator(Game()),) * 4, seed=4).group
    assert group.finished
    stage = long.phases[1].stages[0]
    units = [stage.units(group.replay(number)) for number in range(2, 13)]
    assert sum(units) > 0
    assert units[1:5] == [0] * 4


def test_what_cannot_be_meant_is_refused():
    with pytest.raises(ValueError, match="cost is at least 0"):
        Length(cost=-1)
    with pytest.raises(ValueError, match="cost is at least 0"):
        Length(most=0)
