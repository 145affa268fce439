"""What is a right sum worth to whom, and who sees work for the group?"""

import re
from dataclasses import replace

import numpy as np
import pytest
from played import accepted
from staged import performed, played, stood, told

from design.acted import act
from design.catalogue import CATALOGUE, Parts, treatment
from design.game import Game
from design.settling import settle
from design.stages.effort import Effort
from design.stages.stage import Mind
from design.strategies import conditional_cooperator
from design.theory import critical_discount
from design.transition import Replace

CONDITIONS = [condition.name for condition in CATALOGUE["N10"].conditions]
SELF, GROUP = 0, 1


def stage_of(group):
    return group.play.stages[1]


def worked(condition, whom, right):
    """Let all give 10 points, work for somebody, and get so many sums right."""
    group = played(stood(condition), (10,) * 4)
    stage = stage_of(group)
    for seat in range(4):
        sums = [sum(stage.numbers(group.play, seat, place)) for place in range(3)]
        values = {f"sum_{n + 1}": total if n < right[seat] else 0 for n, total in enumerate(sums)}
        group = performed(group, seat, {"whom": whom[seat], **values})
    return group


def test_a_right_sum_pays_its_member_or_everybody():
    group = worked("currencies_both", (SELF, GROUP, GROUP, SELF), (3, 2, 1, 0))
    play = group.replay(6)
    # A earns 3 sums of 2 points; three sums for the group bring everybody .4 * 6.
    assert settle(play, play.stages).added.tolist() == [8_400, 2_400, 2_400, 2_400]


def test_work_for_the_group_is_a_dilemma_as_giving_is():
    alone = worked("currencies_both", (GROUP, SELF, SELF, SELF), (3, 0, 0, 0)).replay(6)
    own = worked("currencies_both", (SELF,) * 4, (3, 0, 0, 0)).replay(6)
    for_group, for_self = (settle(one, one.stages).added for one in (alone, own))
    assert for_group[0] == 2_400 < for_self[0] == 6_000
    assert for_group.sum() > for_self.sum()


def test_work_is_seen_where_it_is_said_to_be_and_never_work_for_oneself():
    both = [worked("currencies_both", whom, (1, 3, 3, 3))
            for whom in ((SELF, SELF, GROUP, GROUP), (SELF, SELF, GROUP, SELF))]  # fmt: skip
    assert told(both[0], 0) != told(both[1], 0)
    for right in (0, 3):
        hidden = worked("currencies_both", (SELF, SELF, GROUP, GROUP), (1, right, 3, 3))
        assert told(hidden, 0) == told(both[0], 0)


def test_work_that_is_not_seen_changes_no_other_screen():
    one = worked("currency_points", (SELF, GROUP, GROUP, GROUP), (1, 3, 3, 3))
    other = worked("currency_points", (SELF, SELF, GROUP, SELF), (1, 0, 2, 3))
    assert told(one, 0) == told(other, 0)
    lines = [line.key for line in told(one, 0).history[-1].lines]
    assert lines == ["effort.own_self"]


def test_where_work_alone_is_seen_nobody_sees_a_contribution():
    shown = told(worked("currency_work", (GROUP,) * 4, (1, 2, 3, 0)), 0).history[-1]
    assert shown.entries == ()
    counts = {dict(one.values).get("seat", "A"): dict(one.values)["n"] for one in shown.lines}
    assert counts == {"A": 1, "B": 2, "C": 3, "D": 0}


def test_the_rule_does_no_work():
    group = played(stood("currencies_both"), (10,) * 4)
    for seat in range(4):
        group = accepted(group, Replace(seat))
    play = group.replay(6)
    assert settle(play, play.stages).added.tolist() == [0] * 4


def test_numbers_differ_by_seat_round_and_place_and_lie_within_their_range():
    group = stood("currencies_both")
    plays = [replace(group.play, round=6 + n) for n in range(10)]
    stage = stage_of(group)
    drawn = [stage.numbers(p, s, place) for p in plays for s in range(4) for place in range(3)]
    # 120 pairs of 89 * 89: two alike are rare.
    assert len(set(drawn)) > 115
    assert np.min(drawn) >= 11
    assert np.max(drawn) <= 99


def test_simulated_members_solve_what_their_screen_asks():
    group = played(stood("currencies_both"), (10,) * 4)
    stage, (whom, *sums) = stage_of(group), stage_of(group).asks(group.play, 0)
    mind = Mind(planned=20, endowment=20, expected=(), uniform=0.5)
    answers = dict(stage.answers((whom, *sums), mind))
    group = performed(group, 0, answers)
    assert stage.grouped(group.play)[0] == 3
    lazy = dict(stage.answers((whom, *sums), Mind(0, 20, (), uniform=0.9)))
    assert (lazy["whom"], lazy["sum_1"]) == (SELF, 0)


def test_printed_numbers_follow_from_the_game():
    prediction = CATALOGUE["N10"].prediction
    assert re.findall(r"0\.\d+", prediction.selfish) == [f"{2 * 0.4:.1f}"]
    assert re.findall(r"0\.\d+", prediction.indefinite) == [f"{critical_discount(4, 400):.3f}"]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_simulated_members_play_it_to_the_end(condition):
    short = treatment(condition, beliefs=True, kept=True, parts=Parts(1, 3, 1))
    group = act(short, (conditional_cooperator(Game()),) * 4, seed=4).group
    assert group.finished
    work = [
        short.phases[1].stages[1].right(group.replay(n), s) for n in (2, 3, 4) for s in range(4)
    ]
    assert sum(work) > 20


def test_what_cannot_be_meant_is_refused():
    with pytest.raises(ValueError, match="seen is one of"):
        Effort(seen="some")
    with pytest.raises(ValueError, match="sums and worth"):
        Effort(worth=0)
