"""What do members who see contributions pass on to those who do not?"""

from dataclasses import dataclass
from typing import ClassVar

from design.game import Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Ask, Stage, yes_no


@dataclass(frozen=True)
class Relay(Stage):
    """Before each round but the first, some seats state the lowest contribution of the last.

    Attributes
    ----------
    seats : str
        Who states it, freely, to everybody.
    """

    name: ClassVar[str] = "relay"
    seats: str = "AB"

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask the seats that pass on for one number, from the second round of the phase on."""
        if play.turn == 0 or play.game.seats[seat] not in self.seats:
            return ()
        most = max(play.game.endowments)
        label = message("relay.ask", round=play.round - 1)
        known = self._lowest_seen(play, seat)
        return (Ask("lowest", "amount", label, high=most, default=known),)

    def _lowest_seen(self, play: Play, seat: int) -> int:
        """Return the lowest contribution of the last round that a seat can see, its own too."""
        seen = play.monitoring.printed(play.game)[seat]
        given = play.earlier[play.round - 2].contributions
        return min(points for points, shown in zip(given, seen, strict=True) if shown)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell everybody what each of them stated."""
        told = []
        for place, name in enumerate(play.game.seats):
            stated = play.value(place, self.name, "lowest")
            if stated is not None:
                told.append(message("relay.stated", seat=name, n=stated, round=play.round - 1))
        return tuple(told)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who passes on what, and that nobody checks it."""
        own = game.seats[seat] in self.seats
        key = "relay.you" if own else "relay.others"
        return message(key, seats=tuple(self.seats)), message("relay.free")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether what is passed on must be true."""
        return (yes_no("relay_true", message("relay.ask_true"), message("relay.free"), False),)
