"""Does the loader take what a lab exports, and say exactly what it cannot take?"""

import hashlib
import json

import numpy as np
import pytest

from analysis.errors import DataError
from analysis.load import load
from design.tables import TABLES
from tests.sessions import small, tables, together, write


@pytest.fixture(scope="module")
def played():
    return tables(small(slots=range(2)))


@pytest.fixture
def folder(played, tmp_path):
    return write(played, tmp_path / "export")


def edit(folder, table, row, **cells):
    """Write other text into one row of a table's CSV; the header is row 1."""
    file = folder / f"{table}.csv"
    lines = [line.split(",") for line in file.read_text().splitlines()]
    for column, text in cells.items():
        lines[row - 1][lines[0].index(column)] = text
    file.write_text("\n".join(",".join(line) for line in lines) + "\n")
    return file


def test_every_table_arrives_with_its_columns_and_kinds(folder):
    panel = load(folder)
    kinds = {"text": "O", "integer": "i", "number": "f", "truth": "b", "time": "i"}
    for name, table in TABLES.items():
        frame = panel.table(name)
        assert tuple(frame.columns) == table.names
        for column in table.columns:
            optional = column.optional and column.kind != "text"
            assert frame[column.name].dtype.kind == ("f" if optional else kinds[column.kind])


def test_an_empty_cell_is_absent_and_zero_is_zero(folder):
    panel = load(folder)
    early = panel.quiz[panel.quiz["part"] == 1]
    assert early["slot"].isna().all(), "no group is formed before the quiz"
    assert (early["seat"] == "").all()
    assert (panel.groups["slot"] == 0).any()


def test_files_named_by_otrees_data_page_are_known_by_their_columns(folder, tmp_path):
    for file in folder.glob("*.csv"):
        text = "\ufeff" + file.read_text()
        (folder / f"contingent_pgg_custom_export_{file.stem}-2024-01-31.csv").write_text(text)
        file.unlink()
    assert len(load(folder).decisions) == 2 * 4 * 8


def test_two_sessions_of_one_schedule_become_one_panel(played, tmp_path):
    other = tables(small(session="s2", slots=range(2, 4)))
    one = load(write(played, tmp_path / "a"), write(other, tmp_path / "b"))
    same = load(write(together(played, other), tmp_path / "both"))
    assert sorted(one.sessions["session"]) == ["s1", "s2"]
    assert one.decisions.equals(same.decisions)


def test_one_session_of_many_can_be_chosen(played, tmp_path):
    other = tables(small(session="s2", slots=range(2, 4)))
    both = write(together(played, other), tmp_path / "both")
    assert set(load(both, sessions=["s2"]).decisions["session"]) == {"s2"}
    with pytest.raises(DataError, match=r"no session 's3'; the files hold \['s1', 's2'\]"):
        load(both, sessions=["s3"])


def test_sessions_of_another_schedule_are_not_mixed(played, tmp_path):
    other = tables(small(session="s2", seed=5, slots=range(2, 4)))
    with pytest.raises(DataError, match=r"b/sessions.csv, row 2, column 'seed': found '5'.*20061"):
        load(write(played, tmp_path / "a"), write(other, tmp_path / "b"))


def test_sessions_of_another_experiment_are_not_mixed(played, tmp_path):
    other = tables(small(("dark", "one_way"), session="s2", slots=range(2, 4)))
    with pytest.raises(DataError, match=r"b/sessions.csv, row 2, column 'experiment_hash'"):
        load(write(played, tmp_path / "a"), write(other, tmp_path / "b"))


def test_a_slot_is_filled_once(played, tmp_path):
    other = tables(small(session="s2", slots=range(1, 3)))
    found = r"b/groups.csv, row 2, column 'slot': found 1 of session 's2', .*'s1' filled already"
    with pytest.raises(DataError, match=found):
        load(write(played, tmp_path / "a"), write(other, tmp_path / "b"))


def test_a_missing_column_is_named_with_what_is_there(folder):
    file = folder / "decisions.csv"
    file.write_text(file.read_text().replace("contribution", "contributon", 1))
    found = r"decisions.csv, row 1: column 'contribution' of table 'decisions' is missing"
    with pytest.raises(DataError, match=found + r" \(is it 'contributon'\?\)"):
        load(folder)


def test_a_column_that_nobody_declared_is_refused(folder):
    file = folder / "draws.csv"
    file.write_text("".join(f"{line},x\n" for line in file.read_text().splitlines()))
    with pytest.raises(DataError, match=r"draws.csv, row 1: found column 'x'"):
        load(folder)


def test_a_missing_table_is_named(folder):
    (folder / "beliefs.csv").unlink()
    with pytest.raises(DataError, match=r"export: no file of table 'beliefs'"):
        load(folder)


def test_files_that_are_no_tables_are_left_alone(folder):
    (folder / "report.estimates.csv").write_text("estimand,estimate\nmean.seeing,1.5\n")
    (folder / "codebook.csv").write_text("table,column\n")
    assert len(load(folder).files) == len(TABLES)
    # A folder without tables stands for the newest export inside it.
    assert len(load(folder.parent).files) == len(TABLES)


def test_an_absent_folder_is_named(tmp_path):
    with pytest.raises(DataError, match=r"nowhere: there is no such folder"):
        load(tmp_path / "nowhere")
    (tmp_path / "decisions.csv").write_text("session\n")
    with pytest.raises(DataError, match=r"decisions.csv: this is no folder"):
        load(tmp_path / "decisions.csv")


@pytest.mark.parametrize(
    ("table", "row", "cells", "message"),
    [
        ("decisions", 14, {"contribution": "23"}, "found 23; allowed: 0 to 20, the endowment"),
        ("decisions", 2, {"contribution": "-1"}, "found -1; allowed: at least 0"),
        ("decisions", 2, {"contribution": "2.5"}, "found 2.5; allowed: a whole number"),
        ("decisions", 2, {"contribution": "ten"}, "found 'ten'; allowed: a whole number"),
        ("decisions", 2, {"contribution": ""}, "found nothing; allowed: a whole"),
        ("decisions", 2, {"contribution": "inf"}, "found inf; allowed: a whole number"),
        ("decisions", 2, {"automatic": "yes"}, "found 'yes'; allowed: 0 or 1"),
        ("decisions", 2, {"automatic": "2"}, "found 2; allowed: 0 or 1"),
        ("decisions", 2, {"treatment": "glass"}, "found 'glass'; allowed: one of ['dark.p"),
        ("decisions", 2, {"seat": "E"}, "found 'E'; allowed: one of ABCD"),
        ("decisions", 3, {"round": "9"}, "found 9; allowed: at most 8, the rounds"),
        ("decisions", 3, {"slot": "7"}, "found 7; allowed: one that table 'groups' holds too"),
        ("beliefs", 2, {"belief": "21"}, "found 21; allowed: 0 to 20, the endowment"),
        ("events", 3, {"participant": "x"}, "found 'x'; allowed: one that table 'participants'"),
        ("participants", 2, {"clarity": "6"}, "found 6; allowed: 1 to 5"),
        ("sessions", 2, {"seed": "abc"}, "found 'abc'; allowed: a whole number"),
    ],
)
def test_a_cell_that_cannot_be_is_named_with_its_place(folder, table, row, cells, message):
    edit(folder, table, row, **cells) if table != "sessions" else seed(folder, cells["seed"])
    with pytest.raises(DataError) as error:
        load(folder)
    assert f"{table}.csv, row {row}, column {next(iter(cells))!r}: {message}" in str(error.value)


def seed(folder, text):
    file = folder / "sessions.csv"
    file.write_text(file.read_text().replace(",20061,", f",{text},"))


def test_a_row_that_comes_twice_is_named_with_both_places(folder):
    file = folder / "decisions.csv"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines, lines[4]]) + "\n")
    found = rf"row {len(lines) + 1}, column 'round': found .* a second time, first in .*, row 5;"
    with pytest.raises(DataError, match=found):
        load(folder)


def test_an_experiment_that_cannot_be_read_is_refused(folder):
    file = folder / "sessions.csv"
    file.write_text(file.read_text().replace('""is"":""Game""', '""is"":""Gamble""'))
    with pytest.raises(DataError, match=r"row 2, column 'experiment': no stored experiment"):
        load(folder)


def manifest(folder):
    files = {
        file.name: {"sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
        for file in folder.glob("*.csv")
    }
    (folder / "manifest.json").write_text(json.dumps({"files": files}))


def test_files_that_their_manifest_confirms_are_marked(folder):
    assert not any(file.checked for file in load(folder).files)
    manifest(folder)
    assert all(file.checked for file in load(folder).files)


def test_a_file_changed_after_its_export_is_refused(folder):
    manifest(folder)
    edit(folder, "decisions", 2, contribution="0")
    with pytest.raises(DataError, match=r"decisions.csv: its SHA-256 is .* changed after"):
        load(folder)


def test_a_session_in_which_nobody_was_grouped_yet_is_a_panel(tmp_path):
    panel = load(write(tables(small(slots=range(0), declined=2)), tmp_path / "early"))
    assert panel.groups.empty
    assert np.isnan(panel.participants["slot"]).all()
