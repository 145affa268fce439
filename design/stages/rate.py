"""How much do members trust what their broker told them?"""

from dataclasses import dataclass
from typing import ClassVar

from design.game import Game
from design.messages import Message, message
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values

MOST = 10
UNRATED = -1
"""Stands in the data where a member did not rate in time."""


@dataclass(frozen=True)
class Rate(Stage):
    """From the second round of a part on, members first rate the broker; all see the average.

    Attributes
    ----------
    seat : str
        The letter of whoever is rated.
    """

    name: ClassVar[str] = "rate"
    trailing: ClassVar[bool] = True
    seat: str = "E"

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask everybody but the broker for a number from 0 to 10."""
        if play.turn == 0 or play.game.seats[seat] == self.seat:
            return ()
        asked = message("rate.ask", seat=self.seat)
        return (Ask("trust", "amount", asked, high=MOST, default=UNRATED, about=self.seat),)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Show the average to all."""
        field = f"trust.{self.seat}"
        rated = [play.value(i, self.name, field) for i in range(play.game.members)]
        known = [one for one in rated if one is not None and one != UNRATED]
        if not known:
            return ()
        mean = round(sum(known) / len(known), 1)
        return (message("rate.mean", seat=self.seat, mean=mean, n=len(known)),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who rates and who sees it."""
        key = "rate.what_you" if game.seats[seat] == self.seat else "rate.what"
        return (message(key, seat=self.seat),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Trust less after a disappointment."""
        trust = max(0, min(MOST, 7 - mind.surprise))
        return tuple((ask.field, trust) for ask in asks)
