"""Does the codebook explain every column of every table, in every form?"""

import csv
import io
from html import unescape

import pytest

from analysis.__main__ import main
from analysis.codebook import FORMATS, as_csv, as_html, as_markdown
from design.tables import TABLES

COLUMNS = [(table.name, column) for table in TABLES.values() for column in table.columns]


def test_every_column_of_every_table_has_one_row():
    rows = list(csv.DictReader(io.StringIO(as_csv())))
    assert [(row["table"], row["column"]) for row in rows] == [
        (table, column.name) for table, column in COLUMNS
    ]
    assert all(row["meaning"] for row in rows)


def test_keys_units_levels_and_what_may_be_empty_are_said():
    rows = {(r["table"], r["column"]): r for r in csv.DictReader(io.StringIO(as_csv()))}
    assert rows["decisions", "seat"]["kind"] == "text, key"
    assert rows["decisions", "earnings"]["unit"] == "points"
    assert rows["groups", "third"]["values"] == "kept, removed"
    assert rows["decisions", "shown_at"]["may be empty"] == "yes"
    assert rows["decisions", "contribution"]["may be empty"] == "no"


@pytest.mark.parametrize("text", [as_markdown(), as_html()])
def test_people_read_the_same(text):
    assert all(column.meaning in unescape(text) for _, column in COLUMNS)
    assert all(table.row in unescape(text) for table in TABLES.values())


def test_no_cell_of_the_markdown_breaks_its_table():
    assert all(line.count("|") == 7 for line in as_markdown().splitlines() if line.startswith("| "))


def test_the_command_prints_or_writes_every_form(tmp_path, capsys):
    for name, make in FORMATS.items():
        assert main(["codebook", "--format", name]) == 0
        assert capsys.readouterr().out == make()
        file = tmp_path / name
        assert main(["codebook", "--format", name, "--out", str(file)]) == 0
        assert file.read_text(encoding="utf-8") == make()
        capsys.readouterr()
