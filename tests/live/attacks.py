"""Which attacks were tried on a running lab, and what comes of each?

An attack is a function: it tries, and fails if something else comes of it than its outcome says.
They stand in three files, by what is attacked; `docs/security.md` lists the same names with the
same outcomes.
"""

import asyncio
import json
from dataclasses import dataclass

import websockets

SCRIPT = "<img src=x onerror=alert(1)>"


@dataclass(frozen=True)
class Attack:
    """An attempt with its outcome, as the docs say it."""

    name: str
    outcome: str
    try_it: object


class Attacks(list):
    """What was tried on one thing, in the order of the docs."""

    def attempt(self, name, outcome):
        """Enter a function into the list."""

        def enter(function):
            self.append(Attack(name, outcome, function))
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
