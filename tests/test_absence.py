"""Does each declared rule do for an absent member what participants were told?"""

from dataclasses import replace

import numpy as np
import pytest

from design.absence import RULES, default, heard
from design.catalogue import CONDITIONS, CORE, Parts, treatment
from design.experiments import comparison, flagship
from design.feedback import Feedback
from design.game import POINT, Game
from design.interventions import End
from design.pace import ABSENCE, Pace
from design.statement import statement
from design.telling import visibility_questions
from design.transition import Answer, Contribute, Expire, Replace, Return, advance, start
from design.view import view
from screens.introduction import Rates, instructions
from screens.play import fragment

PARTS = Parts(2, 2, 1)
TIMES = {"decision_seconds": 60, "reading_seconds": 240, "grace_seconds": 30, "absent_seconds": 5}
LATE = 1_000_000


def begun(rule, condition="open"):
    played = treatment(condition, beliefs=False, kept=True, parts=PARTS)
    return start(0, played, Pace(absence=rule, **TIMES), 0)


def decide(group, points, now=0):
    """Let some seats read what is to be read and decide: points by seat, None for nobody."""
    for seat, given in enumerate(points):
        if given is None:
            continue
        if group.stage(seat) == "explain":
            asked = visibility_questions(group.treatment, group.part, seat)
            right = tuple((one.name, one.answer) for one in asked)
            group = advance(group, Answer(seat, group.part, right), now).group
        step = advance(group, Contribute(seat, group.round, given), now)
        assert step.refusal is None
        group = step.group
    return group


def late(group, now=LATE):
    """Let time run out for whoever is awaited."""
    return advance(group, Expire(), now)


def events(step):
    return [(row.values["seat"], row.values["event"]) for row in step.rows if row.table == "events"]


def last(group, seat):
    choice = group.history[-1].choices[seat]
    return choice.contribution, choice.automatic


def test_every_rule_that_can_be_declared_says_what_the_computer_gives():
    assert set(RULES) == set(ABSENCE)


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("default", 9),  # its own 9 of the round before
        ("zero", 0),
        # In part 1 the total is shown: (9 + 13 + 17 + 5 - 9) / 3 = 11.67, as a whole number 12.
        ("conditional", 12),
    ],
)
def test_the_computer_gives_by_the_declared_rule(rule, given):
    group = decide(begun(rule), (9, 13, 17, 5))
    group = late(decide(group, (None, 1, 1, 1))).group
    assert last(group, 0) == (given, True)


def test_a_conditional_cooperator_goes_by_single_entries_where_they_are_shown():
    # In "open" all see all from part 2 on: the mean of 2, 4 and 8 is 4.67, rounded 5.
    group = decide(decide(begun("conditional"), (9, 9, 9, 9)), (9, 9, 9, 9))
    group = late(decide(decide(group, (20, 2, 4, 8)), (None, 0, 0, 0))).group
    assert last(group, 0) == (5, True)


def test_a_conditional_cooperator_knows_no_more_than_its_own_screen():
    # In "one_way" A and B see C and D, who see nothing after part 1, where 9 were given by each.
    groups = [decide(decide(begun("conditional", "one_way"), (9,) * 4), (9,) * 4)] * 2
    first, second = (decide(g, given) for g, given in
                     zip(groups, ((20, 2, 4, 8), (2, 20, 4, 8)), strict=True))  # fmt: skip
    for group in (first, second):
        assert view(group, 0).history[-1].entries == (("C", 4.0), ("D", 8.0))
        # (4 + 8) / 2, although B gave 2 in the one group and 20 in the other.
        assert default(group, 0).contribution == 6
        assert default(group, 2).contribution == 9


def test_what_was_never_shown_is_replaced_by_the_last_own_contribution():
    group = begun("conditional")
    assert default(group, 0).contribution == 0
    dark = Feedback(1, 7, False, (), None, 24.0)
    assert heard(dark, 3) is None
    assert heard(replace(dark, total=25.0), 3) == 6
    assert heard(replace(dark, others=(1.0, 2.0, 6.0)), 3) == 3
    assert heard(replace(dark, low=2.0, high=5.0), 3) == 3.5


def test_whoever_left_gives_nothing_and_the_account_is_shared_by_the_others():
    group = decide(begun("shrink"), (10, 10, 10, 10))
    step = late(decide(group, (None, 12, 9, 9)))
    group = step.group
    assert events(step) == [("A", "timed_out"), ("A", "left")]
    rows = {row.key["seat"]: row.values for row in step.rows if row.key}
    # 1.6 points for a point given, among three: .533 each. 20 - 12 + .533 x 30 = 23.99.
    assert [rows[seat]["earnings"] for seat in "ABCD"] == [0, 23.99, 26.99, 26.99]
    assert last(group, 0) == (0, True)
    assert [group.endowment(seat) for seat in range(4)] == [0, 20, 20, 20]


def test_a_group_that_has_shrunk_goes_on_to_its_end():
    group = late(decide(decide(begun("shrink"), (10,) * 4), (None, 10, 10, 10))).group
    while not group.finished:
        assert group.stage(0) == "wait"
        group = decide(group, (None, 6, 6, 6), LATE)
    assert [settled.choices[0].automatic for settled in group.history] == [False] + [True] * 4
    paid = [statement(group, 7, seat, 20) for seat in range(4)]
    for number, own in ((p.round, p.earnings) for p in paid[0].rounds):
        # Pay so far: 20 - 10 + .4 x 40 = 26 for round 1, nothing for any later one.
        assert own == (26 if number == 1 else 0)
    assert all(one.pay > 0 for one in paid[1:])


def test_whoever_left_cannot_come_back_and_is_told_so():
    group = late(decide(begun("shrink"), (None, 10, 10, 10))).group
    assert advance(group, Return(0), LATE).group is group
    assert advance(group, Contribute(0, 2, 5), LATE).refusal.key == "refused.not_now"
    pace = group.pace
    gone, there = (fragment(view(group, seat), "en", pace=pace, prize=20) for seat in (0, 1))
    assert "Your time was over, so you have left the group." in gone
    assert "One member has left the group. You go on with 3 members" in there
    assert "0.533" in there


def test_a_group_ends_with_pay_once_too_few_remain():
    # Two share 1.6 points for a point given, .8 each; one alone would have it all and no dilemma.
    group = late(decide(begun("shrink"), (None, None, 10, 10))).group
    assert group.game.mpcr == (0, 0, 800, 800)
    step = late(decide(group, (None, None, None, 3)), 2 * LATE)
    assert step.group.finished
    assert step.group.ended
    assert ("D", "ended") in events(step)
    assert len(step.group.history) == 1
    paid = {seat: statement(step.group, 7, seat, 20) for seat in range(4)}
    unplayed = [p for p in paid[3].rounds if p.own is None]
    assert [p.earnings for p in unplayed] == [20] * len(unplayed)
    assert {p.earnings for seat in (0, 1, 2) for p in paid[seat].rounds if p.own is None} == {0}


def test_by_the_rule_end_nobody_plays_on():
    group = decide(begun("end"), (10, 10, 10, 10))
    step = late(decide(group, (None, 12, 9, 9)))
    assert events(step)[:2] == [("A", "timed_out"), ("A", "left")]
    assert [name for _, name in events(step)].count("ended") == 4
    assert step.group.finished
    assert len(step.group.history) == 1
    # The open decision of the member who left is stored and flagged.
    (row,) = [row.values for row in step.rows if row.table == "decisions"]
    assert (row["seat"], row["contribution"], row["automatic"]) == ("A", 0, True)


def test_a_slow_reader_who_has_tried_does_not_leave():
    group = decide(decide(begun("shrink"), (10,) * 4), (10,) * 4)
    asked = visibility_questions(group.treatment, 1, 0)
    wrong = Answer(0, 1, tuple((one.name, "9") for one in asked))
    group = advance(group, wrong, 0).group
    group = decide(group, (None, 5, 5, 5))
    group = late(group).group
    assert group.gone == ()
    assert group.stage(0) == "contribute"


def test_a_reader_who_never_answers_leaves():
    group = decide(decide(begun("shrink"), (10,) * 4), (10,) * 4)
    group = late(decide(group, (None, 5, 5, 5))).group
    assert group.gone == (0,)
    assert group.round == 4


def test_the_experimenter_can_let_the_rule_act_at_once():
    step = advance(begun("shrink"), Replace(2), 5)
    assert events(step) == [("C", "replaced"), ("C", "left")]
    assert step.group.gone == (2,)


def test_a_group_ended_by_the_experimenter_pays_whoever_left_for_played_rounds_only():
    group = late(decide(begun("shrink"), (None, 10, 10, 10))).group
    over = advance(group, End("fire"), LATE).group
    earned = [p.earnings for p in statement(over, 7, 0, 20).rounds]
    assert earned == [0, 0, 0]


def test_what_remains_of_a_game_keeps_its_worth_for_the_group():
    game = Game((20, 20, 20, 20), (400, 400, 400, 400))
    three = game.without((1,))
    assert (three.endowments, three.mpcr) == ((20, 0, 20, 20), (533, 0, 533, 533))
    given = np.array([20, 0, 10, 0]) * POINT
    assert three.earnings(given).tolist() == [15_990, 0, 25_990, 35_990]
    assert game.without((0, 1, 2)) is None
    assert game.without((0, 1, 2, 3)) is None
    # 2.7 points for a point given cannot be shared by two without the dilemma being gone.
    assert Game((10,) * 3, (900,) * 3).without((0,)) is None


def test_groups_shrink_only_where_members_contribute_and_observe():
    assert flagship(pace=Pace(absence="shrink")).pace.leaving
    other = next(n for n, c in CONDITIONS.items() if n not in CORE and len(c.stages) > 2
                 and c.members == 4)  # fmt: skip
    with pytest.raises(ValueError, match="'shrink' is for conditions in which members only"):
        comparison(name="x", conditions=("open", other), pace=Pace(absence="shrink"))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("zero", "it gives 0."),
        ("conditional", "what the others gave on average"),
        ("shrink", "The group goes on with those who remain"),
        ("end", "the game of the group is over"),
    ],
)
def test_instructions_state_the_rule(rule, said):
    experiment = flagship(pace=Pace(absence=rule))
    for language in ("en", "de"):
        html = instructions(language, experiment, Rates(0.1, 5.0, "EUR"))
        assert (said in html) == (language == "en")
        assert "data-missing" not in html
