"""Do report and pre-registration say what members are told of the parts' lengths?"""

import pytest

from analysis.lengths import lengths, third
from analysis.preregistration.sentences import rounds
from analysis.reporting.story import facts, regimes
from design.catalogue import Parts
from design.experiments import comparison
from design.plan import Window

OPEN = Parts(5, 60, 0, "indefinite", 750, 5)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (Parts(), "announced parts of 5, 15 and 5 rounds"),
        (Parts(horizon="unknown"), "whose lengths are not told"),
        (OPEN, "every 5 rounds, with a chance of 75 percent, whether 5 more follow, up to 60"),
    ],
)
def test_lengths_are_told_as_members_know_them(parts, said):
    assert said in lengths(parts)


def test_a_part_that_ends_by_lot_is_compared_in_its_first_block():
    experiment = comparison(name="open", conditions=("dark", "two_way"), parts=OPEN)
    assert rounds(experiment, Window(1)) == "rounds 6 to 10"
    told = {fact.name: fact.text for fact in facts(experiment)}
    assert "a lot decides" in told["Parts"]
    assert told["Part 3"] == third(OPEN)


def test_patience_is_not_printed_for_a_game_that_needs_none():
    experiment = comparison(name="other", conditions=("individual", "quality_seen"))
    found = {row["condition"]: row["delta"] for row in regimes(experiment)}
    assert list(found.values()) == ["0.500", "another game"]
