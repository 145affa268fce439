"""Who can tell how many points the others hold?"""

from dataclasses import replace

import pytest
from staged import played, stood, told

from design.catalogue import treatment
from design.example import example
from design.stages.capacity import Capacity
from design.telling import visibility
from wording.say import tell


def held_by(group, endowments):
    """Return the group as if its seats held other endowments."""
    phases = tuple(
        one if one.game is None else replace(one, game=replace(one.game, endowments=endowments))
        for one in group.treatment.phases
    )
    return replace(group, treatment=replace(group.treatment, phases=phases))


def test_hidden_capacity_leaves_no_trace_on_another_member_s_screen():
    # Seat A holds 10 either way; who holds 30 among the others must not show in anything.
    one = stood("capacity_hidden", 6)
    two = held_by(one, (10, 10, 30, 30))
    for group in (one, two):
        assert sorted(group.game.endowments) == [10, 10, 30, 30]
    assert told(one, 0) == told(two, 0)
    assert visibility(one.treatment, 1, 0) == visibility(two.treatment, 1, 0)
    assert told(played(one, (5, 6, 7, 8)), 0) == told(played(two, (5, 6, 7, 8)), 0)


def test_what_one_part_keeps_secret_no_later_part_tells_though_its_monitoring_is_removed():
    for name in ("capacity_hidden", "ring_low"):
        removed = treatment(name, beliefs=False, kept=False)
        secret = [line for line in visibility(removed, 1, 0) if line.key == "capacity.secret"]
        last = [line for line in visibility(removed, 2, 0) if line.key.startswith("capacity.")]
        assert secret
        assert last == secret
        assert example(removed, 2, 0) is None


def test_seen_capacity_names_who_holds_what():
    group = stood("capacity_seen", 6)
    said = [tell("en", line) for line in visibility(group.treatment, 1, 0)]
    assert "A and C have 10 points each in each round." in said
    assert "B and D have 30 points each in each round." in said


def test_each_decides_about_its_own_points():
    for condition in ("capacity_seen", "capacity_hidden"):
        group = stood(condition, 6)
        assert [told(group, seat).endowment for seat in range(4)] == [10, 30, 10, 30]
        assert told(group, 0).most == 30  # the range of guesses about others


def test_the_convener_is_told_to_all():
    group = stood("convener_total", 6)
    assert group.game.endowments == (35, 15, 15, 15)
    for seat in range(4):
        keys = [line.key for line in visibility(group.treatment, 1, seat)]
        assert "capacity.convener" in keys


def test_a_hidden_convener_is_refused():
    with pytest.raises(ValueError, match="known"):
        Capacity("own", convener="A")
