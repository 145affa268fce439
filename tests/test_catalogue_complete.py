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
FIRST = [
    "B02",
    "B03",
    "B05",
    "B09",
    "B12",
    "B16",
    "B17",
    "B18",
    "B19",
    "P01",
    "P02",
    "P03",
    "P04",
    "P05",
    "O01",
    "N05",
    "N06",
]
SECOND = ["B04", "B06", "B07", "B10", "B11", "B13", "B15", "P07", "P10", "O06", "O09", "O12"]


def test_all_sixty_one_mechanisms_and_all_eight_cells_are_there():
    assert tuple(CATALOGUE) == tuple(sorted(IDS))
    assert set(CELLS) <= {cell for one in CORE.values() for cell in one.roles.cells}


@pytest.mark.parametrize("name", [*FIRST, *SECOND])
def test_what_is_required_now_can_be_played(name):
    assert CATALOGUE[name].playable


@pytest.mark.parametrize("name", IDS)
def test_an_entry_says_what_a_researcher_must_know(name):
    entry = CATALOGUE[name]
    for field in ("title", "words", "sees", "does", "parameter", "outcome"):
        assert getattr(entry, field).strip(), field
    assert entry.prediction.selfish
    assert entry.prediction.conditional or entry.prediction.indefinite
    assert entry.sources
    if entry.playable:
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
