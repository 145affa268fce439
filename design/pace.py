"""How long may members take, and what happens when one does not answer?"""

from dataclasses import dataclass, fields
from typing import ClassVar

ABSENCE = ("default", "zero", "conditional", "shrink", "end", "wait")
LEAVING = ("shrink", "end")
"""Rules under which a member that does not answer has left for good."""

NO_EXIT = -1
"""As `exit_seconds`: nobody leaves the waiting room with pay before the longest wait is over."""

LEAST = {"exit_seconds": NO_EXIT}
"""The least value of each time that may be less than 1."""


@dataclass(frozen=True)
class Pace:
    """The session's declared times, in seconds, and its rule for absent members.

    Members are told all of it. Under "default", "zero" and "conditional" a decision that is not
    made within its time and grace is made by the computer (design/absence.py), without beliefs.
    Such a row is flagged automatic. A member so replaced is waited for only `absent_seconds` a
    round until it returns. Under "shrink" and "end" such a member has left: the group goes on with
    those who remain, or its game is over and is paid. Under "wait" the group waits.

    Attributes
    ----------
    decision_seconds, reading_seconds : int
        Time announced for a decision, and for an explanation with its questions.
    grace_seconds : int
        Time added before the computer acts.
    absent_seconds : int
        Time left to a member whose last decision was automatic.
    lobby_seconds : int
        Longest wait for a group; after it the member is paid and leaves.
    exit_seconds : int
        Wait after which a member may leave sooner and is paid all the same; 0 for at once,
        `NO_EXIT` or anything from `lobby_seconds` on for not before that.
    absence : str
        "default" (the member's last own contribution, 0 if there is none), "zero", "conditional"
        (what it saw the others give on average), "shrink", "end" or "wait".
    """

    decision_seconds: int = 60
    reading_seconds: int = 240
    grace_seconds: int = 30
    absent_seconds: int = 5
    lobby_seconds: int = 600
    exit_seconds: int = 300
    absence: str = "default"

    formerly: ClassVar[dict[str, int]] = {"exit_seconds": NO_EXIT}

    def __post_init__(self) -> None:
        """Refuse times that are not positive and rules that are not declared."""
        for field in fields(self):
            value = getattr(self, field.name)
            least = LEAST.get(field.name, 1)
            if field.name != "absence" and (not isinstance(value, int) or value < least):
                said = f"{field.name} is a whole number of at least {least}"
                raise ValueError(f"{said}, found {value!r}")
        if self.absence not in ABSENCE:
            raise ValueError(f"absence is one of {ABSENCE}, found {self.absence!r}")

    @property
    def exits(self) -> bool:
        """Whether there is a paid exit from the waiting room before the longest wait is over."""
        return NO_EXIT < self.exit_seconds < self.lobby_seconds

    @property
    def leaving(self) -> bool:
        """Whether a member that does not answer has left, and nobody acts for it."""
        return self.absence in LEAVING
