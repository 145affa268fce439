"""Is a target told before a decision, held against it afterwards, and silent about others?"""

from dataclasses import replace

import pytest
from staged import played, stood, told

from design.messages import message
from design.monitoring import Monitoring
from design.stages.target import Target
from design.telling import visibility_questions


def test_each_is_told_its_part_before_and_what_it_delivered_after():
    group = stood("share_proportional", 6)
    assert told(group, 0).news == (message("target.own", own=4, group=32),)
    assert told(group, 1).news == (message("target.own", own=12, group=32),)
    group = played(group, (4, 10, 3, 30))
    assert told(group, 1).history[-1].lines == (
        message("target.delivered", own=12, given=10),
        message("target.together", given=47, group=32),
    )


def test_every_division_is_of_the_same_target_and_can_be_met():
    for condition in ("share_proportional", "share_equal", "share_shifted"):
        group = stood(condition, 6)
        target = next(s for s in group.play.stages if isinstance(s, Target))
        assert sum(target.shares) == 32
        assert all(s <= e for s, e in zip(target.shares, group.play.game.endowments, strict=True))


def test_the_total_is_told_only_where_it_is_known():
    group = played(stood("target_group", 6), (10, 0, 5, 20))
    play = group.replay(6)
    stage = play.stages[0]
    shown = stage.shows(play, 0)
    assert shown == (message("target.together", given=35, group=40),)
    for hidden in (Monitoring(), Monitoring(granularity="total", timing="end")):
        assert stage.shows(replace(play, monitoring=hidden), 0) == ()


def test_the_question_asks_for_the_member_s_own_part():
    group = stood("share_shifted", 6)
    for seat, right in enumerate((10, 6, 10, 6)):
        questions = visibility_questions(group.treatment, 1, seat)
        asked = next(q for q in questions if q.name == "target")
        assert dict(asked.options[int(asked.answer)].values)["points"] == right


def test_shares_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="add up"):
        Target((4, 4), 9)
