"""Is everybody forgotten when it was promised, nobody sooner, and in the backups too?"""

import asyncio
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from dataclasses import replace

import pytest
import requests

from lab import retention
from lab.checks import kept
from lab.forgetting import over, store
from lab.postgres import Cluster
from lab.rest import create
from lab.servers import Server
from tests.lab_folder import lab, real

DAY = 24 * 3_600 * 1_000
SHORT, LONG = "seat-of-the-short-one", "seat-of-the-long-one"
TIMES = {"sessions": "created_at", "events": "at", "quiz": "at", "decisions": "decided_at"}


def come(server, session, label):
    """Take part as far as the consent."""
    start = f"{server.url}/InitializeParticipant/{session.participants[0]}"
    visitor = requests.Session()
    page = visitor.get(start, params={"participant_label": label}, timeout=20)
    visitor.post(page.url, data={"consent": "yes"}, timeout=20)


def two_sessions(place, **server):
    """Let a lab hold a session that is kept for 3 days, and one that is kept for 30."""
    with Server(place, **server) as running:
        for days, slot, label in ((3, 0, SHORT), (30, 100, LONG)):
            session = create(running, "flagship", 4, retention_days=days, first_slot=slot)
            come(running, session, label)


def age(do, days):
    """Let all that is stored have happened so many days earlier."""
    for name, at in TIMES.items():
        do(f"UPDATE contingent_pgg_{name} SET {at} = {at} - {days * DAY}")


def aged(place, days):
    with store("", place.folder / "db.sqlite3") as opened:
        age(opened.do, days)


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A lab that has been stopped."""
    made = real(tmp_path_factory.mktemp("played") / "place")
    two_sessions(made)
    return made


@pytest.fixture
def place(played, tmp_path):
    """The same lab for one test."""
    shutil.copytree(played.folder, tmp_path / "place", symlinks=True)
    return replace(played, folder=tmp_path / "place")


def rows(place, query):
    with closing(sqlite3.connect(place.folder / "db.sqlite3", timeout=30)) as connection:
        return connection.execute(query).fetchall()


LABELS = "SELECT label FROM otree_participant WHERE label IS NOT NULL ORDER BY label"


def held(place):
    """Everything that an erasure could change, without the time at which it was done."""
    return [
        rows(place, f"SELECT * FROM {table} ORDER BY id")
        for table in ("contingent_pgg_participants", "otree_participant", "debriefing_player")
    ] + [rows(place, "SELECT session, participant, event, detail FROM contingent_pgg_events")]


def forgotten(place):
    """Wait until the running lab has forgotten somebody, and its log says so."""
    log = place.folder / "logs" / "contingent.log"
    assert until(lambda: "retention_over" in log.read_text())


def until(true):
    """Wait for what the lab does by itself, at most for ever so long."""
    return any(true() or time.sleep(0.1) for _ in range(1_200))


def test_the_lab_forgets_at_its_start_what_erase_due_forgets_and_nothing_else(place, tmp_path):
    aged(place, 7)
    other = real(tmp_path / "other")
    shutil.copy(place.folder / "db.sqlite3", other.folder)
    code, said = lab(other, "erase", "--due")
    assert (code, "Forgot 1" in said) == (0, True), said
    with Server(place) as server:
        forgotten(place)
        # The other session goes on under the same server.
        assert rows(place, LABELS) == [(LONG,)]
        assert requests.get(f"{server.url}/login", timeout=20).ok
    assert held(place) == held(other)
    assert rows(place, "SELECT event FROM contingent_pgg_events WHERE event = 'erased'")


def test_whoever_is_forgotten_is_in_no_backup_either_and_the_others_are(place):
    lab(place, "backup")
    aged(place, 7)
    with Server(place):
        forgotten(place)
        # A further copy was made before the start.
        assert until(lambda: not any(SHORT.encode() in one.read_bytes() for one in copies(place)))
    assert len(copies(place)) == 2
    assert SHORT.encode() not in (place.folder / "db.sqlite3").read_bytes()
    for copy in copies(place):
        assert LONG.encode() in copy.read_bytes()
    assert lab(place, "restore", str(copies(place)[0]))[0] == 0


def copies(place):
    return sorted((place.folder / "backups").glob("*.sqlite3"))


@pytest.mark.parametrize("recent", ["events", "quiz", "decisions"])
def test_a_session_in_which_something_happened_lately_is_not_over(place, recent):
    now = int(time.time() * 1_000)
    with store("", place.folder / "db.sqlite3") as opened:
        assert over(opened, now + 7 * DAY) == {first(opened)}
        age(opened.do, 7)
        assert over(opened, now) == {first(opened)}
        plays(opened.connection, recent)
        assert over(opened, now) == set()


def first(opened):
    """The session that is kept for 3 days."""
    ((code,),) = opened.do("SELECT session FROM contingent_pgg_key WHERE retention_days = 3")
    return code


def plays(connection, table):
    """Let something happen now in every session, whatever that is."""
    names = [row[1] for row in connection.execute(f"PRAGMA table_info(contingent_pgg_{table})")]
    now = int(time.time() * 1_000)
    for session, who in connection.execute(
        "SELECT session, min(participant) FROM contingent_pgg_participants GROUP BY session"
    ).fetchall():
        row = dict.fromkeys(names, 1) | {"id": None, "session": session, "participant": who}
        row[TIMES[table]] = now
        marks = ", ".join(f":{name}" for name in names)
        connection.execute(f"INSERT INTO contingent_pgg_{table} VALUES ({marks})", row)


def test_preflight_says_who_is_to_be_forgotten(place, monkeypatch):
    monkeypatch.chdir(place.folder)
    assert kept({}, time.time()).level == "ok"
    aged(place, 7)
    line = kept({}, time.time())
    assert line.level == "yellow"
    assert "1 participant(s) of 1 session(s) are to be forgotten by now" in line.said
    retention.in_database("", int(time.time() * 1_000))
    assert kept({}, time.time()).level == "ok"
    assert rows(place, LABELS) == [(LONG,)]


def test_a_folder_without_a_lab_has_nobody_to_forget(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert kept({}, time.time()).level == "ok"


def test_the_lab_waits_until_nobody_plays_but_not_for_ever(place, monkeypatch):
    monkeypatch.chdir(place.folder)
    monkeypatch.setattr(retention, "SECONDS_UNTIL_QUIET", 0)
    monkeypatch.setattr(retention, "TRIES", 5)
    now, asked = int(time.time() * 1_000), []

    def clock():
        asked.append(now + len(asked) * retention.QUIET_MS // 2)
        return asked[-1]

    # It asks three times, half of a quiet time later each, until the consents are that old.
    asyncio.run(retention._quiet("", clock))
    assert len(asked) == 3
    asked.clear()
    asyncio.run(retention._quiet("", lambda: asked.append(now) or now))
    assert len(asked) == 5


def test_a_dump_of_postgres_is_replaced_once_somebody_in_it_is_forgotten(tmp_path):
    place = real(tmp_path / "place")
    with Cluster() as cluster:
        url = cluster.fresh()
        two_sessions(place, database_url=url)
        lab(place, "backup", DATABASE_URL=url)
        (old,) = dumps(place)
        assert SHORT in restored(old)
        with store(url) as opened:
            age(opened.do, 7)
        code, said = lab(place, "erase", "--due", DATABASE_URL=url)
        assert (code, "Forgot 1" in said, "a new dump" in said) == (0, True, True), said
        (new,) = dumps(place)
        assert new != old
        assert (SHORT in restored(new), LONG in restored(new)) == (False, True)
        # Once is enough.
        assert "a new dump" not in lab(place, "erase", "--due", DATABASE_URL=url)[1]


def dumps(place):
    return sorted((place.folder / "backups").glob("*.dump"))


def restored(dump):
    """Everything that a dump would restore, as SQL."""
    command = ["pg_restore", "--file=-", dump]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
