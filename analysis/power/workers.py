"""How are shards computed by local processes, so that a killed one costs only its shard?"""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from analysis.power.scenario import Shard, answer
from analysis.power.store import encoded, write

TRIES = 3
Told = Callable[[int, int], None]


@dataclass
class Worker:
    """A process with the shard it is at, if any."""

    process: Any
    pipe: Connection
    shard: Shard | None = None


@dataclass
class _Pool:
    """Shards still to do, how often each was tried, and the processes."""

    folder: Path
    waiting: list[Shard]
    tries: dict[str, int] = field(default_factory=dict)
    workers: list[Worker] = field(default_factory=list)


def run(folder: Path, wanted: list[Shard], *, workers: int, told: Told) -> None:
    """Compute and store shards with some processes; with one, in this process.

    Parameters
    ----------
    told : called with the number of shards done and of all, after each

    Raises
    ------
    RuntimeError
        When a shard ends its process three times, or a shard raises an error.
    """
    if workers < 1:
        raise ValueError(f"at least one worker computes, found {workers}")
    if workers == 1:
        for done, shard in enumerate(wanted, start=1):
            write(folder, shard, encoded(answer(shard)))
            told(done, len(wanted))
        return
    pool = _Pool(folder, list(wanted))
    with _one_thread_each():
        try:
            _work(pool, min(workers, len(wanted)), told)
        finally:
            for worker in pool.workers:
                worker.process.terminate()
                worker.process.join()


def _work(pool: _Pool, workers: int, told: Told) -> None:
    total, done = len(pool.waiting), 0
    pool.workers = [_started() for _ in range(workers)]
    while done < total:
        for worker in pool.workers:
            if worker.shard is None and pool.waiting:
                worker.shard = pool.waiting.pop(0)
                # Who died while idle is found out below, as the other end of its pipe is closed.
                with suppress(BrokenPipeError):
                    worker.pipe.send(worker.shard)
        busy = [worker for worker in pool.workers if worker.shard is not None]
        wait([worker.pipe for worker in busy])
        for worker in busy:
            if worker.pipe.poll() and _collected(pool, worker):
                done += 1
                told(done, total)


def _collected(pool: _Pool, worker: Worker) -> bool:
    """Store what a worker hands over; if it died, put its shard back and start another."""
    assert worker.shard is not None
    shard, worker.shard = worker.shard, None
    try:
        content = worker.pipe.recv()
    except (EOFError, ConnectionResetError):
        _lost(pool, worker, shard)
        return False
    if isinstance(content, str):
        raise RuntimeError(f"{shard.name}: {content}")
    write(pool.folder, shard, content)
    return True


def _lost(pool: _Pool, worker: Worker, shard: Shard) -> None:
    pool.tries[shard.name] = pool.tries.get(shard.name, 0) + 1
    if pool.tries[shard.name] >= TRIES:
        raise RuntimeError(f"{shard.name}: its process ended {TRIES} times without an answer")
    worker.process.join()
    pool.workers[pool.workers.index(worker)] = _started()
    pool.waiting.insert(0, shard)


def _started() -> Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


def _serve(pipe: Connection) -> None:
    """Answer shards until nobody asks any more."""
    while True:
        try:
            shard = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(encoded(answer(shard)))
        except Exception as error:
            pipe.send(f"{type(error).__name__}: {error}")


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let the processes to be started use one thread of linear algebra each."""
    before = os.environ.get("OPENBLAS_NUM_THREADS")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["OPENBLAS_NUM_THREADS"]
        else:
            os.environ["OPENBLAS_NUM_THREADS"] = before


class Clock:
    """Says how much is done and how long the rest will take, every few seconds."""

    def __init__(self, say: Callable[[str], None], *, every: float = 2.0) -> None:
        self.say, self.every = say, every
        self.begun = self.last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Note that so many shards are done."""
        now = time.monotonic()
        if now - self.last < self.every:
            return
        self.last = now
        left = (now - self.begun) / done * (total - done)
        self.say(f"{done} of {total} shards, about {left:.0f} s left")
