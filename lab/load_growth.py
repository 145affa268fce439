"""Does a decision take longer once months of sessions are stored?

Sessions of a hundred people are played one after the other by one server process, which is never
restarted meanwhile. People think for a quarter of a second: the waits show what a decision takes
more than how many queue for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lab.cast import cast, three_strategies
from lab.load import Carried, Think, carry, timed
from lab.servers import Server
from lab.stock import GROUP

GROUPS = 25
HARDLY = Think(0.1, 0.4)
LINES = 10


@dataclass(frozen=True)
class Step:
    """What a decision took in one session, and how many were stored when it began."""

    before: int
    load: Carried

    @property
    def errors(self) -> tuple[str, ...]:
        """What went wrong."""
        return self.load.errors

    def __str__(self) -> str:
        load = self.load
        return (
            f"| {self.before:,} | {load.percentile(50):.0f} | {load.percentile(95):.0f} "
            f"| {load.cost:.2f} | {load.megabytes:.0f} | {len(load.errors)} |"
        )


def grow(server: Server, decisions: int, changed: Mapping[str, int]) -> Iterator[Step]:
    """Play sessions until so many decisions are stored; yield some, the first and the last too."""
    each = sum(changed.values()) * GROUP * min(GROUPS, max(1, decisions // 100))
    number = max(2, -(-decisions // each))
    shown = {round(line * (number - 1) / LINES) for line in range(LINES + 1)}
    for one in range(number):
        load = one_more(server, each // sum(changed.values()) // GROUP, one, changed)
        if one in shown or load.errors:
            yield Step(one * each, load)


def one_more(server: Server, groups: int, number: int, changed: Mapping[str, int]) -> Carried:
    """Play one more session on a server."""
    played = cast(server, groups, three_strategies, seed=number, **changed)
    return carry(f"session {number}", [server], timed(server, played, HARDLY))
