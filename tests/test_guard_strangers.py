"""Is what strangers send harmless to the researcher and to the others?"""

import asyncio
import json
import re
import socket
import sqlite3
import time

import pytest
import requests
import websockets

from lab.servers import Server
from tests.guard_project import SERVE, Visitor, cookie, make, rows, talk


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(make(tmp_path_factory.mktemp("guard") / "place"), command=SERVE) as running:
        yield running


@pytest.fixture
def visitor(server):
    return Visitor(server)


@pytest.fixture(scope="module")
def admin(server):
    return Visitor(server).log_in()


SCRIPT = "<img src=x onerror=alert(1)>&\"'`"


def test_a_label_with_markup_is_harmless_on_every_admin_page(server, visitor, admin):
    code = visitor.participants(session := visitor.new_session())[0]
    visitor.start(code, participant_label=SCRIPT)
    stored = rows(server, "SELECT label FROM otree_participant WHERE code = ?", code)[0][0]
    assert stored == "‹img src=x onerror=alert(1)›+”’’"
    for page in ("SessionMonitor", "SessionPayments", "SessionData", "session_data"):
        assert "<img" not in admin.get(f"/{page}/{session}").text
    [row] = json.loads(monitor(server, session, admin))["rows"]
    assert row["label"] == stored


def monitor(server, session, admin):
    return talk(server, f"/session_monitor/{session}", "{}", cookie=cookie(admin))[0]


def test_labels_stored_with_markup_are_escaped_where_they_are_shown(server, admin):
    """As they may be in a database that a server without the guard has written."""
    code = admin.participants(session := admin.new_session())[0]
    admin.start(code)
    with sqlite3.connect(server.place.folder / "db.sqlite3", timeout=20) as connection:
        connection.execute("UPDATE otree_participant SET label = '<b>' WHERE code = ?", (code,))
    assert "<td>&lt;b&gt;</td>" in admin.get(f"/SessionPayments/{session}").text
    [row] = json.loads(monitor(server, session, admin))["rows"]
    assert row["label"] == "&lt;b&gt;"


def test_a_participant_who_returns_with_the_same_label_keeps_the_place(server, visitor):
    session = visitor.new_session()
    query = "SELECT _anonymous_code FROM otree_session WHERE code = ?"
    link = f"/join/{rows(server, query, session)[0][0]}"
    first = visitor.get(link, params={"participant_label": "O'Neil <b>"}).headers["location"]
    again = Visitor(server).get(link, params={"participant_label": "O'Neil <b>"})
    assert again.headers["location"] == first


def test_a_strange_label_in_a_room_reaches_no_selector(server, admin):
    [told] = talk(server, "/room_without_session/hall", "{}", cookie=cookie(admin))
    assert json.loads(told)["present_labels"] == []
    path = "/wait_for_session_in_room?room_name=hall&tab_unique_id=1&participant_label="

    async def present(label):
        address = server.url.replace("http", "ws")
        async with websockets.connect(address + path + label):
            watch = websockets.connect(
                f"{address}/room_without_session/hall", extra_headers={"Cookie": cookie(admin)}
            )
            async with watch as socket:
                return json.loads(await socket.recv())["present_labels"]

    assert asyncio.run(present("anna")) == ["anna"]
    assert asyncio.run(present("%3Cimg%3E")) == [""]


def test_a_dead_end_is_a_page_for_people_and_a_plain_404_for_programs(visitor):
    for path in ("/p/nobody00/tiny/Ask/1", "/join/nowhere", "/room/nowhere?welcome_page_ok=1"):
        answer = visitor.get(path)
        assert (answer.status_code, "<h1>" in answer.text) == (404, True)
    answer = visitor.rest("/api/get_session/nowhere")
    assert (answer.status_code, "<h1>" in answer.text) == (404, False)


def test_the_return_address_of_the_pause_page_stays_on_this_server(visitor):
    page = visitor.get("/GBATInactive?return_url=javascript:alert(1)").text
    assert r"/^\/p\/[\w\/-]+$/.test(returnUrl || '')" in page


@pytest.mark.timeout(60)
def test_a_header_of_backslashes_does_not_freeze_the_server(visitor):
    # oTree alone needs minutes for these 60 characters, and serves nobody meanwhile.
    kind = 'application/x-www-form-urlencoded; x="' + "\\" * 60
    answer = visitor.post("/login", data="a=b", headers={"Content-Type": kind})
    assert answer.status_code == 403
    assert visitor.get("/login").status_code == 200


def test_a_static_address_reads_static_files_only(server, visitor):
    assert visitor.get("/static/open.txt").text == "open"
    for climb in ("..%2f_static_private/hidden.txt", "%2e%2e/_static_private/hidden.txt", "%2fetc"):
        raw = f"GET /static/{climb} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(raw.encode())
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        assert answer.startswith(b"HTTP/1.1 404")
        assert b"hidden" not in answer


def test_exports_hold_no_formula(server, visitor):
    code = visitor.participants(session := visitor.new_session())[0]
    page = visitor.start(code, participant_label="=1+1")
    visitor.post(page, data={"number": "7", "text": '=HYPERLINK("http://x")'})
    for path in ("export_app?app=tiny", "export_wide?", "export_app_custom?app=tiny"):
        text = visitor.rest(f"/api/{path}&session_code={session}", method="GET").text
        assert "'=HYPERLINK" in text
        assert not re.search(r'(^|,|\n)"?=', text)


def test_chat_exports_hold_no_formula(server, visitor):
    code = visitor.participants(visitor.new_session())[0]
    with sqlite3.connect(server.place.folder / "db.sqlite3", timeout=20) as connection:
        connection.execute(
            "INSERT INTO otree_chatmessage (channel, participant_id, nickname, body, timestamp) "
            "SELECT 'c', id, '@nick', '=1+1', 0 FROM otree_participant WHERE code = ?",
            (code,),
        )
    text = visitor.rest("/api/export_chat", method="GET").text
    assert ",'@nick,'=1+1," in text


def test_every_answer_carries_the_security_headers(visitor):
    page, file = visitor.get("/login"), visitor.get("/static/open.txt")
    for answer in (page, file, visitor.get("/nothing"), visitor.get("/fails")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Server"] == "contingent"
    assert page.headers["Cache-Control"] == "no-store"
    assert file.headers["Cache-Control"] == "public, max-age=3600"


def test_a_large_body_is_refused_whether_declared_or_not(visitor):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.post("/login", data=b"x" * 1_000_001).status_code == 413
    assert visitor.post("/login", data=b"x" * 100_001, headers=form).status_code == 413

    def pieces():
        for _ in range(11):
            yield b"x" * 10_000

    assert visitor.post("/login", data=pieces(), headers=form).status_code == 413
    # CSRF is what refuses it now: a whole page of text fits into an answer.
    assert visitor.post("/login", data=b"x" * 100_000, headers=form).status_code == 403


def test_uploads_are_refused_before_their_parser_sees_them(visitor):
    assert visitor.post("/login", files={"a": b"x"}).status_code == 415


def test_a_slow_sender_holds_up_nobody(server, visitor):
    head = f"POST {visitor.start(visitor.participants(visitor.new_session())[0])} HTTP/1.1\r\n"
    head += (
        "Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head.encode() + b"a=")
        time.sleep(0.3)
        # This needs the lock that oTree would hold until the eight missing bytes arrive.
        assert visitor.get("/login").status_code == 200


def test_passwords_cannot_be_tried_without_end(tmp_path):
    with Server(make(tmp_path / "place"), command=SERVE) as server:
        visitor = Visitor(server)
        token = re.search(r'name="csrftoken" value="(\d+)"', visitor.get("/login").text)[1]
        form = {"username": "admin", "password": "guess", "csrftoken": token}
        codes = [visitor.post("/login", data=form).status_code for _ in range(7)]
        assert codes == [200] * 5 + [429] * 2
        assert visitor.get("/login").status_code == 200
        assert requests.get(server.url + "/demo", allow_redirects=False).status_code == 302
