"""Does the preflight stop a start that would lose data, and say what to do?"""

import json
import sqlite3
import time
from pathlib import Path

import pytest

from lab import checks, stored
from lab.servers import Server, ServerFailedError
from tests.lab_folder import lab, real, with_session


@pytest.fixture
def place(tmp_path):
    return real(tmp_path / "place")


@pytest.fixture(autouse=True)
def disk_of_the_tests(monkeypatch):
    """Let a machine whose temporary folders are in memory run these tests too."""
    if stored.filesystem(Path("/tmp")) in checks.IN_MEMORY:
        pytest.skip("temporary folders are in memory here, which preflight rightly refuses")


def test_a_new_lab_is_ready_and_its_hashes_are_kept(place):
    code, said = lab(place, "preflight", "--port", "0")
    assert code == 0, said
    assert said.rstrip().endswith("Ready.")
    (path,) = (place.folder / "logs").glob("preflight-*.json")
    found = json.loads(path.read_text())
    assert any(one["said"].startswith("flagship: treatments ") for one in found)
    assert {one["about"] for one in found} >= {
        "settings", "packages", "database", "disk", "clock", "time zone", "port", "reach",
        "experiment", "backup",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "about", "remedy"),
    [
        ({"OTREE_ADMIN_PASSWORD": "password"}, "well known", "OTREE_ADMIN_PASSWORD"),
        ({"OTREE_SECRET_KEY": "short"}, "SECRET_KEY", "random text"),
        ({"OTREE_PRODUCTION": "0"}, "OTREE_PRODUCTION", "set it to 1"),
        ({"OTREE_AUTH_LEVEL": "DEMO"}, "OTREE_AUTH_LEVEL", "STUDY"),
        ({"OTREE_IN_MEMORY": "1"}, "all data would be lost", "unset"),
        ({"DATABASE_URL": "mysql://x"}, "names a mysql database", "PostgreSQL"),
        ({"DATABASE_URL": "postgresql://u:geheim@127.0.0.1:1/x"}, "red", "DATABASE_URL"),
    ],
)
def test_what_is_unsafe_is_red_with_its_remedy(place, values, about, remedy):
    code, said = lab(place, "preflight", "--port", "0", **values)
    red = "\n".join(line for line in said.splitlines() if line.startswith("red"))
    assert code == 2
    assert about in red
    assert remedy in red
    # Passwords of databases are never printed.
    assert "geheim" not in said


def test_a_taken_port_is_red_unless_this_lab_has_it(place):
    with Server(place) as server:
        code, said = lab(place, "preflight", "--port", str(server.port))
        assert (code, "the lab runs here already" in said) == (0, True), said
        other = real(place.folder.parent / "other")
        code, said = lab(other, "preflight", "--port", str(server.port))
        assert (code, "another program has it" in said) == (2, True), said


def test_two_seats_with_one_label_stop_the_start(place):
    rooms = place.folder / "_rooms"
    rooms.unlink()
    rooms.mkdir()
    (rooms / "lab.txt").write_text("A1\nA2\nA1\n")
    with pytest.raises(ServerFailedError, match="names A1 more than once"), Server(place):
        pass


def test_a_clock_behind_the_data_stops_the_start(place):
    with_session(place)
    later = int((time.time() + 3_600) * 1_000)
    with sqlite3.connect(place.folder / "db.sqlite3") as connection:
        (session, code) = connection.execute(
            "SELECT session, participant FROM contingent_pgg_participants"
        ).fetchone()
        connection.execute(
            "INSERT INTO contingent_pgg_events (session, participant, event, at) VALUES (?,?,?,?)",
            (session, code, "noted", later),
        )
    with pytest.raises(ServerFailedError, match="behind the newest stored event"), Server(place):
        pass


def test_a_database_of_another_version_is_red_and_is_told_to_archive(place):
    with_session(place)
    with sqlite3.connect(place.folder / "db.sqlite3") as connection:
        connection.execute("ALTER TABLE contingent_pgg_events RENAME COLUMN detail TO remark")
    code, said = lab(place, "preflight", "--port", "0")
    assert (code, "python -m lab archive" in said) == (2, True)


def test_a_changed_experiment_is_worth_a_look(place):
    with_session(place)
    settings = place.folder / "settings.py"
    text = settings.read_text()
    settings.unlink()
    settings.write_text(text.replace("flagship(), ", "flagship(prize=19), ", 1))
    code, said = lab(place, "preflight", "--port", "0")
    assert code == 0
    assert "earlier sessions had other numbers (1)" in said


def test_folders_on_a_network_or_in_memory_are_known():
    assert stored.filesystem(Path("/proc")) in ("proc", "")
    assert set(checks.IN_MEMORY) & set(checks.ON_NETWORK) == set()


def test_a_nearly_full_disk_is_red(monkeypatch):
    usage = type("Usage", (), {"free": 10 * checks.MEGABYTE})
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda path: usage)
    assert checks.disk().level == "red"
