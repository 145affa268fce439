"""Does the picture of who sees whom show every member once and exactly the sights there are?"""

from dataclasses import replace
from itertools import combinations
from math import hypot

import pytest

from design.catalogue import CONDITIONS, treatment
from design.game import Game
from design.pace import Pace
from design.transition import start
from design.view import view
from screens.glass import RADIUS, glass
from screens.play import fragment


def explained(name, seat=0):
    """A seat's explanation of part 2, as its links have it."""
    condition = CONDITIONS[name]
    game = Game((20,) * condition.members, (400,) * condition.members)
    made = treatment(name, beliefs=False, kept=True, game=game)
    # The treated part alone, so that it is the open one; nobody has read it.
    group = start(0, replace(made, phases=made.phases[1:]), Pace(), 0)
    unread = tuple(replace(one, explained=0) for one in group.seats)
    return view(replace(group, seats=unread), seat)


@pytest.mark.parametrize(
    ("name", "arrows", "wall"),
    [
        ("dark", 0, True),
        ("one_way", 4, True),
        ("two_way", 8, True),
        # By arithmetic the partner follows too, which is said and not drawn.
        ("two_way_earnings", 8, True),
        ("individual", 12, False),
        ("ring", 4, False),
        ("star", 6, False),
        ("five_half", 10, False),
        ("outage_long", 12, False),
        ("dress_output", 12, False),
        # Among eight, two opposite sights are one line with two heads.
        ("levels_own", 24, False),
        ("levels_all", 56, False),
    ],
)
def test_every_sight_is_an_arrow_and_the_wall_stands_where_no_side_sees_itself(name, arrows, wall):
    found = glass(explained(name))
    assert [node.name for node in found.nodes] == list("ABCDEFGH"[: CONDITIONS[name].members])
    assert sum(1 + arrow.both for arrow in found.arrows) == arrows
    assert found.wall == wall


@pytest.mark.parametrize("name", ["star", "five_half", "recognise_all", "levels_all"])
def test_members_stand_apart_and_inside_the_picture(name):
    found = glass(explained(name))
    for one, two in combinations(found.nodes, 2):
        assert hypot(one.x - two.x, one.y - two.y) > 2 * RADIUS
    for node in found.nodes:
        assert RADIUS <= node.x <= found.width - RADIUS
        assert RADIUS <= node.y <= found.height - RADIUS
        # "You" is 13 units high and some 30 wide, centred.
        assert 15 <= node.you[0] <= found.width - 15
        assert 6 <= node.you[1] <= found.height - 6


def test_whoever_is_not_told_who_sees_whom_gets_no_picture_and_no_word_on_others_rules():
    told, untold = (
        fragment(explained(name), "en", pace=Pace(), prize=20)
        for name in ("exempt_known", "exempt_untold")
    )
    assert '<figure class="glass">' in told
    assert '<figure class="glass">' not in untold
    assert "Every member of your group reads these rules" not in untold


def test_sights_that_come_and_go_are_drawn_as_what_can_be_seen():
    pictures = {
        "banner_top": "means: can see how much",
        "looks_free": "means: can see how much",
        "individual": "means: sees how much",
    }
    for name, said in pictures.items():
        drawn = fragment(explained(name), "en", pace=Pace(), prize=20)
        assert said in drawn
