"""Does a stored design read back as it was, and does its hash notice every change?"""

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest

from design.canonical import dumps, encode, fingerprint
from design.catalogue import CORE, Parts
from design.experiments import flagship, read
from design.game import Game
from design.pace import NO_EXIT, Pace

EXPERIMENT = flagship()


@pytest.mark.parametrize("made", [EXPERIMENT, *flagship(conditions=tuple(CORE)).treatments()],
                         ids=lambda made: made.name)  # fmt: skip
def test_a_design_reads_back_equal_with_the_same_hash(made):
    again = read(json.loads(dumps(made)))
    assert again == made
    assert type(again) is type(made)
    assert fingerprint(again) == fingerprint(made)


def test_an_experiment_with_its_treatments_reads_back():
    whole = (EXPERIMENT, *EXPERIMENT.treatments())
    assert read(json.loads(dumps(whole))) == whole


@pytest.mark.parametrize(
    "changed",
    [
        flagship(game=Game((20,) * 4, (401,) * 4)),
        flagship(parts=Parts(5, 15, 6)),
        flagship(pace=Pace(grace_seconds=31)),
        flagship(conditions=("one_way", "dark", "two_way", "dark_earnings", "open")),
        flagship(prize=21),
        replace(EXPERIMENT, plan=replace(EXPERIMENT.plan, alpha=0.01)),
        flagship(name="other"),
    ],
    ids=["mpcr", "rounds", "pace", "order", "prize", "plan", "name"],
)
def test_any_change_changes_the_hash(changed):
    assert changed.hash != EXPERIMENT.hash


def test_canonical_json_has_one_spelling():
    spelled = '{"block":1,"common":1,"continuation":0,"horizon":"announced","is":"Parts",'
    spelled += '"monitored":2,"restart":3}'
    assert dumps(Parts(1, 2, 3)) == spelled
    # As any other program computes it from that text.
    assert fingerprint(Parts(1, 2, 3)) == hashlib.sha256(spelled.encode()).hexdigest()


def test_what_a_design_cannot_hold_is_refused():
    with pytest.raises(TypeError, match="found ndarray"):
        encode(np.zeros(2))


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({"is": "Casino"}, "names 'Casino'; known:"),
        ({"common": 1}, "names None"),
        ({"is": "Parts", "encore": 3}, r"stored Parts has unknown fields \['encore'\]"),
    ],
)
def test_a_stored_design_of_another_version_is_refused(stored, said):
    with pytest.raises(ValueError, match=said):
        read(stored)


def test_a_stored_design_is_validated_as_a_new_one_is():
    stored = encode(EXPERIMENT)
    stored["game"]["mpcr"] = [200, 200, 200, 200]
    with pytest.raises(ValueError, match="their sum above 1"):
        read(stored)


def test_a_pace_stored_before_there_was_an_exit_is_read_without_one_and_hashes_as_it_did():
    stored = encode(Pace(exit_seconds=NO_EXIT))
    assert "exit_seconds" not in stored
    assert read(stored).exit_seconds == NO_EXIT
    assert fingerprint(read(stored)) == fingerprint(Pace(exit_seconds=NO_EXIT))
