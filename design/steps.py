"""What does an action lead to: which state, which rows to store, or which refusal?"""

from dataclasses import dataclass, replace
from typing import Any

from design.messages import Message
from design.state import Group, Seat


@dataclass(frozen=True)
class Write:
    """One row to store.

    Attributes
    ----------
    table : str
        A table of design/tables.py.
    values : dict
        Columns to set.
    key : dict
        Empty to insert a row; otherwise which row of this group to update.
    """

    table: str
    values: dict[str, Any]
    key: dict[str, Any]


@dataclass(frozen=True)
class Step:
    """What an action led to.

    Attributes
    ----------
    group : Group
        The state after it; the same object when nothing changed.
    rows : tuple of Write
        What must be stored before anybody is told.
    refusal : Message or None
        Why the action was not accepted.
    """

    group: Group
    rows: tuple[Write, ...] = ()
    refusal: Message | None = None


def with_seat(group: Group, index: int, seat: Seat) -> Group:
    """Return the group with one seat replaced."""
    return replace(group, seats=(*group.seats[:index], seat, *group.seats[index + 1 :]))


def located(group: Group, seat: int) -> dict[str, Any]:
    """Return the columns that stand on every row of a member and round."""
    part = group.part
    return {
        "seat": group.treatment.game.seats[seat],
        "part": part + 1,
        "round": min(group.round, group.treatment.rounds),
        "cell": group.treatment.roles.cells[seat] if part else "common",
    }


def happened(group: Group, seat: int, name: str, now: int, detail: str | None = None) -> Write:
    """Return the row of an event that concerns one seat."""
    return Write("events", {**located(group, seat), "event": name, "detail": detail, "at": now}, {})
