"""How long may members take, and what happens when one does not answer?"""

from dataclasses import dataclass, fields

ABSENCE = ("default", "zero", "conditional", "shrink", "end", "wait")
LEAVING = ("shrink", "end")
"""Rules under which a member that does not answer has left for good."""


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
    absence : str
        "default" (the member's last own contribution, 0 if there is none), "zero", "conditional"
        (what it saw the others give on average), "shrink", "end" or "wait".
    """

    decision_seconds: int = 60
    reading_seconds: int = 240
    grace_seconds: int = 30
    absent_seconds: int = 5
    lobby_seconds: int = 600
    absence: str = "default"

    def __post_init__(self) -> None:
        """Refuse times that are not positive and rules that are not declared."""
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "absence" and (not isinstance(value, int) or value < 1):
                raise ValueError(f"{field.name} is a whole number of at least 1, found {value!r}")
        if self.absence not in ABSENCE:
            raise ValueError(f"absence is one of {ABSENCE}, found {self.absence!r}")

    @property
    def leaving(self) -> bool:
        """Whether a member that does not answer has left, and nobody acts for it."""
        return self.absence in LEAVING
