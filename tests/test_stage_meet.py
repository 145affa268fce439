"""Do meetings cost every member the same, and make what is shown more exact?"""

from staged import POINTS, performed, played, stood

from design.game import POINT
from design.settling import settle


def test_the_number_that_more_than_half_want_holds_until_the_next_vote():
    # 4, 2, 1, 3: three of four want at least 2 meetings, two want 3. 60 - 2 x 15 percent are left.
    group = stood("meetings_voted", 6)
    for seat, wanted in enumerate((4, 2, 1, 3)):
        group = performed(group, seat, {"meetings": wanted})
    for _ in range(5):
        outcome = settle(group.play, group.play.stages)
        assert outcome.monitoring.error == 300
        assert outcome.added.tolist() == [-2 * POINT] * 4
        group = played(group, POINTS)
    assert group.stage(0) == "meet"


def test_without_meetings_nothing_is_paid_and_numbers_are_wrong_most_often():
    group = stood("meetings_voted", 6)
    for seat in range(4):
        group = performed(group, seat, {"meetings": 0})
    outcome = settle(group.play, group.play.stages)
    assert outcome.monitoring.error == 600
    assert outcome.added.tolist() == [0] * 4


def test_imposed_meetings_ask_nobody():
    group = stood("meetings_imposed", 6)
    assert group.stage(0) == "contribute"
    assert settle(group.play, group.play.stages).added.tolist() == [-2 * POINT] * 4


def test_four_meetings_make_every_number_true():
    group = stood("meetings_voted", 6)
    for seat in range(4):
        group = performed(group, seat, {"meetings": 4})
    group = played(group, (3, 7, 11, 19))
    play = group.replay(6)
    assert (settle(play, play.stages).signal.entries == play.given[None, :]).all()
