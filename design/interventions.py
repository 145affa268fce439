"""What may the experimenter do to a group that plays, and what follows from it?

Every intervention is an event of each member that it concerns, so that the data tell what was done
to whom and when. The members' choices stay their own: nothing here chooses for anybody.
"""

from dataclasses import dataclass, replace

from design.messages import message
from design.state import Group, Seat
from design.steps import Step, happened

LONGEST_SECONDS = 3_600
LONGEST_REASON = 500


@dataclass(frozen=True)
class Pause:
    """The clocks stop, and nothing is accepted until the group goes on."""

    reason: str = ""


@dataclass(frozen=True)
class Resume:
    """The group goes on; every member has the time left that it had."""


@dataclass(frozen=True)
class Extend:
    """Whoever is awaited gets more time; `seat` is one seat, or None for all."""

    seconds: int
    seat: int | None = None


@dataclass(frozen=True)
class End:
    """The game of this group is over; drawn rounds that were not played pay the endowment."""

    reason: str = ""


Intervention = Pause | Resume | Extend | End


def intervene(group: Group, action: Intervention, now: int) -> Step:
    """Return what follows from an intervention at a time in milliseconds."""
    if group.finished:
        return Step(group, refusal=message("refused.over"))
    if isinstance(action, Pause):
        return _pause(group, action, now)
    if isinstance(action, Resume):
        return _resume(group, now)
    return _extend(group, action, now) if isinstance(action, Extend) else _end(group, action, now)


def _everybody(group: Group, name: str, now: int, detail: str) -> Step:
    """Return a step without a change, with one event for each member."""
    said = detail[:LONGEST_REASON] or None
    return Step(group, tuple(happened(group, s, name, now, said) for s in range(len(group.seats))))


def _pause(group: Group, action: Pause, now: int) -> Step:
    if group.paused is not None:
        return Step(group)
    noted = _everybody(group, "paused", now, action.reason)
    return replace(noted, group=replace(group, paused=now))


def _resume(group: Group, now: int) -> Step:
    if group.paused is None:
        return Step(group)
    lost = max(0, now - group.paused)
    seats = tuple(_later(seat, lost) for seat in group.seats)
    noted = _everybody(group, "unpaused", now, "")
    return replace(noted, group=replace(group, seats=seats, paused=None))


def _later(seat: Seat, milliseconds: int) -> Seat:
    return seat if seat.due is None else replace(seat, due=seat.due + milliseconds)


def _extend(group: Group, action: Extend, now: int) -> Step:
    if not 1 <= action.seconds <= LONGEST_SECONDS:
        return Step(group, refusal=message("refused.seconds", most=LONGEST_SECONDS))
    meant = range(len(group.seats)) if action.seat is None else (action.seat,)
    awaited = [s for s in meant if group.seats[s].due is not None]
    if not awaited:
        return Step(group, refusal=message("refused.nobody_awaited"))
    seats = tuple(
        _later(seat, 1_000 * action.seconds) if index in awaited else seat
        for index, seat in enumerate(group.seats)
    )
    rows = tuple(happened(group, s, "extended", now, str(action.seconds)) for s in awaited)
    return Step(replace(group, seats=seats), rows)


def _end(group: Group, action: End, now: int) -> Step:
    noted = _everybody(group, "ended", now, action.reason)
    seats = tuple(replace(seat, due=None, wrong=()) for seat in group.seats)
    return replace(noted, group=replace(group, seats=seats, paused=None, ended=True))
