"""Does every group end, whoever acts how, and does nothing happen twice?"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from design.catalogue import CORE, Parts, treatment
from design.choices import Choice
from design.pace import Pace
from design.telling import visibility_questions
from design.transition import Answer, Contribute, Expire, Return, advance, start

SHORT = Parts(1, 2, 1)
PACE = Pace(decision_seconds=60, reading_seconds=240, grace_seconds=30, absent_seconds=5)
TWO_WAY = treatment("two_way", beliefs=True, kept=True, parts=SHORT)


def begun(played=TWO_WAY, pace=PACE):
    return start(0, played, pace, 0)


def right(group, seat, part=None):
    """Right answers to the explanation under way."""
    part = group.part if part is None else part
    questions = visibility_questions(group.treatment, part, seat)
    return Answer(seat, part, tuple((q.name, q.answer) for q in questions))


def play(group, contributions, now=0, beliefs=None):
    """Let all seats decide the open round, reading what is to be read first."""
    rows = []
    for seat, points in enumerate(contributions):
        if group.stage(seat) == "explain":
            group = advance(group, right(group, seat), now).group
        asked = len(group.treatment.phases[group.part].beliefs)
        stated = (beliefs or (3,) * asked)[:asked]
        step = advance(group, Contribute(seat, group.round, points, stated), now)
        assert step.refusal is None
        group, rows = step.group, rows + list(step.rows)
    return group, rows


def inserted(rows, table):
    return [row.values for row in rows if row.table == table and not row.key]


def test_a_round_settles_when_the_last_member_has_decided():
    group, rows = play(begun(), (5, 0, 20, 5))
    assert group.round == 2
    assert group.history[0].contributions == (5, 0, 20, 5)
    results = {row.key["seat"]: row.values for row in rows if row.key}
    # 20 - x + .4 * 30, as in tests/test_game.py.
    assert [results[seat]["earnings"] for seat in "ABCD"] == [27, 32, 12, 27]
    assert {values["group_total"] for values in results.values()} == {30}
    assert len(inserted(rows, "decisions")) == 4
    assert len(inserted(rows, "sightings")) == 4 * 5


def test_waiting_members_settle_nothing():
    group = begun()
    for seat in range(3):
        step = advance(group, Contribute(seat, 1, 4), 0)
        group = step.group
        assert [row.table for row in step.rows] == ["decisions"]
    assert [group.stage(seat) for seat in range(4)] == ["wait"] * 3 + ["contribute"]


def test_a_part_must_be_understood_before_it_is_played():
    group, _ = play(begun(), (1, 1, 1, 1))
    assert group.stage(0) == "explain"
    early = advance(group, Contribute(0, 2, 5, (3, 3)), 0)
    assert early.refusal.key == "refused.not_now"
    wrong = Answer(0, 1, tuple((n, "9") for n, _ in right(group, 0).answers))
    step = advance(group, wrong, 0)
    assert step.group.stage(0) == "explain"
    assert step.group.seats[0].attempts == 1
    assert len(step.group.seats[0].wrong) == len(wrong.answers)
    assert {row["correct"] for row in inserted(step.rows, "quiz")} == {False}
    step = advance(step.group, right(step.group, 0), 0)
    assert step.group.stage(0) == "contribute"
    assert {row["attempt"] for row in inserted(step.rows, "quiz")} == {2}
    # The others still read; nobody waits for them but the round.
    assert step.group.stage(1) == "explain"


def test_wrong_answers_buy_no_time():
    # Otherwise one member who answers wrongly for ever would hold its group for ever.
    group, _ = play(begun(), (1, 1, 1, 1), now=1_000)
    due = group.seats[0].due
    wrong = Answer(0, 1, tuple((n, "9") for n, _ in right(group, 0).answers))
    for now in range(2_000, 200_000, 20_000):
        group = advance(group, wrong, now).group
        assert group.seats[0].due == due
    slow = advance(group, Expire(), due).group
    assert slow.stage(0) == "contribute"
    # Who tried is there: it keeps the full time to decide, unlike the silent seat B.
    assert [slow.seats[i].due for i in (0, 1)] == [due + 90_000, due + 5_000]


def test_an_absent_member_that_answers_wrongly_has_the_full_time_once():
    group = advance(begun(), Expire(), 90_000).group
    wrong = Answer(0, 1, tuple((n, "9") for n, _ in right(group, 0).answers))
    for now in (91_000, 92_000):
        group = advance(group, wrong, now).group
        assert group.seats[0].due == 91_000 + 270_000


def test_an_incomplete_answer_sheet_is_no_attempt():
    group, _ = play(begun(), (1, 1, 1, 1))
    for answers in ((), right(group, 0).answers[1:], (("see_facing", " "),)):
        step = advance(group, Answer(0, 1, answers), 0)
        assert step.refusal.key == "refused.answer_all"
        assert step.group is group
        assert step.rows == ()


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Contribute(0, 1, 21), "refused.contribution"),
        (Contribute(0, 1, -1), "refused.contribution"),
        (Contribute(0, 1, 5, (3,)), "refused.beliefs"),
        (Contribute(0, 2, 5), "refused.not_now"),
        (Contribute(0, 0, 5), "refused.not_now"),
        (Contribute(4, 1, 5), "refused.seat"),
        (Contribute(-1, 1, 5), "refused.seat"),
        (Answer(0, 0, (("x", "1"),)), "refused.not_now"),
        (Answer(0, 1, (("x", "1"),)), "refused.not_now"),
        (Return(9), "refused.seat"),
    ],
)
def test_what_is_not_allowed_now_changes_nothing_and_says_why(action, said):
    group = begun()
    step = advance(group, action, 7)
    assert step.refusal.key == said
    assert step.group is group
    assert step.rows == ()


@pytest.mark.parametrize("beliefs", [(), (3,), (3, 4, 5), (3, 21), (-1, 3)])
def test_beliefs_must_be_stated_as_asked(beliefs):
    group, _ = play(begun(), (1, 1, 1, 1))
    group = advance(group, right(group, 0), 0).group
    step = advance(group, Contribute(0, 2, 5, beliefs), 0)
    assert step.refusal.key == "refused.beliefs"
    assert step.group is group


def test_a_choice_is_final_at_its_first_acceptance():
    group = advance(begun(), Contribute(0, 1, 4), 0).group
    for again in (4, 5):
        step = advance(group, Contribute(0, 1, again), 1)
        assert step.group is group
        assert step.rows == ()
    assert group.seats[0].choice == Choice(4)


def test_stated_beliefs_are_stored_beside_their_question():
    group, _ = play(begun(), (1, 1, 1, 1))
    group = advance(group, right(group, 2), 0).group
    rows = advance(group, Contribute(2, 2, 5, (7, 9)), 0).rows
    stated = [(r["question"], r["about"], r["belief"]) for r in inserted(rows, "beliefs")]
    assert stated == [("across", "AB", 7), ("partner", "D", 9)]


def test_nothing_expires_before_its_time():
    group = begun()
    assert group.due == 90_000
    assert advance(group, Expire(), 89_999).group is group
    assert advance(group, Expire(), 90_000).group.round == 2


def test_the_rule_repeats_the_last_own_contribution_or_gives_nothing():
    group, _ = play(begun(treatment("dark", beliefs=True, kept=True, parts=Parts(4, 1, 1))),
                    (7, 0, 3, 12))  # fmt: skip
    group = advance(group, Contribute(0, 2, 9), 0).group
    step = advance(group, Expire(), 90_000)
    assert step.group.history[1].contributions == (9, 0, 3, 12)
    assert [c.automatic for c in step.group.history[1].choices] == [False, True, True, True]
    # What the rule gave is not the member's own: the next default is again its own 9 or 3.
    step = advance(step.group, Expire(), 10**9)
    assert step.group.history[2].contributions == (9, 0, 3, 12)
    first = advance(begun(), Expire(), 90_000)
    assert first.group.history[0].contributions == (0, 0, 0, 0)


def test_an_automatic_choice_states_no_belief_and_is_flagged():
    group, _ = play(begun(), (7, 7, 7, 7))
    step = advance(group, Expire(), 10**6)
    assert [group.stage(0), step.group.stage(0)] == ["explain", "contribute"]
    rows = advance(step.group, Expire(), 10**7).rows
    assert inserted(rows, "beliefs") == []
    assert [row["automatic"] for row in inserted(rows, "decisions")] == [True] * 4
    assert [row["event"] for row in inserted(rows, "events")] == ["timed_out"] * 4


def test_an_absent_member_is_waited_for_shortly_until_it_returns():
    group = advance(begun(), Expire(), 90_000).group
    # Part 2 is to be explained, but nobody is there: the short time holds.
    assert {seat.due for seat in group.seats} == {95_000}
    step = advance(group, Return(1), 91_000)
    assert step.group.seats[1].due == 91_000 + 270_000
    assert [row["event"] for row in inserted(step.rows, "events")] == ["resumed"]
    again = advance(step.group, Return(1), 92_000)
    assert again.group is step.group
    assert again.rows == ()
    assert advance(step.group, Expire(), 95_000).group.seats[1].explained == 1


def test_deciding_ends_an_absence_too():
    group = advance(begun(treatment("dark", beliefs=False, kept=True)), Expire(), 90_000).group
    assert group.seats[0].absent
    back = advance(group, Contribute(0, 2, 4), 91_000).group
    assert not back.seats[0].absent
    after, _ = play(back, ()), None
    settled = advance(after[0], Expire(), 95_000).group
    assert settled.seats[0].due == 95_000 + 90_000
    assert settled.seats[1].due == 95_000 + 5_000


def test_where_the_session_waits_nothing_ever_expires():
    group = begun(pace=replace(PACE, absence="wait"))
    assert group.due is None
    assert advance(group, Expire(), 10**12).group is group


def test_a_finished_group_takes_nothing_more():
    group = begun()
    for _ in range(4):
        group, _ = play(group, (1, 2, 3, 4))
    assert group.finished
    assert group.due is None
    assert [group.stage(seat) for seat in range(4)] == ["done"] * 4
    for action in (Contribute(0, 5, 1), Contribute(0, 4, 1), right(group, 0), Return(0), Expire()):
        step = advance(group, action, 10**9)
        assert step.group is group
        assert step.rows == ()


@st.composite
def actions(draw):
    """Anything a member, a bug or an attacker might send, and time passing."""
    seat, number = draw(st.integers(-1, 4)), draw(st.integers(0, 5))
    points = draw(st.integers(-2, 22))
    beliefs = draw(st.sampled_from([(), (3, 4), (3,), (25, 1)]))
    return draw(
        st.sampled_from(
            [
                Contribute(seat, number, points, beliefs),
                Answer(seat, number, (("see_facing", "0"), ("see_earnings", "1"))),
                Return(seat),
                Expire(),
                "right",
                "decide",
            ]
        )
    ), draw(st.integers(0, 300_000))


@settings(max_examples=150)
@given(st.sampled_from(list(CORE)), st.booleans(), st.lists(actions(), max_size=60))
def test_whatever_members_do_the_group_ends_with_one_decision_each_per_round(
    condition, beliefs, sequence
):
    group = begun(treatment(condition, beliefs=beliefs, kept=False, parts=SHORT))
    now, rows = 0, []
    for action, pause in sequence:
        now += pause
        if action == "right" and not group.finished and group.part:
            action = right(group, pause % 4)
        elif isinstance(action, str):
            asked = len(group.treatment.phases[group.part].beliefs)
            action = Contribute(pause % 4, group.round, pause % 21, (5,) * asked)
        step = advance(group, action, now)
        assert step.refusal is None or (step.group is group and not step.rows)
        again = advance(step.group, action, now)
        if isinstance(action, Contribute | Expire | Return):
            assert again.group is step.group
            assert again.rows == ()
        group, rows = step.group, rows + list(step.rows)
    waits = 0
    while not group.finished:
        now, waits = group.due, waits + 1
        step = advance(group, Expire(), now)
        group, rows = step.group, rows + list(step.rows)
        # Each wait explains a part to somebody or decides for somebody: 2 * 4 + 4 * 4 at most.
        assert waits <= 24
    decided = [(row["seat"], row["round"]) for row in inserted(rows, "decisions")]
    assert sorted(decided) == [(seat, number) for seat in "ABCD" for number in range(1, 5)]
    settled = [(row.key["seat"], row.key["round"]) for row in rows if row.key]
    assert sorted(settled) == sorted(decided)
    seen = [(r["observer"], r["subject"], r["content"], r["round"])
            for r in inserted(rows, "sightings")]  # fmt: skip
    assert len(seen) == len(set(seen)) == 4 * 4 * 5
    stated = [(r["seat"], r["round"], r["question"]) for r in inserted(rows, "beliefs")]
    assert len(stated) == len(set(stated))
