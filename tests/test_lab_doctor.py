"""Is every file that a researcher may meet called what it is, and left as it was?"""

import hashlib
import shutil
import sqlite3

import pytest

from tests.lab_folder import lab, real, with_session


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = real(tmp_path_factory.mktemp("doctor") / "place")
    with_session(made)
    assert lab(made, "export", "tables")[0] == 0
    return made


def state(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("db.sqlite3*")}


def test_a_labs_database_is_known_with_its_sessions_and_not_touched(place):
    before = state(place.folder)
    code, said = lab(place, "doctor", "db.sqlite3")
    assert (code, "a lab's database of this version" in said) == (0, True)
    assert "1 session(s)" in said
    assert "0 decisions" in said
    assert state(place.folder) == before


def test_a_database_of_another_version_is_known_by_its_columns(place):
    other = place.folder / "other.sqlite3"
    shutil.copyfile(place.folder / "db.sqlite3", other)
    with sqlite3.connect(other) as connection:
        connection.execute("ALTER TABLE contingent_pgg_events RENAME COLUMN detail TO remark")
    code, said = lab(place, "doctor", "other.sqlite3")
    assert code == 0
    assert "made by another version" in said
    assert "lacks ['detail']" in said
    assert "python -m lab archive" in said


def test_a_damaged_database_is_called_so(place):
    whole = (place.folder / "db.sqlite3").read_bytes()
    (place.folder / "cut.sqlite3").write_bytes(whole[: len(whole) // 2])
    code, said = lab(place, "doctor", "cut.sqlite3")
    assert (code, "damaged" in said) == (1, True)
    assert "backups/" in said


def test_somebody_elses_database_is_left_alone(place):
    with sqlite3.connect(place.folder / "mine.sqlite3") as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    code, said = lab(place, "doctor", "mine.sqlite3")
    assert (code, "unknown SQLite database (recipes)" in said) == (1, True)


def test_an_export_is_complete_until_somebody_edits_it(place):
    code, said = lab(place, "doctor", "tables")
    assert (code, "a complete export of this version" in said) == (0, True)
    edited = place.folder / "edited"
    shutil.copytree(place.folder / "tables", edited)
    with (edited / "events.csv").open("a") as file:
        file.write("x\n")
    code, said = lab(place, "doctor", "edited")
    assert (code, "events.csv is not what was exported" in said) == (1, True)


def test_folders_of_exports_and_tables_without_a_manifest_are_told_apart(place):
    exports = place.folder / "exports"
    shutil.copytree(place.folder / "tables", exports / "2026-11-23-120000")
    code, said = lab(place, "doctor", "exports")
    assert (code, "a folder of exports" in said) == (0, True)
    assert "python -m analysis audit exports" in said
    loose = place.folder / "loose"
    loose.mkdir()
    shutil.copyfile(place.folder / "tables" / "groups.csv", loose / "groups.csv")
    code, said = lab(place, "doctor", "loose")
    assert (code, "tables without the manifest" in said) == (0, True)
    (place.folder / "empty").mkdir()
    code, said = lab(place, "doctor", "empty")
    assert (code, "unknown folder" in said) == (1, True)


def test_single_tables_and_other_peoples_exports_are_told_apart(place):
    assert "the table decisions of an export" in lab(place, "doctor", "tables/decisions.csv")[1]
    (place.folder / "wide.csv").write_text("participant.id,participant.code\n1,a\n")
    assert "oTree's own export" in lab(place, "doctor", "wide.csv")[1]
    (place.folder / "x.csv").write_text("a,b\n1,2\n")
    code, said = lab(place, "doctor", "x.csv")
    assert (code, "unknown table (a, b)" in said) == (1, True)
    (place.folder / "picture.png").write_bytes(b"\x89PNG\xff\xfe")
    assert "unknown file" in lab(place, "doctor", "picture.png")[1]
    assert "nothing at" in lab(place, "doctor", "nowhere")[1]
