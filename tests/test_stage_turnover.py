"""Do members come and go as it is announced, and is what they miss hidden from them for good?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played import PACE, round_played, understood
from staged import performed, simulated, stood

from design.absence import default
from design.catalogue import Parts, treatment
from design.game import POINT
from design.monitoring import Monitoring
from design.occasions import HIDDEN
from design.phases import Contribute
from design.settling import settle
from design.stages.admit import Admit
from design.stages.turnover import Turnover
from design.statement import statement
from design.transition import Contribute as Give
from design.transition import Expire, advance, start
from design.view import view
from screens.play import fragment

N07 = ("turnover_none", "turnover_seen", "turnover_unseen", "turnover_fast")
N05 = ("meetings_stable", "meetings_turnover_10", "meetings_turnover_20")


def given_by(group, points):
    """Let whoever is at the table give, each its own points, in the open round."""
    number = group.round
    for seat, amount in enumerate(points):
        if group.stage(seat) == "contribute" and group.round == number:
            group = advance(group, Give(seat, number, amount), 1).group
    return group


def until(condition, number, points=(20, 15, 10, 5, 0)):
    """Bring a group to a round of part 2."""
    group = stood(condition)
    while group.round < number:
        group = given_by(group, points)
    return group


def test_a_round_is_earned_by_the_four_at_the_table():
    group = until("turnover_unseen", 7)
    play = group.replay(6)
    out = group.treatment.outside(0, 0, 6).seat
    outcome = settle(play, play.stages)
    gave = np.array([0 if seat == out else g for seat, g in enumerate((20, 15, 10, 5, 0))])
    # Each keeps the rest of 20 and gets 0.4 of what the four gave; who sits out gets 20.
    right = 20 - gave + 0.4 * gave.sum()
    right[out] = 20
    assert ((outcome.earned + outcome.added) / POINT).tolist() == pytest.approx(right.tolist())
    assert outcome.game.mpcr[out] == outcome.game.endowments[out] == 0


def test_one_of_five_sits_out_and_one_changes_every_five_rounds():
    stage, keys = Turnover(every=5), (3, 8)
    away = [stage.sits_out(5, keys, 6, number).seat for number in range(6, 21)]
    assert away == [seat for seat in away[::5] for _ in range(5)]
    assert all(before != after for before, after in zip(away[::5], away[5::5], strict=False))


def test_changes_come_at_their_nominal_rate_and_everybody_leaves_alike():
    # 14 chances in each of 500 groups: 1,400 changes of 7,000, standard deviation 33.5.
    stage, left, changes = Turnover(every=1, rate=200), np.zeros(5, dtype=int), 0
    for slot in range(500):
        away = [stage.sits_out(5, (7, slot), 6, number).seat for number in range(6, 21)]
        for before, after in zip(away, away[1:], strict=False):
            changes += before != after
            left[after] += before != after
    assert abs(changes - 1_400) < 120
    # A fifth of the changes each: 280, standard deviation 15.
    assert (np.abs(left - changes / 5) < 60).all()


def test_without_a_rate_the_same_member_sits_out_throughout():
    away = {Turnover(rate=0).sits_out(5, (7, 1), 6, number).seat for number in range(6, 21)}
    assert len(away) == 1


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=5, max_size=5), st.sampled_from(N07[2:]))
def test_nothing_of_the_rounds_outside_is_ever_shown(points, condition):
    # Two groups that differ in what the table gave while a member sat out.
    one, two = until(condition, 8), until(condition, 8, points)
    out = one.outside.seat
    assert view(one, out).history[5:] == view(two, out).history[5:]
    while one.outside.seat == out:
        one, two = given_by(one, (3,) * 5), given_by(two, (3,) * 5)
    for language in ("en", "de"):
        drawn = [fragment(view(g, out), language, pace=PACE, prize=20) for g in (one, two)]
        assert drawn[0] == drawn[1]
    entries = [seen.entries for seen in view(one, out).history]
    assert all(shown == () for shown in entries)


def test_a_newcomer_that_watched_has_the_history_of_the_table():
    group = until("turnover_seen", 11)
    came = group.treatment.outside(0, 0, 10).seat
    assert group.outside.seat != came
    other = next(s for s in range(5) if s not in (came, group.outside.seat))
    for mine, theirs in zip(view(group, came).history, view(group, other).history, strict=True):
        if mine.round < 6:
            continue
        seen = dict(theirs.entries) | {"ABCDE"[other]: theirs.own}
        assert dict(mine.entries) == seen
        assert mine.outside


def test_what_is_stored_says_that_who_sits_out_sees_nothing_and_is_not_seen():
    rows = simulated("turnover_unseen").rows["sightings"]
    group = simulated("turnover_unseen").group
    for row in rows:
        outside = group.treatment.outside(7, 0, row["round"])
        if outside is None or "ABCDE"[outside.seat] not in (row["observer"], row["subject"]):
            continue
        assert (row["entitled"], row["source"], row["shown_value"]) == (False, "hidden", None)


def test_who_sits_out_is_asked_nothing_and_no_clock_runs_for_it():
    group = until("turnover_unseen", 7)
    out = group.outside.seat
    assert (group.stage(out), group.seats[out].due) == ("wait", None)
    late = advance(group, Expire(), 10**9).group
    assert late.round == 8
    choices = late.history[-1].choices
    assert [one.automatic for one in choices] == [seat != out for seat in range(5)]
    assert not late.seats[out].absent


def test_whoever_comes_back_and_is_absent_repeats_what_it_gave_when_it_took_part():
    # In part 1 everybody gave 10; then one sat out for five rounds.
    group = until("turnover_unseen", 11)
    came = group.treatment.outside(0, 0, 10).seat
    assert default(group, came).contribution == 10


def test_meetings_are_voted_and_paid_by_the_table_alone():
    group = stood("meetings_turnover_20")
    out = group.outside.seat
    for seat in range(5):
        if seat != out:
            group = performed(group, seat, {"meetings": 2})
    assert group.open.name == "contribute"
    group = given_by(group, (10,) * 5)
    play = group.replay(6)
    added = settle(play, play.stages).added.tolist()
    assert added == [20 * POINT if seat == out else -2 * POINT for seat in range(5)]


def test_part_three_seats_all_five_where_the_monitoring_is_removed():
    group = start(0, treatment("turnover_unseen", beliefs=False, kept=False), PACE, 0)
    while group.round < 21:
        group = given_by(understood(group), (10,) * 5)
    group = round_played(understood(group), (10,) * 5)
    assert group.outside is None
    assert group.history[-1].contributions == (10,) * 5


def test_the_statement_pays_a_round_outside_and_says_so():
    group = simulated("turnover_none").group
    out = group.treatment.outside(group.seed, 0, 6).seat
    paid = [one for one in statement(group, group.seed, out, 20).rounds if one.part == 2]
    assert [(one.outside, one.earnings) for one in paid] == [(True, 20.0)]


@pytest.mark.parametrize("name", [*N07, *N05])
def test_simulated_members_finish_and_hidden_entries_stay_hidden(name):
    group = simulated(name).group
    assert group.finished
    play = group.replay(6)
    outcome = settle(play, play.stages)
    out = outcome.outside.seat
    others = np.arange(5) != out
    assert (outcome.signal.entries[others, out] == HIDDEN).all()
    watches = outcome.outside.watches
    assert (outcome.signal.entries[out, others] != HIDDEN).all() == watches


def test_parts_that_count_on_everybody_are_refused():
    played = treatment("turnover_seen", beliefs=False, kept=True, parts=Parts(1, 5, 1))
    phase = played.phases[1]
    for changed in (
        replace(phase, stages=(*phase.stages[:1], Admit(), *phase.stages[1:])),
        replace(phase, monitoring=Monitoring(granularity="sorted", reveals=("total",))),
        replace(phase, stages=(phase.stages[0], Contribute(seats="A"),
                               Contribute(seats="BCDE"), phase.stages[2])),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="turnover goes with"):
            replace(played, phases=(played.phases[0], changed, played.phases[2]))


def test_histories_and_rates_that_do_not_exist_are_refused():
    with pytest.raises(ValueError, match="history is one of"):
        Turnover(history="heard")
    with pytest.raises(ValueError, match="every 1 or more rounds"):
        Turnover(rate=1_001)
