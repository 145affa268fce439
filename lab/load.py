"""How do members who think before they decide load a server, and how long does each wait?

A member waits from sending a decision until its own screen says that it counts. The clients run on
the same machine as the server, so their own work is part of every wait.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import requests

from design import chance
from lab.cast import Cast
from lab.clients import AGAIN, Member
from lab.conduct import Conduct
from lab.costs import cpu_seconds, peak_memory
from lab.servers import Server

SECONDS = 7_200
MOST_THREADS = 500


class UnfinishedError(RuntimeError):
    """A member waits for what does not come."""


@dataclass(frozen=True)
class Think:
    """For how long people think before a decision: evenly between two bounds, in seconds."""

    least: float
    most: float

    def seconds(self, seed: int, number: int, step: int) -> float:
        """Draw the time that one person thinks before one step."""
        draw = float(chance.uniform(seed, (number, step), "load"))
        return self.least + draw * (self.most - self.least)


@dataclass(frozen=True)
class Wait:
    """How long a member waited for its own screen after a decision of some round."""

    round: int
    seconds: float


@dataclass(frozen=True)
class Carried:
    """What some servers carried together.

    Attributes
    ----------
    name : str
        What was played.
    people : int
        How many took part.
    waits : tuple of Wait
        One for each decision whose screen came back.
    seconds : float
        From the first thought to the last screen.
    cpu, megabytes : float
        Processor time of the servers meanwhile in seconds, and the largest one's peak memory.
    errors : tuple of str
        Pages that failed, connections that broke, decisions that were refused or lost.
    """

    name: str
    people: int
    waits: tuple[Wait, ...]
    seconds: float
    cpu: float
    megabytes: float
    errors: tuple[str, ...]

    def percentile(self, q: float, rounds: Iterable[int] | None = None) -> float:
        """Return a percentile of the waits in milliseconds, of some rounds or of all."""
        chosen = None if rounds is None else set(rounds)
        kept = [w.seconds for w in self.waits if chosen is None or w.round in chosen]
        return 1_000 * float(np.percentile(kept, q)) if kept else float("nan")

    @property
    def rate(self) -> float:
        """Decisions per second."""
        return len(self.waits) / self.seconds

    @property
    def cost(self) -> float:
        """Server processor time per decision, in milliseconds."""
        return 1_000 * self.cpu / len(self.waits)


class Timed(Member):
    """A member of the live game that thinks, and notes its waits and what goes wrong."""

    def __init__(self, url: str, code: str, conduct: Conduct, think: Think) -> None:
        super().__init__(url, code, conduct)
        self.waits: list[Wait] = []
        self.errors: list[str] = []
        self._think, self._thoughts = think, 0
        self._sent: dict[str, tuple[int, float]] = {}

    async def play(self) -> None:
        """Play all rounds, and count connections beyond the first as errors."""
        await super().play()
        self.errors += ["a lost connection"] * (self.record.connections - 1)
        self.errors += [f"{do} refused: {why}" for do, why in self.record.refused]

    def _request(self, form: dict[str, str] | None) -> requests.Response:
        try:
            answer = super()._request(form)
        except requests.RequestException as error:
            self.errors.append(f"a page: {type(error).__name__}")
            raise
        if answer.status_code >= 500:
            self.errors.append(f"a page: {answer.status_code}")
        return answer

    async def _act(self, socket: Any, shown: Any) -> None:
        if shown.stage in ("contribute", "explain"):
            self._thoughts += 1
            conduct = self.conduct
            seconds = self._think.seconds(conduct.seed, conduct.number, self._thoughts)
            await asyncio.sleep(seconds)
        await super()._act(_Stamping(socket, self._sent), shown)

    async def _take(self, socket: Any, frame: dict[str, Any]) -> None:
        now = time.perf_counter()
        for ack in frame["acks"]:
            if ack["refused"] in AGAIN:
                self.errors.append(f"to be sent again: {ack['refused']}")
            elif ack["id"] in self._sent and frame["screen"] is not None:
                number, sent = self._sent.pop(ack["id"])
                self.waits.append(Wait(number, now - sent))
        await super()._take(socket, frame)


class _Stamping:
    """A socket that notes when each decision was first sent."""

    def __init__(self, socket: Any, sent: dict[str, tuple[int, float]]) -> None:
        self._socket, self._sent = socket, sent

    async def send(self, text: str) -> None:
        message = json.loads(text)
        if message["do"] == "contribute":
            self._sent.setdefault(message["id"], (message["round"], time.perf_counter()))
        await self._socket.send(text)


def timed(server: Server, played: Cast, think: Think) -> list[Timed]:
    """Return the members of a cast as members that think and note their waits."""
    return [Timed(server.url, one.code, one.conduct, think) for one in played.members]


def carry(
    name: str, servers: Sequence[Server], members: Sequence[Any], *, patience: float = SECONDS
) -> Carried:
    """Let members take part in what runs on some servers, and measure while they play.

    Whoever has not played to the end after `patience` seconds is an error.
    """
    return asyncio.run(_carry(name, servers, members, patience))


async def _carry(
    name: str, servers: Sequence[Server], members: Sequence[Any], patience: float
) -> Carried:
    # Stock oTree answers pages slowly under load, and each of its members waits in a thread.
    threads = ThreadPoolExecutor(min(len(members), MOST_THREADS))
    asyncio.get_running_loop().set_default_executor(threads)
    errors = await _together(one.arrive() for one in members)
    cpu, start = _cpu(servers), time.perf_counter()
    errors += await _together(_within(one.play(), patience) for one in members)
    seconds, cpu = time.perf_counter() - start, _cpu(servers) - cpu
    errors += await _together(one.finish() for one in members)
    return Carried(
        name=name,
        people=len(members),
        waits=tuple(wait for one in members for wait in one.waits),
        seconds=seconds,
        cpu=cpu,
        megabytes=max(peak_memory(server.pid) for server in servers),
        errors=(*errors, *(error for one in members for error in one.errors)),
    )


async def _within(play: Awaitable[None], patience: float) -> None:
    try:
        await asyncio.wait_for(play, patience)
    except TimeoutError as error:
        raise UnfinishedError(f"not at the end after {patience:g} s") from error


def _cpu(servers: Sequence[Server]) -> float:
    return sum(cpu_seconds(server.pid) for server in servers)


async def _together(actions: Iterable[Awaitable[None]]) -> list[str]:
    """Let all act at the same time; return what went wrong with whom it did."""
    ended = await asyncio.gather(*actions, return_exceptions=True)
    return [
        f"{type(error).__name__}: {error}" for error in ended if isinstance(error, BaseException)
    ]
