"""Are reports paid, checked and shown as their rules say?"""

from dataclasses import replace

import numpy as np
import pytest
from acting import at_stage, played, shown_alike
from hypothesis import given, settings
from hypothesis import strategies as st

from design.catalogue import CONDITIONS
from design.game import POINT
from design.messages import message
from design.settling import settle
from design.stages.report import NOTHING, Report
from design.transition import Expire, advance
from design.view import view

TIMED = tuple(name for name in CONDITIONS if name.startswith("report_"))


def reports(condition, given_, said):
    """Return the settled round of part 2 in which members gave and reported."""
    acts = [None if one is None else (("given", one),) for one in said]
    return played(condition, given_, {"report": acts})


@pytest.mark.parametrize(
    ("condition", "added"),
    [
        # Two points for each of three reports in time, nothing for B.
        ("report_bonus_own", [2_000, 0, 2_000, 2_000]),
        # Three reports make 6 points, 1.5 for each of four.
        ("report_bonus_group", [1_500] * 4),
        ("report_bonus_manager", [0, 0, 0, 6_000]),
        ("report_timed", [0] * 4),
    ],
)
def test_a_report_in_time_pays_whoever_it_is_meant_for(condition, added):
    play = reports(condition, (5, 6, 7, 8), (5, None, 7, 8))
    assert settle(play, CONDITIONS[condition].stages).added.tolist() == added


def test_only_a_checked_report_that_differs_is_charged_and_replaced():
    stages = CONDITIONS["report_checked"].stages
    found = 0
    for slot in range(40):
        play = replace(reports("report_checked", (5, 6, 7, 8), (5, 20, 7, 20)), slot=slot)
        outcome = settle(play, stages)
        checked = outcome.signal.checked
        assert outcome.added.tolist() == [0, -5_000 * checked[1], 0, -5_000 * checked[3]]
        shown = np.array([5, 6 if checked[1] else 20, 7, 8 if checked[3] else 20]) * POINT
        assert (outcome.signal.entries[0][1:] == shown[1:]).all()
        found += checked.sum()
    # 160 reports, each checked with chance 1/4: 40 on average, standard deviation 5.5.
    assert 20 <= found <= 60


@settings(max_examples=30)
@given(st.tuples(*[st.integers(0, 20)] * 4), st.tuples(*[st.integers(0, 20)] * 4))
def test_what_was_really_given_is_seen_by_nobody_else_where_reports_are_not_checked(one, other):
    said = (3, 4, 5, 6)
    plays = [reports("report_unchecked", given_, said) for given_ in (one, (one[0], *other[1:]))]
    shown_alike(CONDITIONS["report_unchecked"], *plays, seat=0)


def test_whoever_lets_the_time_run_out_reports_nothing_and_is_not_absent():
    group = at_stage("report_bonus_own", "report", (5, 6, 7, 8))
    seat = group.seats[0]
    # Thirty seconds, without the grace for members who are away.
    assert seat.due == 1 + 30_000
    after = advance(group, Expire(), seat.due).group
    assert after.round == group.round + 1
    assert not any(one.absent for one in after.seats)
    assert after.history[-1].act(0, "report").value("given") == NOTHING
    shown = view(after, 0).history[-1]
    assert shown.lines[0] == message("report.silent", seats=("B", "C", "D"))


def test_impossible_reports_are_refused():
    with pytest.raises(ValueError, match="at least 0"):
        Report(bonus=-1)
    with pytest.raises(ValueError, match="found 'boss'"):
        Report(to="boss")
