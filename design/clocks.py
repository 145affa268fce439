"""By when must a member act before the declared rule does?"""

from dataclasses import replace

from design.state import Group


def clocked(group: Group, now: int, which: range | tuple[int, ...]) -> Group:
    """Set the time by which the rule acts, for seats that have just met something to do."""
    seats = list(group.seats)
    for index in which:
        due = due_of(group, index, now)
        if due != seats[index].due:
            seats[index] = replace(seats[index], due=due)
    return replace(group, seats=tuple(seats))


def due_of(group: Group, seat: int, now: int) -> int | None:
    """Return when the rule acts for a seat that has just met what it has before it, if ever."""
    stage, pace = group.stage(seat), group.pace
    patience = group.patience if stage == "wait" else None
    if stage == "done" or (stage == "wait" and patience is None):
        return None
    # Clocks stand while the group is paused; going on adds the time since then.
    begun = now if group.paused is None else group.paused
    if patience is not None:
        return begun + 1_000 * patience
    if group.seats[seat].absent:
        return begun + 1_000 * pace.absent_seconds
    time = None if stage == "explain" or group.open is None else group.open.seconds(group.play)
    # A stage with a time of its own ends then, whatever the rule for absent members.
    if pace.absence == "wait" and time is None:
        return None
    allowed = pace.reading_seconds if stage == "explain" else time or pace.decision_seconds
    return begun + 1_000 * (allowed + grace(group, seat))


def grace(group: Group, seat: int) -> int:
    """Return the seconds between the time announced to a seat and the rule: none for the absent."""
    stage = group.stage(seat)
    # Letting such a stage end is one of the things that members may do: it ends as announced.
    timely = stage != "explain" and group.open is not None and group.open.ordinary
    timely = timely or stage == "wait"
    return 0 if timely or group.seats[seat].absent else group.pace.grace_seconds
