"""Can every published design be played, and does each say what could not be checked?"""

import pytest

from design.acted import act, seated
from design.canonical import decode, encode
from design.catalogue import CONDITIONS, Parts, treatment
from design.experiments import KNOWN, published
from design.game import Game
from design.mechanisms import presets
from design.mechanisms.presets import PRESETS
from design.population import fischbacher_gaechter

SHORT = Parts(1, 3, 1)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_is_an_experiment_that_can_be_stored_and_read_back(preset):
    experiment = published(preset)
    assert experiment.schedule.conditions == preset.conditions
    assert experiment.game.members == preset.members
    assert decode(encode(experiment), KNOWN) == experiment


@pytest.mark.parametrize("condition", presets.CONDITIONS, ids=lambda condition: condition.name)
def test_every_member_of_a_published_condition_plays_to_the_end(condition):
    game = Game((20,) * condition.members, (400,) * condition.members)
    played = treatment(condition.name, beliefs=True, kept=True, game=game, parts=SHORT)
    acted = act(played, seated(fischbacher_gaechter(game), 3, 0, game), seed=3)
    assert acted.group.finished
    assert len(acted.rows["decisions"]) == 5 * condition.members


def test_presets_are_named_once_and_name_known_conditions_and_their_sources():
    names = [preset.name for preset in PRESETS]
    assert len(set(names)) == len(names)
    for preset in PRESETS:
        assert set(preset.conditions) <= set(CONDITIONS)
        assert preset.sources
        assert preset.conditions


def test_each_fifth_seat_sees_as_many_as_its_preset_says():
    # Full, half and single monitoring of four others.
    game = Game((20,) * 5, (400,) * 5)
    for name, sees in (("five_full", 4), ("five_half", 2), ("five_single", 1)):
        entries = CONDITIONS[name].monitoring.entitled(game).entries
        assert (entries.sum(axis=1) - 1).tolist() == [sees] * 5
        assert (entries.sum(axis=0) - 1).tolist() == [sees] * 5
