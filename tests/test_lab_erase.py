"""Is no address kept, is a person forgotten on request, and can a closed session tell no device?"""

import sqlite3

import pytest
import requests
from requests.adapters import HTTPAdapter

from lab.rest import create
from lab.servers import Server
from tests.lab_folder import lab, real

LABEL = "Wolpertinger-4711"
FROM = "127.0.0.77"
FORWARDED = "203.0.113.99"


class From(HTTPAdapter):
    """Calls from another address of this machine."""

    def init_poolmanager(self, *args, **more):
        super().init_poolmanager(*args, **more, source_address=(FROM, 0))


def consent(server, code, label):
    """Take part as far as the consent, through a proxy that tells the address."""
    visitor = requests.Session()
    visitor.mount("http://", From())
    visitor.headers["X-Forwarded-For"] = FORWARDED
    page = visitor.get(
        f"{server.url}/InitializeParticipant/{code}", params={"participant_label": label}
    )
    assert "/introduction/Consent/" in page.url
    visitor.post(page.url, data={"consent": "yes"})
    return visitor


def rows(place, query, *values):
    with sqlite3.connect(place.folder / "db.sqlite3") as connection:
        return connection.execute(query, values).fetchall()


def backups(place):
    return sorted((place.folder / "backups").glob("*.sqlite3"))


@pytest.fixture
def consented(tmp_path):
    """A lab in which two have consented in one browser, and a third in another."""
    place = real(tmp_path / "place")
    with Server(place) as server:
        session = create(server, "flagship", 5)
        first = consent(server, session.participants[0], LABEL)
        page = first.get(f"{server.url}/InitializeParticipant/{session.participants[1]}")
        first.post(page.url, data={"consent": "yes"})
        consent(server, session.participants[2], "other")
        # A refused POST is a line in the log.
        refusing = first.get(f"{server.url}/InitializeParticipant/{session.participants[4]}")
        declined = first.post(refusing.url, data={"consent": "no"})
        first.post(declined.url)
        requests.get(f"{server.url}/p/{session.participants[0]}/nowhere/1", timeout=20)
        requests.post(f"{server.url}/login", data={"username": "x"}, timeout=20)
    return place, session


def test_no_address_is_stored_or_logged(consented):
    place, _ = consented
    written = [p for p in place.folder.rglob("*") if p.is_file() and not p.is_symlink()]
    assert {p.name for p in written} >= {"db.sqlite3", "contingent.log"}
    for path in written:
        content = path.read_bytes()
        assert FROM.encode() not in content, path
        assert FORWARDED.encode() not in content, path


def test_devices_are_told_apart_within_a_session_and_after_its_closing_not_at_all(consented):
    place, session = consented
    query = "SELECT device FROM contingent_pgg_participants ORDER BY id"
    first, same, other, absent, _ = (token for (token,) in rows(place, query))
    assert first == same != other
    assert absent is None
    ((before,),) = rows(place, "SELECT secret FROM contingent_pgg_key")
    code, said = lab(place, "erase", "--close", session.code)
    assert code == 0, said
    assert rows(place, "SELECT secret FROM contingent_pgg_key") == [(None,)]
    assert before.encode() not in (place.folder / "db.sqlite3").read_bytes()
    with Server(place) as server:
        consent(server, session.participants[3], "late")
    assert rows(place, query)[3] == (None,)


def test_a_forgotten_person_leaves_choices_and_a_tombstone_only(consented):
    place, session = consented
    lab(place, "backup")
    assert LABEL.encode() in (place.folder / "db.sqlite3").read_bytes()
    code, said = lab(place, "erase", LABEL)
    assert code == 0, said
    assert "Forgot 1 participant(s)" in said
    # In the copies made before as well, and the researcher is told so.
    assert said.count("forgotten there too") == 1
    for path in (place.folder / "db.sqlite3", *backups(place)):
        assert LABEL.encode() not in path.read_bytes()
    (kept,) = rows(
        place,
        "SELECT consented, label, device FROM contingent_pgg_participants WHERE participant = ?",
        session.participants[0],
    )
    assert kept == (1, None, None)
    left = rows(place, "SELECT participant FROM contingent_pgg_events WHERE event = 'erased'")
    assert left == [(session.participants[0],)]
    with Server(place):
        pass
    assert lab(place, "export", "tables")[0] == 0


def test_whoever_is_not_there_cannot_be_forgotten(consented):
    place, _ = consented
    code, said = lab(place, "erase", "nobody'; DROP TABLE otree_session; --")
    assert (code, "Nobody here has the label" in said) == (1, True)
    assert rows(place, "SELECT count(*) FROM otree_session") == [(1,)]


def test_when_the_retention_time_is_over_all_are_forgotten(consented):
    place, _ = consented
    assert "Forgot 0" in lab(place, "erase", "--due")[1]
    assert "Forgot 3" in lab(place, "erase", "--due", "--days", "0")[1]
    assert rows(place, "SELECT count(*) FROM otree_participant WHERE label IS NOT NULL") == [(0,)]


def test_nothing_is_erased_under_a_running_server(consented):
    place, _ = consented
    with Server(place):
        code, said = lab(place, "erase", LABEL)
    assert (code, "Stop it first" in said) == (1, True)
