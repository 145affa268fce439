"""Is a dangerous start refused, with the reason and a remedy that loses nothing?"""

import hashlib
import shutil
import sqlite3
import sys

import pytest

from guard import commands, facts, refusals
from lab.servers import Server
from tests.guard_project import OTREE, SERVE, Visitor, make, run

GOOD = {
    "environ": {"OTREE_PRODUCTION": "1", "OTREE_AUTH_LEVEL": "STUDY"},
    "password": "Xq7-long-enough",
    "secret": "0123456789abcdef0123456789abcdef",
    "otree": "6.0.15",
    "facts": facts.Facts("db.sqlite3"),
}

MORE = "class Other(ExtraModel):\n    player = models.Link(Player)"


def reasons(**changes):
    return [refusal.reason for refusal in refusals.before_start(**(GOOD | changes))]


def environ(**changes):
    return {"environ": GOOD["environ"] | changes}


def test_a_proper_environment_is_not_refused():
    assert reasons() == []
    assert reasons(**environ(DATABASE_URL="postgresql://u:p@h/d")) == []
    assert reasons(**environ(DATABASE_URL="sqlite:///db.sqlite3")) == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"otree": "6.0.16"}, "oTree 6.0.16"),
        (environ(OTREE_PRODUCTION=""), "OTREE_PRODUCTION"),
        (environ(OTREE_PRODUCTION="0"), "OTREE_PRODUCTION"),
        (environ(OTREE_AUTH_LEVEL=""), "OTREE_AUTH_LEVEL is not set"),
        (environ(OTREE_AUTH_LEVEL="DEMO"), "OTREE_AUTH_LEVEL is 'DEMO'"),
        (environ(OTREE_IN_MEMORY="1"), "OTREE_IN_MEMORY"),
        (environ(OTREE_EPHEMERAL="1"), "OTREE_EPHEMERAL"),
        (environ(DATABASE_URL="sqlite:///elsewhere.db"), "DATABASE_URL"),
        (environ(DATABASE_URL="mysql://u:secret@h/d"), "DATABASE_URL"),
        ({"password": ""}, "password is empty"),
        ({"password": "short"}, "password is shorter"),
        ({"password": "Password123"}, "password is well known"),
        ({"secret": ""}, "SECRET_KEY"),
        ({"secret": "{{ secret_key }}"}, "SECRET_KEY"),
    ],
)
def test_each_danger_is_the_one_refusal(changes, word):
    [reason] = reasons(**changes)
    assert word in reason
    assert "secret@" not in reason


def test_no_refusal_advises_to_delete_or_repeats_a_secret():
    kept = facts.Facts("db.sqlite3", values={"secret": refusals.keyed("another", salt="s")})
    worst = {"environ": {"OTREE_IN_MEMORY": "1", "DATABASE_URL": "sqlite:///x"}, "otree": "7"}
    found = refusals.before_start(**(GOOD | worst | {"password": "otree123", "facts": kept}))
    text = " ".join(map(str, found)).lower()
    assert len(found) == 6
    for word in ("delete", "remove", "erase", GOOD["secret"]):
        assert word not in text
    assert all(refusal.remedy for refusal in found)


def test_the_secret_is_compared_by_a_fingerprint_that_hides_it():
    kept = refusals.keyed("the right one", salt="abc")
    assert "right" not in kept
    assert hashlib.sha256(b"the right one").hexdigest() not in kept
    found = facts.Facts("db.sqlite3", values={"secret": kept})
    assert refusals.other_secret(found, "the right one") is None
    assert "not the one" in refusals.other_secret(found, "another").reason


def serve(place):
    return run(place, *(part.format(port=1) for part in SERVE))


def digest(place):
    return hashlib.sha256((place.folder / "db.sqlite3").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A project whose database holds one session that a server has made."""
    place = make(tmp_path_factory.mktemp("played") / "place")
    with Server(place, command=SERVE) as server:
        Visitor(server).new_session()
    return place


@pytest.fixture
def place(played, tmp_path):
    """A copy of it."""
    folder = tmp_path / "place"
    shutil.copytree(played.folder, folder, symlinks=True)
    return type(played)(folder, dict(played.env))


def test_another_secret_is_refused_and_the_database_stays_untouched(place):
    before = digest(place)
    place.env["OTREE_SECRET_KEY"] = "f" * 64
    place.env["OTREE_PRODUCTION"] = ""
    code, printed = serve(place)
    assert code == 2
    assert "SECRET_KEY is not the one" in printed
    assert "OTREE_PRODUCTION is not set" in printed
    assert digest(place) == before


def test_other_tables_are_refused_and_the_database_stays_untouched(place):
    before = digest(place)
    app = place.folder / "tiny" / "__init__.py"
    app.write_text(app.read_text().replace("class Note", f"{MORE}\n\nclass Note"))
    code, printed = serve(place)
    assert code == 2
    assert "made by another version of these apps. It was not touched." in printed
    assert digest(place) == before


def test_tables_of_unknown_origin_are_refused(place):
    with sqlite3.connect(place.folder / "db.sqlite3") as connection:
        connection.execute("DROP TABLE guard_facts")
    code, printed = serve(place)
    assert code == 2
    assert "this project did not make" in printed


def test_a_start_killed_before_the_fingerprint_was_written_can_be_repeated(place):
    with sqlite3.connect(place.folder / "db.sqlite3") as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("DELETE FROM otree_session")
        connection.execute("DROP TABLE guard_facts")
    with Server(place, command=SERVE):
        pass
    assert facts.read_sqlite(place.folder).values["otree"] == "6.0.15"


@pytest.mark.parametrize("command", ["devserver_inner", "test", "resetdb"])
def test_a_command_that_would_lose_the_session_is_stopped(place, command):
    before = digest(place)
    code, printed = run(place, *OTREE, command)
    assert code == 2
    assert f"holds 1 session(s), which `otree {command}` would" in printed
    assert "python -m lab" in printed
    assert "elete" not in printed
    assert digest(place) == before


def test_bots_play_in_a_folder_without_sessions(tmp_path):
    place = make(tmp_path / "place")
    app = place.folder / "tiny" / "__init__.py"
    app.write_text(app.read_text().replace("[Ask, Meet, Play, End]", "[Ask]"))
    code, printed = run(place, *OTREE, "test", "tiny", "2")
    assert code == 0, printed
    # A server that made no session leaves tables behind; oTree would advise to delete the file.
    with Server(place, command=SERVE):
        pass
    code, printed = run(place, *OTREE, "test", "tiny", "2")
    assert code == 0, printed


def test_resetdb_works_where_nothing_is_lost(tmp_path):
    place = make(tmp_path / "place")
    with Server(place, command=SERVE):
        pass
    app = place.folder / "tiny" / "__init__.py"
    app.write_text(app.read_text().replace("class Note", f"{MORE}\n\nclass Note"))
    code, printed = run(place, *OTREE, "resetdb", "--noinput")
    assert code == 0, printed
    with Server(place, command=SERVE) as server:
        assert Visitor(server).get("/login").status_code == 200


def sessions(folder, header, *, served):
    """Write a database with one session, as a server or as devserver leaves it."""
    with sqlite3.connect(folder / "db.sqlite3") as connection:
        connection.execute("CREATE TABLE otree_session (id INTEGER)")
        connection.execute("INSERT INTO otree_session VALUES (1)")
        connection.execute(f"PRAGMA user_version={header}")
        if served:
            connection.execute(facts.CREATE)
            connection.execute("INSERT INTO guard_facts VALUES ('schema', 'x')")


def refused(command, folder, environ=()):
    return commands.refused(["/bin/otree", command], dict(environ), folder, header=6015)


def test_devserver_may_go_on_with_what_devserver_wrote(tmp_path):
    sessions(tmp_path, 6015, served=False)
    assert refused("devserver_inner", tmp_path) == []
    assert refused("test", tmp_path) == []
    assert len(refused("resetdb", tmp_path)) == 1


def test_setting_the_version_in_a_served_file_does_not_unlock_it(tmp_path):
    sessions(tmp_path, 6015, served=True)
    assert len(refused("devserver_inner", tmp_path)) == 1


def test_devserver_of_another_version_does_not_load_the_file(tmp_path):
    sessions(tmp_path, 6014, served=False)
    assert len(refused("devserver_inner", tmp_path)) == 1


def test_harmless_commands_and_empty_folders_are_let_through(tmp_path):
    assert refused("resetdb", tmp_path) == []
    sessions(tmp_path, 0, served=True)
    assert refused("create_session", tmp_path) == []
    assert refused("prodserver", tmp_path) == []


def test_a_database_that_cannot_be_seen_is_not_reset(tmp_path):
    url = {"DATABASE_URL": "postgresql://u:hunter2@127.0.0.1:1/d"}
    [refusal] = refused("resetdb", tmp_path, url)
    assert "cannot see" in refusal.reason
    assert "hunter2" not in str(refusal)


def test_otrees_timeout_worker_ends_at_once(tmp_path):
    place = make(tmp_path / "place")
    assert run(place, *OTREE, "timeoutsubprocess", "8000") == (0, "")


def test_another_otree_ends_the_import_of_an_app(tmp_path):
    place = make(tmp_path / "place")
    fake = (
        "import otree; otree.__version__ = '6.0.16'; from guard.install import install; install()"
    )
    code, printed = run(place, sys.executable, "-c", fake)
    assert code == 1
    assert "Found oTree 6.0.16" in printed
