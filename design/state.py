"""Where does a group stand, and what may be done next?"""

from dataclasses import dataclass, field

from design.pace import Pace
from design.treatments import Treatment


@dataclass(frozen=True)
class Choice:
    """What a member settled on in one round, in whole points.

    Attributes
    ----------
    contribution : int
        Points given.
    beliefs : tuple of int
        One per belief asked; empty where none is asked or the choice was automatic.
    automatic : bool
        Whether the declared rule chose for an absent member.
    """

    contribution: int
    beliefs: tuple[int, ...] = ()
    automatic: bool = False


@dataclass(frozen=True)
class Settled:
    """A finished round: the choices of all seats."""

    choices: tuple[Choice, ...]

    @property
    def contributions(self) -> tuple[int, ...]:
        """Points given by each seat."""
        return tuple(choice.contribution for choice in self.choices)


@dataclass(frozen=True)
class Seat:
    """Where one member stands.

    Attributes
    ----------
    explained : int
        How many phases have been explained to it; the introduction explains the first.
    attempts : int
        Answers sheets handed in for the explanation under way.
    wrong : tuple of str
        Names of the questions answered wrongly in the last attempt.
    choice : Choice or None
        Its choice in the open round.
    due : int or None
        When the declared rule acts for it, in milliseconds.
    absent : bool
        Whether the rule acted last time and it has not returned since.
    """

    explained: int = 1
    attempts: int = 0
    wrong: tuple[str, ...] = ()
    choice: Choice | None = None
    due: int | None = None
    absent: bool = False


@dataclass(frozen=True)
class Group:
    """A group's whole state; its treatment and pace never change.

    Attributes
    ----------
    slot : int
        Its slot in the schedule.
    treatment, pace
        What it plays, and how long members may take.
    seats : tuple of Seat
        Where each member stands.
    history : tuple of Settled
        Finished rounds.
    paused : int or None
        Since when the experimenter has stopped the clocks, in milliseconds.
    ended : bool
        Whether the experimenter ended the game before its last round.
    """

    slot: int
    treatment: Treatment
    pace: Pace
    seats: tuple[Seat, ...]
    history: tuple[Settled, ...] = field(default=())
    paused: int | None = None
    ended: bool = False

    @property
    def round(self) -> int:
        """The open round, from 1; one more than the last when all are settled."""
        return len(self.history) + 1

    @property
    def finished(self) -> bool:
        """Whether every round is settled, or the experimenter ended the game."""
        return self.ended or len(self.history) == self.treatment.rounds

    @property
    def part(self) -> int:
        """Index of the open round's phase; of the last phase when all rounds are settled."""
        return self.treatment.part(min(self.round, self.treatment.rounds))

    def stage(self, seat: int) -> str:
        """Return what a seat is to do: "explain", "contribute", "wait" or "done"."""
        if self.finished:
            return "done"
        if self.seats[seat].explained <= self.part:
            return "explain"
        return "contribute" if self.seats[seat].choice is None else "wait"

    @property
    def due(self) -> int | None:
        """The next moment at which the declared rule acts, in milliseconds; none while paused."""
        if self.paused is not None:
            return None
        times = [seat.due for seat in self.seats if seat.due is not None]
        return min(times, default=None)
