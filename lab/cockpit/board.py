"""What follows from what is seen: who blocks whom, how far each group is, what it will cost?

Pure functions of `seen.Seen`; nothing here reads a database or a clock.
"""

from dataclasses import dataclass
from statistics import mean

from lab.cockpit.seen import GroupSeen, PersonSeen, SeatSeen, Seen

SHADES = 5


@dataclass(frozen=True)
class Block:
    """Somebody for whom others wait.

    Attributes
    ----------
    slot, round : int
        Where.
    letter : str
        Whose decision or answers are missing.
    person : PersonSeen or None
        Who that is.
    stage : str
        "contribute" or "explain".
    waiting : tuple of str
        The letters that have decided and wait.
    seconds : int
        How long the first of them has waited.
    acts_in : int or None
        Seconds until the declared rule acts; None where the session waits, or is paused.
    """

    slot: int
    round: int
    letter: str
    person: PersonSeen | None
    stage: str
    waiting: tuple[str, ...]
    seconds: int
    acts_in: int | None


@dataclass(frozen=True)
class Cell:
    """One round of one group.

    Attributes
    ----------
    state : str
        "settled", "open", "future" or "never".
    total : int or None
        The group's total, of a settled round.
    shade : int
        From 0, nothing given, to `SHADES`, everything.
    automatic : int
        How many choices the rule made.
    decided : int
        How many members have decided, in an open round.
    """

    state: str
    total: int | None = None
    shade: int = 0
    automatic: int = 0
    decided: int = 0


@dataclass(frozen=True)
class Costs:
    """Money in currency units: settled so far, and what the session comes to if it goes on so."""

    committed: float
    expected: float | None


def blocks(seen: Seen) -> list[Block]:
    """Return everybody for whom others wait, those waited for longest first."""
    people = {(one.slot, one.seat): one for one in seen.people}
    found = [
        _block(seen, group, seat, people.get((group.slot, seat.letter)))
        for group in seen.groups
        if group.finished_at is None
        for seat in group.seats
        if seat.stage in ("contribute", "explain") and _waiters(group)
    ]
    return sorted(found, key=lambda one: (-one.seconds, one.slot, one.letter))


def _waiters(group: GroupSeen) -> tuple[SeatSeen, ...]:
    return tuple(seat for seat in group.seats if seat.decided_at is not None)


def _block(seen: Seen, group: GroupSeen, seat: SeatSeen, person: PersonSeen | None) -> Block:
    waiting = _waiters(group)
    # A pause is nobody's fault: time stands still for the reproach too.
    until = seen.now if group.paused is None else group.paused
    first = min(one.decided_at for one in waiting)
    stands = seat.due is None or group.paused is not None
    return Block(
        slot=group.slot,
        round=group.round,
        letter=seat.letter,
        person=person,
        stage=seat.stage,
        waiting=tuple(one.letter for one in waiting),
        seconds=seconds(first, until),
        acts_in=None if stands else seconds(seen.now, seat.due),
    )


def seconds(since: int, until: int) -> int:
    """Return whole seconds between two times in milliseconds, never less than none."""
    return max(0, (until - since) // 1_000)


def cells(group: GroupSeen, endowment: int) -> list[Cell]:
    """Return a group's row of the heat map: one cell per round."""
    return [_cell(group, number, endowment) for number in range(1, group.rounds + 1)]


def _cell(group: GroupSeen, number: int, endowment: int) -> Cell:
    choices = group.settled.get(number)
    if choices is None:
        if group.finished_at is not None:
            return Cell("never")
        is_open = number == group.round
        return Cell("open", decided=len(_waiters(group))) if is_open else Cell("future")
    total = sum(given for given, _ in choices)
    most = endowment * len(choices)
    return Cell(
        "settled",
        total=total,
        shade=round(SHADES * total / most) if most else 0,
        automatic=sum(automatic for _, automatic in choices),
    )


def counts(seen: Seen) -> dict[str, int]:
    """Return how many people stand where, in the order in which they come through."""
    named = {
        "places": len(seen.people),
        "reading": sum(p.status == "introduction" and bool(p.page) for p in seen.people),
        "waiting": sum(p.status == "waiting" for p in seen.people),
        "playing": sum(p.status == "playing" for p in seen.people),
        "finished": sum(p.status == "finished" for p in seen.people),
        "left over": sum(p.status == "left_over" for p in seen.people),
        "left early": sum(p.status == "left_waiting" for p in seen.people),
        "declined": sum(p.status == "declined" for p in seen.people),
        "connected": sum(p.tabs > 0 for p in seen.people),
    }
    return named | {"groups": len(seen.groups)}


def missing(seen: Seen) -> int | None:
    """Return how many more people the next group needs; None where nobody waits."""
    there = sum(p.status == "waiting" and p.tabs > 0 for p in seen.people)
    return seen.members - there if there else None


def costs(seen: Seen) -> Costs:
    """Add up what is owed: the fee of everybody who came, and the points that are settled."""
    came = sum(p.consented is not None for p in seen.people)
    paid = [p.pay for p in seen.people if p.pay is not None]
    committed = came * seen.fee + (sum(paid) + seen.task_points) * seen.point_value
    playing = sum(p.status == "playing" for p in seen.people)
    finished = [p.pay for p in seen.people if p.status == "finished" and p.pay is not None]
    if playing and not finished:
        return Costs(committed, None)
    more = playing * mean(finished) * seen.point_value if playing else 0.0
    return Costs(committed, committed + more)


def ends_in(seen: Seen) -> int | None:
    """Return the seconds until the slowest group ends at its own pace so far; None if unknown.

    A group without a settled round is taken to play at the mean pace of the others.
    """
    playing = [group for group in seen.groups if group.finished_at is None]
    paces = [one for one in map(_pace, seen.groups) if one is not None]
    if not playing or not paces or any(group.paused is not None for group in playing):
        return None
    slowest = max((_pace(group) or mean(paces)) * _left(group) for group in playing)
    return round(slowest / 1_000)


def _pace(group: GroupSeen) -> float | None:
    """Return the milliseconds a settled round has taken on average."""
    if not group.settled:
        return None
    return (group.opened_at - group.formed_at) / len(group.settled)


def _left(group: GroupSeen) -> int:
    return group.rounds - len(group.settled)
