"""A small oTree project of its own, in which each patch can be seen to work or to be missing."""

import asyncio
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import requests
import websockets

from lab.project import ROOT, Workspace, fresh_env
from lab.servers import Server

SERVE = (sys.executable, "-m", "guard.server", "127.0.0.1", "{port}")
OTREE = (sys.executable, "-c", "from otree.main import execute_from_command_line as f; f()")

SETTINGS = """
from os import environ
SESSION_CONFIGS = [
    dict(name="tiny", app_sequence=["tiny"], num_demo_participants=2, stake=1, broken=False),
]
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.0, participation_fee=0.0, doc="")
ROOMS = [dict(name="hall", display_name="Hall", participant_label_file="labels.txt")]
LANGUAGE_CODE = "en"
DEMO_PAGE_INTRO_HTML = ""
ADMIN_USERNAME = "admin"
ADMIN_PASSWORD = environ.get("OTREE_ADMIN_PASSWORD", "")
SECRET_KEY = environ.get("OTREE_SECRET_KEY", "")
"""

APP = """
from guard.install import install
install()
import asyncio
from otree.api import *
from otree.database import db as orm, dbq
from sqlalchemy import bindparam, func, select, text
from starlette.responses import JSONResponse, PlainTextResponse
from guard import background, configs, log, routes
from guard.lock import NestedTransactionError, current, transaction

class C(BaseConstants):
    NAME_IN_URL = "tiny"
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1

class Subsession(BaseSubsession): pass
class Group(BaseGroup): pass

class Player(BasePlayer):
    number = models.IntegerField(min=0, max=100)
    text = models.LongStringField(blank=True)
    finished = models.BooleanField(initial=False)

class Note(ExtraModel):
    player = models.Link(Player)
    text = models.StringField()

notes = Note.__table__
INSERT = notes.insert().values(text=bindparam("text"))
COUNT = select([func.count()]).where(notes.c.text == bindparam("text"))

def check(config):
    if config["stake"] < 0:
        raise ValueError(f"stake is {config['stake']}, allowed is 0 or more")
configs.register(check)

def creating_session(subsession):
    if subsession.session.config["broken"]:
        raise RuntimeError("creating_session fails")

def custom_export(players):
    yield ["text"]
    for p in players:
        yield [p.field_maybe_none("text")]

def custom_export_failing(players):
    current().execute(INSERT, text="half an export")
    raise RuntimeError("the export fails")

def live(player, data):
    if data.startswith("long"):
        return {0: data}
    Note.create(player=player, text=data)
    if data == "fail":
        raise RuntimeError("the live method fails")
    if data == "Rumpelstilzchen":
        current().execute(text("INSERT INTO nowhere VALUES (:x)"), x=data)
    return {player.id_in_group: data}

class Ask(Page):
    form_model = "player"
    form_fields = ["number", "text"]

class Meet(WaitPage): pass

class Play(Page):
    live_method = live
    timeout_seconds = 60
    @staticmethod
    def refuses_post(player):
        return not player.finished

class End(Page): pass

page_sequence = [Ask, Meet, Play, End]

async def count(request):
    async with transaction() as db:
        return JSONResponse(db.execute(COUNT, text=request.path_params["text"]).scalar())

async def pragma(request):
    async with transaction() as db:
        return JSONResponse(db.execute("PRAGMA " + request.path_params["name"]).scalar())

async def finish(request):
    async with transaction():
        for player in dbq(Player):
            player.finished = True
    return JSONResponse("finished")

async def secret(request):
    return PlainTextResponse("for researchers")

async def fails(request):
    raise RuntimeError("typed by 'somebody' 4711")

async def play(websocket):
    await websocket.accept()
    while True:
        text = await websocket.receive_text()
        if text == "crash":
            raise RuntimeError("the socket crashes")
        try:
            async with transaction() as db:
                db.execute(INSERT, text=text)
                if text == "rolled back":
                    raise ValueError
                if text == "orm":
                    Note.create(text="by orm")
                if text == "nested":
                    async with transaction():
                        pass
            await websocket.send_text("saved")
        except (ValueError, NestedTransactionError) as error:
            await websocket.send_text(type(error).__name__)

starts = []
async def clock():
    starts.append(1)
    if len(starts) == 1:
        raise RuntimeError("the clock fails once")
    async with transaction() as db:
        db.execute(INSERT, text="tick")
    try:
        await asyncio.sleep(3600)
    finally:
        log.event(event="clock_stopped")

routes.add("/count/{text}", count)
routes.add("/pragma/{name}", pragma)
routes.add("/finish", finish, methods=["POST"])
routes.add("/secret", routes.for_researchers(secret))
routes.add("/fails", fails)
routes.add_socket("/play", play)
routes.add_socket("/watch", routes.for_researchers(play))
background.add(clock)
"""

BOTS = """
from otree.api import Bot
from . import *

class PlayerBot(Bot):
    def play_round(self):
        yield Ask, dict(number=1, text="a")
"""

PAGE = """{{ block title }}Page{{ endblock }}
{{ block content }}{{ formfields }}{{ next_button }}{{ endblock }}"""


def make(folder: Path, **values: str) -> Workspace:
    """Write the project into a folder, linked to the guard of this one."""
    app = folder / "tiny"
    app.mkdir(parents=True)
    (folder / "_static").mkdir()
    (folder / "_static" / "open.txt").write_text("open")
    (folder / "_static_private").mkdir()
    (folder / "_static_private" / "hidden.txt").write_text("hidden")
    (folder / "labels.txt").write_text("anna\nbert\n")
    (folder / "guard").symlink_to(ROOT / "guard", target_is_directory=True)
    (folder / "settings.py").write_text(SETTINGS)
    (app / "__init__.py").write_text(APP)
    (app / "tests.py").write_text(BOTS)
    for page in ("Ask", "Play", "End"):
        (app / f"{page}.html").write_text(PAGE)
    return Workspace(folder, fresh_env(**values))


class Visitor(requests.Session):
    """An HTTP client that knows the server, follows no redirect, and can be admin."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server

    def request(self, method, path, **options):
        # `Session.get` would follow redirects by default.
        options = {"timeout": 30} | options | {"allow_redirects": False}
        address = path if path.startswith("http") else self.server.url + path
        return super().request(method, address, **options)

    def log_in(self) -> "Visitor":
        token = re.search(r'name="csrftoken" value="(\d+)"', self.get("/login").text)[1]
        form = {"username": "admin", "password": self.server.password, "csrftoken": token}
        assert self.post("/login", data=form).status_code == 302
        return self

    def rest(self, path, *, method="POST", **content):
        key = {"otree-rest-key": self.server.env["OTREE_REST_KEY"]}
        return self.request(method, path, json=content or None, headers=key)

    def new_session(self, people: int = 2, **config) -> str:
        answer = self.rest(
            "/api/sessions",
            session_config_name="tiny",
            num_participants=people,
            modified_session_config_fields=config,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["code"]

    def participants(self, session: str) -> list[str]:
        query = "SELECT code FROM otree_participant WHERE _session_code = ? ORDER BY id"
        return [row[0] for row in rows(self.server, query, session)]

    def to_play(self, code: str) -> str:
        """Take a participant to the page Play and return its path."""
        page = self.start(code)
        return self.post(page, data={"number": "7", "text": "t"}).headers["location"]

    def start(self, code: str, **query) -> str:
        return self.get(f"/InitializeParticipant/{code}", params=query).headers["location"]


def rows(server: Server, query: str, *values) -> list[tuple]:
    """Read the server's SQLite file while it runs."""
    with sqlite3.connect(f"file:{server.place.folder}/db.sqlite3?mode=ro", uri=True) as connection:
        return connection.execute(query, values).fetchall()


def talk(server: Server, path: str, *messages: str, cookie: str = "") -> list[str]:
    """Send messages over one socket and return the answers; a closed socket ends the list."""
    return asyncio.run(_talk(server, path, messages, cookie))


async def _talk(server: Server, path: str, messages: tuple[str, ...], cookie: str) -> list[str]:
    address = server.url.replace("http", "ws") + path
    answers = []
    headers = {"Cookie": cookie} if cookie else {}
    try:
        async with websockets.connect(address, extra_headers=headers) as socket:
            for message in messages:
                await socket.send(message)
                answers.append(await asyncio.wait_for(socket.recv(), 20))
    except (websockets.ConnectionClosed, websockets.InvalidStatusCode) as error:
        answers.append(str(getattr(error, "code", error)))
    return answers


def log_lines(server: Server) -> str:
    """Return the server's own log."""
    return (server.place.folder / "logs" / "contingent.log").read_text()


def count(visitor: Visitor, text: str) -> int:
    """Return how many notes with this text the database holds."""
    return visitor.get(f"/count/{text}").json()


def cookie(visitor: Visitor) -> str:
    """Return the cookies of an HTTP client for a socket's header."""
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.cookies)


def run(place: Workspace, *command: str) -> tuple[int, str]:
    """Run a command in the project and return its exit code and everything it printed."""
    done = subprocess.run(
        command, cwd=place.folder, env=place.env, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout + done.stderr
