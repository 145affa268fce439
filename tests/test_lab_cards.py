"""Does a card lead its seat to one place, and does looking at an address take none?"""

import html
import re
import sqlite3
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import segno

from lab import cards, machine
from lab.rest import create
from lab.servers import Server
from tests.guard_project import Visitor
from tests.lab_folder import lab, real

ROOM = {"name": "lab", "display_name": "Lab"}


def labels_in(text):
    return re.findall(r"<h2>(.*?)</h2>", text)


def test_every_label_gets_a_card_and_the_door_a_poster(tmp_path):
    place = real(tmp_path / "place")
    code, said = lab(place, "cards", "--url", "https://lab.example/", "--out", "printed")
    assert code == 0, said
    text = (place.folder / "printed" / "cards.html").read_text()
    listed = (place.folder / "_rooms" / "lab.txt").read_text().split()
    assert labels_in(text) == listed
    assert f"https://lab.example/room/lab?participant_label={listed[0]}" in html.unescape(text)
    assert text.count("<svg") == len(listed)
    poster = (place.folder / "printed" / "poster.html").read_text()
    assert "<p>https://lab.example/room/lab</p>" in html.unescape(poster)


@pytest.mark.skipif(machine.chromium() is None, reason="Chromium prints the PDF")
def test_cards_are_printed_to_pdf(tmp_path):
    place = real(tmp_path / "place")
    code, said = lab(place, "cards", "--url", "https://lab.example", "--out", "printed", "--pdf")
    assert code == 0, said
    assert (place.folder / "printed" / "cards.pdf").read_bytes().startswith(b"%PDF")


def test_a_browser_that_cannot_print_is_a_sentence_that_names_the_page(tmp_path, monkeypatch):
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho no display >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(machine, "chromium", lambda: broken)
    with pytest.raises(SystemExit, match=r"could not print .*cards\.html; .* no display"):
        cards.pdf(tmp_path)


def test_labels_are_encoded_in_the_address_and_escaped_on_the_card():
    made = cards.card("http://x", ROOM, "Tisch 3&<b>", key="k")
    assert parse_qs(urlsplit(made.address).query) == {"participant_label": ["Tisch 3&<b>"]}
    assert "<b>" not in cards.draw("cards.html", title="t", cards=[made])


def test_the_picture_is_the_address():
    made = cards.card("http://x", ROOM, "A1", key="k")
    assert made.picture == segno.make(made.address, error="q", micro=False).svg_inline(
        scale=4, border=2
    )


@pytest.mark.parametrize("url", ["lab.example", "ftp://x", "http://", "http://x?y=1", None])
def test_an_address_that_nobody_can_open_is_refused(url, monkeypatch):
    monkeypatch.delenv("HOST", raising=False)
    with pytest.raises(SystemExit):
        cards.base(url)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    place = real(tmp_path_factory.mktemp("cards") / "place")
    settings = place.folder / "settings.py"
    text = settings.read_text()
    settings.unlink()
    # A second room whose addresses are signed.
    settings.write_text(
        text + 'ROOMS.append(dict(ROOMS[0], name="signed", use_secure_urls=True))\n'
    )
    with Server(place) as running:
        yield running


def open_room(server, room):
    """Create a session in a room, and return its code."""
    session = create(server, "flagship", 4).code
    database = server.place.folder / "db.sqlite3"
    with sqlite3.connect(database, timeout=20) as connection:
        connection.execute("DELETE FROM otree_roomtosession WHERE room_name = ?", (room,))
        (number,) = connection.execute(
            "SELECT id FROM otree_session WHERE code = ?", (session,)
        ).fetchone()
        connection.execute(
            "INSERT INTO otree_roomtosession (room_name, session_id) VALUES (?, ?)", (room, number)
        )
    return session


def taken(server, session):
    with sqlite3.connect(f"file:{server.place.folder}/db.sqlite3?mode=ro", uri=True) as connection:
        return connection.execute(
            "SELECT count(*) FROM otree_participant WHERE _session_code = ? AND visited",
            (session,),
        ).fetchone()[0]


def enter(server, address):
    """Press the button on a room's page, in a browser of one's own."""
    return requests.get(f"{address}&welcome_page_ok=1", timeout=30)


def test_a_preview_of_an_address_takes_no_place(server):
    session = open_room(server, "lab")
    address = cards.card(server.url, ROOM, "seat01", key="k").address
    for agent in ("WhatsApp/2.23", "facebookexternalhit/1.1", "Slackbot-LinkExpanding 1.0"):
        for method in ("GET", "HEAD"):
            requests.request(method, address, headers={"User-Agent": agent}, timeout=30)
    assert taken(server, session) == 0


def test_one_seat_is_one_place_on_whatever_device(server):
    session = open_room(server, "lab")
    address = cards.card(server.url, ROOM, "seat02", key="k").address
    places = {enter(server, address).url for _ in range(3)}
    assert len(places) == 1
    assert taken(server, session) == 1
    other = cards.card(server.url, ROOM, "seat03", key="k").address
    assert enter(server, other).url not in places


def test_an_unknown_label_or_an_unsigned_address_gets_no_place(server):
    session = open_room(server, "lab")
    stranger = cards.card(server.url, ROOM, "stranger", key="k")
    assert enter(server, stranger.address).status_code == 404
    signed = open_room(server, "signed")
    room = ROOM | {"name": "signed", "use_secure_urls": True}
    key = server.env["OTREE_SECRET_KEY"] + server.password
    unsigned = cards.card(server.url, ROOM | {"name": "signed"}, "seat01", key=key)
    forged = cards.card(server.url, room, "seat01", key="another key")
    right = cards.card(server.url, room, "seat01", key=key)
    assert [enter(server, one.address).status_code for one in (unsigned, forged)] == [404, 404]
    assert (taken(server, session), taken(server, signed)) == (0, 0)
    assert enter(server, right.address).status_code == 200
    assert taken(server, signed) == 1


def test_when_every_place_is_taken_a_clear_page_says_so(server):
    open_room(server, "lab")
    answers = [
        enter(server, cards.card(server.url, ROOM, f"seat{n:02d}", key="k").address)
        for n in range(1, 6)
    ]
    assert [answer.status_code for answer in answers] == [200] * 4 + [404]
    assert "There is no place here" in answers[-1].text
    assert Visitor(server).get("/login").status_code == 200
