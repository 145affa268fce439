"""What does one member propose that all should give?"""

from dataclasses import dataclass
from typing import ClassVar

from design.game import Game
from design.messages import Message, message
from design.play import Play
from design.stages.ballots import ballot
from design.stages.stage import Ask, Mind, Stage, Values


@dataclass(frozen=True)
class Offer(Stage):
    """Every so many rounds one member proposes what each member should give in each of them.

    Together with the stage Accept.

    Attributes
    ----------
    seat : str
        The letter of the seat that proposes.
    every : int
        Rounds from one proposal to the next.
    """

    name: ClassVar[str] = "offer"
    seat: str = "A"
    every: int = 5

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask the one member for its proposal."""
        if play.turn % self.every or play.game.seats[seat] != self.seat:
            return ()
        held = min(play.game.endowments)
        label = message("offer.ask", every=self.every)
        return (Ask("points", "amount", label, 0, held),)

    def proposed(self, play: Play) -> int:
        """Return the proposal that stands in a round, in points."""
        then = ballot(play, self.every)
        return then.value(then.game.seats.index(self.seat), self.name, "points") or 0

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all the proposal."""
        return (message("offer.given", seat=self.seat, points=self.proposed(play)),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who proposes, and how often."""
        you = game.seats[seat] == self.seat
        return (message("offer.you" if you else "offer.who", seat=self.seat, every=self.every),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Propose more than one would give."""
        return tuple((ask.field, min(ask.high, mind.planned + 5)) for ask in asks)
