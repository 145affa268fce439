"""What comes of attacks on the cockpit, oTree's admin, its REST interface and the log-in?"""

import asyncio
import json
import re

import requests
import websockets
from attacks import SCRIPT, Attacks
from members import open_page
from requests.adapters import HTTPAdapter

from tests.guard_project import Visitor, cookie

ATTACKS = Attacks()
attack = ATTACKS.attempt


@attack("the cockpit without a log-in", "leads to the log-in")
def _(scene):
    for path in ("", f"/{scene.session}", f"/{scene.session}/board"):
        answer = Visitor(scene.game).get(f"/cockpit{path}")
        assert (answer.status_code, answer.headers["location"]) == (302, "/login")


@attack("a cockpit action without a log-in", "leads to the log-in; nothing happens")
def _(scene):
    form = {"action": "end", "sure": "yes", "slot": "0"}
    answer = Visitor(scene.game).post(f"/cockpit/{scene.session}/act", data=form)
    assert answer.headers["location"] == "/login"
    assert scene.contribute("21") == "refused.contribution"


@attack("a cockpit action from another site, without the token", "403; nothing happens")
def _(scene):
    admin = Visitor(scene.game).log_in()
    answer = admin.post(f"/cockpit/{scene.session}/act", data={"action": "pause"})
    assert answer.status_code == 403


def token_of(admin, session):
    page = admin.get(f"/cockpit/{session}").text
    return re.search(r'name="token" value="([\w-]+)"', page)[1]


@attack("a cockpit action with the token of another log-in", "403; nothing happens")
def _(scene):
    one, other = Visitor(scene.game).log_in(), Visitor(scene.game).log_in()
    token_of(one, scene.session)
    form = {"action": "pause", "token": token_of(other, scene.session)}
    assert one.post(f"/cockpit/{scene.session}/act", data=form).status_code == 403


@attack("a cockpit action that names another site as its origin", "403; nothing happens")
def _(scene):
    admin = Visitor(scene.game).log_in()
    form = {"action": "pause", "token": token_of(admin, scene.session)}
    answer = admin.post(
        f"/cockpit/{scene.session}/act", data=form, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403


@attack("a cockpit action on a participant of another session", "refused")
def _(scene):
    admin = Visitor(scene.game).log_in()
    form = {"action": "note", "text": "x", "participant": "zzzzzzzz"}
    form["token"] = token_of(admin, scene.session)
    answer = admin.post(
        f"/cockpit/{scene.session}/act", data=form, headers={"Accept": "application/json"}
    )
    assert "no such session or participant" in answer.json()["refused"]


@attack("markup as a session code in the cockpit's address", "leads to the list of sessions")
def _(scene):
    admin = Visitor(scene.game).log_in()
    for path in ("/cockpit/%3Cscript%3E", "/cockpit/x'%20OR%201=1/board"):
        assert admin.get(path).headers["location"] == "/cockpit"


@attack("markup in a label, shown in the cockpit", "shown as text")
def _(scene):
    admin = Visitor(scene.whole).log_in()
    html = admin.get(f"/cockpit/{scene.whole_session}").text
    assert "onerror" in html
    assert "<img" not in html


@attack("markup in a message to participants", "sent as text, never as part of the screen")
def _(scene):
    admin = Visitor(scene.game).log_in()
    form = {"action": "message", "text": SCRIPT, "token": token_of(admin, scene.session)}
    admin.post(f"/cockpit/{scene.session}/act", data=form)
    reply, _ = scene.talk(json.dumps({"do": "sync", "id": "s"}))
    assert reply["banner"] == SCRIPT
    assert SCRIPT not in reply["screen"]


@attack("every page of oTree's admin without a log-in", "leads to the log-in")
def _(scene):
    of_session = ("Monitor", "Payments", "Data", "StartLinks", "Description")
    pages = ["/demo", "/sessions", "/rooms", "/export", "/server_check", "/create_session"]
    for path in pages + [f"/Session{name}/{scene.session}" for name in of_session]:
        answer = Visitor(scene.game).get(path)
        assert answer.status_code in (302, 404), path
        assert answer.headers.get("location", "/login").endswith("/login"), path


@attack("the admin's sockets without a log-in", "closed before anything is said")
def _(scene):
    async def listen(path):
        try:
            url = scene.game.url.replace("http", "ws", 1) + path
            async with websockets.connect(url, close_timeout=1) as tab:
                await tab.send("{}")
                return await asyncio.wait_for(tab.recv(), 5)
        except (websockets.exceptions.WebSocketException, TimeoutError):
            return None

    for path in (f"/session_monitor/{scene.session}", "/create_session/", "/export/"):
        assert asyncio.run(listen(path)) is None


@attack("the admin's Advance button in mid-game", "nobody is moved on")
def _(scene):
    admin = Visitor(scene.game).log_in()
    page = admin.get(f"/SessionMonitor/{scene.session}").text
    token = re.search(r'name="csrftoken" value="(\d+)"', page)
    form = {"csrftoken": token[1] if token else "", "selected_participant": scene.players[0]}
    admin.post(f"/AdvanceSession/{scene.session}", data=form)
    assert "/contingent_pgg/Play/" in open_page(scene.game, scene.players[0])
    assert scene.contribute("21") == "refused.contribution"


@attack("the Advance button without a log-in", "leads to the log-in")
def _(scene):
    answer = Visitor(scene.game).post(f"/AdvanceSession/{scene.session}")
    assert answer.headers["location"].endswith("/login")


@attack("oTree's REST interface without a key, or with a wrong one", "403")
def _(scene):
    for key in ({}, {"otree-rest-key": ""}, {"otree-rest-key": "guess"}):
        for path in ("sessions", f"get_session/{scene.session}", "export_wide"):
            answer = Visitor(scene.game).get(f"/api/{path}", headers=key)
            assert answer.status_code == 403, path


@attack("a session config with other numbers than can be played, over REST", "400; no session")
def _(scene):
    answer = Visitor(scene.game).rest(
        "/api/sessions", session_config_name="flagship", num_participants=4,
        modified_session_config_fields={"endowment": -5},
    )  # fmt: skip
    assert answer.status_code == 400


@attack("an altered log-in cookie", "leads to the log-in")
def _(scene):
    admin = Visitor(scene.game).log_in()
    signed = cookie(admin).partition("=")[2]
    for value in (signed[:-2] + "xx", signed[1:], "e30=.aaaa.bbbb"):
        assert with_cookie(scene, value).headers["location"].endswith("/login")


def with_cookie(scene, value):
    """Ask for a researcher's page with a cookie of one's own."""
    return requests.get(
        f"{scene.game.url}/sessions", cookies={"session": value}, allow_redirects=False, timeout=20
    )


@attack("a log-in cookie without any signature", "leads to the log-in")
def _(scene):
    assert with_cookie(scene, "admin").headers["location"].endswith("/login")


@attack("an empty password", "refused")
def _(scene):
    visitor = Visitor(scene.game)
    token = re.search(r'name="csrftoken" value="(\d+)"', visitor.get("/login").text)[1]
    form = {"username": "admin", "password": "", "csrftoken": token}
    assert visitor.post("/login", data=form).status_code == 200
    assert visitor.get("/sessions").status_code == 302


class From(HTTPAdapter):
    """Calls from another address of this machine."""

    def init_poolmanager(self, *args, **more):
        super().init_poolmanager(*args, **more, source_address=("127.0.0.66", 0))


@attack("guessing the password again and again", "429 after five failures in a minute")
def _(scene):
    visitor = Visitor(scene.game)
    visitor.mount("http://", From())
    token = re.search(r'name="csrftoken" value="(\d+)"', visitor.get("/login").text)[1]
    form = {"username": "admin", "password": "guess", "csrftoken": token}
    said = [visitor.post("/login", data=form).status_code for _ in range(7)]
    assert said == [200] * 5 + [429] * 2
