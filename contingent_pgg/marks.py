"""When was a decision screen, or a fact, first handed to a member's browser?

A screen is sent after its transaction, so the moment is kept here and written with the next
transaction of anybody. What a killed server had not yet written is marked anew when the member's
browser is there again.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam

from contingent_pgg import records
from guard.lock import current


@dataclass(frozen=True)
class Sight:
    """A member's browser was handed a screen on which a round's facts stand, for the first time."""

    session: str
    slot: int
    observer: str
    round: int
    at: int

    @property
    def bound(self) -> dict[str, str | int]:
        """The values that the statement binds; a column's own name is taken by what it sets."""
        return {f"key_{name}": value for name, value in vars(self).items()}


class Marks:
    """Moments by participant and round."""

    def __init__(self) -> None:
        self._decisions: dict[str, tuple[int, int]] = {}
        self._seen: dict[str, int] = {}
        self._unwritten: list[Sight] = []

    def first_shown(self, code: str, number: int) -> int | None:
        """Return when a participant was first sent the decision screen of a round."""
        shown, at = self._decisions.get(code, (0, 0))
        return at if shown == number else None

    def decision(self, code: str, number: int, now: int) -> None:
        """Note that the decision screen of a round goes out."""
        if self._decisions.get(code, (0, 0))[0] != number:
            self._decisions[code] = number, now

    def facts(self, code: str, place: tuple[str, int, str], settled: int, now: int) -> None:
        """Note that a screen with all settled rounds goes out; place is session, slot, seat."""
        seen = self._seen.get(code, 0)
        self._unwritten += [Sight(*place, number, now) for number in range(seen + 1, settled + 1)]
        self._seen[code] = max(seen, settled)

    def write(self) -> list[Sight]:
        """Write what is not written yet, in the open transaction, and return it."""
        written = list(self._unwritten)
        if written:
            current().execute(_FIRST_SHOWN, [sight.bound for sight in written])
        return written

    def let_go(self, code: str) -> None:
        """Forget when somebody was shown what: nothing more is shown there for the first time."""
        self._decisions.pop(code, None)
        self._seen.pop(code, None)

    def forget(self, written: list[Sight]) -> None:
        """Let go of what has been committed."""
        done = set(written)
        self._unwritten = [sight for sight in self._unwritten if sight not in done]


_FACTS = records.stored("sightings")
_FIRST_SHOWN = (
    _FACTS.update()
    .where(_FACTS.c.session == bindparam("key_session"))
    .where(_FACTS.c.slot == bindparam("key_slot"))
    .where(_FACTS.c.observer == bindparam("key_observer"))
    # A late report shows a round's facts with a later one.
    .where(_FACTS.c.round + _FACTS.c.lag == bindparam("key_round"))
    .where(_FACTS.c.entitled == 1)
    .where(_FACTS.c.first_shown_at.is_(None))
    .values(first_shown_at=bindparam("key_at"))
)

marks = Marks()
