"""Which session configurations are refused before anything is written?

    from guard import configs

    def check(config: dict) -> None:
        if config.get("experiment") not in catalogue:
            raise ValueError("experiment 'x' is not in the catalogue; there are: a, b")

    configs.register(check)           # while the app is imported

The REST interface answers 400 with the message, the admin page shows it, no session is made.
A validator sees the whole configuration, edited values included, and must not change it.
"""

import sys
from collections.abc import Callable
from types import ModuleType

from guard.deferred import when_imported

HOOKS = (
    "otree.session.SessionConfig.clean",
    "otree.session.CreateSessionInvalidArgs",
    "otree.channels.consumers.WSCreateSession.send_response_to_browser",
    "otree.channels.consumers.WSCreateDemoSession.send_response_to_browser",
)

Validator = Callable[[dict], None]

_validators: list[Validator] = []


def register(validator: Validator) -> None:
    """Have every session configuration checked by a function that raises ValueError."""
    if validator not in _validators:
        _validators.append(validator)


def apply() -> None:
    """Check after oTree's own checks, which run before anything is written."""
    from otree.session import SessionConfig

    clean = SessionConfig.clean

    def checked(self) -> None:
        clean(self)
        check(dict(self))

    SessionConfig.clean = checked
    when_imported("otree.channels.consumers", _show_message)


def check(config: dict) -> None:
    """Raise oTree's "invalid arguments" for the first validator that objects."""
    from otree.session import CreateSessionInvalidArgs

    for validator in _validators:
        try:
            validator(config)
        except ValueError as error:
            raise CreateSessionInvalidArgs(str(error)) from error


def _show_message(consumers: ModuleType) -> None:
    """Show the admin the message alone; oTree would add a stack trace."""
    from otree.session import CreateSessionInvalidArgs

    for consumer in (consumers.WSCreateSession, consumers.WSCreateDemoSession):
        consumer.send_response_to_browser = _plain(consumer, CreateSessionInvalidArgs)


def _plain(consumer: type, refusal: type[Exception]) -> Callable:
    send = consumer.send_response_to_browser

    async def send_response_to_browser(self, event: dict) -> None:
        # oTree calls this inside its `except`; what it caught wraps what was raised.
        cause = getattr(sys.exc_info()[1], "__cause__", None)
        await send(self, {"validation_errors": str(cause)} if isinstance(cause, refusal) else event)

    return send_response_to_browser
