"""Is every mechanism playable by simulated members on a real server, with an audit of zero?"""

from itertools import groupby

import pytest

from design.catalogue import CATALOGUE, CONDITIONS
from lab import rehearse

SHORT = {"rounds_part_1": 1, "rounds_part_2": 3, "rounds_part_3": 1}


def sampled(effort):
    """One condition of each playable mechanism in the gate, every condition in a soak."""
    named = [
        condition.name
        for entry in CATALOGUE.values()
        for condition in (entry.conditions if effort > 1 else entry.conditions[:1])
    ]
    return list(dict.fromkeys(named))


def by_size(names):
    """Conditions by the number of members of their groups, which a session has in common."""
    ordered = sorted(names, key=lambda name: CONDITIONS[name].members)
    return {size: tuple(found) for size, found in groupby(
        ordered, lambda name: CONDITIONS[name].members)}  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_every_mechanism_is_played_exported_and_audited(database, effort):
    for size, names in by_size(sampled(effort)).items():
        # A block of the schedule: every condition twice, kept and removed, with and without
        # beliefs.
        result = rehearse.rehearse(database, 2 * len(names), conditions=" ".join(names), **SHORT)
        assert result.faults == ()
        assert result.differences == (), names
        assert result.rounds == 2 * len(names) * size * 5
