"""Whose task fits, what is that worth, and who knows which skills and claims before its own?"""

import itertools
import re
from dataclasses import replace

import numpy as np
import pytest
from played import accepted
from staged import performed, played, stood, told

from design.acted import act
from design.catalogue import CATALOGUE, Parts, treatment
from design.chance import uniform
from design.game import POINT, Game
from design.settling import settle
from design.stages.skills import Skills, skills_of
from design.stages.stage import Mind
from design.strategies import conditional_cooperator
from design.theory import critical_discount
from design.transition import Perform, Replace, advance

CONDITIONS = [c.name for n in ("N02", "N03", "N04") for c in CATALOGUE[n].conditions]
RING = [(seat, (seat + 1) % 4) for seat in range(4)]


def skilled(group, seat):
    """Return the numbers of the tasks that a seat is skilled at."""
    return (np.flatnonzero(skills_of(group.play).skilled(group.play)[seat]) + 1).tolist()


def claimed(group, tasks):
    """Let every seat claim when its turn has come."""
    while group.open.name in ("claim", "follow"):
        for seat, task in enumerate(tasks):
            if group.stage(seat) == group.open.name:
                group = performed(group, seat, {"task": task})
    return group


def matching(group):
    """Return a division of the tasks in which all fit."""
    own = [skilled(group, seat) for seat in range(4)]
    return next(t for t in itertools.product(*own) if len(set(t)) == 4)


def test_every_task_has_two_skilled_members_and_a_division_in_which_all_fit():
    group = stood("claims_unseen")
    stage = skills_of(group.play)
    for slot in range(50):
        mask = stage.skilled(replace(group.play, slot=slot))
        assert (mask.sum(axis=0) == 2).all()
        assert (mask.sum(axis=1) == 2).all()
        own = [np.flatnonzero(row) for row in mask]
        assert any(len(set(t)) == 4 for t in itertools.product(*own))


def test_neighbours_have_exactly_one_skill_in_common():
    group = stood("pair_unseen")
    stage = skills_of(group.play)
    for slot in range(50):
        mask = stage.skilled(replace(group.play, slot=slot))
        assert [(mask[a] & mask[b]).sum() for a, b in ((0, 1), (2, 3))] == [1, 1]


def test_points_of_fitting_members_count_double_for_everybody():
    group = stood("claims_unseen")
    group = claimed(group, matching(group))
    # Beside the decision stands the doubled return of .4.
    (hint,) = told(group, 0).hint
    assert dict(hint.values)["mpcr"] == pytest.approx(0.8)
    group = played(group, (1, 2, 3, 4))
    play = group.replay(6)
    # Ten points that all count double bring everybody .4 * 10 more.
    assert settle(play, play.stages).added.tolist() == [4 * POINT] * 4


def test_who_does_what_another_does_or_cannot_do_does_not_fit():
    group = stood("claims_unseen")
    tasks = list(matching(group))
    # B does as A does; C does nothing; only D is left, and A where B is not skilled either.
    tasks[1], tasks[2] = tasks[0], 0
    group = claimed(group, tasks)
    keys = [told(group, seat).news[-1].key for seat in range(4)]
    assert keys[0] == "skills.crowded"
    assert keys[2:] == ["skills.idle", "skills.fit"]
    assert [told(group, seat).hint == () for seat in range(4)] == [True, True, True, False]
    group = played(group, (20, 20, 20, 5))
    play = group.replay(6)
    assert skills_of(play).fitting(play) == (False, False, False, True)
    assert settle(play, play.stages).added.tolist() == [2 * POINT] * 4
    keys = [told(group, seat).history[-1].lines[-1].key for seat in range(4)]
    assert keys == ["skills.unfitted"] * 3 + ["skills.fitted"]


def test_neighbours_fit_at_the_task_that_both_are_skilled_at():
    group = stood("pair_unseen")
    shared = [(set(skilled(group, a)) & set(skilled(group, a + 1))).pop() for a in (0, 2)]
    apart = next(task for task in skilled(group, 3) if task != shared[1])
    group = played(claimed(group, (shared[0], shared[0], shared[1], apart)), (10,) * 4)
    play = group.replay(6)
    assert skills_of(play).fitting(play) == (True, True, False, False)


@pytest.mark.parametrize("condition", ["claims_unseen", "pair_unseen", "pair_skill"])
def test_nobody_knows_a_claim_before_its_own(condition):
    groups = [performed(stood(condition), 0, {"task": task}) for task in (1, 2)]
    for seat in (1, 2, 3):
        assert told(groups[0], seat) == told(groups[1], seat)


def test_who_follows_sees_the_claims_before_it_and_a_neighbour_only_the_neighbour_s():
    for condition, seen in (("claims_seen", 2), ("pair_action", 1)):
        group = stood(condition)
        leads = [seat for seat in range(4) if group.stage(seat) == "claim"]
        assert len(leads) == 2
        for seat in leads:
            group = performed(group, seat, {"task": seat + 1})
        for seat in set(range(4)) - set(leads):
            news = [line for line in told(group, seat).news if line.key == "follow.claimed"]
            assert len(news) == seen
        assert all(line.key != "follow.claimed" for line in told(group, leads[0]).news)


@pytest.mark.parametrize("condition", ["claims_unseen", "tasks_voted", "pair_action"])
def test_private_skills_of_others_change_nothing_on_a_screen(condition):
    group = stood(condition)
    views = {}
    for seed in range(60):
        other = replace(group, seed=seed)
        if group.open.name == "claim" and other.stage(0) == "wait":
            continue
        shown = told(other, 0)
        views.setdefault(tuple(skilled(other, 0)), []).append((shown.asks, shown.news))
    # Six pairs of tasks; whatever the others can do, the same own pair is the same screen.
    assert len(views) == 6
    for same in views.values():
        assert all(one == same[0] for one in same)
    assert sum(map(len, views.values())) > 20


def test_the_lot_lets_every_member_claim_first_about_as_often():
    # 400 draws in which half come first: 200 each, standard deviation 10; six of them are 60.
    for condition in ("claims_seen", "pair_action"):
        group = stood(condition)
        claim = group.play.stages[1]
        first = [claim.leads(replace(group.play, slot=slot)) for slot in range(400)]
        counts = np.bincount(np.concatenate(first), minlength=4)
        assert (abs(counts - 200) < 60).all()


def test_who_does_not_claim_in_time_has_no_task_and_crowds_nobody():
    group = stood("claims_unseen")
    own = skilled(group, 0)[0]
    group = performed(group, 0, {"task": own})
    for seat in (1, 2, 3):
        group = accepted(group, Replace(seat))
    play = group.play
    assert skills_of(play).fitting(play) == (True, False, False, False)


def voted(group, proposals):
    for seat, tasks in enumerate(proposals):
        group = performed(
            group, seat, {f"task.{who}": t for who, t in zip("ABCD", tasks, strict=True)}
        )
    return group


def test_a_majority_gives_the_tasks_and_every_member_gets_one():
    group = voted(stood("tasks_voted"), ((2, 1, 4, 3), (2, 1, 4, 3), (2, 1, 4, 3), (1, 2, 3, 4)))
    assert group.play.stages[1].doing(group.play) == (2, 1, 4, 3)
    # A wants task 1 for itself, two want it for B; then three want task 2 for A.
    group = voted(stood("tasks_voted"), ((1, 2, 0, 0), (2, 1, 0, 0), (2, 1, 0, 0), (2, 0, 0, 0)))
    done = group.play.stages[1].doing(group.play)
    assert done[:2] == (2, 1)
    assert sorted(done) == [1, 2, 3, 4]


def test_without_votes_the_lot_divides_the_tasks():
    group = stood("tasks_voted")
    for seat in range(4):
        group = accepted(group, Replace(seat))
    stage, given = group.play.stages[1], np.zeros((4, 4), dtype=int)
    for slot in range(400):
        given[range(4), np.array(stage.doing(replace(group.play, slot=slot))) - 1] += 1
    # 100 each, standard deviation 8.7; six of them are 52.
    assert (abs(given - 100) < 52).all()


def test_a_vote_for_two_members_at_one_task_is_refused():
    group = stood("tasks_voted")
    values = tuple((f"task.{who}", task) for who, task in zip("ABCD", (1, 1, 0, 0), strict=True))
    assert advance(group, Perform(0, 6, "assign", values), 1).refusal.key == "assign.twice"


def alone(tasks):
    return sum(tasks.count(task) == 1 for task in tasks) / 4


def test_the_printed_shares_are_those_of_members_that_pick_at_random():
    at_once = np.mean([alone(tasks) for tasks in itertools.product(*RING)])
    after, shares = [], []
    for first in itertools.combinations(range(4), 2):
        rest = [seat for seat in range(4) if seat not in first]
        for claims in itertools.product(*(RING[seat] for seat in first)):
            free = [[t for t in RING[seat] if t not in claims] or RING[seat] for seat in rest]
            ends = [alone([*claims, *more]) for more in itertools.product(*free)]
            after.append(np.mean(ends))
    printed = re.findall(r"(\d+) percent", CATALOGUE["N03"].prediction.conditional)
    assert printed == [f"{100 * at_once:.0f}", f"{100 * np.mean(after):.0f}"]
    # A pair shares one of two tasks each: both pick it, or the second follows the first.
    shares = [25, 50]
    printed = re.findall(r"\b(\d+)\s+percent", CATALOGUE["N04"].prediction.conditional)
    assert [int(share) for share in printed] == shares


def test_the_printed_patience_is_that_of_a_return_twice_as_high():
    printed = re.findall(r"\.\d\d", CATALOGUE["N02"].prediction.indefinite)
    assert printed == [f"{critical_discount(4, m):.2f}"[1:] for m in (800, 400)]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_simulated_members_play_it_to_the_end(condition):
    short = treatment(condition, beliefs=True, kept=True, parts=Parts(1, 4, 1))
    assert act(short, (conditional_cooperator(Game()),) * 4, seed=4).group.finished


def fits(condition, draws=40):
    """How many of a hundred simulated members have a fitting task."""
    opened, found = stood(condition), []
    for seed in range(draws):
        group = replace(opened, seed=seed)
        while group.open.name != "contribute":
            group = answered(group, seed)
        found += skills_of(group.play).fitting(group.play)
    return 100 * np.mean(found)


def answered(group, seed):
    """Let every seat that is asked answer as a simulated member."""
    stage = group.open
    for seat in range(4):
        if group.stage(seat) == stage.name:
            others = tuple((name, 10) for name in "ABCD" if name != "ABCD"[seat])
            drawn = float(uniform(seed, (seat,), f"mind {stage.name}"))
            mind = Mind(10, 20, others, uniform=drawn)
            asks = stage.asks(group.play, seat)
            group = performed(group, seat, dict(stage.answers(asks, mind)))
    return group


def test_simulated_members_fit_as_often_as_their_information_lets_them():
    # 80 pairs: 25, 50 and 100 percent, a standard error of 5.6 at most; four of them are 22.
    assert abs(fits("pair_unseen") - 25) < 22
    assert abs(fits("pair_action") - 50) < 22
    assert fits("pair_both") == 100
    # 50 percent of 160 members; were only the 40 groups independent, 7.9 for one of them.
    assert abs(fits("claims_unseen") - 50) < 32


@pytest.mark.parametrize(
    ("stage", "game", "said"),
    [
        (Skills(gain=1_500), Game(), "less than one point"),
        (Skills("pair"), Game((20,) * 3, (400,) * 3), "even number"),
    ],
)
def test_phases_that_do_not_fit_are_refused(stage, game, said):
    phase = treatment("claims_unseen", beliefs=False, kept=True).phases[1]
    with pytest.raises(ValueError, match=said):
        stage.check(game, phase.monitoring, phase.stages)
    with pytest.raises(ValueError, match="claimed or assigned"):
        Skills().check(Game(), phase.monitoring, (Skills(),))
    with pytest.raises(ValueError, match="fits is one of"):
        Skills("together")
