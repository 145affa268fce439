"""Does every mechanism that practitioners' accounts name stand in the catalogue, whole?"""

import pytest

from design.catalogue import CATALOGUE, CONDITIONS, CORE, treatment

IDS = (
    *(f"B{n:02d}" for n in range(1, 26)),
    *(f"N{n:02d}" for n in range(1, 11)),
    *(f"P{n:02d}" for n in range(1, 11)),
    *(f"O{n:02d}" for n in range(1, 17)),
)
CELLS = tuple(f"C{n}" for n in range(8))


def test_all_sixty_one_mechanisms_and_all_eight_cells_are_there():
    assert tuple(CATALOGUE) == tuple(sorted(IDS))
    assert set(CELLS) <= {cell for one in CORE.values() for cell in one.roles.cells}


@pytest.mark.parametrize("name", IDS)
def test_an_entry_can_be_played_and_says_what_a_researcher_must_know(name):
    entry = CATALOGUE[name]
    for field in ("title", "words", "sees", "does", "parameter", "outcome"):
        assert getattr(entry, field).strip(), field
    assert entry.prediction.selfish
    assert entry.prediction.conditional or entry.prediction.indefinite
    assert entry.sources
    assert entry.conditions
    assert entry.control in CONDITIONS
    assert CONDITIONS[entry.control].members == entry.conditions[0].members


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_makes_treatments_that_fit_and_names_its_mechanism(name):
    condition = CONDITIONS[name]
    for kept in (True, False):
        played = treatment(name, beliefs=True, kept=kept)
        assert played.game.members == condition.members
        assert played.mechanisms == condition.mechanisms
    assert set(condition.roles.cells) <= {*IDS, *CELLS, "open"}
