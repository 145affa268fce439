"""Does any screen of any treatment know what its seat's Monitoring hides?"""

from dataclasses import dataclass, replace
from typing import ClassVar

import pytest

from design.catalogue import CATALOGUE
from design.messages import message
from design.phases import Contribute, Observe
from design.stages.stage import Stage
from tests.crawl import Run, played

SAMPLE = [entry.conditions[-1].name for entry in CATALOGUE.values()]
"""One condition of each mechanism; a soak takes all of them, kept and removed."""

PRESENTING = {"sanction"}
"""Stages that show their own round's contributions, as far as the round's Monitoring does."""


def raised(who):
    """Add a point to what one seat gives in every round after the first part."""
    return lambda seat, number: int(seat == who and number > 1)


def leaks(treatment):
    """Name every moment at which a seat's screen differs though all it was shown is the same."""
    truth = Run(treatment)
    for who in truth.seats:
        if treatment.game_of(1).endowments[who] == 0:
            continue
        other = Run(treatment, shift=raised(who))
        for seat in set(truth.seats) - {who}:
            for (at, screens), (again, changed) in zip(truth.moments, other.moments, strict=True):
                assert at == again
                shown = at[0] if at[1] in PRESENTING else at[0] - 1
                if truth.known(seat, shown) != other.known(seat, shown):
                    break
                if at[1] == "done":
                    continue
                if screens[seat] != changed[seat]:
                    yield at, f"seat {seat} knows of seat {who}"
                    break


@pytest.mark.parametrize("condition", SAMPLE)
def test_no_screen_differs_where_all_that_was_shown_is_the_same(condition):
    assert list(leaks(played(condition))) == []


@dataclass(frozen=True)
class Gossip(Stage):
    """A stage that tells everybody what seat A gave, whatever the Monitoring hides."""

    name: ClassVar[str] = "look"

    def shows(self, play, seat):
        given = int(play.given[0]) // 1_000
        return (message("leader.gave", seat="A", given=given),)


def test_the_crawl_finds_a_stage_that_tells_what_is_hidden():
    dark = played("dark")
    told = (Contribute(), Gossip(), Observe())
    phases = (dark.phases[0], replace(dark.phases[1], stages=told), dark.phases[2])
    found = list(leaks(replace(dark, phases=phases)))
    # Seats B, C and D each read of seat A in the first round after that of the stage.
    assert found == [((3, "contribute"), f"seat {seat} knows of seat 0") for seat in (1, 2, 3)]
