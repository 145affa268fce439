"""Who takes up the feedback that a gatekeeper offers, and what does it pay?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Mask
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, nobody, yes_no


@dataclass(frozen=True)
class Access(Stage):
    """Members who were offered the feedback of a round take it, or not, before contributing.

    Whoever takes it pays the gatekeeper and sees everybody's contribution after the round, as the
    gatekeeper always does.

    Attributes
    ----------
    keeper : str
        The gatekeeper's seat, as at the stage Gate.
    """

    name: ClassVar[str] = "access"
    keeper: str = "A"

    @property
    def varies(self) -> tuple[str, ...]:
        """It decides who sees."""
        return ("direction",)

    def cost(self, play: Play) -> int:
        """Return what the feedback of a round costs, points."""
        keeper = play.game.seats.index(self.keeper)
        return play.value(keeper, "gate", "price") or 0

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask whoever is offered the feedback whether it takes it."""
        keeper, name = play.game.seats.index(self.keeper), play.game.seats[seat]
        if play.value(keeper, "gate", f"offer.{name}") != 1:
            return ()
        price = self.cost(play)
        key = "access.ask" if price > 0 else "access.ask_free"
        return (Ask("take", "yes_no", message(key, price=price)),)

    def taken(self, play: Play) -> Mask:
        """Return who took the feedback, (members,)."""
        return np.array([play.value(i, self.name, "take") == 1 for i in range(play.game.members)])

    def looked(self, play: Play) -> Mask:
        """Return whom each observer asked to see."""
        others = ~np.eye(play.game.members, dtype=bool)
        return np.asarray(others & self.taken(play)[:, None])

    def price(self, play: Play) -> Amounts:
        """Spread the price over the contributions that it bought, to the milli-point."""
        mask = self.looked(play)
        share, rest = divmod(self.cost(play) * POINT, play.game.members - 1)
        first = mask & (mask.cumsum(axis=1) == 1)
        return np.where(mask, np.int64(share), 0) + np.where(first, np.int64(rest), 0)

    def unveils(self, play: Play) -> Mask:
        """Show everybody's contribution to the gatekeeper and to whoever took the feedback."""
        sees = self.taken(play) | (np.array(list(play.game.seats)) == self.keeper)
        return np.asarray(~np.eye(play.game.members, dtype=bool) & sees[:, None])

    def informs(self, game: Game) -> Mask:
        """Anybody may come to see anybody."""
        return ~nobody(game) & ~np.eye(game.members, dtype=bool)

    def account(self, play: Play) -> Amounts:
        """Move the price from whoever took the feedback to the gatekeeper."""
        paid = np.where(self.taken(play), np.int64(self.cost(play) * POINT), 0)
        received = np.zeros_like(paid)
        received[play.game.seats.index(self.keeper)] = paid.sum()
        return np.asarray(received - paid)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell the gatekeeper how many took the feedback, and others what they paid."""
        price = self.cost(play)
        if play.game.seats[seat] == self.keeper:
            count = int(self.taken(play).sum())
            return (message("access.sold", n=count, points=count * price),)
        if not self.taken(play)[seat]:
            return (message("access.none"),)
        return (message("access.taken", price=price),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who comes to see contributions, and who may come to see one's own."""
        if game.seats[seat] == self.keeper:
            return (message("access.keeper_sees"), message("access.others_see"))
        return (message("access.sees", seat=self.keeper), message("access.seen", seat=self.keeper))

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether the gatekeeper sees the member's contribution in every round."""
        if game.seats[seat] == self.keeper:
            told, right = message("access.keeper_sees"), True
            return (yes_no("access", message("access.ask_you_see"), told, right),)
        told = message("access.seen", seat=self.keeper)
        return (yes_no("access", message("access.ask_seen", seat=self.keeper), told, True),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Take it when it is cheap or after a disappointment."""
        return tuple((ask.field, int(mind.surprise > 0 or mind.uniform < 0.6)) for ask in asks)
