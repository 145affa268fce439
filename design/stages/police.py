"""What does the computer take from members who were found to have given too little?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.occasions import HIDDEN
from design.play import Play
from design.settling import Outcome, settled_before
from design.stages.stage import Stage, yes_no


@dataclass(frozen=True)
class Police(Stage):
    """Whoever's contribution was shown to others, and was lower than a standard, is fined for it.

    The fine is lost to the group; it cannot bring the earnings of a round below zero.

    Attributes
    ----------
    standard : int
        Points that each member should give in a round.
    fine : int
        Milli-points taken for each point that was missing.
    """

    name: ClassVar[str] = "police"
    standard: int = 10
    fine: int = 2_000

    def __post_init__(self) -> None:
        """Refuse a standard of nothing and a fine of nothing."""
        if self.standard < 1 or self.fine < 1:
            raise ValueError(f"a standard and a fine are above 0, found {self}")

    def learned(self, play: Play) -> Outcome:
        """Return what the stages before this one settled and showed."""
        return settled_before(play, self.name)

    def fines(self, play: Play) -> Amounts:
        """Return the fines of a round before they meet the earnings, milli-points."""
        signal = self.learned(play).signal
        others = ~np.eye(play.game.members, dtype=bool)
        found = ((signal.entries != HIDDEN) & others).any(axis=0)
        held = np.minimum(self.standard, play.game.endowments) * POINT
        missing = np.maximum(held - play.given, 0) // POINT
        return np.where(found, missing * self.fine, 0)

    def account(self, play: Play) -> Amounts:
        """Take the fines, as far as there are earnings."""
        outcome = self.learned(play)
        left = np.maximum(outcome.earned + outcome.added, 0)
        return np.asarray(-np.minimum(self.fines(play), left))

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell a member alone that it was fined."""
        if None in play.choices:
            return ()
        fine = int(self.fines(play)[seat]) / POINT
        return (message("police.fined", fine=fine),) if fine > 0 else ()

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell the standard, the fine, and when it is taken."""
        values = {"standard": self.standard, "fine": self.fine / POINT}
        return (message("police.rule", **values), message("police.floor"))

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether a contribution that was not shown can be fined."""
        values = {"standard": self.standard, "fine": self.fine / POINT}
        told = message("police.rule", **values)
        return (yes_no("police", message("police.ask"), told, False),)
