"""Does a simulated member of a real session read a form as it was meant, options and all?"""

import pytest

from design.pace import Pace
from lab.forms import asks
from lab.reading import history, screen
from screens.play import fragment
from tests.staged import performed, played, stood, told

CONDITIONS = (
    "claims_skills",
    "pair_both",
    "tasks_voted",
    "solutions_open",
    "votes_weighted",
    "weak_voice",
)


def read(group, seat, language):
    """Return what the form of a seat's screen asks, read off its HTML."""
    text = fragment(told(group, seat), language, pace=Pace(), prize=20)
    return asks(screen(text, language))


def followed(group):
    """Let those who come first claim the first task."""
    while group.open.name == "claim":
        seat = next(seat for seat in range(4) if group.stage(seat) == "claim")
        group = performed(group, seat, {"task": 1})
    return group


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_form_is_read_with_its_bounds_labels_and_options(condition, language):
    begun = stood(condition)
    for group in (begun, followed(begun)):
        seat = next(seat for seat in range(4) if group.stage(seat) == group.open.name)
        meant = {ask.field: ask for ask in told(group, seat).asks}
        found = {ask.field: ask for ask in read(group, seat, language)}
        assert found.keys() == meant.keys()
        for field, ask in found.items():
            assert (ask.low, ask.high) == (meant[field].low, meant[field].high)
            if meant[field].options:
                kinds = [option.key for option in meant[field].options]
                assert [option.key for option in ask.options] == kinds


def test_a_round_with_nothing_to_give_is_read_as_zero():
    group = stood("weak_strike")
    for seat in (0, 2):
        group = performed(group, seat, {"strike": 1})
    group = played(group, (None, 10, None, 20))
    text = fragment(told(group, 0), "en", pace=Pace(), prize=20)
    latest = history(screen(text, "en"), group.treatment.game)[-1]
    assert (latest.own, dict(latest.entries)["D"]) == (0, 20)
