"""How does somebody who thinks play the stock app, and how long do they wait?"""

import asyncio
import time

import requests

from lab import stock
from lab.clients import TRIES
from lab.load import Think, Wait


class StockMember(stock.Member):
    """A participant of the stock app that thinks as long, and notes its waits."""

    def __init__(self, url: str, code: str, number: int, think: Think, rounds: int) -> None:
        super().__init__(url, code)
        self.waits: list[Wait] = []
        self.errors: list[str] = []
        self._number, self._think, self._rounds, self._round = number, think, rounds, 0

    async def arrive(self) -> None:
        """Open the first page."""
        await self.load()

    async def play(self) -> None:
        """Play the rounds."""
        await super().play(self._rounds)

    async def finish(self) -> None:
        """Close the last page."""
        await self.leave()

    async def load(self, form: dict[str, int] | None = None) -> None:
        """Open or send a page; think before a decision."""
        if form:
            self._round += 1
            await asyncio.sleep(self._think.seconds(0, self._number, self._round))
        await super().load(form)

    async def ask(self, form: dict[str, int] | None) -> str:
        """Get or send a page, as often as it takes; note how long a decision's answer takes."""
        sent = time.perf_counter()
        text = await self._insist(form)
        if form:
            self.waits.append(Wait(self._round, time.perf_counter() - sent))
        return text

    async def _insist(self, form: dict[str, int] | None) -> str:
        """Do what a person does who sees an error instead of a page."""
        for _ in range(TRIES):
            try:
                return await super().ask(form)
            except requests.RequestException as error:
                self.errors.append(f"a page: {type(error).__name__}")
                await asyncio.sleep(1)
        raise RuntimeError(f"{self.page} fails again and again")
