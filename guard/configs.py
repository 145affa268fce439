"""Which session configurations are refused before anything is written?

    from guard import configs

    def check(config: dict) -> None:
        if config.get("experiment") not in catalogue:
            raise ValueError("experiment 'x' is not in the catalogue; there are: a, b")

    configs.register(check)           # while the app is imported

Amounts that are no finite numbers are refused before oTree converts them to money.

The REST interface answers 400 with the message, the admin page shows it, no session is made.
A validator sees the whole configuration, edited values included, and must not change it.
"""

import math
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import ModuleType

from guard.deferred import when_imported

HOOKS = (
    "otree.session.SessionConfig.clean",
    "otree.session.CreateSessionInvalidArgs",
    "otree.channels.consumers.WSCreateSession.post_receive_json",
    "otree.channels.consumers.WSCreateSession.send_response_to_browser",
    "otree.channels.consumers.WSCreateDemoSession.send_response_to_browser",
)

Validator = Callable[[dict], None]

MONEY = ("participation_fee", "real_world_currency_per_point")

_validators: list[Validator] = []


def register(validator: Validator) -> None:
    """Have every session configuration checked by a function that raises ValueError."""
    if validator not in _validators:
        _validators.append(validator)


def apply() -> None:
    """Check before and after oTree's own checks, which run before anything is written."""
    from otree.session import CreateSessionInvalidArgs, SessionConfig

    clean = SessionConfig.clean

    def checked(self) -> None:
        problem = not_a_number(self)
        if problem:
            raise CreateSessionInvalidArgs(problem)
        clean(self)
        check(dict(self))

    SessionConfig.clean = checked
    when_imported("otree.channels.consumers", _show_message)


def not_a_number(config: Mapping[str, object]) -> str:
    """Name the first entry that should be a finite number and is none; empty where all are."""
    for name, value in config.items():
        amount = isinstance(value, float | Decimal) or (name in MONEY and value is not None)
        if amount and not _finite(value):
            return _said(name, value)
    return ""


def mistyped(form: Mapping[str, str], config) -> str:
    """Name the first number that somebody typed in the admin page's form and that is none."""
    for name in config.editable_fields():
        number = isinstance(config[name], int | float | Decimal)
        typed = form.get(config.html_field_name(name), "")
        if number and typed and not isinstance(config[name], bool) and not _finite(typed):
            return _said(name, typed)
    return ""


def _finite(value: object) -> bool:
    try:
        return math.isfinite(float(value))
    except (TypeError, ValueError, OverflowError):
        return False


def _said(name: str, value: object) -> str:
    return f"{name} must be a finite number, found {str(value)[:40]!r}"


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

    create = consumers.WSCreateSession
    create.post_receive_json = _reading(create.post_receive_json)
    for consumer in (create, consumers.WSCreateDemoSession):
        consumer.send_response_to_browser = _plain(consumer, CreateSessionInvalidArgs)


def _plain(consumer: type, refusal: type[Exception]) -> Callable:
    send = consumer.send_response_to_browser

    async def send_response_to_browser(self, event: dict) -> None:
        # oTree calls this inside its `except`; what it caught wraps what was raised.
        cause = getattr(sys.exc_info()[1], "__cause__", None)
        await send(self, {"validation_errors": str(cause)} if isinstance(cause, refusal) else event)

    return send_response_to_browser


def _reading(receive: Callable) -> Callable:
    """Refuse a number that cannot be read, where oTree would close the page's socket."""
    from otree.session import SESSION_CONFIGS_DICT

    async def post_receive_json(self, form: dict) -> None:
        config = SESSION_CONFIGS_DICT.get(form.get("session_config"))
        problem = "" if config is None else mistyped(form, config)
        if problem:
            await self.send_json({"validation_errors": problem})
        else:
            await receive(self, form)

    return post_receive_json
