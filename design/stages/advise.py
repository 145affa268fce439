"""What does one member recommend to all, before they decide?"""

from dataclasses import dataclass
from typing import ClassVar

from design.game import Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, yes_no


@dataclass(frozen=True)
class Advise(Stage):
    """Before each round one member recommends to all how much each should give.

    Attributes
    ----------
    seat : str
        The letter of the seat that recommends.
    """

    name: ClassVar[str] = "advise"
    seat: str = "A"

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask the one member for its recommendation."""
        if play.game.seats[seat] != self.seat:
            return ()
        most = max(play.game.endowments)
        return (Ask("points", "amount", message("advise.ask"), 0, most),)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all what was recommended; nothing where the member was absent."""
        act = play.act(play.game.seats.index(self.seat), self.name)
        if act is None or act.automatic:
            return (message("advise.nothing", seat=self.seat),)
        return (message("advise.given", seat=self.seat, points=act.value("points") or 0),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who recommends, and that nobody has to follow."""
        you = game.seats[seat] == self.seat
        who = message("advise.you" if you else "advise.who", seat=self.seat)
        return (who, message("advise.free"))

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether members have to follow."""
        told = message("advise.free")
        return (yes_no("advise_must", message("advise.ask_must"), told, False),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Recommend more than one gives oneself."""
        return tuple((ask.field, min(ask.high, mind.planned + 5)) for ask in asks)
