"""What does every request and socket pass before it reaches oTree?

Headers first, so that refusals carry them too; then numbered errors and dead ends; then the
size and speed of the body; then the rate of logins. All of it runs outside oTree's lock.
"""

from types import ModuleType

from guard import bodies, errors, headers, logins, nowhere
from guard.deferred import when_imported

HOOKS = ("otree.asgi.app.middleware_stack",)

OUTERMOST_FIRST = (headers.layer, errors.layer, nowhere.layer, bodies.layer, logins.layer)


def apply() -> None:
    """Wrap oTree's finished server."""
    when_imported("otree.asgi", _wrap)


def _wrap(asgi: ModuleType) -> None:
    stack = asgi.app.middleware_stack
    for layer in reversed(OUTERMOST_FIRST):
        stack = layer(stack)
    asgi.app.middleware_stack = stack
