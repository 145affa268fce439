"""How does a test play a group through the game's sockets, as docs/protocol.md says?"""

import asyncio
import json
import re
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from csv import DictReader
from dataclasses import dataclass, field
from itertools import count
from secrets import token_hex

import websockets
import websockets.exceptions

from lab.project import ROOT, Workspace

GONE = (OSError, websockets.exceptions.WebSocketException, asyncio.TimeoutError)

SHORT = {
    "rounds_part_1": 1,
    "rounds_part_2": 2,
    "rounds_part_3": 1,
    "decision_seconds": 60,
    "reading_seconds": 60,
    "grace_seconds": 30,
}

SETTINGS = """
from pathlib import Path

source = Path({source!r})
exec(compile(source.read_text(), source, "exec"))
for config in SESSION_CONFIGS:
    config["app_sequence"] = ["contingent_pgg"]
"""


def game_alone(place: Workspace) -> None:
    """Let the workspace's sessions begin and end with the game, without introduction."""
    settings = place.folder / "settings.py"
    settings.unlink()
    settings.write_text(SETTINGS.format(source=str(ROOT / "settings.py")))


def rest(server, path: str, **body) -> dict:
    """Ask oTree's REST interface."""
    request = urllib.request.Request(
        f"{server.url}/api/{path}",
        data=json.dumps(body).encode(),
        headers={"otree-rest-key": server.env["OTREE_REST_KEY"]},
        method="POST",
    )
    return json.load(urllib.request.urlopen(request))


def new_session(server, *, config: str = "flagship", people: int = 4, **numbers) -> str:
    """Create a session with other numbers than its config's, and return its code."""
    made = rest(
        server,
        "sessions",
        session_config_name=config,
        num_participants=people,
        modified_session_config_fields=SHORT | numbers,
    )
    return made["code"]


def codes(server, session: str) -> list[str]:
    """Return the participants' codes, in oTree's order."""
    people = rest(server, f"get_session/{session}")["participants"]
    return [one["code"] for one in sorted(people, key=lambda one: one["id_in_session"])]


def open_page(server, code: str) -> str:
    """Open a participant's start link, follow redirects, and return the address it ends at."""
    return urllib.request.urlopen(f"{server.url}/InitializeParticipant/{code}").url


def tables(server) -> dict[str, list[dict[str, str]]]:
    """Export everything beside the running server, and return the rows of each table."""
    folder = server.place.folder / "tables"
    command = [sys.executable, "-m", "lab", "export", str(folder)]
    subprocess.run(
        command, cwd=server.place.folder, env=server.env, check=True, capture_output=True
    )
    found = {}
    for file in folder.glob("*.csv"):
        with file.open(newline="") as text:
            found[file.stem] = list(DictReader(text))
    return found


@dataclass
class Member:
    """One browser tab without a browser."""

    server: object
    code: str
    socket: object = None
    screen: str = ""
    absent: bool = False
    refused: dict = field(default_factory=dict)
    frames: list = field(default_factory=list)
    kept: dict = field(default_factory=dict)
    pending: tuple = ()
    _tab: str = field(default_factory=lambda: token_hex(4))
    _ids: count = field(default_factory=lambda: count(1))

    async def connect(self) -> "Member":
        """Open the socket and wait for the first screen."""
        url = self.server.url.replace("http", "ws", 1)
        self.socket = await websockets.connect(f"{url}/game/{self.code}", close_timeout=1)
        await self.hear()
        return self

    async def hear(self) -> dict:
        """Take the next frame in."""
        frame = json.loads(await asyncio.wait_for(self.socket.recv(), 20))
        self.frames.append(frame)
        for ack in frame["acks"]:
            self.refused[ack["id"]] = ack["refused"]
        self.screen = frame["screen"] or self.screen
        self.absent = frame["absent"]
        return frame

    async def send(self, do: str, *, name: str = "", **more) -> str:
        """Send a message and return its id, without waiting for anything."""
        name = name or f"{self._tab}-{next(self._ids)}"
        await self.socket.send(json.dumps({"do": do, "id": name, **more}))
        return name

    async def ask(self, do: str, *, name: str = "", **more) -> str | None:
        """Send a message, wait for its ack, and return why it was refused, if it was."""
        name = name or f"{self._tab}-{next(self._ids)}"
        self.pending = do, name, more
        await self.send(do, name=name, **more)
        while name not in self.refused:
            await self.hear()
            if self.refused.get(name) == "again":
                del self.refused[name]
                await self.send(do, name=name, **more)
        self.pending = ()
        if do == "contribute" and self.refused[name] is None:
            self.kept[more["round"]] = int(more["fields"]["contribution"])
        return self.refused[name]

    def data(self, name: str) -> str:
        """Return an attribute of the screen's root element."""
        found = re.search(rf'data-{name}="([^"]*)"', self.screen)
        return found.group(1) if found else ""

    @property
    def stage(self) -> str:
        """What the screen asks for."""
        return self.data("stage")

    @property
    def beliefs(self) -> list[str]:
        """The inputs for beliefs on the screen."""
        return re.findall(r'name="(belief\.\w+)"', self.screen)

    async def until(self, *stages: str) -> None:
        """Take frames in until the screen is at one of some stages."""
        while self.stage not in stages:
            await self.hear()

    async def contribute(self, points: int, belief: int = 10, **more) -> str | None:
        """Choose in the open round."""
        fields = {"contribution": str(points)} | {name: str(belief) for name in self.beliefs}
        return await self.ask("contribute", round=int(self.data("round")), fields=fields, **more)

    async def read(self) -> None:
        """Answer an explanation's questions, trying until all answers are right."""
        names = list(dict.fromkeys(re.findall(r'name="(q\.\w+)"', self.screen)))
        given = dict.fromkeys(names, "0")
        while self.stage == "explain":
            part = int(self.data("part"))
            await self.ask("answer", part=part, fields=given)
            wrong = set(re.findall(r'id="why-(\w+)"', self.screen))
            given |= {f"q.{name}": "1" for name in wrong}

    async def play(self, points: int = 7, *, rounds: int | None = None) -> None:
        """Play until the game is over, or so many rounds."""
        made = 0
        while rounds is None or made < rounds:
            await self.until("explain", "contribute", "done")
            if self.stage == "done":
                return
            if self.stage == "explain":
                await self.read()
                continue
            await self.contribute(points)
            made += 1

    async def persist(self, points: int = 7) -> None:
        """Play to the end whatever happens to the server, sending again what was not acked."""
        while self.stage != "done" or self.pending:
            try:
                await self.connect()
                if self.pending:
                    do, name, more = self.pending
                    await self.ask(do, name=name, **more)
                await self.play(points)
            except GONE:
                await asyncio.sleep(0.2)

    async def closed(self) -> int:
        """Take frames in until the server ends the connection, and return its reason."""
        try:
            while True:
                await self.hear()
        except websockets.exceptions.ConnectionClosed as end:
            return end.rcvd.code

    async def close(self) -> None:
        """Close the tab."""
        await self.socket.close()


def run(coroutine):
    """Run a coroutine in a thread of its own: a browser's driver may hold this one's loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


async def group(server, session: str) -> list[Member]:
    """Bring a session's participants to the game and connect them all."""
    members = [Member(server, code) for code in codes(server, session)]
    for member in members:
        await asyncio.to_thread(open_page, server, member.code)
    await asyncio.gather(*(member.connect() for member in members))
    for member in members:
        await member.until("contribute", "explain", "wait", "done")
    return members
