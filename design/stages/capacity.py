"""Who knows how many points the other members hold?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import Game
from design.messages import Message, Question, message
from design.stages.stage import Stage, yes_no

KNOWN = ("all", "own", "revealed")


@dataclass(frozen=True)
class Capacity(Stage):
    """Members hold unequal points; who holds what is told to all, or each is told its own only.

    Attributes
    ----------
    known : str
        "all", "own", or "revealed": the own until somebody reveals them at another stage. Which
        amounts occur is told in all cases, so that nobody is deceived and no screen is of
        another kind.
    convener : str
        A seat that is called the convener; empty for none.
    """

    name: ClassVar[str] = "capacity"
    known: str = "all"
    convener: str = ""

    def __post_init__(self) -> None:
        """Refuse a convener whose advantage is hidden, and unknown levels."""
        if self.known not in KNOWN or (self.convener and self.known != "all"):
            raise ValueError(f"known is one of {KNOWN}, and 'all' with a convener")

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell which amounts occur, and who holds them where that is known."""
        told = [message("capacity.convener", seat=self.convener)] if self.convener else []
        levels = sorted(set(game.endowments))
        if self.known != "all":
            key = "capacity.secret" if self.known == "own" else "capacity.unrevealed"
            return (*told, message(key, low=levels[0], high=levels[-1]))
        for level in levels:
            seats = np.array(list(game.seats))[np.equal(game.endowments, level)]
            told.append(message("capacity.holds", seats=tuple(seats.tolist()), points=level))
        return tuple(told)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether the member knows how much another one holds."""
        if self.known == "revealed":
            return ()
        told = self.explains(game, seat)[-1]
        other = game.seats[(seat + 1) % game.members]
        prompt = message("capacity.ask_known", seat=other)
        return (yes_no("capacity", prompt, told, self.known == "all"),)
