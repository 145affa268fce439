"""Who is paid by its table of conditional contributions, and what does every member earn by it?

The strategy method of Fischbacher, Gaechter and Fehr (2001, Economics Letters). Each participant
states an unconditional contribution, and a table: its contribution for every rounded average of
the others' contributions. In each group one member is drawn by lot. Its contribution is read off
its table at the average of the others' unconditional contributions; those of the others are their
unconditional ones. So both answers may count, and nobody knows beforehand which will.

Groups fill in the order in which participants complete the task, and nobody waits for one. A group
that is still short when somebody is to be paid is filled by answers lent from earlier groups,
whose own pay does not change. Where even these are too few, nothing can be played, and everybody
is paid the endowment: what each was sure of.

Amounts are whole points; arrivals are numbered from 1 within a session, groups as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from design import chance
from design.game import POINT, Amounts, Game, summed

TABLE, UNCONDITIONAL, TOO_FEW = "table", "unconditional", "too few"
RULES = (TABLE, UNCONDITIONAL, TOO_FEW)


@dataclass(frozen=True)
class Answers:
    """What one participant stated.

    Attributes
    ----------
    unconditional : int
        The contribution that counts unless the participant is drawn.
    schedule : tuple of int
        The contribution for each average 0, 1, ..., e of the others.
    """

    unconditional: int
    schedule: tuple[int, ...]


@dataclass(frozen=True)
class Gathered:
    """Whose answers make up a group, by arrival and in the order of its seats.

    Attributes
    ----------
    number : int
        The group's number in its session.
    own : tuple of int
        Members who are paid by this group.
    lent : tuple of int
        Earlier participants whose answers fill the seats that stayed empty; empty, too, where
        there were not enough of them.
    """

    number: int
    own: tuple[int, ...]
    lent: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """Everybody whose answers count, by seat."""
        return self.own + self.lent


@dataclass(frozen=True)
class Outcome:
    """What the task made of one member; None where nothing could be played.

    Attributes
    ----------
    rule : str
        Whether the member's "table" or its "unconditional" contribution counted, or "too few".
    place, drawn : str
        The member's seat, and the seat that was drawn to be paid by its table.
    others_mean : int
        Rounded average of the others' unconditional contributions.
    contribution, total : int
        What counted as the member's contribution, and the group's sum of what counted.
    pay : float
        Points earned.
    """

    rule: str
    place: str
    drawn: str | None
    others_mean: int | None
    contribution: int | None
    total: int | None
    pay: float


def others_means(unconditional: Amounts) -> Amounts:
    """Return for each member the others' average, rounded to whole points, halves upwards.

    Shapes (..., members) to (..., members).
    """
    others = unconditional.shape[-1] - 1
    rest = summed(unconditional)[..., None] - unconditional
    return np.asarray((2 * rest + others) // (2 * others))


def counted(unconditional: Amounts, schedules: Amounts, drawn: NDArray[np.int64]) -> Amounts:
    """Return the contributions that count.

    Parameters
    ----------
    unconditional : int64 array (..., members)
    schedules : int64 array (..., members, e + 1)
    drawn : int64 array (...)
        Index of the member whose table counts.

    Returns
    -------
    int64 array (..., members) of whole points.
    """
    means = others_means(unconditional)
    by_table = np.take_along_axis(schedules, means[..., None], axis=-1)[..., 0]
    chosen = np.arange(unconditional.shape[-1]) == np.asarray(drawn)[..., None]
    return np.where(chosen, by_table, unconditional)


def drawn_seat(seed: int, session: str, group: int, members: int) -> int:
    """Draw the index of the member whose table counts.

    The keys are the hash of the session's code (`chance.purpose_code`) and the group's number.
    """
    keys = (chance.purpose_code(session), group)
    return int(chance.choice(seed, keys, "schedule member", among=members))


def gather(own: Sequence[int], number: int, *, seed: int, session: str, members: int) -> Gathered:
    """Complete a group of successive arrivals by answers drawn from all earlier ones."""
    earlier, needed = own[0] - 1, members - len(own)
    if needed == 0 or earlier < needed:
        return Gathered(number, tuple(own), ())
    keys = (chance.purpose_code(session), number)
    order = chance.permutation(seed, keys, "lent answers", of=earlier)
    return Gathered(number, tuple(own), tuple(int(place) + 1 for place in order[:needed]))


def outcomes(
    group: Gathered, answers: Mapping[int, Answers], game: Game, *, seed: int, session: str
) -> tuple[Outcome, ...]:
    """Return what the task made of each own member of a group.

    Parameters
    ----------
    answers : mapping
        At least of everybody in the group, by arrival.
    """
    if len(group.all) < game.members:
        return _unplayed(group, game)
    stated = [answers[arrival] for arrival in group.all]
    drawn = drawn_seat(seed, session, group.number, game.members)
    unconditional = np.array([one.unconditional for one in stated], dtype=np.int64)
    schedules = np.array([one.schedule for one in stated], dtype=np.int64)
    given = counted(unconditional, schedules, np.array(drawn))
    means, earned = others_means(unconditional), game.earnings(given * POINT)
    return tuple(
        Outcome(
            rule=TABLE if seat == drawn else UNCONDITIONAL,
            place=game.seats[seat],
            drawn=game.seats[drawn],
            others_mean=int(means[seat]),
            contribution=int(given[seat]),
            total=int(summed(given)),
            pay=int(earned[seat]) / POINT,
        )
        for seat in range(len(group.own))
    )


def _unplayed(group: Gathered, game: Game) -> tuple[Outcome, ...]:
    """Return that nobody's answers could count, and everybody keeps the endowment."""
    return tuple(
        Outcome(TOO_FEW, game.seats[seat], None, None, None, None, float(game.endowments[seat]))
        for seat in range(len(group.own))
    )


def written(schedule: Sequence[int]) -> str:
    """Write a table as it is stored: contributions at 0, 1, ..., e, separated by spaces."""
    return " ".join(str(points) for points in schedule)


def schedule_of(text: str) -> tuple[int, ...]:
    """Read a table as it is stored.

    Raises
    ------
    ValueError
        Where an entry is no whole number.
    """
    return tuple(int(entry) for entry in text.split())
