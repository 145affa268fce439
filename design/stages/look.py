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

FORMS = ("posted", "bid")


@dataclass(frozen=True)
class Look(Stage):
    """After contributing, each member chooses whose contribution of the round to see.

    Together with a Monitoring whose acquisition is "pull".

    Attributes
    ----------
    prices : tuple of int
        Prices in milli-points. Posted, each look has one: of several, one is drawn for each group
        and round, so that demand at every price is observed. For bids, one is drawn for each
        member and round.
    form : str
        "posted": members see the price of a look at each other member, and say yes or no. "bid":
        before the price is drawn, each states in whole points the most that it would pay to see
        all that it can see of the round, sees it if the price is no higher, and pays the price,
        never its bid (Becker, DeGroot & Marschak 1964). One look at all, not one for each member:
        what a look at one member is worth may hang on who else is seen, and then only a bid for
        all of them together is best stated truly.
    """

    name: ClassVar[str] = "look"
    prices: tuple[int, ...] = (0,)
    form: str = "posted"

    def __post_init__(self) -> None:
        """Refuse lists without prices, negative ones, and bids that could not meet them."""
        if not self.prices or min(self.prices) < 0:
            raise ValueError(f"prices are at least 0 milli-points, found {self.prices}")
        if self.form not in FORMS:
            raise ValueError(f"the form of a look is one of {FORMS}, found {self.form!r}")
        whole = all(price > 0 and price % POINT == 0 for price in self.prices)
        if self.bids and not (whole and 3 <= len(set(self.prices)) == len(self.prices)):
            raise ValueError(
                "bids meet at least three prices, each another number of whole points above 0,"
                f" found {self.prices} milli-points"
            )

    @property
    def bids(self) -> bool:
        """Whether members state the most that they would pay before the price is drawn."""
        return self.form == "bid"

    @property
    def points(self) -> tuple[int, ...]:
        """The prices that bids can meet, in whole points, from low to high."""
        return tuple(price // POINT for price in sorted(self.prices))

    def posted(self, seed: int, slot: int, number: int) -> int:
        """Return the posted price of a look in a group's round, milli-points."""
        drawn = chance.choice(seed, (slot, number), "look price", among=len(self.prices))
        return self.prices[int(drawn)]

    def cost(self, play: Play) -> int:
        """Return the posted price of a look in the round, milli-points."""
        return self.posted(play.seed, play.slot, play.round)

    def drawn(self, seed: int, slot: int, number: int, seat: int) -> int:
        """Return the price that a member's bid meets in a round, points: a lot of its own."""
        place = chance.choice(seed, (slot, number, seat), "look bid price", among=len(self.prices))
        return self.prices[int(place)] // POINT

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask for each other seat that can be seen whether to look, or for one bid for all."""
        can = np.flatnonzero(self._open(play)[seat])
        names = tuple(play.game.seats[j] for j in can)
        if not names:
            return ()
        if self.bids:
            told = message("look.ask_bid", seats=names)
            return (Ask("bid", "amount", told, high=self.points[-1]),)
        price = self.cost(play) / POINT
        key = "look.ask_priced" if max(self.prices) > 0 else "look.ask"
        return tuple(
            Ask("look", "yes_no", message(key, seat=name, price=price), about=name)
            for name in names
        )

    def _open(self, play: Play) -> Mask:
        """Return whom each seat can look at."""
        others = ~np.eye(play.game.members, dtype=bool)
        return np.asarray(play.monitoring.printed(play.game) & others)

    def bought(self, play: Play, seat: int) -> bool:
        """Say whether a seat's bid reached the price drawn for it."""
        bid = play.value(seat, self.name, "bid")
        return bid is not None and bid >= self.drawn(play.seed, play.slot, play.round, seat)

    def looked(self, play: Play) -> Mask:
        """Return who looked at whom."""
        members = range(play.game.members)
        if self.bids:
            buyers = np.array([self.bought(play, seat) for seat in members])
            return np.asarray(self._open(play) & buyers[:, None])
        mask = nobody(play.game)
        for i in members:
            for j, name in enumerate(play.game.seats):
                mask[i, j] = play.value(i, self.name, f"look.{name}") == 1
        return mask

    def price(self, play: Play) -> Amounts:
        """Return what each look cost; one price for all is spread over them, to the milli-point."""
        mask = self.looked(play)
        if not self.bids:
            return np.where(mask, np.int64(self.cost(play)), 0)
        spread = np.zeros(mask.shape, dtype=np.int64)
        for seat in np.flatnonzero(mask.any(axis=1)).tolist():
            whole = self.drawn(play.seed, play.slot, play.round, seat) * POINT
            share, rest = divmod(whole, int(mask[seat].sum()))
            spread[seat, mask[seat]] = share
            spread[seat, int(mask[seat].argmax())] += rest
        return spread

    def account(self, play: Play) -> Amounts:
        """Charge every look once."""
        return np.asarray(-self.price(play).sum(axis=1))

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell whoever stated a bid which price was drawn, and what came of it."""
        bid = play.value(seat, self.name, "bid")
        if bid is None:
            return ()
        price = self.drawn(play.seed, play.slot, play.round, seat)
        key = "look.bought" if self.bought(play, seat) else "look.not_bought"
        return (message(key, bid=bid, price=price),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what a look costs, and that nobody learns who looked."""
        if self.bids:
            return self._explains_bids()
        prices = sorted({price / POINT for price in self.prices})
        if prices == [0]:
            told = message("look.free")
        elif len(prices) == 1:
            told = message("look.priced", price=prices[0])
        else:
            told = message("look.list", low=prices[0], high=prices[-1])
        return told, message("look.secret")

    def _explains_bids(self) -> tuple[Message, ...]:
        """Tell how a bid meets a price, why the true value is the best bid, and an example."""
        low, bid, high = self.example
        return (
            message("look.bid", most=self.points[-1]),
            message("look.bid_price", prices=tuple(map(str, self.points))),
            message("look.bid_rule"),
            message("bid.best"),
            message("bid.example", bid=bid, low=low, high=high),
            message("look.bid_secret"),
        )

    @property
    def example(self) -> tuple[int, int, int]:
        """A price below a bid, the bid, and a price above it, in points."""
        middle = len(self.points) // 2
        return self.points[middle - 1], self.points[middle], self.points[middle + 1]

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether looking is noticed, and of bids what is paid and what is best."""
        if not self.bids:
            why = message("look.secret")
            return (yes_no("look_noticed", message("look.ask_noticed"), why, False),)
        low, bid, high = self.example
        paid = message("look.ask_paid", bid=bid, price=low)
        points = tuple(message("look.points", points=n) for n in (0, low, bid))
        above = message("look.ask_above", bid=bid, price=high)
        return (
            Question("look_paid", paid, message("look.bid_rule"), points, "1"),
            yes_no("look_above", above, message("look.bid_rule"), False),
            yes_no("look_noticed", message("look.ask_noticed"), message("look.bid_secret"), False),
        )

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Look after a disappointment, or now and then out of curiosity; bid what it is worth."""
        if self.bids:
            return tuple((ask.field, min(ask.high, _worth(mind))) for ask in asks)
        curious = mind.surprise > 0 or mind.uniform < 0.25
        return tuple((ask.field, int(curious)) for ask in asks)


def _worth(mind: Mind) -> int:
    """Return what a look is worth to a simulated member, whole points.

    A point or none of curiosity; after a shortfall of what was expected one more, and another for
    every three points of it; and one for every five by which what is expected of others differs.
    """
    expected = [points for _, points in mind.expected]
    doubt = max(expected) - min(expected) if expected else 0
    shock = 1 + mind.surprise // 3 if mind.surprise > 0 else 0
    return int(mind.uniform * 2) + shock + doubt // 5
