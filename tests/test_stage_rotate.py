"""Does exactly the committee of a round see single contributions, and does it pass on in turn?"""

import pytest
from staged import played, simulated, stood

from design.catalogue import CONDITIONS
from design.game import Game
from design.monitoring import Monitoring
from design.occasions import HIDDEN
from design.settling import settle
from design.stages.relay import Relay
from design.stages.rotate import Rotate
from design.telling import visibility, visibility_questions
from design.view import view

GAME, OPEN = Game(), Monitoring(granularity="individual", with_total=True)


def after(number, points=(20, 15, 10, 5)):
    """A group of which some rounds of part 2 are settled."""
    group = stood("committee_rotates")
    while group.round <= number:
        group = played(group, points)
    return group


def test_the_committee_passes_to_the_next_seats_after_five_rounds_and_back():
    stage = Rotate(every=5, size=2)
    assert [stage.committee(GAME, turn) for turn in (0, 4, 5, 9, 10)] == [
        "AB", "AB", "CD", "CD", "AB"]  # fmt: skip
    # Three of four: A B C, then D A B, then C D A.
    assert [Rotate(1, 3).committee(GAME, turn) for turn in range(3)] == ["ABC", "ABD", "ACD"]


def test_only_the_committee_of_the_round_sees_single_contributions():
    group = after(11)
    for number, sees in ((6, "AB"), (10, "AB"), (11, "CD")):
        play = group.replay(number)
        signal = settle(play, play.stages).signal
        shown = (signal.entries != HIDDEN).sum(axis=1)
        assert shown.tolist() == [4 if name in sees else 1 for name in "ABCD"]
        assert (signal.total == 50_000).all()


def test_who_is_not_on_the_committee_cannot_tell_apart_equal_totals():
    one, two = after(6), after(6, (15, 20, 10, 5))
    assert view(one, 2).history[5:] == view(two, 2).history[5:]
    assert view(one, 0).history[5:] != view(two, 0).history[5:]


def test_members_are_told_that_they_see_some_rounds_and_who_begins():
    treatment = after(6).treatment
    keys = [one.key for one in visibility(treatment, 1, 3)]
    assert "sees.may" in keys
    assert "sees.entries" not in keys
    assert keys[-2:] == ["rotate.sees", "rotate.changes"]
    asked = {one.name: one.answer for one in visibility_questions(treatment, 1, 3)}
    assert asked["committee_same"] == "1"
    assert "see_facing" not in asked


def test_simulated_members_finish():
    assert simulated("committee_rotates").group.finished


def test_committees_that_cannot_rotate_are_refused():
    stages = CONDITIONS["committee_rotates"].stages
    for stage, monitoring, beside, why in (
        (Rotate(size=4), OPEN, stages, "smaller than the group"),
        (Rotate(), Monitoring(granularity="total"), stages, "all see all"),
        (Rotate(), OPEN, (Relay(), *stages), "goes with the stages"),
    ):
        with pytest.raises(ValueError, match=why):
            stage.check(GAME, monitoring, beside)
    with pytest.raises(ValueError, match="1 or more"):
        Rotate(size=0)
