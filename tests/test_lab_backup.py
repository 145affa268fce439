"""Can everything be had back from a copy, and is nothing ever lost on the way?"""

import contextlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lab import backup, restore
from lab.postgres import Cluster
from lab.servers import Server
from tests.lab_folder import lab, real, with_session


@pytest.fixture
def place(tmp_path):
    made = real(tmp_path / "place")
    with_session(made)
    return made


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        yield running


def copies(place):
    return sorted((place.folder / "backups").glob("*"))


def sessions(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return [code for (code,) in connection.execute("SELECT code FROM otree_session")]


def test_a_backup_is_a_whole_database_that_only_its_owner_reads(place):
    code, said = lab(place, "backup")
    assert code == 0, said
    (copy,) = copies(place)
    assert sessions(copy) == sessions(place.folder / "db.sqlite3")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert not list(copy.parent.glob(".*"))


def test_a_backup_is_made_while_the_server_runs_and_before_each_start(place):
    with Server(place) as server:
        assert len(copies(place)) == 1, "the start made one, since there was a session to lose"
        assert lab(place, "backup")[0] == 0
        assert server.running()
    assert len(copies(place)) == 2


def test_the_first_start_of_an_empty_lab_has_nothing_to_copy(tmp_path):
    place = real(tmp_path / "place")
    with Server(place):
        assert not (place.folder / "backups").exists()


def test_a_restored_backup_holds_what_it_held_and_keeps_what_was_there(place):
    lab(place, "backup")
    (copy,) = copies(place)
    old = sessions(copy)
    newer = with_session(place).code
    code, said = lab(place, "restore", str(copy))
    assert code == 0, said
    assert sessions(place.folder / "db.sqlite3") == old
    (kept,) = (place.folder / "backups").glob("before-restore-*.sqlite3")
    assert newer in sessions(kept)
    with Server(place):
        pass


def test_a_database_set_aside_with_its_log_comes_back_with_what_stands_in_the_log(
    tmp_path, monkeypatch
):
    # A killed server leaves its last commits in the log; `restore` sets both aside together.
    monkeypatch.chdir(tmp_path)
    with contextlib.closing(sqlite3.connect("killed.sqlite3")) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("CREATE TABLE otree_session (code)")
        server.execute("INSERT INTO otree_session VALUES ('last')")
        server.commit()
        for end in ("", "-wal"):
            shutil.copyfile(f"killed.sqlite3{end}", f"aside.sqlite3{end}")
    assert (tmp_path / "aside.sqlite3-wal").stat().st_size > 0
    assert "1 session(s)" in restore.file(Path("aside.sqlite3"))
    assert sessions(tmp_path / "db.sqlite3") == ["last"]
    assert not list(tmp_path.glob(".*"))


def test_nothing_is_restored_under_a_running_server_nor_from_a_damaged_file(place):
    lab(place, "backup")
    (copy,) = copies(place)
    before = (place.folder / "db.sqlite3").read_bytes()
    (place.folder / "cut.sqlite3").write_bytes(copy.read_bytes()[:20_000])
    code, said = lab(place, "restore", "cut.sqlite3")
    assert (code, "Nothing was changed" in said) == (1, True)
    assert (place.folder / "db.sqlite3").read_bytes() == before
    with Server(place):
        code, said = lab(place, "restore", str(copy))
    assert (code, "Stop it first" in said) == (1, True)


def test_an_archived_database_makes_room_and_stays_readable(place):
    code, said = lab(place, "archive")
    assert code == 0, said
    assert not (place.folder / "db.sqlite3").exists()
    (kept,) = (place.folder / "archive").iterdir()
    assert len(sessions(kept / "original.sqlite3")) == 1
    assert (kept / "contingent_pgg_sessions.csv").read_text().count("\n") == 2
    with Server(place):
        pass


def test_postgres_goes_through_a_dump_and_back(tmp_path, cluster):
    place, url = real(tmp_path / "place"), cluster.fresh()
    with_session(place, url)
    code, said = lab(place, "backup", DATABASE_URL=url)
    assert (code, "holds 1 session(s)" in said) == (0, True), said
    (copy,) = copies(place)
    code, said = lab(place, "restore", str(copy), DATABASE_URL=url)
    assert (code, "is not empty" in said) == (1, True)
    empty = cluster.fresh()
    code, said = lab(place, "restore", str(copy), DATABASE_URL=empty)
    assert (code, "with 1 session(s)" in said) == (0, True), said
    assert url not in said
    with Server(place, database_url=empty):
        pass


def test_the_newest_thirty_stay_and_the_last_of_every_day(tmp_path):
    for day in range(1, 6):
        for hour in range(10):
            (tmp_path / f"2025-11-{day:02d}-{hour:02d}0000.sqlite3").write_text("")
    (tmp_path / "before-restore-2025-11-01-000000.sqlite3").write_text("")
    (tmp_path / "notes.txt").write_text("")
    gone = backup.prune(tmp_path)
    # 50 copies of five days: 20 are older than the newest 30, two of them the last of a day.
    assert len(gone) == 18
    left = {path.name for path in tmp_path.iterdir()}
    assert {"2025-11-01-090000.sqlite3", "2025-11-02-090000.sqlite3"} <= left
    assert {"before-restore-2025-11-01-000000.sqlite3", "notes.txt"} <= left


def test_during_play_the_database_is_copied_without_anyone_asking(place):
    run = (
        "import asyncio, sys; sys.path.insert(0, '.');"
        "from lab import backup; backup.SECONDS_BETWEEN = 0.2;"
        "from pathlib import Path;"
        "Path('db.sqlite3').touch();"
        "asyncio.run(asyncio.wait_for(backup.every_ten_minutes(), 2))"
    )
    going = subprocess.Popen(
        [sys.executable, "-c", run], cwd=place.folder, env=place.env, stderr=subprocess.DEVNULL
    )
    time.sleep(0.8)
    os.utime(place.folder / "db.sqlite3")
    going.wait(30)
    assert len(copies(place)) >= 1
