"""Can every mechanism be played from first to last round, and is its audit clean?"""

import numpy as np
import pytest

from analysis.audit import audit
from analysis.load import load
from design.acted import play
from design.catalogue import CATALOGUE, Parts
from design.experiments import comparison
from design.population import fischbacher_gaechter
from design.simulated import acted_tables
from tests.sessions import frames, write

SHORT = Parts(2, 6, 2)
SEED = 11


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_condition_of_a_mechanism_is_played_to_the_end_and_its_audit_finds_nothing(
    name, tmp_path
):
    for size, conditions in by_size(CATALOGUE[name]).items():
        experiment = comparison(name=f"{name}_{size}", conditions=conditions, parts=SHORT)
        plays_and_audits(experiment, tmp_path / str(size))


def by_size(entry):
    """The names of an entry's conditions by the size of their groups."""
    found = {}
    for condition in entry.conditions:
        found.setdefault(condition.members, []).append(condition.name)
    return {size: tuple(names) for size, names in found.items()}


def plays_and_audits(experiment, folder, blocks=1):
    """Play blocks of an experiment to their end, and audit what they left."""
    people = fischbacher_gaechter(experiment.game)
    # A block: every condition twice, with and without beliefs, kept and removed.
    acted = list(play(experiment, SEED, blocks * experiment.schedule.block_size, people))
    assert all(len(one.group.history) == experiment_rounds(one) for one in acted)
    stored = write(frames(acted_tables(experiment, SEED, acted)), folder)
    found = audit(load(stored))
    assert found.differences.to_dict("records") == []
    assert found.settled_rounds == sum(len(one.group.history) for one in acted)
    assert np.isfinite(load(stored).participants["pay"]).all()


def experiment_rounds(acted):
    """How many rounds a group's own treatment has."""
    return acted.group.treatment.rounds


def test_members_on_strike_state_no_guess_and_the_audit_asks_for_none(tmp_path):
    experiment = comparison(name="strike", conditions=("weak_strike",), parts=SHORT)
    plays_and_audits(experiment, tmp_path, blocks=8)
    stated = load(tmp_path).beliefs
    asked = stated.groupby(["slot", "round"])["seat"].nunique()
    # Four members guess in a round; while both with 10 points are on strike, two do.
    assert set(asked) == {2, 4}
