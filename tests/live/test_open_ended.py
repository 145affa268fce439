"""Does a session without a known last round play, pay and audit on a real server?"""

from design.catalogue import Parts
from design.experiments import comparison
from lab import rehearse

OPEN = {
    "conditions": "individual quality_deadline dress_output research_public",
    "rounds_part_1": 1,
    "rounds_part_2": 10,
    "rounds_part_3": 0,
    "horizon": "indefinite",
    "going_on": 50.0,
    "block": 5,
}


def test_groups_whose_last_part_ends_by_lot_are_played_paid_and_audited():
    parts = Parts(1, 10, 0, "indefinite", 500, 5)
    experiment = comparison(name="open", conditions=tuple(OPEN["conditions"].split()), parts=parts)
    groups = 4
    result = rehearse.rehearse("sqlite", groups, **OPEN, schedule_seed=6)
    assert result.faults == ()
    assert result.differences == ()
    lengths = [experiment.treatment(6, slot).rounds for slot in range(groups)]
    assert len(set(lengths)) > 1, "the seed draws different lengths"
    assert result.rounds == 4 * sum(lengths)
