"""Which attacks were tried on a running lab, and what comes of each?

Every function below is one attempt: it makes it, and fails if something else comes of it than its
outcome says. `docs/security.md` lists the same names with the same outcomes.
"""

import asyncio
import json
import re
import socket
from dataclasses import dataclass

import requests
import websockets
from members import Member, open_page
from requests.adapters import HTTPAdapter

from tests.guard_project import Visitor, cookie

SCRIPT = "<img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://x")'


@dataclass(frozen=True)
class Attack:
    """An attempt with its outcome, as the docs say it."""

    name: str
    outcome: str
    try_it: object


ATTACKS: list[Attack] = []


def attack(name, outcome):
    """Enter a function into the list."""

    def enter(function):
        ATTACKS.append(Attack(name, outcome, function))
        return function

    return enter


@dataclass
class Scene:
    """A lab in play.

    `game` has a server whose sessions are the game alone and a session in which four play; `whole`
    a server with all pages and a session whose people stand at the consent.
    """

    game: object
    session: str
    players: list[str]
    whole: object
    people: list[str]
    whole_session: str

    def talk(self, *messages, code=""):
        """Send frames as one of the players; return the last reply and the reason of an end."""
        return asyncio.run(self._talk(messages, code or self.players[0]))

    async def _talk(self, messages, code):
        url = f"{self.game.url.replace('http', 'ws', 1)}/game/{code}"
        reply = {}
        try:
            async with websockets.connect(url, close_timeout=1, max_size=None) as tab:
                await asyncio.wait_for(tab.recv(), 10)
                for message in messages:
                    await tab.send(message)
                    reply = json.loads(await asyncio.wait_for(tab.recv(), 10))
                    while not reply["acks"]:
                        reply = json.loads(await asyncio.wait_for(tab.recv(), 10))
        except websockets.exceptions.ConnectionClosed as end:
            return reply, end.rcvd.code
        return reply, None

    def refused(self, *, code="", **message):
        """Send one message and return why it was refused."""
        reply, _ = self.talk(json.dumps({"id": "attack", **message}), code=code)
        return reply["acks"][-1]["refused"]

    def contribute(self, value, number=1, **fields):
        """Try to contribute something."""
        given = {"contribution": value, **fields}
        return self.refused(do="contribute", round=number, fields=given)


def page_of(scene):
    """Return a visitor who stands at the consent, and the address."""
    visitor = Visitor(scene.whole)
    return visitor, visitor.start(scene.people[0])


# The game's socket.


@attack("a frame that is no JSON", "answered as malformed; the connection stays")
def _(scene):
    assert scene.talk("not json")[0]["acks"] == [{"id": None, "refused": "malformed"}]


@attack("a binary frame", "answered as malformed")
def _(scene):
    assert scene.talk(b"\x00\xff")[0]["acks"][0]["refused"] == "malformed"


@attack("a message of a megabyte", "the connection is closed with code 1009")
def _(scene):
    assert scene.talk("x" * 1_000_000)[1] == 1009


@attack("fifteen thousand nested brackets", "answered as malformed")
def _(scene):
    assert scene.talk("[" * 15_000)[0]["acks"][0]["refused"] == "malformed"


@attack("the server's own requests: expire, connect, give_up", "answered as malformed")
def _(scene):
    assert {scene.refused(do=do) for do in ("expire", "connect", "give_up")} == {"malformed"}


@attack("the experimenter's commands from a participant's socket", "answered as malformed")
def _(scene):
    assert {scene.refused(do=do, slot=0) for do in ("pause", "end", "replace")} == {"malformed"}


@attack("a round given as true, as text or as 1.0", "answered as malformed")
def _(scene):
    for number in (True, "1", 1.0, None):
        assert scene.contribute("5", number) == "malformed"


@attack("more points than one has", "refused; nothing is stored")
def _(scene):
    assert scene.contribute("21") == "refused.contribution"


@attack("-1, 1e1, NaN, 0x5, 5.5, Arabic digits, 1_0", "refused; nothing is stored")
def _(scene):
    for value in ("-1", "1e1", "NaN", "0x5", "5.5", "٥", "1_0", ""):
        assert scene.contribute(value) == "refused.contribution"


@attack("beliefs where none are asked", "refused; nothing is stored")
def _(scene):
    assert scene.contribute("5", **{"belief.across": "3"}) == "refused.beliefs"


@attack("a decision for a past or a future round", "refused; the screen shows where one is")
def _(scene):
    for number in (0, 2, 999_999, -1):
        assert scene.contribute("5", number) == "refused.not_now"


@attack("answers to an explanation that is not there", "refused")
def _(scene):
    said = scene.refused(do="answer", part=2, fields={"q.see_facing": "0"})
    assert said == "refused.not_now"


@attack("the code, seat and earnings of somebody else in the message", "ignored: a tab is its code")
def _(scene):
    fields = {"contribution": "21", "seat": "B", "earnings": "999", "automatic": "1"}
    message = {"do": "contribute", "id": "x", "round": 1, "code": scene.players[1]}
    reply, _ = scene.talk(json.dumps({**message, "fields": fields, "participant": "B"}))
    # It is judged as one's own, and out of range for oneself.
    assert reply["acks"][0]["refused"] == "refused.contribution"


@attack("an invented participant code", "the connection is closed with code 4404")
def _(scene):
    assert scene.talk(code="zzzzzzzz")[1] == 4404


@attack("SQL as a participant code", "the connection is closed with code 4404")
def _(scene):
    assert scene.talk(code="x'%20OR%20'1'='1")[1] == 4404


@attack("the game's socket before the introduction is passed", "closed with code 4409")
def _(scene):
    member = Member(scene.whole, scene.people[1])
    open_page(scene.whole, member.code)

    async def knock():
        url = f"{scene.whole.url.replace('http', 'ws', 1)}/game/{member.code}"
        async with websockets.connect(url, close_timeout=1) as member.socket:
            return await member.closed()

    assert asyncio.run(knock()) == 4409


@attack("two hundred messages at once", "what is too fast is refused unread; the others play on")
def _(scene):
    async def flood():
        url = f"{scene.game.url.replace('http', 'ws', 1)}/game/{scene.players[3]}"
        async with websockets.connect(url, close_timeout=1) as tab:
            for n in range(200):
                await tab.send(json.dumps({"do": "sync", "id": str(n)}))
            acks = []
            while len(acks) < 200:
                acks += json.loads(await asyncio.wait_for(tab.recv(), 20))["acks"]
            return [ack["refused"] for ack in acks]

    said = asyncio.run(flood())
    assert said.count("too_fast") > 50
    assert scene.contribute("21") == "refused.contribution"


@attack("nine tabs of one participant", "the oldest is closed with code 4429")
def _(scene):
    async def open_nine():
        tabs = [Member(scene.game, scene.players[2]) for _ in range(9)]
        for tab in tabs:
            await tab.connect()
        reason = await asyncio.wait_for(tabs[0].closed(), 10)
        await asyncio.gather(*(tab.close() for tab in tabs[1:]))
        return reason

    assert asyncio.run(open_nine()) == 4429


@attack("a message with NUL and markup in every field", "refused; no error, nothing stored")
def _(scene):
    assert scene.contribute("5\0" + SCRIPT, **{SCRIPT: SCRIPT}) == "refused.contribution"


@attack("a replayed message", "acknowledged again, counted once")
def _(scene):
    message = {"do": "contribute", "id": "once", "round": 1, "fields": {"contribution": "7"}}
    for _ in range(3):
        reply, _ = scene.talk(json.dumps(message), code=scene.players[3])
        assert reply["acks"][0]["refused"] is None
    assert "<dd>7" in reply["screen"]


@attack("another choice after the first", "refused: a choice is final")
def _(scene):
    message = {"do": "contribute", "id": "twice", "round": 1, "fields": {"contribution": "1"}}
    reply, _ = scene.talk(json.dumps(message), code=scene.players[3])
    assert reply["acks"][0]["refused"] == "refused.not_now"


# Participants' pages.


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


# The researcher's pages.


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
