"""Is a member paid what its group's play and the stored draws say?"""

from dataclasses import replace

import pytest

from design.catalogue import treatment
from design.choices import Choice, Settled
from design.pace import Pace
from design.payment import paid_rounds, prize_draw
from design.state import Group, Seat
from design.statement import statement

BELIEFS = treatment("dark", beliefs=True, kept=True)
VECTOR = (5, 0, 20, 5)
EARNED = (27.0, 32.0, 12.0, 27.0)


def finished(stated=(12, 0), played=BELIEFS, automatic=False):
    """A group that gives the same in every round; every seat states the same beliefs."""
    stated = () if automatic or not played.phases[1].beliefs else stated
    choices = tuple(Choice(points, stated, automatic) for points in VECTOR)
    seats = tuple(Seat() for _ in VECTOR)
    return Group(7, played, Pace(), seats, (Settled(choices),) * played.rounds)


def slot_with(question, seed=3):
    return next(s for s in range(200) if paid_rounds(BELIEFS, seed, s).question == question)


@pytest.mark.parametrize("seat", range(4))
def test_pay_is_the_sum_of_one_round_of_each_part(seat):
    paid = statement(finished(played=treatment("dark", beliefs=False, kept=True)), 3, seat, 20)
    assert [line.part for line in paid.rounds] == [1, 2, 3]
    assert [line.earnings for line in paid.rounds] == [EARNED[seat]] * 3
    assert paid.contribution_pay == paid.pay == 3 * EARNED[seat]
    assert paid.prize_pay == 0
    assert paid.belief is None


def test_a_belief_is_held_against_the_seats_it_was_about():
    group = replace(finished(), slot=slot_with("across"))
    # Across from A sit C and D, who gave 20 and 5: 12.5, guessed as 12.
    belief = statement(group, 3, 0, 20).belief
    assert (belief.about, belief.truth, belief.belief) == ("CD", 12.5, 12)
    assert belief.probability == 1 - (0.5 / 20) ** 2
    group = replace(group, slot=slot_with("partner"))
    belief = statement(group, 3, 2, 20).belief
    assert (belief.about, belief.truth, belief.belief) == ("D", 5, 0)
    assert belief.probability == 1 - (5 / 20) ** 2


def test_the_prize_is_won_exactly_when_the_stored_draw_lies_below_the_chance():
    won = []
    for slot in range(60):
        group = replace(finished(stated=(0, 20)), slot=slot)
        for seat in range(4):
            paid = statement(group, 3, seat, 25)
            assert paid.belief.drawn == prize_draw(3, slot, seat)
            assert paid.belief.won == (paid.belief.drawn < paid.belief.probability)
            assert paid.prize_pay == (25 if paid.belief.won else 0)
            won.append(paid.belief.won)
    assert 0 < sum(won) < len(won)


def test_an_automatic_choice_states_nothing_and_wins_nothing():
    paid = statement(finished(automatic=True), 3, 1, 20)
    assert (paid.belief.belief, paid.belief.probability, paid.belief.won) == (None, 0, False)
    assert all(line.automatic for line in paid.rounds)


def test_nothing_is_said_about_pay_before_the_last_round_is_settled():
    group = finished()
    with pytest.raises(ValueError, match="slot 7 has 24 settled rounds"):
        statement(replace(group, history=group.history[:-1]), 3, 0, 20)
