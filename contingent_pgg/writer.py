"""Who writes, when is it on disk, and who is told afterwards?

One task takes all messages that wait, and whatever the clock asks for, into one transaction;
after its commit, and outside the lock, the outboxes get acks and new screens. It sleeps until the
next message or the next deadline, whichever is first.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from contingent_pgg import failpoints, outbox, records
from contingent_pgg.frames import Ack, Request
from contingent_pgg.marks import marks
from contingent_pgg.memory import memory
from contingent_pgg.outbox import Outbox
from contingent_pgg.receive import Outcome, overdue, receive
from guard import log
from guard.lock import transaction
from guard.log import failure

MAX_BATCH = 64
# A deadline that cannot be written is tried again, but not at once.
PAUSE_AFTER_FAILURE_MS = 1_000
# Longer than any ordinary one by far: the disk or the machine is busy.
WORTH_A_LINE_MS = 100.0

FAILED = Outcome(stranger="failed")


@dataclass(frozen=True)
class Item:
    """A request, and the tab that waits for its ack, if any.

    Instead of a request, `command` is work of the experimenter, and `done` is told what came of it.
    """

    request: Request
    tab: Outbox | None = None
    command: Callable[[int], Outcome] | None = None
    done: asyncio.Future | None = None

    def work(self, now: int) -> Outcome:
        """Do what is asked, inside the open transaction."""
        return receive(self.request, now) if self.command is None else self.command(now)


class Writer:
    """The queue of messages and the task that works it off."""

    def __init__(self) -> None:
        self._waiting: deque[Item] = deque()
        self._wake = asyncio.Event()
        self._not_before = 0

    def submit(self, request: Request, tab: Outbox | None = None) -> None:
        """Queue a message; its ack goes to the tab after the commit."""
        self._waiting.append(Item(request, tab))
        self._wake.set()

    async def command(self, session: str, work: Callable[[int], Outcome]) -> Outcome:
        """Have something done between two messages, and return what came of it once it is stored.

        `work` takes the time in milliseconds; it runs inside the game's own transaction.
        """
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append(Item(Request(session, "command"), command=work, done=done))
        self._wake.set()
        return await done

    async def run(self) -> None:
        """Work off messages and deadlines for as long as the server lives."""
        while True:
            batch = [self._waiting.popleft() for _ in range(min(MAX_BATCH, len(self._waiting)))]
            self._speak(await self._write(batch))
            if not self._waiting:
                await self._sleep()

    async def _sleep(self) -> None:
        due = memory.due() if memory.complete else records.now_ms()
        left = None if due is None else max(due, self._not_before) - records.now_ms()
        seconds = None if left is None else max(0.0, left / 1_000)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)
        self._wake.clear()

    async def _write(self, batch: list[Item]) -> list[tuple[Item, Outcome]]:
        """Do all in one transaction; if that fails, each in its own."""
        try:
            return await self._commit(batch)
        except Exception as error:
            memory.clear()
            if len(batch) <= 1:
                failure(error, where=f"game {batch[0].request.do if batch else 'clock'}")
                self._not_before = records.now_ms() + PAUSE_AFTER_FAILURE_MS
                return [(item, FAILED) for item in batch]
        return [done for item in batch for done in await self._write([item])]

    async def _commit(self, batch: list[Item]) -> list[tuple[Item, Outcome]]:
        async with transaction():
            began = time.perf_counter()
            now = records.now_ms()
            memory.remember(now)
            work = batch + [Item(request) for request in overdue(now)]
            done = [(item, item.work(now)) for item in work]
            sights = marks.write()
            failpoints.reached("error", done)
            failpoints.reached("before_commit", done)
        failpoints.reached("after_commit", done)
        marks.forget(sights)
        _let_go(batch)
        spent = 1_000 * (time.perf_counter() - began)
        if spent > WORTH_A_LINE_MS:
            log.event(event="slow_transaction", ms=spent)
        return done

    def _speak(self, done: list[tuple[Item, Outcome]]) -> None:
        outbox.deliver(set().union(*(outcome.changed for _, outcome in done)))
        for item, outcome in done:
            if item.tab is not None:
                _answer(item.tab, item.request, outcome)
            if item.done is not None and not item.done.done():
                item.done.set_result(outcome)


def _let_go(batch: list[Item]) -> None:
    """Forget those who have closed their last tab and whose game is over."""
    for item in batch:
        if item.request.do == "disconnect" and not outbox.tabs(item.request.code):
            memory.let_go(item.request.code)
            if item.request.code not in memory.people:
                marks.let_go(item.request.code)


def _answer(tab: Outbox, request: Request, outcome: Outcome) -> None:
    if outcome.stranger in CLOSING:
        tab.close(CLOSING[outcome.stranger])
        return
    if outcome is FAILED and request.do == "connect":
        # Nobody would send this again: the browser has to connect again.
        tab.close(outbox.FAILED)
        return
    if outcome.stranger:
        tab.put(ack=Ack(request.id or None, "again"))
        return
    reason = None if outcome.refusal is None else outcome.refusal.key
    ack = Ack(request.id, reason) if request.id else None
    outbox.answer(tab, ack, outcome.refusal)


CLOSING = {"unknown": outbox.UNKNOWN, "elsewhere": outbox.ELSEWHERE}

writer = Writer()
