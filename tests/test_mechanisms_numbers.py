"""Do the numbers that the information mechanisms' texts print follow from theory and play?"""

import re
from dataclasses import replace

import numpy as np
import pytest

from design.acted import act, seated
from design.catalogue import CATALOGUE, CONDITIONS, Parts, treatment
from design.game import Game
from design.population import fischbacher_gaechter
from design.theory import (
    critical_discount,
    critical_discount_audited,
    critical_discount_covered,
)
from design.timing import reports

GAME = Game()


def sees(name):
    """Who sees whom in a condition, others only."""
    return CONDITIONS[name].monitoring.entitled(GAME).entries & ~np.eye(4, dtype=bool)


EXPECTED = {
    "B01": [critical_discount_covered(sees("two_way"), 400), critical_discount(4, 400)],
    "B02": [critical_discount(4, 400), critical_discount_audited(4, 400, 0.9)],
    "B23": [critical_discount(4, 400), critical_discount_covered(sees("ring"), 400)],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_printed_patience_is_what_theory_gives(name):
    printed = re.findall(r"0\.\d{3}", CATALOGUE[name].prediction.indefinite)
    assert printed == [f"{value:.3f}" for value in EXPECTED[name]]


def test_where_somebody_is_never_seen_no_patience_suffices():
    # One side of the one-way glass, and the exempt member.
    for name in ("one_way", "exempt_known"):
        assert critical_discount_covered(sees(name), 400) is None


def test_triggered_reports_come_about_as_often_as_scheduled_ones():
    # Scheduled reports come three times in 15 rounds. Simulated members' totals fall by 2 points
    # per member nearly as often; the draws are fixed, and one report is the tolerance.
    found = []
    played = treatment("reports_triggered", beliefs=False, kept=True, parts=Parts(1, 15, 1))
    rules = played.phases[1].monitoring
    for slot in range(8):
        minds = seated(fischbacher_gaechter(GAME), 3, slot, GAME)
        history = act(played, minds, seed=3, slot=slot).group.history[1:16]
        totals = [sum(settled.contributions) for settled in history]
        found.append(len(set(reports(rules, totals, 4, first=2, last=16)) - {None}))
    assert abs(np.mean(found) - 3) <= 1


def test_kept_and_removed_parts_of_a_withdrawal_differ_in_the_last_part_alone():
    kept, removed = (treatment("withdrawal", beliefs=True, kept=k) for k in (True, False))
    assert kept.phases[:2] == removed.phases[:2]
    assert replace(kept.phases[2], monitoring=removed.phases[2].monitoring) == removed.phases[2]
    assert removed.phases[2].monitoring == CONDITIONS["dark"].monitoring
