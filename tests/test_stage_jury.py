"""How often are hints and votes right, whose votes count, and what is the better project worth?"""

import re
from dataclasses import replace

import numpy as np
import pytest
from played import accepted
from staged import performed, played, stood, told

from design.acted import act
from design.catalogue import CATALOGUE, Parts, treatment
from design.game import POINT, Game
from design.mechanisms.judging import WEIGHTS
from design.settling import settle
from design.stages.jury import Jury, decided
from design.strategies import conditional_cooperator
from design.transition import Replace

CONDITIONS = [condition.name for condition in CATALOGUE["N08"].conditions]


def stage_of(group):
    return group.play.stages[0]


def voted(group, votes):
    """Let each seat vote for a project, 0 for none."""
    for seat, project in enumerate(votes):
        group = performed(group, seat, {"project": project})
    return group


def test_points_count_double_at_the_better_project_and_once_at_the_other():
    group = stood("votes_equal")
    better = stage_of(group).better(group.play)
    for project, added in ((better, 4 * POINT), (3 - better, 0)):
        play = played(voted(group, (project,) * 4), (1, 2, 3, 4)).replay(6)
        # Ten points that count double bring everybody .4 * 10 more.
        assert settle(play, play.stages).added.tolist() == [added] * 4


def test_the_expert_outvotes_three_only_where_its_vote_weighs_more():
    for condition, wins in (("votes_equal_known", 2), ("votes_weighted", 1)):
        group = voted(stood(condition), (1, 2, 2, 2))
        assert stage_of(group).chosen(group.play) == wins


def test_a_lot_decides_between_equals_and_abstaining_is_no_vote():
    group = voted(stood("votes_equal"), (1, 0, 0, 0))
    assert stage_of(group).chosen(group.play) == 1
    group = voted(stood("votes_equal"), (1, 2, 0, 0))
    found = [stage_of(group).chosen(replace(group.play, slot=slot)) for slot in range(400)]
    # 200 each, standard deviation 10; six of them are 60.
    assert abs(found.count(1) - 200) < 60


def test_who_does_not_vote_in_time_has_no_vote():
    group = performed(stood("votes_equal"), 0, {"project": 2})
    for seat in (1, 2, 3):
        group = accepted(group, Replace(seat))
    assert stage_of(group).votes(group.play) == (0, 1)


def test_hints_are_right_as_often_as_told_and_independent():
    group, draws = stood("votes_equal"), 1_000
    stage, right = stage_of(group), []
    for slot in range(draws):
        play = replace(group.play, slot=slot)
        right.append([stage.hint(play, seat) == stage.better(play) for seat in range(4)])
    # Standard deviations 9.5 and 15.5 of a thousand; five of them.
    assert abs(np.sum(right, axis=0) - [900, 600, 600, 600]).max() < 78
    assert abs(np.corrcoef(np.array(right).T) - np.eye(4)).max() < 5 / np.sqrt(draws)


def test_a_member_reads_only_its_own_hint():
    group = stood("votes_weighted")
    views = {}
    for seed in range(60):
        other = replace(group, seed=seed)
        shown = told(other, 1)
        views.setdefault(stage_of(other).hint(other.play, 1), []).append((shown.asks, shown.news))
    assert all(one == same[0] for same in views.values() for one in same)
    assert len(views) == 2


def test_nobody_learns_who_voted_for_what_nor_which_is_better_before_the_round_is_over():
    one, other = (
        voted(stood("votes_equal"), (1, 1, 2, 1)),
        voted(stood("votes_equal"), (1, 1, 1, 2)),
    )
    for seat in (0, 1):
        assert told(one, seat) == told(other, seat)
    # Another better project with the same hint for A and the same choice looks the same to A.
    group = stood("votes_equal")
    stage, hint = stage_of(group), stage_of(group).hint(group.play, 0)
    better = stage.better(group.play)
    seeds = (seed for seed in range(1, 500) if stage.hint(replace(group.play, seed=seed), 0) == hint
             and stage.better(replace(group.play, seed=seed)) != better)  # fmt: skip
    swapped = replace(group, seed=next(seeds))
    assert told(voted(swapped, (1,) * 4), 0) == told(voted(group, (1,) * 4), 0)


def test_printed_shares_are_those_of_votes_that_follow_the_hints():
    printed = re.findall(r"\b\d+\.\d\b", CATALOGUE["N08"].prediction.conditional)
    accuracy = Jury().accuracy
    shares = [decided(accuracy, (1,) * 4), decided(accuracy, WEIGHTS)]
    # By hand: .9 * (.648 + .288 / 2) + .1 * (.216 + .432 / 2) = .756; the expert alone .9.
    assert shares == pytest.approx([0.756, 0.9])
    assert printed == [f"{100 * share:.1f}" for share in shares]


def test_weights_are_the_log_odds_of_hints_rounded():
    odds = [np.log(a / (1_000 - a)) for a in Jury().accuracy]
    assert [round(float(one / odds[1])) for one in odds] == list(WEIGHTS)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_simulated_members_play_it_to_the_end_and_vote_as_their_hints_say(condition):
    short = treatment(condition, beliefs=True, kept=True, parts=Parts(1, 3, 1))
    group = act(short, (conditional_cooperator(Game()),) * 4, seed=4).group
    assert group.finished
    stage, play = short.phases[1].stages[0], group.replay(3)
    assert [play.value(s, "jury", "project") for s in range(4)] == [
        stage.hint(play, s) for s in range(4)
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"weights": WEIGHTS}, "'all' with weights"),
        ({"accuracy": (400,) * 4}, "accuracy lies in"),
        ({"weights": (1, 1), "known": "all"}, "weights name each"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        Jury(**changes)


def test_phases_that_do_not_fit_are_refused():
    phase = treatment("votes_equal", beliefs=False, kept=True).phases[1]
    with pytest.raises(ValueError, match="4 of 5 seats"):
        Jury().check(Game((20,) * 5, (400,) * 5), phase.monitoring, phase.stages)
    with pytest.raises(ValueError, match="less than one point"):
        Jury(gain=1_500).check(Game(), phase.monitoring, phase.stages)
