"""Is everybody paid by the answer that the lot says, whatever happens to a group?"""

from collections import Counter
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.audit import audit
from analysis.load import load
from design.catalogue import Parts
from design.elicitation import (
    Answers,
    counted,
    drawn_seat,
    gather,
    others_means,
    outcomes,
    schedule_of,
    written,
)
from design.elicitation_quiz import example, questions
from design.game import Game
from tests.sessions import small, tables, write

GAME = Game()
KEYS = {"seed": 7, "session": "abcd1234"}
MIRROR = tuple(range(21))

amounts = st.integers(0, 20)
tables_of_answers = st.lists(amounts, min_size=21, max_size=21).map(tuple)
groups = st.lists(st.builds(Answers, amounts, tables_of_answers), min_size=4, max_size=4)


def settled(stated, number=1):
    made = gather(range(1, len(stated) + 1), number, **KEYS, members=4)
    return outcomes(made, dict(enumerate(stated, start=1)), GAME, **KEYS)


def test_a_group_worked_by_hand_is_paid_as_it_says():
    drawn = drawn_seat(*KEYS.values(), 1, 4)
    # The drawn member gives back the others' average, 4 + 5 + 10 = 19 over 3, rounded to 6.
    others = iter((4, 5, 10))
    stated = [
        Answers(17, MIRROR) if seat == drawn else Answers(next(others), (20,) * 21)
        for seat in range(4)
    ]
    due = settled(stated)
    assert due[drawn].rule == "table"
    assert (due[drawn].others_mean, due[drawn].contribution) == (6, 6)
    # 6 + 4 + 5 + 10 = 25 points give 10 to each; whoever gave x has kept 20 - x.
    assert [one.pay for one in due] == [20 - one.contribution + 10.0 for one in due]
    assert {one.total for one in due} == {25}
    assert [one.rule for one in due].count("unconditional") == 3
    assert {one.drawn for one in due} == {"ABCD"[drawn]}


@given(groups)
def test_what_the_undrawn_wrote_in_their_tables_changes_nothing(stated):
    drawn = drawn_seat(*KEYS.values(), 1, 4)
    other = [
        one if seat == drawn else Answers(one.unconditional, (20,) * 21)
        for seat, one in enumerate(stated)
    ]
    assert settled(stated) == settled(other)


@given(groups)
def test_the_unconditional_answer_of_the_drawn_counts_for_nobodys_contribution(stated):
    drawn = drawn_seat(*KEYS.values(), 1, 4)
    other = [
        Answers(20 - one.unconditional, one.schedule) if seat == drawn else one
        for seat, one in enumerate(stated)
    ]
    assert [one.pay for one in settled(stated)] == [one.pay for one in settled(other)]


@given(st.lists(amounts, min_size=2, max_size=6))
def test_the_average_of_the_others_is_rounded_to_whole_points_and_halves_upwards(stated):
    means = others_means(np.array(stated))
    for seat, mean in enumerate(means):
        others = stated[:seat] + stated[seat + 1 :]
        assert mean == floor(sum(others) / len(others) + 0.5)


@given(st.lists(groups, min_size=3, max_size=3))
def test_many_groups_at_once_are_counted_as_each_alone(batch):
    given_ = np.array([[one.unconditional for one in group] for group in batch])
    written_ = np.array([[one.schedule for one in group] for group in batch])
    drawn = np.array([0, 3, 1])
    together = counted(given_, written_, drawn)
    alone = [counted(*one) for one in zip(given_, written_, drawn, strict=True)]
    assert together.tolist() == [one.tolist() for one in alone]


def test_each_seat_is_drawn_equally_often_and_sessions_draw_apart():
    drawn = Counter(drawn_seat(7, "abcd1234", group, 4) for group in range(4_000))
    # 1,000 each; five standard deviations of a binomial are 137.
    assert all(abs(times - 1_000) < 137 for times in drawn.values())
    one, other = ([drawn_seat(7, code, g, 4) for g in range(40)] for code in ("one", "two"))
    assert one != other


def test_a_short_group_borrows_answers_of_earlier_people_once_each():
    made = gather([9, 10], 3, **KEYS, members=4)
    assert made.own == (9, 10)
    assert len(set(made.lent)) == 2
    assert set(made.lent) <= set(range(1, 9))
    # Lending goes by lot: over many groups everybody lends.
    lenders = {k for number in range(200) for k in gather([9], number, **KEYS, members=4).lent}
    assert lenders == set(range(1, 9))


def test_a_borrowed_seat_may_be_drawn_and_is_not_paid_again():
    stated = {n: Answers(n, (20,) * 21) for n in range(1, 10)}
    rules = set()
    for number in range(1, 40):
        made = gather([9], number, **KEYS, members=4)
        (one,) = outcomes(made, stated, GAME, **KEYS)
        rules.add(one.rule)
        own = 20 if one.rule == "table" else 9
        assert one.contribution == own
        assert one.pay == (20_000 - 1_000 * own + 400 * one.total) / 1_000
    assert rules == {"table", "unconditional"}


@pytest.mark.parametrize("people", [1, 2, 3])
def test_too_few_to_play_keep_what_they_were_sure_of(people):
    due = settled([Answers(5, MIRROR)] * people)
    assert [(one.rule, one.pay, one.contribution) for one in due] == [
        ("too few", 20.0, None)
    ] * people


@given(tables_of_answers)
def test_a_table_is_read_as_it_was_written(schedule):
    assert schedule_of(written(schedule)) == schedule


@pytest.mark.parametrize("held", [2, 3, 5, 12, 20, 100])
def test_the_examples_numbers_are_possible_and_the_answers_theirs(held):
    game = Game((held,) * 4, (400,) * 4)
    worked = example(game)
    assert 0 <= worked["rounded"] <= held
    assert worked["by_table"] == worked["entry"]
    assert worked["by_own"] == worked["own"]
    right = {question.name: question.answer for question in questions(game)}
    assert right["entry_read"] == str(worked["rounded"])
    assert all(question.accepts(right[question.name]) for question in questions(game))


def test_the_examples_sum_is_worked_by_hand():
    worked = example(GAME)
    # 4 + 5 + 10 = 19, over 3 is 6.33; the table says 12 there; 20 - 12 + 0.4 x 31 = 20.4.
    assert (worked["mean"], worked["rounded"], worked["earned"]) == (6.33, 6, 20.4)


def found(tmp_path, **played):
    return audit(load(write(tables(small(elicited=True, **played)), tmp_path / "x")))


def test_the_audit_finds_nothing_when_a_group_is_still_open(tmp_path):
    # 8 people and one left over: two groups, and one who waits to be settled.
    assert found(tmp_path, slots=range(2), left_over=1, settled=False).clean


def test_the_audit_finds_nothing_when_too_few_came(tmp_path):
    short = {"slots": range(0), "left_over": 3, "parts": Parts(1, 1, 1)}
    assert found(tmp_path, **short).clean
