"""Does what the experimenter does change clocks and ends only, and leave an event each time?"""

from dataclasses import replace

import pytest

from design.catalogue import treatment
from design.interventions import End, Extend, Pause, Resume
from design.payment import paid_rounds
from design.statement import statement
from design.transition import Contribute, Expire, Replace, Return, advance, start
from tests.test_transition import PACE, SHORT, TWO_WAY, begun, inserted, play, right


def test_a_pause_stops_every_clock_and_going_on_gives_back_the_time():
    group = begun()
    paused = advance(group, Pause("fire alarm"), 40_000)
    assert paused.group.due is None
    assert advance(paused.group, Expire(), 10**9).group is paused.group
    back = advance(paused.group, Resume(), 640_000)
    # 50 of the 90 seconds were left at 40 s, and are left at 640 s.
    assert {seat.due for seat in back.group.seats} == {640_000 + 50_000}
    assert [row["event"] for row in inserted(paused.rows, "events")] == ["paused"] * 4
    assert {row["detail"] for row in inserted(paused.rows, "events")} == {"fire alarm"}
    assert [row["event"] for row in inserted(back.rows, "events")] == ["unpaused"] * 4


def test_nothing_is_accepted_while_paused():
    group, _ = play(begun(), (1, 1, 1, 1))
    group = advance(group, Pause(), 5).group
    for action in (Contribute(0, 2, 5, (3, 3)), right(group, 0), Replace(0)):
        step = advance(group, action, 6)
        assert step.refusal.key == "refused.paused"
        assert step.group is group


def test_pausing_twice_and_going_on_without_a_pause_change_nothing():
    group = advance(begun(), Pause(), 5).group
    assert advance(group, Pause(), 6) == advance(group, Pause(), 9)
    assert advance(group, Pause(), 6).group is group
    assert advance(begun(), Resume(), 6).rows == ()


def test_whoever_returns_during_a_pause_has_the_full_time_after_it():
    group = advance(begun(), Expire(), 90_000).group
    group = advance(group, Pause(), 91_000).group
    group = advance(group, Return(1), 95_000).group
    group = advance(group, Resume(), 191_000).group
    # Part 2 is explained in 240 + 30 s; the others are still waited for 4 of their 5 seconds.
    assert group.seats[1].due == 191_000 + 270_000
    assert group.seats[0].due == 191_000 + 4_000


def test_an_extension_is_for_those_who_are_awaited():
    group = advance(begun(), Contribute(0, 1, 4), 10).group
    step = advance(group, Extend(60), 20)
    assert [seat.due for seat in step.group.seats] == [None] + [150_000] * 3
    assert [(r["seat"], r["detail"]) for r in inserted(step.rows, "events")] == [
        (seat, "60") for seat in "BCD"
    ]
    one = advance(group, Extend(60, seat=1), 20).group
    assert [seat.due for seat in one.seats] == [None, 150_000, 90_000, 90_000]
    assert advance(group, Extend(60, seat=0), 20).refusal.key == "refused.nobody_awaited"
    assert advance(group, Extend(60, seat=7), 20).refusal.key == "refused.seat"


@pytest.mark.parametrize("seconds", [0, -5, 3_601])
def test_an_extension_is_some_seconds_up_to_an_hour(seconds):
    group = begun()
    step = advance(group, Extend(seconds), 20)
    assert step.refusal.key == "refused.seconds"
    assert step.group is group


def test_a_replaced_member_gets_the_rules_choice_at_once_and_in_later_rounds_until_it_returns():
    group, _ = play(begun(treatment("dark", beliefs=False, kept=True)), (7, 7, 7, 7))
    step = advance(group, Replace(2), 1_000)
    assert step.group.seats[2].choice.contribution == 7
    assert step.group.seats[2].choice.automatic
    assert [row["event"] for row in inserted(step.rows, "events")] == ["replaced"]
    group = step.group
    for seat in (0, 1, 3):
        group = advance(group, Contribute(seat, 2, 1), 2_000).group
    assert group.seats[2].due == 2_000 + 5_000
    assert advance(group, Return(2), 2_500).group.seats[2].due == 2_500 + 90_000


def test_where_the_session_waits_only_a_replaced_member_is_not_waited_for():
    group = begun(treatment("dark", beliefs=False, kept=True), replace(PACE, absence="wait"))
    group = advance(group, Replace(3), 1_000).group
    for seat in range(3):
        group = advance(group, Contribute(seat, 1, 1), 2_000).group
    assert [seat.due for seat in group.seats] == [None, None, None, 7_000]


def test_replacing_during_an_explanation_ends_it_for_that_member_only():
    group, _ = play(begun(), (1, 1, 1, 1))
    step = advance(group, Replace(0), 1_000)
    assert [step.group.stage(seat) for seat in range(4)] == ["contribute"] + ["explain"] * 3
    again = advance(step.group, Replace(0), 2_000).group
    assert [again.stage(seat) for seat in range(4)] == ["wait"] + ["explain"] * 3
    assert advance(again, Replace(0), 3_000).refusal.key == "refused.nobody_awaited"


def test_an_ended_game_is_over_for_everybody_and_leaves_the_open_round_open():
    group, _ = play(begun(), (5, 0, 20, 5))
    group = advance(group, right(group, 0), 10).group
    group = advance(group, Contribute(0, 2, 9, (3, 3)), 20).group
    step = advance(group, End("power failure"), 30)
    assert step.group.finished
    assert step.group.due is None
    assert [step.group.stage(seat) for seat in range(4)] == ["done"] * 4
    assert len(step.group.history) == 1
    assert [row["event"] for row in inserted(step.rows, "events")] == ["ended"] * 4
    for action in (Contribute(1, 2, 9, (3, 3)), Return(0)):
        assert advance(step.group, action, 40).group is step.group
    for action in (Pause(), Resume(), Extend(5), End()):
        assert advance(step.group, action, 40).refusal.key == "refused.over"


def test_rounds_that_were_drawn_and_not_played_pay_the_endowment_and_no_prize():
    group, _ = play(begun(), (5, 0, 20, 5))
    ended = advance(group, End(), 30).group
    drawn = paid_rounds(TWO_WAY, 3, 0)
    assert drawn.contribution[0] == 1, "part 1 has one round"
    paid = statement(ended, 3, 2, 20)
    # Seat C gave 20 of 20 and got .4 * 30; parts 2 and 3 were not played.
    assert [line.earnings for line in paid.rounds] == [12.0, 20.0, 20.0]
    assert [line.own for line in paid.rounds] == [20, None, None]
    assert (paid.contribution_pay, paid.prize_pay, paid.belief) == (52.0, 0, None)


def test_a_reason_of_any_length_is_kept_as_long_as_a_sentence_or_two():
    rows = advance(begun(), End("x" * 10_000), 30).rows
    assert {len(row.values["detail"]) for row in rows} == {500}


def test_an_intervention_never_chooses_for_anybody():
    group = start(0, treatment("open", beliefs=True, kept=True, parts=SHORT), PACE, 0)
    for action in (Pause("a"), Resume(), Extend(10), End("b")):
        step = advance(group, action, 10)
        assert {row.table for row in step.rows} <= {"events"}
        assert [seat.choice for seat in step.group.seats] == [None] * 4
