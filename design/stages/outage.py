"""In which rounds does monitoring fail, announced or by chance?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design import chance
from design.game import Game
from design.messages import Message, Question, message
from design.monitoring import Monitoring
from design.occasions import happens
from design.play import Play
from design.stages.stage import Stage, yes_no

DARK = Monitoring()


@dataclass(frozen=True)
class Outage(Stage):
    """In some rounds nothing is shown to anybody, whatever the Monitoring says.

    Attributes
    ----------
    after : int
        Announced: so many rounds with sight come before each outage; 0 for outages by chance.
    hazard : int
        By chance: in how many of a thousand rounds with sight an outage begins instead.
    lasts : int
        Rounds of an outage.
    """

    name: ClassVar[str] = "outage"
    after: int = 0
    hazard: int = 0
    lasts: int = 1

    def __post_init__(self) -> None:
        """Refuse outages that are both announced and drawn, or neither, or without rounds."""
        if (self.after > 0) == (self.hazard > 0):
            raise ValueError(
                f"an outage is announced (after) or drawn (hazard), found {self.after} rounds"
                f" and {self.hazard} of a thousand"
            )
        if not (self.after >= 0 and 0 <= self.hazard <= 1_000 and self.lasts >= 1):
            raise ValueError(
                f"an outage has after >= 0, hazard 0 .. 1000 and lasts >= 1, found {self}"
            )

    @property
    def varies(self) -> tuple[str, ...]:
        """What is shown, that is whether anything is."""
        return ("granularity",)

    def dark(self, play: Play) -> bool:
        """Say whether the round is one of an outage."""
        if self.after > 0:
            return play.turn % (self.after + self.lasts) >= self.after
        rounds = np.arange(play.first, play.round + 1)
        begins = happens(chance.uniform(play.seed, (play.slot, rounds), "outage"), self.hazard)
        left = 0
        for here in begins.tolist():
            left = left - 1 if left > 0 else self.lasts * here
        return bool(left > 0)

    def monitoring(self, play: Play, monitoring: Monitoring) -> Monitoring:
        """Show nothing during an outage."""
        return DARK if self.dark(play) else monitoring

    def foretells(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Say of an announced outage, before the round is played, whether it is in one."""
        if self.after == 0:
            return ()
        return (message("outage.dark_now" if self.dark(play) else "outage.sight_now"),)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Say that the round is one of an outage."""
        return (message("outage.dark"),) if self.dark(play) else ()

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell when outages come, how long they last, and that they hit everybody."""
        if self.after > 0:
            when = message("outage.announced", seen=self.after, n=self.lasts)
        else:
            when = message("outage.drawn", percent=self.hazard / 10, n=self.lasts)
        return when, message("outage.what")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether an outage is understood as one for everybody."""
        asked, why = message("outage.ask_anybody"), message("outage.what")
        return (yes_no("outage_anybody", asked, why, False),)
