"""How does a simulated member take part in a real session, from its start link to its pay?

It does what a browser does: pages over HTTP, the game over its socket (docs/protocol.md). It
connects again after a failure, sends what was not acknowledged again, and remembers every
acknowledgement, so that a test can hold the server to it.
"""

import asyncio
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
import websockets

from lab.conduct import Conduct, Fields
from lab.reading import Screen, screen

# Longer than any ordinary reply takes, shorter than a person's patience.
SECONDS_TO_REPLY = 10
SECONDS_BETWEEN_TRIES = 0.25
TRIES = 240
MOST_REFUSED = 100
AGAIN = ("again", "too_fast")
OVER = ("done", "left_over")
IDLE = ("wait", "lobby", *OVER)
PAID = re.compile(r'<div class="sum"><dt>.*?</dt><dd>(.*?)</dd>', re.S)


@dataclass
class Record:
    """What a member remembers of its session.

    Attributes
    ----------
    acknowledged : dict
        For each round the form whose ack said that it counts.
    refused : list of (str, str)
        What was refused, and the reason.
    connections : int
        How often the game's socket was opened.
    paid : str
        What the payment statement says is paid, as printed.
    """

    acknowledged: dict[int, Fields] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0
    paid: str = ""


class Member:
    """One participant of a running session."""

    def __init__(self, url: str, code: str, conduct: Conduct) -> None:
        self.code, self.conduct, self.record = code, conduct, Record()
        self.page, self.html = f"{url}/InitializeParticipant/{code}", ""
        self.screen: Screen | None = None
        self._address = f"{url.replace('http', 'ws', 1)}/game/{code}"
        self._http = requests.Session()
        self._steps = itertools.count(1)
        self._attempts: dict[int, int] = {}
        self._pending: dict[str, dict[str, Any]] = {}

    async def take_part(self) -> Record:
        """Go through the whole session."""
        await self.arrive()
        await self.play()
        await self.finish()
        return self.record

    async def arrive(self) -> None:
        """Consent, read, answer the quiz, and reach the page of the game."""
        await self._walk("/contingent_pgg/Play/")

    async def finish(self) -> None:
        """Leave the game, answer the questionnaire, and read the payment statement."""
        await self._walk("/debriefing/Statement/")
        paid = PAID.search(self.html)
        self.record.paid = paid[1] if paid else ""
        self._http.close()

    async def _walk(self, goal: str) -> None:
        """Fill in page after page until an address is reached."""
        await self._load(None)
        for _ in range(20):
            if goal in self.page:
                return
            await self._load(self._form())
        raise RuntimeError(f"{self.code} stands on {self.page}, on the way to {goal}")

    def _form(self) -> Fields:
        """Fill in the page before it."""
        if "/introduction/Consent/" in self.page:
            return {"consent": "yes"}
        if "/introduction/Quiz/" in self.page:
            return self.conduct.quiz(self._attempt(1))
        if "/conditional_contribution/Questions/" in self.page:
            return self.conduct.task_quiz(self._attempt(0))
        if "/conditional_contribution/" in self.page:
            return self.conduct.task(self.page)
        if "/debriefing/Questionnaire/" in self.page:
            return {"age": "30", "gender": "", "clarity": "4", "comment": ""}
        return {}

    async def _load(self, form: Fields | None) -> None:
        """Open the page, or send its form, again and again while the server cannot be reached."""
        for attempt in range(TRIES):
            try:
                answer = await asyncio.to_thread(self._request, form)
            except requests.RequestException:
                await asyncio.sleep(SECONDS_BETWEEN_TRIES)
                # What became of the form is not known: the page itself says.
                form = None
                continue
            if answer.status_code < 500 or attempt == TRIES - 1:
                answer.raise_for_status()
                self.page, self.html = answer.url, answer.text
                return
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)

    def _request(self, form: Fields | None) -> requests.Response:
        if form is None:
            return self._http.get(self.page, timeout=60)
        return self._http.post(self.page, data=form, timeout=60)

    def _attempt(self, part: int) -> int:
        """Count the answer sheets handed in for a part, this one included."""
        self._attempts[part] = self._attempts.get(part, 0) + 1
        return self._attempts[part]

    async def play(self) -> None:
        """Play all rounds, connecting again whenever the connection is lost."""
        tries = itertools.count()
        while not self.over:
            try:
                await self._converse()
            except (OSError, websockets.exceptions.WebSocketException, TimeoutError) as error:
                if next(tries) > TRIES:
                    raise RuntimeError(f"{self.code} cannot reach the game") from error
                await asyncio.sleep(SECONDS_BETWEEN_TRIES)

    @property
    def over(self) -> bool:
        """Whether nothing of the game is left to do."""
        return self.screen is not None and self.screen.stage in OVER and not self._pending

    async def _converse(self) -> None:
        async with websockets.connect(self._address, close_timeout=1) as socket:
            self.record.connections += 1
            await self._send_again(socket)
            silent = 0
            while not self.over:
                try:
                    frame = await asyncio.wait_for(socket.recv(), SECONDS_TO_REPLY)
                except TimeoutError:
                    silent += 1
                    if silent > 1:
                        raise
                    await self._ask_again(socket)
                    continue
                silent = 0
                await self._take(socket, json.loads(frame))

    async def _send_again(self, socket: Any) -> None:
        for message in self._pending.values():
            await socket.send(json.dumps(message))

    async def _ask_again(self, socket: Any) -> None:
        """After a silence: send what was not acknowledged, or else a ping."""
        await self._send_again(socket)
        if not self._pending:
            await socket.send(json.dumps({"do": "ping", "id": self._name()}))

    def _name(self) -> str:
        return f"{self.code}-{next(self._steps)}"

    async def _take(self, socket: Any, frame: dict[str, Any]) -> None:
        """Note what was acknowledged, look at the screen, and do what it asks for."""
        again = [ack for ack in frame["acks"] if not self._noted(ack)]
        if again:
            await asyncio.sleep(1)
            await self._send_again(socket)
        if frame["screen"] is not None:
            self.screen = screen(frame["screen"], self.conduct.language)
            if not self._pending:
                await self._act(socket, self.screen)

    def _noted(self, ack: dict[str, Any]) -> bool:
        """Note an ack; say no where the message must be sent again."""
        message, refused = self._pending.get(ack["id"]), ack["refused"]
        if message is None:
            return True
        if refused in AGAIN:
            return False
        del self._pending[ack["id"]]
        if refused is not None:
            self.record.refused.append((message["do"], refused))
            if len(self.record.refused) > MOST_REFUSED:
                raise RuntimeError(f"{self.code} is refused again and again: {message}, {refused}")
        elif message["do"] == "contribute":
            self.record.acknowledged[message["round"]] = message["fields"]
        return True

    async def _act(self, socket: Any, shown: Screen) -> None:
        """Send the form that a screen asks for, after some thought."""
        if shown.stage == "contribute":
            message = {"round": shown.round, "fields": self.conduct.decide(shown)}
        elif shown.stage == "explain":
            fields = self.conduct.answer(shown, self._attempt(shown.part))
            message = {"part": shown.part, "fields": fields}
        elif shown.stage in IDLE:
            return
        else:
            message = {"round": shown.round, "fields": self.conduct.act(shown)}
        do = {"contribute": "contribute", "explain": "answer"}.get(shown.stage, "act")
        name = self._name()
        await asyncio.sleep(self.conduct.pause(next(self._steps)))
        self._pending[name] = {"do": do, "id": name, **message}
        await socket.send(json.dumps(self._pending[name]))


def together(members: list[Member], action: Callable[[Member], Any], *, seconds: float) -> list:
    """Let members act at the same time, and return what each returned."""

    async def all_of_them() -> list:
        return await asyncio.gather(*(action(member) for member in members))

    return asyncio.run(asyncio.wait_for(all_of_them(), seconds))
