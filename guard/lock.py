"""Where does the live game read and write the database, and when may it speak?

oTree serialises everything with one asyncio lock and one database connection. The game's own
sockets and clock use both through `transaction()`, and obey one rule: **commit, then speak,
outside the lock**.

    async with transaction() as db:            # waits for the lock, begins
        state = load(db, group)
        rows = advance(state, action, now)
        store(db, rows)
                                               # committed and on disk, lock released
    await deliver(screens)                     # only now may anyone be told

`db` is a SQLAlchemy 1.3 Core connection whose compiled statements are cached: build each
statement once, at module level, with `bindparam`, and it is compiled once per process. oTree's
models work inside the block too: `otree.database.db` is bound to the same transaction, starts
with an empty identity map and is closed at the end, so that no object outlives the block.

Keep the block short and never await anything in it that a browser can delay: every page, socket
and export of the server waits for it. Do not enter it where oTree already holds the lock (pages,
live methods, exports, creating_session): it raises instead of waiting forever; use `current()`.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from otree import middleware
from otree.database import db as otree_db
from sqlalchemy.engine import Connection
from sqlalchemy.util import LRUCache

HOOKS = ("otree.middleware.lock2", "otree.database.db")

_compiled = LRUCache(1000)
_holder: ContextVar[asyncio.Task | None] = ContextVar("holder", default=None)


class NestedTransactionError(RuntimeError):
    """A task asked for the lock it already holds."""


@asynccontextmanager
async def transaction() -> AsyncIterator[Connection]:
    """Hold oTree's lock and one transaction: committed when the block ends, or rolled back.

    An error in the block, a failing commit and a cancelled task all leave the database as it was
    and release the lock; the error goes on to the caller. The commit itself runs on the event
    loop: its one write to disk is what everybody else must wait for anyway.
    """
    if _holder.get() is asyncio.current_task():
        raise NestedTransactionError("transaction() inside transaction(): pass `db` on instead")
    outer = otree_db._db
    async with middleware.lock2:
        token = _holder.set(asyncio.current_task())
        otree_db.new_session()
        try:
            yield current()
            otree_db.commit()
        except BaseException:
            otree_db.rollback()
            raise
        finally:
            otree_db.close()
            otree_db._db = outer
            _holder.reset(token)
            if outer is not None:
                outer.expire_all()


def current() -> Connection:
    """Return the Core connection of the transaction that is open here already.

    For code that oTree calls under its lock: pages, creating_session, custom exports. oTree
    commits it with the request.
    """
    return otree_db._db.connection().execution_options(compiled_cache=_compiled)
