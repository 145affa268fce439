"""After which rounds do reports come, and do designs stored before still read as played?"""

import json

from design.canonical import decode, dumps, fingerprint
from design.monitoring import Monitoring
from design.timing import due

EVERY = Monitoring(granularity="total", timing="every_k", every=5)
BEFORE = Monitoring(granularity="total", timing="every_k", every=5, counted="end")


def reports(monitoring, first, last):
    return [due(monitoring, number, first, last) for number in range(first, last + 1)]


def test_reports_come_after_every_kth_round_of_the_part_and_with_its_end():
    # Rounds 6 to 17: after five, after ten, and the two that are left with the end.
    assert reports(EVERY, 6, 17) == [10] * 5 + [15] * 5 + [17] * 2
    assert reports(EVERY, 6, 8) == [8] * 3


def test_counted_from_the_end_the_first_report_has_what_is_left():
    assert reports(BEFORE, 6, 17) == [7] * 2 + [12] * 5 + [17] * 5


def test_both_agree_where_a_part_is_made_of_whole_stretches():
    assert reports(EVERY, 6, 20) == reports(BEFORE, 6, 20)


def test_a_design_stored_before_reads_as_it_was_played_and_keeps_its_hash():
    old = dumps(BEFORE)
    assert "counted" not in old
    read = decode(json.loads(old), {"Monitoring": Monitoring})
    assert read == BEFORE
    assert dumps(read) == old
    assert fingerprint(EVERY) != fingerprint(BEFORE)
    assert decode(json.loads(dumps(EVERY)), {"Monitoring": Monitoring}) == EVERY
