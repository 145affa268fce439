"""Do addresses or answers reach any log?

The web server would log each visitor's address, and a failing statement would be printed with its
values.
"""

import logging

HOOKS = ("otree.database.engine", "otree.main.LOGGING_CONFIG")


def apply() -> None:
    """Silence the access log, and the values of failing statements."""
    from otree.database import engine

    engine.hide_parameters = True
    logging.getLogger("uvicorn.access").disabled = True
