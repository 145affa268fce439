"""Why does the server run without oTree's second process?

oTree's timeout worker keeps a write transaction open on the same SQLite file while it calls the
server over HTTP, so that ordinary sessions die of "database is locked". No page of this product
uses oTree's timeouts: deadlines are kept by the server process itself. A hosting service may still
start the worker; it then ends at once, and no page leaves it work.
"""

import sys

HOOKS = ("otree.common.USE_TIMEOUT_WORKER", "otree.cli.timeoutsubprocess.Command")


def apply() -> None:
    """Queue nothing for the worker, and end it if this process is the worker."""
    from otree import common

    common.USE_TIMEOUT_WORKER = False
    if sys.argv[1:2] == ["timeoutsubprocess"]:
        sys.exit(0)
