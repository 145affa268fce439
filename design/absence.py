"""What does the declared rule do for a member that does not answer, and who goes on?"""

from collections.abc import Callable
from math import floor

from design.choices import Choice
from design.feedback import Feedback, history
from design.rounds import sat_out
from design.state import Group


def default(group: Group, seat: int) -> Choice:
    """Return what the declared rule contributes for an absent member: whole points, no beliefs."""
    points = RULES[group.pace.absence](group, seat)
    return Choice(min(points, group.endowment(seat)), automatic=True)


def last_own(group: Group, seat: int) -> int:
    """Return the member's last own contribution, 0 if there is none."""
    for number in range(len(group.history), 0, -1):
        choice = group.history[number - 1].choices[seat]
        if not choice.automatic and not sat_out(group, seat, number):
            return choice.contribution
    return 0


def nothing(group: Group, seat: int) -> int:
    """Return 0."""
    return 0


def last_seen(group: Group, seat: int) -> int:
    """Return the mean of what the member's own screen last showed of the others, rounded half up.

    A conditional cooperator. Where nothing was ever shown, the last own contribution.
    """
    others = sum(held > 0 for held in group.game.endowments) - 1
    for shown in reversed(history(group, seat)):
        mean = heard(shown, others)
        if mean is not None:
            return max(0, floor(mean + 0.5))
    return last_own(group, seat)


def heard(shown: Feedback, others: int) -> float | None:
    """Return what a round's screen says the others gave on average, None where it does not say.

    The first of these that is printed: single contributions, with or without their seats; the
    total; the lowest and the highest, whose middle is taken. What could only be worked out, or
    what was verified of nobody, is no part of the rule.
    """
    single = [value for _, value in shown.entries] or list(shown.others)
    if single:
        return sum(single) / len(single)
    if shown.total is not None and others > 0:
        return (shown.total - shown.own) / others
    if shown.low is not None and shown.high is not None:
        return (shown.low + shown.high) / 2
    return None


RULES: dict[str, Callable[[Group, int], int]] = {
    "default": last_own,
    "wait": last_own,
    "zero": nothing,
    "conditional": last_seen,
    "shrink": nothing,
    "end": nothing,
}
"""By rule, the points for a member that is absent; where the group waits, only on request."""


def goes_on(group: Group) -> bool:
    """Say whether those who remain play on, by the declared rule."""
    if not group.gone:
        return True
    if group.pace.absence == "end":
        return False
    return group.treatment.game_of(group.part).without(group.gone) is not None
