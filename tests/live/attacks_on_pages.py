"""What comes of attacks on participants' pages, and through their labels?"""

import re
import socket

from attacks import SCRIPT, Attacks
from members import open_page

from tests.guard_project import Visitor

FORMULA = '=HYPERLINK("http://x")'

ATTACKS = Attacks()
attack = ATTACKS.attempt


def page_of(scene):
    """Return a visitor who stands at the consent, and the address."""
    visitor = Visitor(scene.whole)
    return visitor, visitor.start(scene.people[0])


@attack("a bare POST to the game's page", "leads back to the page; nothing moves")
def _(scene):
    page = open_page(scene.game, scene.players[0])
    answer = Visitor(scene.game).post(page)
    assert (answer.status_code, page.endswith(answer.headers["location"])) == (302, True)


@attack("a forged timeout on the game's page", "leads back to the page; nothing moves")
def _(scene):
    page = open_page(scene.game, scene.players[0])
    answer = Visitor(scene.game).post(page, data={"timeout_happened": "True"})
    assert page.endswith(answer.headers["location"])


@attack("a forged timeout on the consent", "no consent is stored")
def _(scene):
    visitor, page = page_of(scene)
    visitor.post(page, data={"timeout_happened": "True", "consent": "yes"})
    assert "/introduction/Consent/" in visitor.start(scene.people[0])


@attack("opening a later page by its address", "leads to the page one is on")
def _(scene):
    visitor, page = page_of(scene)
    later = visitor.get(f"/p/{scene.people[0]}/debriefing/Statement/6")
    assert later.headers["location"] == page


@attack("another person's page with a guessed code", "404, and a kind page")
def _(scene):
    answer = Visitor(scene.whole).get("/p/aaaaaaaa/introduction/Consent/1")
    assert (answer.status_code, "There is no place here" in answer.text) == (404, True)


@attack("payoff, status and role as extra fields of a form", "ignored")
def _(scene):
    visitor, page = Visitor(scene.whole), ""
    page = visitor.start(scene.people[2])
    visitor.post(page, data={"consent": "yes", "payoff": "999", "status": "finished", "role": "x"})
    [person] = scene_people(scene, scene.people[2])
    assert person["payoff_in_real_world_currency"] == 0


def scene_people(scene, code):
    path = f"/api/get_session/{scene.whole_session}"
    found = Visitor(scene.whole).rest(path, method="POST").json()["participants"]
    return [one for one in found if one["code"] == code]


@attack("PUT, DELETE and PATCH of a page", "no effect")
def _(scene):
    visitor, page = page_of(scene)
    for method in ("PUT", "DELETE", "PATCH"):
        visitor.request(method, page, data={"consent": "yes"})
    assert "/introduction/Consent/" in visitor.start(scene.people[0])


@attack("a label that is a script, in the address", "stored without markup")
def _(scene):
    visitor = Visitor(scene.whole)
    visitor.start(scene.people[3], participant_label=SCRIPT)
    [person] = scene_people(scene, scene.people[3])
    assert "<" not in person["label"]


@attack("a label that is SQL", "stored as text, looked up as text")
def _(scene):
    visitor = Visitor(scene.whole)
    visitor.start(scene.people[4], participant_label="x'; DROP TABLE otree_session; --")
    assert scene_people(scene, scene.people[4])


@attack("a label that is a spreadsheet formula", "an apostrophe stands before it in every export")
def _(scene):
    visitor = Visitor(scene.whole)
    page = visitor.start(scene.people[5], participant_label=FORMULA)
    visitor.post(page, data={"consent": "yes"})
    text = Visitor(scene.whole).rest("/api/export_wide", method="GET").text
    assert "'=HYPERLINK" in text
    assert not re.search(r'(^|,|\n)"?=', text)


@attack("a body of two megabytes", "413 before anything reads it")
def _(scene):
    visitor, page = page_of(scene)
    assert visitor.post(page, data=b"x" * 2_000_000).status_code == 413


@attack("a Content-Type of sixty backslashes (CVE-2024-24762)", "answered at once")
def _(scene):
    visitor, page = page_of(scene)
    kind = 'application/x-www-form-urlencoded; x="' + "\\" * 60
    assert visitor.post(page, data="a=b", headers={"Content-Type": kind}).status_code < 500


@attack("climbing out of the static folder (CVE-2023-29159)", "404")
def _(scene):
    climbs = ("..%2f.env", "..%2fdb.sqlite3", "%2e%2e/settings.py", "..%5c.env", "%2fetc/passwd")
    for path in climbs:
        assert raw(scene.whole, f"/static/{path}").startswith(b"HTTP/1.1 404")


def raw(server, path):
    """Ask for a path exactly as it stands."""
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(4096), b""))


@attack("asking for .env, the database or a backup as a page", "404")
def _(scene):
    for path in ("/.env", "/db.sqlite3", "/backups/", "/logs/contingent.log", "/settings.py"):
        assert Visitor(scene.whole).get(path).status_code == 404


@attack("a line break in a header of the answer", "404 without it")
def _(scene):
    answer = raw(scene.whole, "/p/aaaaaaaa%0d%0aSet-Cookie:%20x=1/a/1")
    assert b"\r\nset-cookie: x=1" not in answer.lower()


@attack("showing a page in a frame of another site", "the browser is told to refuse")
def _(scene):
    visitor, page = page_of(scene)
    headers = visitor.get(page).headers
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
