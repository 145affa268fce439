"""What does a group hear of another group, and what becomes of it where nothing comes?

A group's state stays a function of its own log: what it heard is stored there, once for each stage
and round that waits for it, and the audit compares it with the other group's rounds.
"""

from dataclasses import dataclass, replace

from design.choices import Heard
from design.stages.stage import Stage
from design.state import Group
from design.steps import Write


@dataclass(frozen=True)
class Hear:
    """A group hears of another, or that nothing came in time; `heard` is stored as it stands."""

    heard: Heard


def tidings(group: Group, donor: Group | None) -> Hear | None:
    """Return what a group that waits for news can hear now; None to wait on.

    Parameters
    ----------
    donor : Group or None
        The group that it hears of; None where that group has not been formed.
    """
    if group.patience is None or group.paused is not None:
        return None
    assert group.open is not None
    number = None if donor is None else latest(group, donor, group.open)
    if donor is not None and number is not None:
        return Hear(learnt(group, donor, group.open, number))
    gone = donor is not None and donor.finished
    return nothing(group) if gone or group.patience == 0 else None


def learnt(group: Group, donor: Group, stage: Stage, number: int) -> Heard:
    """Return what a group hears at a stage of its open round of one round of another group."""
    played = donor.replay(number) if number <= len(donor.history) else donor.play
    return Heard(stage.name, group.round, stage.learns(played), donor.slot, number)


def nothing(group: Group) -> Hear:
    """Return what a group makes of it that nothing came: what the stage declares for that."""
    assert group.open is not None
    return Hear(Heard(group.open.name, group.round, group.open.instead(group.play)))


def latest(group: Group, donor: Group, stage: Stage) -> int | None:
    """Return the round of the other group that can be heard of now at a stage; None for none.

    Where the stage is simultaneous it is the same round, once the other has passed the stage; else
    the newest settled round, of this part and not ahead, of which it has not heard yet.
    """
    first, told = group.play.first, [h.of for h in group.heard if h.stage == stage.name]
    before = max((of for of in told if of is not None), default=0)
    if stage.simultaneous:
        number = group.round if passed(donor, stage.name, group.round) else 0
    else:
        number = min(group.round, len(donor.history))
    fresh = number >= first and number > before
    return number if fresh and has(donor, stage.name, number) else None


def has(donor: Group, stage: str, number: int) -> bool:
    """Say whether a round of a group has a stage of that name: else nothing of it is told."""
    return any(one.name == stage for one in donor.treatment.phase(number).stages)


def passed(donor: Group, stage: str, number: int) -> bool:
    """Say whether nobody of a group is to act any more at a stage of a round."""
    if number <= len(donor.history):
        return True
    if number != donor.round or donor.finished or not has(donor, stage, number):
        return False
    met = next(one for one in donor.treatment.phase(number).stages if one.name == stage)
    return not any(donor.awaited(met, seat) for seat in range(len(donor.seats)))


def overdue(group: Group, now: int) -> bool:
    """Say whether a group has waited for news for as long as it may."""
    if group.patience is None:
        return False
    waiting = [one.due for s, one in enumerate(group.seats) if group.stage(s) == "wait"]
    return any(due is not None and due <= now for due in waiting)


def awaited(group: Group, action: Hear) -> bool:
    """Say whether a group waits for just this: news of the stage and round that are open."""
    heard, open_ = action.heard, group.open
    waits = group.patience is not None and open_ is not None and not group.finished
    return waits and open_ is not None and (heard.stage, heard.round) == (open_.name, group.round)


def took(group: Group, action: Hear, now: int) -> tuple[Group, Write]:
    """Put what a group heard into its state and its log."""
    seats = tuple(
        replace(one, due=None) if group.stage(index) == "wait" else one
        for index, one in enumerate(group.seats)
    )
    after = replace(group, heard=(*group.heard, action.heard), seats=seats)
    heard = action.heard
    made = "lot" if heard.value is not None else "nothing"
    row = {
        "part": group.part + 1,
        "round": heard.round,
        "stage": heard.stage,
        "source": "group" if heard.slot is not None else made,
        "donor": heard.slot,
        "donor_round": heard.of,
        "told": heard.value,
        "at": now,
    }
    return after, Write("heard", row, {})
