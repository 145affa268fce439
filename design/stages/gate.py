"""Whom does a gatekeeper offer the feedback to, and at what price?"""

from dataclasses import dataclass
from typing import ClassVar

from design.game import Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, yes_no


@dataclass(frozen=True)
class Gate(Stage):
    """Before contributing, one member decides who can get the feedback of the round.

    Together with the stage Access and a Monitoring that shows nothing.

    Attributes
    ----------
    keeper : str
        The letter of the seat that decides.
    most : int
        Highest price in points, the same for everybody; 0 for no price.
    """

    name: ClassVar[str] = "gate"
    keeper: str = "A"
    most: int = 0

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask the gatekeeper for its offers, and for a price where it may charge one."""
        letters = play.game.seats
        if letters[seat] != self.keeper:
            return ()
        price = Ask("price", "amount", message("gate.ask_price"), 0, self.most)
        return (
            *((price,) if self.most > 0 else ()),
            *(
                Ask("offer", "yes_no", message("gate.ask_offer", seat=name), default=1, about=name)
                for name in letters if name != self.keeper
            ),
        )  # fmt: skip

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell each member, until it has decided, what it is offered, and not what others are."""
        letters, keeper = play.game.seats, play.game.seats.index(self.keeper)
        if seat == keeper or play.choices[seat] is not None:
            return ()
        if play.value(keeper, self.name, f"offer.{letters[seat]}") != 1:
            return (message("gate.refused", seat=self.keeper),)
        price = play.value(keeper, self.name, "price") or 0
        key = "gate.offered" if price > 0 else "gate.offered_free"
        return (message(key, seat=self.keeper, price=price),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who keeps the gate and what it may charge."""
        you = game.seats[seat] == self.keeper
        told = [message("gate.you" if you else "gate.is", seat=self.keeper)]
        if self.most > 0:
            key = "gate.price_you" if you else "gate.price"
            told.append(message(key, seat=self.keeper, most=self.most))
        return (*told, message("gate.private_you" if you else "gate.private", seat=self.keeper))

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether the gatekeeper may leave a member without feedback."""
        told = message("gate.is", seat=self.keeper)
        prompt = message("gate.ask_refuse", seat=self.keeper)
        return (yes_no("gate_refuses", prompt, told, True),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Offer to most, at a moderate price."""
        return tuple(
            (ask.field, min(ask.high, 2) if ask.kind == "amount" else int(mind.uniform < 0.8))
            for ask in asks
        )
