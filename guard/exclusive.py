"""Who may use the one database connection, and when does the answer leave?

oTree shares one connection between all threads, but lets exports, the Data tab and session
creation in the browser use it beside everyone else: an export that fails there rolls back other
people's answers. Here every request and socket of oTree waits its turn, is committed or rolled
back as a whole, gives its session back, and is answered after the lock is free.
"""

from types import ModuleType

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from guard.deferred import when_imported
from guard.routes import outside_lock

HOOKS = (
    "otree.middleware.CommitTransactionMiddleware",
    "otree.channels.consumers.BaseCreateSession.lock",
)

Answer = tuple[list[Message], Exception | None]


def apply() -> None:
    """Replace oTree's transaction per request, and lock what it leaves unlocked."""
    from otree import middleware

    middleware.CommitTransactionMiddleware = OneAtATime
    when_imported("otree.channels.consumers", _lock_creation)


def _lock_creation(consumers: ModuleType) -> None:
    from otree.middleware import lock2

    consumers.BaseCreateSession.lock = lock2


class OneAtATime:
    """Run one request under the lock in one transaction; speak after the commit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or outside_lock(scope["path"]):
            await self.app(scope, receive, send)
            return
        answer, error = await self._locked(scope, receive)
        for message in answer:
            await send(message)
        if error is not None:
            raise error

    async def _locked(
        self, scope: Scope, receive: Receive
    ) -> tuple[list[Message], Exception | None]:
        """Return what the request answered, and the error that made it answer so."""
        from otree.database import db
        from otree.middleware import lock2

        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        async with lock2:
            db.new_session()
            try:
                await self.app(scope, receive, keep)
                if answer and answer[0]["status"] < 500:
                    db.commit()
            except Exception as error:
                return (answer if _failed(answer) else []), error
            finally:
                # Without effect after a commit; also when the task was cancelled.
                db.rollback()
                db.close()
        return answer, None


def _failed(answer: list[Message]) -> bool:
    """Say whether an answer may be sent although its transaction was not committed."""
    return bool(answer) and answer[0]["status"] >= 500
