"""Is only what was found fined, and no more than was earned?"""

from dataclasses import replace

import pytest
from staged import played, simulated, stood, told

from design.game import POINT
from design.monitoring import Monitoring
from design.settling import settle
from design.stages.police import Police


def policed(given, monitoring):
    """Return round 6 of a group with police and no fund, seen through some Monitoring."""
    play = played(stood("police_imposed"), given).replay(6)
    stages = tuple(stage for stage in play.stages if stage.name != "fund")
    return replace(play, monitoring=monitoring, stages=stages)


def test_each_missing_point_costs_two_where_all_is_shown():
    seen = Monitoring(granularity="individual", reveals=("total",))
    play = policed((10, 7, 0, 20), seen)
    assert play.stages[-1].fines(play).tolist() == [0, 6 * POINT, 20 * POINT, 0]


def test_nothing_that_was_not_shown_is_fined():
    dark = policed((0, 0, 0, 0), Monitoring())
    assert dark.stages[-1].fines(dark).tolist() == [0] * 4


def test_fines_fall_on_exactly_those_whom_the_lot_made_public():
    stage = stood("police_imposed").play.stages[-1]
    hit = 0
    for slot in range(60):
        group = played(stood("police_imposed"), (0, 0, 0, 0))
        play = replace(group.replay(6), slot=slot)
        shown = (settle(play, play.stages).signal.entries >= 0).sum(axis=0) > 1
        assert ((stage.fines(play) > 0) == shown).all()
        hit += int(shown.sum())
    # 240 draws at 40 percent: 96, standard deviation 7.6; six of them are 46.
    assert abs(hit - 96) < 46


def test_a_fine_ends_at_zero_earnings():
    # Giving nothing where nobody gives earns 20 less the tax of 2; a fine of 20 leaves nothing.
    group = played(stood("police_imposed"), (0, 0, 0, 0))
    play = group.replay(6)
    outcome = settle(play, play.stages)
    assert ((outcome.earned + outcome.added) >= 0).all()


def test_only_the_member_itself_is_told_of_its_fine():
    group = played(stood("police_imposed"), (10, 0, 0, 0))
    lines = [line.key for line in told(group, 0).history[-1].lines]
    assert "police.fined" not in lines


@pytest.mark.parametrize("name", ["peers_chosen", "police_imposed", "police_chosen"])
def test_simulated_members_finish_under_peers_and_police(name):
    assert simulated(name).group.finished


def test_a_fine_of_nothing_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        Police(fine=0)
