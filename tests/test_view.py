"""Can a member's screen ever say what its Monitoring hides?"""

from dataclasses import fields, replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from design.acted import steps
from design.catalogue import CORE, Parts, treatment
from design.choices import Choice, Settled
from design.game import Game
from design.pace import Pace
from design.strategies import conditional_cooperator
from design.telling import visibility_questions
from design.transition import Answer, Contribute, Expire, advance, start
from design.view import View, view

# Endowment 2: all 81 groups can be tried, and sorted by what a seat may see of them.
SMALL = Game((2, 2, 2, 2), (400, 400, 400, 400))
PARTS = Parts(1, 2, 1)
VECTORS = list(product((0, 1, 2), repeat=4))
DARK = CORE["dark"].monitoring


def allowed(played, number, seat):
    """What a seat may see of a round, written from the condition's definition alone.

    Part 1 shows the total. Later the own contribution, what lies across the glass or everything,
    and the total where own earnings give it away.
    """
    name = played.condition
    removed = number == 4 and played.name.endswith("removed")
    if number == 1:
        return lambda x: (x[seat], sum(x))
    if removed or name == "dark":
        return lambda x: (x[seat],)
    if name == "open":
        return lambda x: x
    through = {"one_way": ("CD", "CD", "", ""), "two_way": ("CD", "CD", "AB", "AB")}
    across = through.get(name.removesuffix("_earnings"), ("",) * 4)[seat]
    seen = ["ABCD".index(other) for other in across]
    total = name.endswith("earnings")
    return lambda x: (x[seat], *(x[j] for j in seen), *([sum(x)] if total else []))


def script(played, rounds, beliefs, seat):
    """Play four rounds and return every View that a seat meets on the way."""
    group, now, met = start(0, played, Pace(), 0), 0, []

    def act(action):
        nonlocal group, now
        now += 1_000
        group = advance(group, action, now).group
        met.append(view(group, seat))

    met.append(view(group, seat))
    for number, vector in enumerate(rounds, 1):
        part = group.part
        for i in range(4):
            if group.stage(i) == "explain":
                questions = visibility_questions(played, part, i)
                act(Answer(i, part, tuple((q.name, q.answer) for q in questions)))
        for i, points in enumerate(vector):
            asked = len(played.phases[part].beliefs)
            own = (1,) * asked if i == seat else (beliefs[i],) * asked
            act(Contribute(i, number, points, own))
    assert group.finished
    return met


cases = st.tuples(st.sampled_from(list(CORE)), st.booleans(), st.booleans(), st.integers(0, 3))


@settings(max_examples=100)
@given(cases, st.data())
def test_a_view_never_depends_on_what_it_hides(case, data):
    condition, asked, kept, seat = case
    played = treatment(condition, beliefs=asked, kept=kept, game=SMALL, parts=PARTS)
    one, two = [], []
    for number in range(1, 5):
        see = allowed(played, number, seat)
        vector = data.draw(st.sampled_from(VECTORS))
        one.append(vector)
        two.append(data.draw(st.sampled_from([v for v in VECTORS if see(v) == see(vector)])))
    others = data.draw(st.tuples(*[st.integers(0, 2)] * 4))
    assert script(played, one, others, seat) == script(played, two, (0, 0, 0, 0), seat)


@pytest.mark.parametrize("condition", CORE)
def test_a_view_shows_all_that_it_may(condition):
    # The other half: whatever a seat may tell apart, its screen tells apart.
    played = treatment(condition, beliefs=False, kept=True, game=SMALL, parts=PARTS)
    group = start(0, played, Pace(), 0)
    shown = [{} for _ in range(4)]
    for vector in VECTORS:
        choices = [Settled(tuple(Choice(x) for x in points)) for points in ((1,) * 4, vector)]
        after = replace(group, history=tuple(choices))
        for seat in range(4):
            seen = allowed(played, 2, seat)(vector)
            shown[seat].setdefault(seen, set()).add(view(after, seat).history[1])
    for found in shown:
        assert all(len(feedback) == 1 for feedback in found.values())
        assert len({next(iter(feedback)) for feedback in found.values()}) == len(found)


def test_until_part_one_is_over_every_treatment_shows_the_same():
    met = set()
    for condition, beliefs, kept in product(CORE, (False, True), (False, True)):
        group = start(0, treatment(condition, beliefs=beliefs, kept=kept), Pace(), 0)
        for number in range(1, 6):
            met.add((number, view(group, 1)))
            for i in range(4):
                group = advance(group, Contribute(i, number, 2 * i), 0).group
    assert len(met) == 5


def test_until_part_two_is_over_kept_and_removed_show_the_same():
    for condition in CORE:
        met = []
        for kept in (False, True):
            played = treatment(condition, beliefs=True, kept=kept, game=SMALL, parts=PARTS)
            met.append(script(played, [(1, 0, 2, 1)] * 4, (1,) * 4, 0))
        before = [[shown for shown in views if shown.part < 3] for views in met]
        assert before[0] == before[1]
        assert len(before[0]) > 10


def test_a_screen_never_says_whether_others_have_decided():
    group = start(0, treatment("open", beliefs=False, kept=True), Pace(), 0)
    before = view(group, 0)
    for i in (1, 2, 3):
        group = advance(group, Contribute(i, 1, 5), 0).group
        assert view(group, 0) == before
    waiting = start(0, treatment("open", beliefs=False, kept=True), Pace(), 0)
    waiting = advance(waiting, Contribute(0, 1, 5), 0).group
    met = {view(waiting, 0)}
    for i in (1, 2):
        waiting = advance(waiting, Contribute(i, 1, 5), 0).group
        met.add(view(waiting, 0))
    assert len(met) == 1


def test_only_oneself_learns_that_the_computer_decided():
    group = start(0, treatment("open", beliefs=False, kept=True), Pace(), 0)
    for i in (0, 1, 2):
        group = advance(group, Contribute(i, 1, 5), 0).group
    group = advance(group, Expire(), 10**6).group
    assert view(group, 3).history[0].automatic
    assert not view(group, 0).history[0].automatic


def test_feedback_of_a_round_worked_by_hand():
    played = treatment("one_way_earnings", beliefs=False, kept=True, parts=PARTS)
    met = script(played, [(5, 0, 20, 5)] * 4, (0,) * 4, 0)[-1]
    first, second = met.history[:2]
    assert (first.own, first.entries, first.total, first.earnings) == (5, (), 30, None)
    # Across the glass A sees C and D; 20 - 5 + .4 * 30 = 27.
    assert (second.entries, second.total, second.earnings) == ((("C", 20), ("D", 5)), None, 27)
    assert met.stage == "done"


def test_questions_stand_only_on_an_explanation():
    played = treatment("two_way", beliefs=True, kept=False, game=SMALL, parts=PARTS)
    for shown in script(played, [(1, 1, 1, 1)] * 4, (1,) * 4, 2):
        assert bool(shown.questions) == (shown.stage == "explain")
        assert (shown.kept is None) == (shown.part < 3)
        assert shown.first_round <= shown.round <= shown.last_round <= shown.rounds


def test_a_view_holds_no_field_that_this_file_does_not_know():
    # A new field must be thought about here: may it depend on what is hidden?
    assert {field.name for field in fields(View)} == {
        "stage", "seat", "part", "parts", "round", "first_round", "last_round", "rounds",
        "endowment", "mpcr", "members", "statements", "links", "questions", "wrong", "beliefs",
        "history", "choice", "attempts", "kept", "ended", "drops",
        "most", "same_game", "timed", "asks", "news",
        "talk", "rules", "hint", "horizon", "same_before", "example",
        "remaining", "departed", "left", "outside", "turnover",
        "technology", "threshold", "refund",
    }  # fmt: skip


def test_a_part_without_the_stages_of_the_one_before_says_that_they_end():
    # "open" has no stage beside contributing: nothing but who sees what can end there.
    for name, kept in product(("open", "pledge_only"), (True, False)):
        played = treatment(name, beliefs=False, kept=kept, game=SMALL, parts=PARTS)
        minds = (conditional_cooperator(SMALL),) * 4
        met = [view(step.group, 0) for step in steps(played, minds, seed=1)]
        ends = {one.part: one.drops for one in met if one.stage == "explain"}
        assert ends == {2: False, 3: name == "pledge_only" and not kept}


def test_removed_monitoring_goes_dark_and_keeps_the_earlier_rounds():
    played = treatment("open", beliefs=False, kept=False, game=SMALL, parts=PARTS)
    met = script(played, [(1, 0, 2, 1)] * 4, (0,) * 4, 0)[-1]
    assert met.kept is False
    assert met.history[2].entries
    assert met.history[3] == replace(met.history[3], entries=(), total=None, earnings=None)
