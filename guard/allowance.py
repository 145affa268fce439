"""How often may somebody do something? Rarely at once, then at a rate: a bucket that refills.

Times are seconds of a clock that never leaps. Addresses are kept in memory, and only until they
have been quiet for long enough to be as good as new; they are never stored or logged.
"""

MOST_ADDRESSES = 10_000


class Allowance:
    """What one socket or one address may still do."""

    def __init__(self, per_second: float, at_once: float, now: float) -> None:
        self._per_second, self._at_once = per_second, at_once
        self._left, self._at = at_once, now

    def take(self, now: float) -> bool:
        """Take one, if there is one."""
        self._refill(now)
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def full(self, now: float) -> bool:
        """Say whether nothing is missing any more."""
        self._refill(now)
        return self._left >= self._at_once

    def _refill(self, now: float) -> None:
        self._left = min(self._at_once, self._left + (now - self._at) * self._per_second)
        self._at = now


class Addresses:
    """What each address may still do, everybody behind one address together."""

    def __init__(self, per_second: float, at_once: float) -> None:
        self._per_second, self._at_once = per_second, at_once
        self._known: dict[str, Allowance] = {}

    def take(self, address: str, now: float) -> bool:
        """Take one for an address, if it has one left."""
        if address not in self._known:
            if len(self._known) >= MOST_ADDRESSES:
                self._forget(now)
            self._known[address] = Allowance(self._per_second, self._at_once, now)
        return self._known[address].take(now)

    def _forget(self, now: float) -> None:
        """Forget the quiet addresses; where all are busy, the one known longest."""
        busy = {who: one for who, one in self._known.items() if not one.full(now)}
        if len(busy) == len(self._known):
            del busy[next(iter(busy))]
        self._known = busy
