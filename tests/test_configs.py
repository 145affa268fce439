"""Does what a researcher types in the form make the experiment it says, or a clear refusal?"""

import json

import pytest

from design.catalogue import Parts
from design.configs import MEANINGS, composing, config_for, experiment_from
from design.experiments import flagship
from design.game import Game
from design.pace import NO_EXIT, Pace

FORM = config_for(flagship()) | {"name": "flagship"}


def test_a_form_left_as_it_is_makes_the_same_experiment():
    assert experiment_from(FORM) == flagship()


def test_every_entry_is_explained_and_editable_by_otree():
    assert set(config_for(flagship())) <= set(composing()) == set(MEANINGS)
    assert all(isinstance(value, bool | int | float | str) for value in FORM.values())
    assert json.loads(json.dumps(FORM)) == FORM


def test_edited_numbers_arrive_where_they_belong():
    numbers = {"endowment": 10, "mpcr": 0.5, "rounds_part_2": 3, "prize": 4, "grace_seconds": 9}
    made = experiment_from(FORM | numbers | {"conditions": "dark open", "absence": "wait"})
    assert made == flagship(
        conditions=("dark", "open"),
        game=Game((10,) * 4, (500,) * 4),
        parts=Parts(5, 3, 5),
        pace=Pace(grace_seconds=9, absence="wait"),
        prize=4,
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("language", "fr", "language is one of .* found 'fr'"),
        ("endowment", 0, "endowment is at least 1, found 0"),
        ("endowment", 2.5, "endowment is a whole number, found 2.5"),
        ("endowment", True, "endowment is a whole number, found True"),
        ("endowment", "20", "endowment is a whole number, found '20'"),
        ("mpcr", 0.2, "their sum above 1"),
        ("mpcr", 1.0, r"0\.001 \.\. 0\.999"),
        ("mpcr", 0.33333, "at most three decimals"),
        ("mpcr", "0.4", "mpcr is a number"),
        ("rounds_part_3", 0, "rounds_part_3 is at least 1"),
        ("prize", -1, "prize is at least 0"),
        ("decision_seconds", 0, "decision_seconds is at least 1"),
        ("exit_seconds", -2, "exit_seconds is at least -1, found -2"),
        ("absence", "leave", "absence is one of"),
        ("conditions", "dark fog", "found .*fog"),
        ("conditions", "", "different names"),
        ("conditions", "dark dark", "different names"),
        ("first_slot", -1, "first_slot is at least 0"),
        ("schedule_seed", 1.5, "schedule_seed is a whole number"),
    ],
)
def test_bad_entries_are_refused_by_name(name, value, said):
    with pytest.raises(ValueError, match=said):
        experiment_from(FORM | {name: value})


def test_a_config_written_before_there_was_an_exit_has_none():
    before = {name: value for name, value in FORM.items() if name != "exit_seconds"}
    assert not experiment_from(before).pace.exits
    # Groups are waited for 600 seconds.
    exits = [Pace(exit_seconds=n).exits for n in (NO_EXIT, 0, 599, 600)]
    assert exits == [False, True, True, False]
