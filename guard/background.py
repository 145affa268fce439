"""How does something of the product live as long as the server?

    from guard import background

    async def clock():                # runs until the server ends; then it is cancelled
        while True:
            await asyncio.sleep(next_deadline())
            async with transaction() as db: ...

    background.add(clock)             # while the app is imported, as with routes

A task that fails is logged with a number and started again a second later; one that returns is
done. Tasks start before the first request is served. On shutdown sockets close first, then tasks
are cancelled and awaited.
"""

import asyncio
from collections.abc import Awaitable, Callable
from types import ModuleType

from guard.deferred import when_imported
from guard.log import failure

HOOKS = ("otree.asgi.app",)
PAUSE_AFTER_FAILURE = 1.0

_declared: list[Callable[[], Awaitable[None]]] = []
_running: list[asyncio.Task] = []


def add(run: Callable[[], Awaitable[None]]) -> None:
    """Run an async function without arguments for as long as the server lives."""
    _declared.append(run)


def apply() -> None:
    """Tie the tasks to the server's startup and shutdown."""
    when_imported("otree.asgi", _tie)


def _tie(asgi: ModuleType) -> None:
    asgi.app.router.on_startup.append(_start)
    asgi.app.router.on_shutdown.insert(0, _stop)


async def _start() -> None:
    _running.extend(asyncio.create_task(_kept(run)) for run in _declared)


async def _kept(run: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            return await run()
        except Exception as error:
            failure(error, where=f"background {run.__module__}.{run.__qualname__}")
            await asyncio.sleep(PAUSE_AFTER_FAILURE)


async def _stop() -> None:
    for task in _running:
        task.cancel()
    await asyncio.gather(*_running, return_exceptions=True)
    _running.clear()
