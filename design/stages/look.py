"""How do members look at each other's contributions, and what does a look cost?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design import chance
from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Mask
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, nobody, yes_no


@dataclass(frozen=True)
class Look(Stage):
    """After contributing, each member chooses whose contribution of the round to see.

    Together with a Monitoring whose acquisition is "pull".

    Attributes
    ----------
    prices : tuple of int
        Price of each look in milli-points. One price holds in every round; of several one is
        drawn for each group and round, so that demand at every price is observed.
    """

    name: ClassVar[str] = "look"
    prices: tuple[int, ...] = (0,)

    def __post_init__(self) -> None:
        """Refuse a list without prices, and negative ones."""
        if not self.prices or min(self.prices) < 0:
            raise ValueError(f"prices are at least 0 milli-points, found {self.prices}")

    def cost(self, play: Play) -> int:
        """Return the price of a look in a round, milli-points."""
        drawn = chance.choice(
            play.seed, (play.slot, play.round), "look price", among=len(self.prices)
        )
        return self.prices[int(drawn)]

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask for each other seat that can be seen whether to look."""
        price = self.cost(play) / POINT
        can = play.monitoring.printed(play.game)[seat]
        key = "look.ask_priced" if price > 0 else "look.ask"
        return tuple(
            Ask("look", "yes_no", message(key, seat=name, price=price), about=name)
            for j, name in enumerate(play.game.seats)
            if j != seat and can[j]
        )

    def looked(self, play: Play) -> Mask:
        """Return who looked at whom."""
        mask = nobody(play.game)
        for i in range(play.game.members):
            for j, name in enumerate(play.game.seats):
                mask[i, j] = play.value(i, self.name, f"look.{name}") == 1
        return mask

    def price(self, play: Play) -> Amounts:
        """Return what each look cost."""
        return np.where(self.looked(play), np.int64(self.cost(play)), 0)

    def account(self, play: Play) -> Amounts:
        """Charge every look once."""
        return np.asarray(-self.price(play).sum(axis=1))

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what a look costs, and that nobody learns who looked."""
        prices = sorted({price / POINT for price in self.prices})
        if prices == [0]:
            told = message("look.free")
        elif len(prices) == 1:
            told = message("look.priced", price=prices[0])
        else:
            told = message("look.list", low=prices[0], high=prices[-1])
        return told, message("look.secret")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether looking is noticed."""
        return (yes_no("look_noticed", message("look.ask_noticed"), message("look.secret"), False),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Look after a disappointment, or now and then out of curiosity."""
        curious = mind.surprise > 0 or mind.uniform < 0.25
        return tuple((ask.field, int(curious)) for ask in asks)
