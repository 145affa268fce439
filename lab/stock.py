"""What does a stock oTree app of three pages a round carry? The benchmark's comparison."""

import asyncio
import html
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import requests
import websockets

from lab.costs import cpu_seconds
from lab.project import ROOT, Workspace, workspace
from lab.servers import STOCK, Server

GROUP = 4
# Nobody looks at an empty page for longer; whoever waits in a thread must come back.
SECONDS_TO_ANSWER = 60
# An ordinary page names its socket in an attribute, a wait page in its script.
SOCKET = re.compile(r'(?:data-socket-url=|makeReconnectingWebSocket\()"([^"]+)"')
SETTINGS = """
SESSION_CONFIGS = [dict(name="stock", app_sequence=["stock_game"], num_demo_participants=4)]
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1, participation_fee=0)
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "EUR"
ADMIN_USERNAME = "admin"
from os import environ
ADMIN_PASSWORD = environ["OTREE_ADMIN_PASSWORD"]
SECRET_KEY = environ["OTREE_SECRET_KEY"]
"""


@dataclass(frozen=True)
class Load:
    """What a server carried: participant-rounds, the time they took, the server's own time."""

    name: str
    rounds: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Participant-rounds per second."""
        return self.rounds / self.seconds

    @property
    def cost(self) -> float:
        """Server processor time per member and decision, in milliseconds."""
        return 1000 * self.cpu / self.rounds


def stock_place(folder: Path) -> Workspace:
    """Return a folder with nothing but the stock app, without any of our changes to oTree."""
    place = workspace(folder, without=tuple(entry.name for entry in ROOT.iterdir()))
    (folder / "_static").mkdir()
    (folder / "settings.py").write_text(SETTINGS)
    (folder / "stock_game").symlink_to(ROOT / "lab" / "stock_game")
    return place


def measured(server: Server, name: str, rounds: int, play: Callable[[], None]) -> Load:
    """Time `play`, which plays `rounds` participant-rounds, and what it costs the server."""
    before, start = cpu_seconds(server.pid), time.perf_counter()
    play()
    return Load(name, rounds, time.perf_counter() - start, cpu_seconds(server.pid) - before)


def carry(folder: Path, *, groups: int, rounds: int) -> Load:
    """Let `groups` groups play as fast as the server answers, and measure it."""
    with Server(stock_place(folder), command=STOCK) as server:
        codes = session(server, groups * GROUP)
        loop = asyncio.new_event_loop()
        loop.set_default_executor(ThreadPoolExecutor(len(codes)))
        members = [Member(server.url, code) for code in codes]

        def all_together(action: Callable[[Member], Awaitable[None]]) -> None:
            loop.run_until_complete(asyncio.wait_for(_gathered(map(action, members)), 600))

        all_together(Member.load)
        load = measured(
            server,
            "stock oTree, three pages a round",
            len(codes) * rounds,
            lambda: all_together(lambda member: member.play(rounds)),
        )
        all_together(Member.leave)
        loop.close()
        return load


async def _gathered(actions: Iterable[Awaitable[None]]) -> None:
    await asyncio.gather(*actions)


def session(server: Server, participants: int) -> list[str]:
    """Create a stock session and return its participants' codes in order."""
    headers = {"otree-rest-key": server.env["OTREE_REST_KEY"]}
    asked = {"session_config_name": "stock", "num_participants": participants}
    made = requests.post(f"{server.url}/api/sessions", json=asked, headers=headers).json()
    path = f"{server.url}/api/get_session/{made['code']}"
    people = requests.post(path, json={}, headers=headers).json()["participants"]
    return [p["code"] for p in sorted(people, key=lambda p: p["id_in_session"])]


class Member:
    """One participant of the stock app, whose browser keeps every page's socket as oTree asks."""

    def __init__(self, url: str, code: str) -> None:
        self.http, self.server = requests.Session(), url
        self.page = f"{url}/InitializeParticipant/{code}"
        self.socket = None

    async def play(self, rounds: int) -> None:
        """Play `rounds` rounds: contribute, wait for the others, read the results."""
        for _ in range(rounds):
            await self.load({"contribution": 10})
            while "/Everybody/" in self.page:
                await self.socket.recv()
                await self.load()
            if "/Results/" not in self.page:
                raise RuntimeError(f"expected the results, found {self.page}")
            await self.load({})

    async def load(self, form: dict[str, int] | None = None) -> None:
        """Open the page anew, or send its form; then do what the next page's script does."""
        await self.leave()
        text = await self.ask(form)
        path = SOCKET.search(text)
        if path:
            address = self.server.replace("http", "ws", 1) + html.unescape(path.group(1))
            self.socket = await websockets.connect(address)

    async def ask(self, form: dict[str, int] | None) -> str:
        """Get the page, or send its form; return the page that comes of it."""
        ask = self.http.get if form is None else partial(self.http.post, data=form)
        answer = await asyncio.to_thread(ask, self.page, timeout=SECONDS_TO_ANSWER)
        answer.raise_for_status()
        self.page = answer.url
        return answer.text

    async def leave(self) -> None:
        """Close the page's socket."""
        if self.socket is not None:
            await self.socket.close()
        self.socket = None
