"""After which round is each round of a phase reported?"""

from collections.abc import Sequence

from design.monitoring import Monitoring


def due(monitoring: Monitoring, number: int, first: int, last: int) -> int | None:
    """Return the round after which a round's facts are shown; None for never, or not known yet.

    Parameters
    ----------
    number, first, last : int
        The round, and the first and last of its phase: nothing of a phase is shown after it, and
        a last report of fewer rounds comes with its end.
    """
    if monitoring.timing == "every_round":
        return number
    if monitoring.timing == "delayed":
        late = number + monitoring.delay
        return late if late <= last else None
    if monitoring.timing == "every_k":
        if monitoring.counted == "end":
            return number + (last - number) % monitoring.every
        done = (number - first) % monitoring.every + 1
        return min(last, number + monitoring.every - done)
    return last if monitoring.timing == "end" else None


def reports(
    monitoring: Monitoring, totals: Sequence[int], members: int, *, first: int, last: int
) -> tuple[int | None, ...]:
    """Return for each settled round of a phase the round after which it is shown, if it is yet.

    Parameters
    ----------
    totals : sequence of int
        Group totals in points of the settled rounds of the phase, from its first.
    members : int
        How many contribute.
    first, last : int
        First and last round of the phase.

    Notes
    -----
    A triggered report comes after a round whose total is lower than that of the round before by
    at least `fall` points for each member; it shows every round since the last report.
    """
    rounds = range(first, first + len(totals))
    if monitoring.timing != "triggered":
        return tuple(due(monitoring, number, first, last) for number in rounds)
    shown: list[int | None] = []
    for place, number in enumerate(rounds):
        shown.append(None)
        fell = place > 0 and totals[place - 1] - totals[place] >= monitoring.fall * members
        if fell:
            shown = [number if one is None else one for one in shown]
    return tuple(shown)
