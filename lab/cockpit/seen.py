"""What does the cockpit know of a session at one moment? Plain values, made by `reading`."""

from collections.abc import Mapping
from dataclasses import dataclass

Choices = tuple[tuple[int, bool], ...]
"""What the seats of a group gave in a settled round, and whether the rule chose."""


@dataclass(frozen=True)
class PersonSeen:
    """One participant.

    Attributes
    ----------
    code, label, status, page : str
        Who, how far, and the page that oTree shows.
    slot, seat : int or None, str
        Group and letter, once there are some.
    tabs : int
        Open tabs on the game's page.
    devices : tuple of str
        On what they are: phone, tablet, computer.
    changed_at : int or None
        When the connection last came or went.
    wrong : int
        Answers to comprehension questions that were not right.
    twin : bool
        Whether somebody else of the session used the same browser.
    consented : bool or None
        None before an answer.
    pay : float or None
        Points, once they are settled.
    """

    code: str
    label: str
    status: str
    page: str
    slot: int | None
    seat: str
    tabs: int
    changed_at: int | None
    wrong: int
    twin: bool
    consented: bool | None
    pay: float | None
    devices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the experimenter calls the participant."""
        return self.label or self.code


@dataclass(frozen=True)
class SeatSeen:
    """Where one member stands: stage, time of the rule, and when it decided in the open round."""

    letter: str
    stage: str
    due: int | None
    absent: bool
    decided_at: int | None


@dataclass(frozen=True)
class GroupSeen:
    """One group with its settled rounds, by number."""

    slot: int
    condition: str
    beliefs: bool
    third: str
    rounds: int
    formed_at: int
    finished_at: int | None
    paused: int | None
    seats: tuple[SeatSeen, ...]
    settled: Mapping[int, Choices]
    opened_at: int

    @property
    def round(self) -> int:
        """The open round; the last settled one when the game is over."""
        return len(self.settled) + (self.finished_at is None)

    @property
    def ended(self) -> bool:
        """Whether it was over before its last round."""
        return self.finished_at is not None and len(self.settled) < self.rounds


@dataclass(frozen=True)
class Seen:
    """A whole session.

    `task_points` are what a task before the game has earned so far, `looks` how often a member
    chose to look at another.
    """

    session: str
    experiment: str
    endowment: int
    members: int
    now: int
    paused: int | None
    point_value: float
    fee: float
    currency: str
    people: tuple[PersonSeen, ...]
    groups: tuple[GroupSeen, ...]
    task_points: float = 0.0
    looks: int = 0
