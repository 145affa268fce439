"""Where can a test kill the server, to prove that no ack leaves before its row is on disk?

    CONTINGENT_TEST=1 CONTINGENT_FAILPOINT=before_commit:7

ends the process, as a power cut would, at the seventh decision: before the transaction that holds
it commits, or after that and before anyone is told (`after_commit:7`). `error:7` lets that
transaction fail once, and the process live. Without CONTINGENT_TEST=1 nothing here does anything.
"""

import os
from collections.abc import Iterable
from typing import Any

_counted = {"error": 0, "before_commit": 0, "after_commit": 0}


class FailpointError(RuntimeError):
    """A test asked for this failure."""


def reached(point: str, done: Iterable[tuple[Any, Any]]) -> None:
    """Count the decisions of a transaction at a point, and fail at the chosen one."""
    wanted = os.environ.get("CONTINGENT_FAILPOINT", "")
    if os.environ.get("CONTINGENT_TEST") != "1" or not wanted.startswith(point + ":"):
        return
    before, chosen = _counted[point], int(wanted.partition(":")[2])
    _counted[point] += sum(
        item.request.do == "contribute" and outcome.refusal is None for item, outcome in done
    )
    if before < chosen <= _counted[point]:
        fail(point)


def fail(point: str) -> None:
    """End the process without a farewell, or raise."""
    if point == "error":
        raise FailpointError("asked for by CONTINGENT_FAILPOINT")
    os._exit(41)
