"""Is what was stored as shown what the screens said, under every setting of the dial?"""

from functools import cache

import pytest

from design.acted import act, seated
from design.catalogue import CONDITIONS, Parts, treatment
from design.game import Game
from design.population import fischbacher_gaechter
from design.view import view


def numbers(feedback, own):
    """Every number that a round's feedback prints, as (subject, content, value)."""
    found = [(name, "contribution", value) for name, value in feedback.entries]
    found += [(name, "earnings", value) for name, value in feedback.paid]
    found += [(str(n + 1), "unlinked", value) for n, value in enumerate(feedback.others)]
    summed = (("lowest", feedback.low), ("highest", feedback.high), ("total", feedback.total))
    found += [("", name, value) for name, value in summed if value is not None]
    if feedback.earnings is not None:
        found.append((own, "earnings", feedback.earnings))
    return sorted(found)


@cache
def played(name):
    members = CONDITIONS[name].members
    game = Game((20,) * members, (400,) * members)
    made = treatment(name, beliefs=False, kept=True, game=game, parts=Parts(1, 3, 1))
    return act(made, seated(fischbacher_gaechter(game), 6, 1, game), seed=6, slot=1)


# One condition of each setting of the dial with the same kinds of stage.
KINDS = {
    (condition.monitoring, *(stage.name for stage in condition.stages)): name
    for name, condition in CONDITIONS.items()
}


@pytest.mark.parametrize("name", sorted(KINDS.values()))
def test_every_printed_number_is_a_stored_sighting_and_no_other_is(name):
    acted = played(name)
    for seat, letter in enumerate(acted.group.treatment.game.seats):
        for feedback in view(acted.group, seat).history:
            stored = sorted(
                (row["subject"], row["content"], row["shown_value"])
                for row in acted.rows["sightings"]
                if row["round"] == feedback.round and row["observer"] == letter
                and row["shown_value"] is not None
            )  # fmt: skip
            assert stored == numbers(feedback, letter)
