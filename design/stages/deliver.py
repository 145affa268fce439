"""Do members deliver within the agreed time, and whom does lateness cost?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, yes_no


@dataclass(frozen=True)
class Deliver(Stage):
    """After contributing, each member delivers on time, at a cost, or late, at a cost to all.

    With a loss below the cost, and the members' losses together above it, being on time is a
    linear public good whose marginal per-capita return is loss / cost.

    Attributes
    ----------
    cost : int
        What being on time costs, milli-points.
    loss : int
        What every member, the late one too, loses for each late member, milli-points.
    """

    name: ClassVar[str] = "deliver"
    cost: int = 1_000
    loss: int = 500

    def __post_init__(self) -> None:
        """Refuse negative amounts, and a deadline that is no dilemma."""
        if not 0 <= self.loss < self.cost:
            raise ValueError(
                f"the loss lies below the cost and is at least 0, found {self.loss} of {self.cost}"
            )

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask whether to deliver on time; whoever is absent is late."""
        if play.game.endowments[seat] == 0:
            return ()
        return (Ask("on_time", "yes_no", message("deliver.ask", price=self.cost / POINT)),)

    def late(self, play: Play) -> tuple[str, ...]:
        """Return the letters of the seats that chose to be late."""
        return tuple(
            name
            for seat, name in enumerate(play.game.seats)
            if play.value(seat, self.name, "on_time") == 0
        )

    def account(self, play: Play) -> Amounts:
        """Charge the cost to those on time, and to everybody the loss from those who are late."""
        seats = range(play.game.members)
        on_time = [play.value(seat, self.name, "on_time") == 1 for seat in seats]
        lost = self.loss * len(self.late(play))
        return np.asarray(-np.array(on_time, dtype=np.int64) * self.cost - lost)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Show who was late."""
        late = self.late(play)
        return (message("deliver.late", seats=late) if late else message("deliver.all"),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what being on time costs, what lateness costs, and that all see who is late."""
        prices = {"price": self.cost / POINT, "loss": self.loss / POINT}
        return message("deliver.who", **prices), message("deliver.seen")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether lateness is seen."""
        seen = message("deliver.seen")
        return (yes_no("late_seen", message("deliver.ask_seen"), seen, True),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Be on time as often as one gives: whoever plans to give much rarely comes late."""
        held = max(mind.endowment, 1)
        return tuple((ask.field, int(mind.uniform * held < mind.planned + held / 4))
                     for ask in asks)  # fmt: skip
