"""Is advice told to all, and is it no more than advice?"""

from staged import performed, played, stood, told

from design.messages import message
from design.settling import settle


def test_all_are_told_the_advice_before_they_decide():
    group = stood("advice_blind")
    assert [group.stage(seat) for seat in range(4)] == ["advise", "wait", "wait", "wait"]
    group = performed(group, 0, {"points": 13})
    for seat in range(4):
        assert message("advise.given", seat="A", points=13) in told(group, seat).news


def test_advice_changes_no_earnings_and_can_be_ignored():
    group = played(performed(stood("advice_blind"), 0, {"points": 20}), (0, 1, 2, 3))
    play = group.replay(6)
    assert settle(play, play.stages).added.tolist() == [0] * 4


def test_only_an_informed_adviser_sees_what_became_of_it():
    shown = {}
    for name in ("advice_blind", "advice_informed"):
        group = played(performed(stood(name), 0, {"points": 5}), (1, 2, 3, 4))
        shown[name] = [len(told(group, seat).history[-1].entries) for seat in range(4)]
    assert shown == {"advice_blind": [0, 0, 0, 0], "advice_informed": [3, 0, 0, 0]}
