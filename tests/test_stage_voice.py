"""What do members with few points bring about alone and together, and who learns of it?"""

import pytest
from played import accepted
from staged import performed, played, stood, told

from design.acted import act
from design.catalogue import CATALOGUE, Parts, treatment
from design.game import POINT, Game
from design.settling import settle
from design.stages.capacity import Capacity
from design.stages.voice import Voice
from design.strategies import conditional_cooperator
from design.transition import Replace

CONDITIONS = [condition.name for condition in CATALOGUE["P09"].conditions]
NO, YES = 0, 1


def voiced(reveal, strike, condition="weak_voice"):
    """Let the members with 10 points, A and C, choose."""
    group = stood(condition)
    assert [group.stage(seat) for seat in range(4)] == ["voice", "wait", "voice", "wait"]
    for seat, first, second in zip((0, 2), reveal, strike, strict=True):
        group = performed(group, seat, {"reveal": first, "strike": second})
    return group


def test_a_strike_of_two_gives_nothing_and_keeps_what_it_holds():
    group = voiced((NO, NO), (YES, YES))
    assert [group.stage(seat) for seat in range(4)] == ["wait", "contribute", "wait", "contribute"]
    group = played(group, (None, 10, None, 20))
    play = group.replay(6)
    outcome = settle(play, play.stages)
    # 30 points given bring everybody 12; A and C keep 10, B and D 20 and 10.
    earned = (outcome.earned + outcome.added) // POINT
    assert earned.tolist() == [22, 32, 22, 22]


def test_a_strike_of_one_is_none_and_nobody_learns_of_it():
    alone = voiced((NO, NO), (YES, NO))
    nobody = voiced((NO, NO), (NO, NO))
    assert alone.stage(0) == "contribute"
    for seat in (1, 2, 3):
        assert told(alone, seat) == told(nobody, seat)


def test_a_strike_and_a_revelation_hold_until_the_next_choice():
    group = voiced((YES, NO), (YES, YES))
    for _ in range(3):
        keys = [line.key for line in told(group, 1).news]
        assert keys == ["voice.strike", "voice.revealed", "voice.share"]
        group = played(group, (None, 10, None, 10))
    assert [group.stage(seat) for seat in range(4)] == ["voice", "wait", "voice", "wait"]


def test_revealing_costs_whoever_chose_it_once_and_all_are_told_who_holds_what():
    group = voiced((YES, NO), (NO, NO))
    shown = [told(group, seat).news for seat in range(4)]
    assert all(one == shown[0] for one in shown)
    # 30 and 30 of 80 points are 75 percent.
    assert dict(shown[0][0].values) == {"seats": ("B", "D"), "points": 30}
    assert dict(shown[0][1].values) == {"percent": 75}
    for number in (6, 7):
        group = played(group, (5, 5, 5, 5))
        play = group.replay(number)
        added = settle(play, play.stages).added.tolist()
        assert added == [-2 * POINT if number == 6 else 0, 0, 0, 0]


def test_nobody_learns_who_paid():
    one, other = voiced((YES, NO), (NO, NO)), voiced((NO, YES), (NO, NO))
    for seat in (1, 3):
        assert told(one, seat) == told(other, seat)


def test_absent_members_comply():
    group = stood("weak_voice")
    for seat in (0, 2):
        group = accepted(group, Replace(seat))
    assert told(group, 1).news == ()
    assert group.stage(1) == "contribute"


def test_until_it_is_revealed_no_seat_reads_who_holds_what():
    group = stood("weak_voice")
    said = [line.key for line in told(group, 1).statements]
    assert "capacity.unrevealed" in said
    assert not {"capacity.holds", "capacity.secret"} & set(said)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_simulated_members_play_it_to_the_end_and_use_what_there_is(condition):
    long = treatment(condition, beliefs=True, kept=True, parts=Parts(1, 12, 1))
    group = act(long, (conditional_cooperator(Game()),) * 4, seed=4).group
    assert group.finished
    stage = next(one for one in group.treatment.phases[1].stages if isinstance(one, Voice))
    chosen = [stage.doing(group.replay(n), a) for n in (2, 5, 8, 11) for a in stage.actions]
    assert any(chosen)
    assert not all(len(one) == 2 for one in chosen)


def test_what_cannot_be_meant_is_refused():
    with pytest.raises(ValueError, match="actions are some of"):
        Voice(("shout",))
    with pytest.raises(ValueError, match="at least 1"):
        Voice(least=0)
    phase = treatment("weak_voice", beliefs=False, kept=True).phases[1]
    for game in (Game(), Game((10, 30, 30, 30), (400,) * 4), Game((10, 10, 10, 30), (400,) * 4)):
        with pytest.raises(ValueError, match="two levels of points"):
            Voice().check(game, phase.monitoring, phase.stages)
    with pytest.raises(ValueError, match="with a convener"):
        Capacity("revealed", convener="A")
