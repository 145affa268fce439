"""Does a design of the space become the game that it names, or say what is missing?"""

import dataclasses

import pytest

from design.acted import act, seated
from design.catalogue import CONDITIONS, Parts, treatment
from design.game import Game
from design.mechanisms import alsobay
from design.mechanisms.alsobay import HELD, LEVELS, Design, condition, game, unheld
from design.population import fischbacher_gaechter


def test_every_parameter_reaches_the_rules():
    design = Design(
        members=6, rounds=8, mpcr=300, horizon="unknown", chat="every_round", sanctions="deduct",
        cost=2_000, effect=5_000, actors="names",
    )  # fmt: skip
    made = condition("one_point", design)
    assert made.members == 6
    assert [stage.name for stage in made.stages] == ["talk", "contribute", "observe", "sanction"]
    sanction = made.stages[-1]
    assert (sanction.kind, sanction.cost, sanction.effects) == ("deduct", 2_000, (5_000,))
    assert sanction.told == "names"
    assert game(design) == Game((20,) * 6, (300,) * 6)


def test_what_cannot_be_played_is_said_and_refused():
    for name, held in HELD.items():
        for place, level in enumerate(LEVELS[name]):
            design = dataclasses.replace(Design(), **{name: level})
            assert bool(unheld(design)) == (place >= held), (name, level)
            if place >= held:
                with pytest.raises(ValueError, match="not playable yet"):
                    condition("odd", design)
    with pytest.raises(ValueError, match="horizon is one of"):
        Design(horizon="secret")


@pytest.mark.parametrize("name", [one.name for one in alsobay.CONDITIONS])
def test_simulated_members_play_its_points_to_the_end(name):
    parts = Parts(1, 3, 1, "unknown")
    played = treatment(name, beliefs=True, kept=True, parts=parts)
    people = seated(fischbacher_gaechter(Game()), 5, 0, Game())
    assert act(played, people, seed=5).group.finished


def test_a_new_point_is_played_once_it_is_listed(monkeypatch):
    design = Design(members=3, rounds=2, mpcr=500, sanctions="deduct")
    monkeypatch.setitem(CONDITIONS, "three", condition("three", design))
    played = treatment("three", beliefs=False, kept=False, game=game(design), parts=Parts(1, 2, 1))
    people = seated(fischbacher_gaechter(game(design)), 5, 0, game(design))
    assert act(played, people, seed=5).group.finished
