"""Is every table declared completely and without contradiction?"""

import numpy as np
import pytest

from design.columns import TYPES
from design.placing import DEALT
from design.tables import TABLES
from tests.sessions import small, tables

EVERY = [(name, column) for name, table in TABLES.items() for column in table.columns]


@pytest.mark.parametrize(("name", "column"), EVERY, ids=lambda v: getattr(v, "name", v))
def test_a_column_says_what_it_holds(name, column):
    assert column.kind in TYPES
    assert len(column.meaning) > 2
    assert column.name.isidentifier()
    assert column.name.islower()
    assert not column.levels or column.kind == "text"
    assert (column.kind == "time") == (column.unit == "ms since 1970 UTC")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_identified_by_columns_that_it_has(name):
    table = TABLES[name]
    assert table.name == name
    assert len(table.names) == len(set(table.names))
    assert set(table.key) <= set(table.names)
    assert table.names[0] == "session"


@pytest.mark.parametrize("name", TABLES)
def test_a_key_is_never_empty_but_for_the_total_which_has_no_subject(name):
    optional = {c.name for c in TABLES[name].columns if c.optional} & set(TABLES[name].key)
    assert optional <= {"subject", "about"}


@pytest.mark.parametrize("name", ["decisions", "sightings", "beliefs", "groups"])
def test_what_was_dealt_stands_on_every_row_of_play(name):
    assert {column.name for column in DEALT} <= set(TABLES[name].names)


@pytest.mark.parametrize("name", ["decisions", "sightings", "beliefs", "acts", "messages"])
def test_part_cell_and_round_stand_on_every_row_of_play(name):
    columns = {column.name: column for column in TABLES[name].columns}
    assert {"part", "cell", "round"} <= set(columns)


def test_the_same_name_means_the_same_kind_in_every_table():
    # `beliefs` and the like are read without asking which table they came from.
    kinds = {}
    for _, column in EVERY:
        kinds.setdefault(column.name, set()).add(column.kind)
    assert [name for name, found in kinds.items() if len(found) > 1] == []


def test_what_play_writes_are_plain_values_which_every_database_takes():
    # PostgreSQL's driver writes numpy.float64(0.5) out as "np.float64(0.5)"; SQLite's does not.
    for name, frame in tables(small(slots=range(2))).items():
        kinds = {type(value) for column in frame for value in frame[column]}
        assert {kind for kind in kinds if issubclass(kind, np.generic)} == set(), name
