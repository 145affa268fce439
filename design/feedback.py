"""What does each settled round show to one member, as far as it has been reported?"""

from dataclasses import dataclass
from functools import lru_cache

from design.game import POINT
from design.messages import Message
from design.occasions import HIDDEN
from design.play import Play
from design.rounds import reported, sat_out
from design.settling import Outcome, outside_of, settle
from design.stages.stage import Stage
from design.state import Group


@dataclass(frozen=True)
class Feedback:
    """What one settled round shows to one member.

    Attributes
    ----------
    round, own : int
        The round and the member's own contribution.
    automatic : bool
        Whether the rule chose for the member.
    entries : tuple of (str, float)
        Seats that are shown to it, with their contributions.
    total, earnings : float or None
        Where shown.
    others : tuple of float
        Others' contributions without their seats, where shown.
    low, high : float or None
        The others' extremes, where shown.
    checked : str
        Letters of the seats whose report an audit replaced by the verified number.
    source : str
        Where the entries of the other seats come from, a source of the dial.
    proven : str
        Letters of the seats whose entry a stage showed truly, whatever the source.
    lines : tuple of Message
        What the other stages of the round showed to it.
    reported : bool
        Whether what the round shows has been reported; a late report hides it until then.
    paid : tuple of (str, float)
        Seats whose earnings are shown to it, with these.
    target : int
        A line drawn beside the total, in points; 0 for none.
    gives : bool
        Whether the member held points to give in the round.
    outside : bool
        Whether the member took no part in the round.
    """

    round: int
    own: int
    automatic: bool
    entries: tuple[tuple[str, float], ...]
    total: float | None
    earnings: float | None
    others: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    checked: str = ""
    source: str = "verified"
    proven: str = ""
    lines: tuple[Message, ...] = ()
    reported: bool = True
    target: int = 0
    paid: tuple[tuple[str, float], ...] = ()
    gives: bool = True
    outside: bool = False


def history(group: Group, seat: int, *, before: tuple[Feedback, ...] = ()) -> tuple[Feedback, ...]:
    """Return every settled round, each with what has been reported of it.

    Parameters
    ----------
    before : tuple of Feedback
        What this returned for the seat at an earlier moment: of that only what has been reported
        since is worked out again.
    """
    done = len(group.history)
    if len(before) == done:
        return before
    shown: list[bool] = []
    for part, phase in enumerate(group.treatment.phases):
        if len(shown) >= done:
            break
        if phase.monitoring.timing == "every_round":
            shown += [True] * phase.rounds
        else:
            due = reported(group, part)
            shown += [after is not None and after <= done for after in due]
    return tuple(
        before[place]
        if place < len(before) and before[place].reported == true
        else feedback(group, seat, place + 1, shown=true)
        for place, true in enumerate(shown[:done])
    )


def feedback(group: Group, seat: int, number: int, *, shown: bool) -> Feedback:
    """Return what a settled round, from 1, shows to a seat under its own phase's rules.

    Parameters
    ----------
    shown : bool
        Whether it has been reported yet.
    """
    stages = group.treatment.phase(number).stages
    if not shown:
        own = group.history[number - 1].choices[seat]
        gives = settle(group.replay(number), stages).game.endowments[seat] > 0
        lines = _lines(group.replay(number), stages, seat) if len(stages) > 2 else ()
        return Feedback(number, own.contribution, own.automatic, (), None, None, lines=lines,
                        reported=False, gives=gives,
                        outside=sat_out(group, seat, number))  # fmt: skip
    return _shown_to(group.replay(number), stages, seat)


@lru_cache(maxsize=16_384)
def _shown_to(play: Play, stages: tuple[Stage, ...], seat: int) -> Feedback:
    """Return what a reported round shows to a seat."""
    outcome, own = settle(play, stages), play.choices[seat]
    assert own is not None
    signal, game = outcome.signal, outcome.game
    extremes = [_shown(int(value)) for value in signal.extremes[seat]] or [None, None]
    paid = _paid(outcome, seat)
    return Feedback(
        round=play.round,
        own=own.contribution,
        automatic=own.automatic,
        entries=tuple(
            (name, int(signal.entries[seat, j]) / POINT)
            for j, name in enumerate(game.seats)
            if j != seat and signal.entries[seat, j] != HIDDEN and not paid[j]
        ),
        paid=tuple(
            (name, int(outcome.earned[j]) / POINT) for j, name in enumerate(game.seats) if paid[j]
        ),
        total=_shown(int(signal.total[seat])),
        earnings=_shown(int(signal.earnings[seat])),
        others=tuple(int(value) / POINT for value in signal.others[seat]),
        low=extremes[0],
        high=extremes[1],
        checked="".join(n for n, true in zip(game.seats, signal.checked, strict=False) if true),
        source=outcome.monitoring.source,
        proven="".join(
            n for n, true in zip(game.seats, outcome.unveiled[seat], strict=True) if true
        ),
        lines=_lines(play, stages, seat),
        target=outcome.monitoring.target,
        gives=game.endowments[seat] > 0,
        outside=outcome.outside is not None and outcome.outside.seat == seat,
    )


def _paid(outcome: Outcome, seat: int) -> list[bool]:
    """Return whose earnings a seat is shown in place of contributions."""
    if outcome.monitoring.content != "earnings":
        return [False] * outcome.game.members
    shown = outcome.monitoring.printed(outcome.game)[seat] & ~outcome.unveiled[seat]
    shown[seat] = False
    return [bool(one) for one in shown]


def _lines(play: Play, stages: tuple[Stage, ...], seat: int) -> tuple[Message, ...]:
    return tuple(line for stage in telling(play, stages, seat) for line in stage.shows(play, seat))


def telling(play: Play, stages: tuple[Stage, ...], seat: int) -> tuple[Stage, ...]:
    """Return the stages of a round that tell a seat anything.

    Who is outside and does not watch is told only by the stage that has it sit out.
    """
    outside = outside_of(play, stages)
    if outside is None or outside.seat != seat or outside.watches:
        return stages
    return tuple(stage for stage in stages if outside_of(play, (stage,)) is not None)


def _shown(milli_points: int) -> float | None:
    return None if milli_points == HIDDEN else milli_points / POINT
