"""Does nothing of rounds that are over stay in memory but what two caches of a stated size hold?"""

from design.catalogue import Parts
from design.experiments import flagship
from lab.load_memory import held

ROUNDS, GROUPS = 4, 4


def test_what_stays_of_a_round_is_in_two_caches_that_have_an_end():
    experiment = flagship(parts=Parts(1, 2, 1), conditions=("open",))
    (settled, shown), rest = held(experiment, GROUPS)
    # Every round once, and once for each of its four members.
    assert (settled.entries, shown.entries) == (ROUNDS * GROUPS, 4 * ROUNDS * GROUPS)
    # 125 groups of 25 rounds are 3,125 rounds: a lab of 500 fits in both.
    assert 3_125 < settled.most <= shown.most == 16_384
    # All else is less than a twentieth, and none of it is of a round.
    assert rest < (settled.size + shown.size) / 20
