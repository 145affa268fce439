"""Is a project the member's own, and worth no more than another?"""

from dataclasses import replace

import pytest
from staged import POINTS, performed, played, stood, told

from design.messages import message
from design.settling import settle
from design.stages.project import Project


def test_each_member_s_pick_holds_for_five_rounds_and_is_told_to_it_alone():
    group = stood("project_chosen")
    for seat, pick in enumerate((2, 0, 1, 1)):
        group = performed(group, seat, {"project": pick})
    assert told(group, 0).news == (message("project.own", number=3),)
    assert told(group, 1).news == (message("project.own", number=1),)
    for _ in range(5):
        play = group.play
        assert [play.stages[0].picked(play, seat) for seat in range(4)] == [2, 0, 1, 1]
        group = played(group, POINTS)
    assert group.stage(0) == "project"


def test_a_project_changes_no_earnings():
    group = stood("project_chosen")
    for seat in range(4):
        group = performed(group, seat, {"project": seat % 3})
    play = played(group, POINTS).replay(6)
    assert settle(play, play.stages).added.tolist() == [0] * 4


def test_a_lot_picks_every_project_about_as_often():
    # 900 draws among three: 300 each, standard deviation 14.1; six of them are 85.
    play = stood("project_drawn").play
    stage = play.stages[0]
    drawn = [stage.picked(replace(play, slot=n), seat) for n in range(225) for seat in range(4)]
    assert all(abs(drawn.count(project) - 300) < 85 for project in range(3))


def test_a_choice_among_one_is_refused():
    with pytest.raises(ValueError, match="2 projects"):
        Project(projects=1)
