"""How long does something take, the first time and once everything is compiled?"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

TIMES = 3


class Took(NamedTuple):
    """Seconds of the first run and of the fastest later one, and what was found."""

    first: float
    later: float
    found: Any


def took(action: Callable[[], Any], *, times: int = TIMES) -> Took:
    """Run something some times over."""
    seconds, found = [], None
    for _ in range(times + 1):
        start = time.perf_counter()
        found = action()
        seconds.append(time.perf_counter() - start)
    return Took(seconds[0], min(seconds[1:]), found)
