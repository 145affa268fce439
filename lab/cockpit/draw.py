"""Which HTML does the experimenter see?"""

from typing import Any

from lab.cockpit import board
from lab.cockpit.seen import GroupSeen, PersonSeen, Seen
from lab.sheets import draw

STATUS = {"left_over": "left over", "left_waiting": "left the waiting room"}
STAGES = {"contribute": "deciding", "explain": "reading", "wait": "waiting", "done": "done"}


def render(template: str, **values: Any) -> str:
    """Draw a template; a name that is not given is an error."""
    return draw(f"cockpit/{template}", clock=clock, **values)


def clock(seconds: int | None) -> str:
    """Write a duration as minutes and seconds, or hours and minutes: 1:05 or 2 h 07."""
    if seconds is None:
        return "–"
    if seconds >= 3_600:
        return f"{seconds // 3_600} h {seconds % 3_600 // 60:02d}"
    return f"{seconds // 60}:{seconds % 60:02d}"


def fragment(seen: Seen, *, reveal: bool) -> str:
    """Draw the part of the page that changes by itself."""
    people = {(one.slot, one.seat): one for one in seen.people if one.slot is not None}
    spent = board.costs(seen)
    return render(
        "board.html",
        seen=seen,
        reveal=reveal,
        # Looks exist in some conditions only.
        counts=board.counts(seen) | ({"looks": seen.looks} if reveal else {}),
        blocks=[{"b": b, "person": _person(b.person, seen.now)} for b in board.blocks(seen)],
        missing=board.missing(seen),
        committed=f"{spent.committed:.2f}",
        expected=None if spent.expected is None else f"{spent.expected:.2f}",
        ends_in=board.ends_in(seen),
        rounds=range(1, max((group.rounds for group in seen.groups), default=0) + 1),
        groups=[_group(seen, group, people) for group in seen.groups],
        people=[_person(one, seen.now) for one in seen.people if one.slot is None],
    )


def _group(
    seen: Seen, group: GroupSeen, people: dict[tuple[int | None, str], PersonSeen]
) -> dict[str, Any]:
    """Return one row of the heat map with its members."""
    at = {seat.letter: seat for seat in group.seats}
    members = [
        _person(one, seen.now) | {"seat": letter, "stage": _stage(at.get(letter))}
        for (slot, letter), one in sorted(people.items())
        if slot == group.slot
    ]
    paused = "paused" if group.paused is not None else f"round {group.round}"
    over = "ended early" if group.ended else "finished"
    return {
        "slot": group.slot,
        "state": paused if group.finished_at is None else over,
        "playing": group.finished_at is None,
        "paused": group.paused is not None,
        "dealt": f"{group.condition}{', beliefs' if group.beliefs else ''}, {group.third}",
        "cells": board.cells(group, seen.endowment),
        "members": members,
    }


def _stage(seat: Any) -> str:
    if seat is None:
        return "done"
    return "absent" if seat.absent else STAGES.get(seat.stage, seat.stage)


def _person(one: PersonSeen | None, now: int) -> dict[str, Any]:
    if one is None:
        return {"name": "?", "code": "", "on": False, "connection": "", "marks": [], "where": ""}
    since = None if one.changed_at is None else board.seconds(one.changed_at, now)
    return {
        "name": one.name,
        "code": one.code,
        "on": one.tabs > 0,
        "connection": _connection(one, since),
        "where": STATUS.get(one.status, one.status) + (f": {one.page}" if one.page else ""),
        "marks": [
            *one.devices,
            *([f"{one.wrong} wrong"] if one.wrong else []),
            *(["same browser as another"] if one.twin else []),
        ],
    }


def _connection(one: PersonSeen, since: int | None) -> str:
    if one.tabs:
        return "connected" if one.tabs == 1 else f"{one.tabs} tabs open"
    return "not on the game's page" if since is None else f"gone for {clock(since)}"
