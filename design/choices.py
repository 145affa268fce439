"""What did the members of a group settle on, round by round?"""

from dataclasses import dataclass


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
class Act:
    """What a member settled on at one stage beside contributing.

    Attributes
    ----------
    stage : str
        Name of the stage.
    values : tuple of (str, int)
        The stage's fields, as its asks name them, with whole numbers.
    automatic : bool
        Whether the declared rule acted for an absent member.
    """

    stage: str
    values: tuple[tuple[str, int], ...] = ()
    automatic: bool = False

    def value(self, field: str) -> int | None:
        """Return what a field holds; None where it was not asked."""
        return dict(self.values).get(field)


@dataclass(frozen=True)
class Said:
    """A line of talk.

    Attributes
    ----------
    seat, round : int
        Who said it and when; seats count from 0, rounds from 1.
    to : str
        Letters of the seats that can read it.
    text : str
        As typed; empty where only a number is cited or another line is liked.
    cited : tuple of (str, int, int) or None
        A seat, a round and its true contribution in points, inserted by the server.
    answers : int or None
        Number of the line that it answers, counted from 1 over the group's talk; that it likes
        where it says nothing itself.
    """

    seat: int
    round: int
    to: str
    text: str
    cited: tuple[str, int, int] | None = None
    answers: int | None = None

    @property
    def likes(self) -> bool:
        """Whether it only says that its speaker likes another line."""
        return self.answers is not None and not self.text and self.cited is None


@dataclass(frozen=True)
class Heard:
    """What a group heard of another group, or that it heard nothing.

    Attributes
    ----------
    stage, round : str, int
        The stage and the round, from 1, of the group that heard it.
    value : int or None
        What it heard; where nothing came, what a lot drew instead, or None.
    slot, of : int or None
        The group that it is about and that group's round; None where nothing came.
    """

    stage: str
    round: int
    value: int | None
    slot: int | None = None
    of: int | None = None


@dataclass(frozen=True)
class Settled:
    """A finished round: the choices of all seats, and by seat what else they settled on."""

    choices: tuple[Choice, ...]
    acts: tuple[tuple[Act, ...], ...] = ()

    @property
    def contributions(self) -> tuple[int, ...]:
        """Points given by each seat."""
        return tuple(choice.contribution for choice in self.choices)

    def act(self, seat: int, stage: str) -> Act | None:
        """Return what a seat settled on at a stage, if it was asked."""
        return next((act for act in (self.acts[seat] if self.acts else ()) if act.stage == stage),
                    None)  # fmt: skip
