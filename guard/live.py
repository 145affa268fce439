"""What does a live message leave behind when its handler fails?

oTree swallows the exception inside its transaction and commits what was already written. Here the
message leaves nothing.
"""

from types import ModuleType

from guard.deferred import when_imported
from guard.log import failure

HOOKS = ("otree.channels.consumers.live_payload_function",)


def apply() -> None:
    """Roll back before oTree swallows the exception."""
    when_imported("otree.channels.consumers", _patch)


def _patch(consumers: ModuleType) -> None:
    handle = consumers.live_payload_function

    async def live_payload_function(**kwargs) -> None:
        from otree.database import db

        try:
            await handle(**kwargs)
        except Exception as error:
            db.rollback()
            failure(error, where=f"live {kwargs.get('page_name')}")
            raise

    consumers.live_payload_function = live_payload_function
