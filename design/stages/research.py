"""What can members find out together about a return that nobody knows?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design import chance
from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

EVEN = 500
"""Of a thousand results right, if nothing was spent: the result would say nothing."""

RESULTS = ("public", "private")
ASKED = {"public": "research.ask_public", "private": "research.ask_private"}
FOUND = {"public": "research.public", "private": "research.private"}


@dataclass(frozen=True)
class Research(Stage):
    """Before contributing, members can spend points on a result about the drawn return.

    Together with a Game whose `returns` are uncertain. The result names one of the two returns
    and is right with a chance of one half and `gain` thousandths for every point spent.

    Attributes
    ----------
    most : int
        Points that a member can spend each time.
    gain : int
        Thousandths that each point adds to the chance that the result is right.
    result : str
        "public": one result for all, as good as all have paid for together; "private": each
        member its own, as good as it has paid for itself.
    every : int
        Rounds from one research to the next; the phase's first round has one.
    """

    name: ClassVar[str] = "research"
    most: int = 5
    gain: int = 25
    result: str = "public"
    every: int = 5

    def __post_init__(self) -> None:
        """Refuse numbers below 1, and results that do not exist."""
        if min(self.most, self.gain, self.every) < 1:
            raise ValueError("research: most, gain and every are at least 1")
        if self.result not in RESULTS:
            raise ValueError(f"a result is one of {RESULTS}, found {self.result!r}")

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask how much to spend, in rounds with a research."""
        if play.turn % self.every:
            return ()
        return (Ask("spend", "amount", message(ASKED[self.result]), high=self.most),)

    def spent(self, play: Play) -> Amounts:
        """Return what each member spent, in points."""
        spent = (play.value(seat, self.name, "spend") for seat in range(play.game.members))
        return np.array([one or 0 for one in spent], dtype=np.int64)

    def account(self, play: Play) -> Amounts:
        """Charge what each spent."""
        return np.asarray(-self.spent(play) * POINT)

    def right(self, play: Play, seat: int) -> int:
        """Return of a thousand such results how many are right."""
        spent = self.spent(play)
        paid = int(spent.sum() if self.result == "public" else spent[seat])
        return min(1_000, EVEN + self.gain * paid)

    def found(self, play: Play, seat: int) -> int:
        """Return the return that the seat's result names, in thousandths."""
        low, high = play.game.returns
        true = play.game.drawn(play.seed, play.slot, play.first).mpcr[0]
        who = 0 if self.result == "public" else seat
        drawn = chance.uniform(play.seed, (play.slot, play.round, who), "research")
        is_right = float(drawn) * 1_000 < self.right(play, seat)
        return true if is_right else low + high - true

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Show a result that somebody paid for, with how sure it is."""
        if play.act(seat, self.name) is None:
            return ()
        right = self.right(play, seat)
        if right == EVEN:
            return (message("research.nothing"),)
        found, percent = self.found(play, seat) / POINT, right / 10
        return (message(FOUND[self.result], found=found, percent=percent),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what can be spent, how sure the result becomes, and who sees it."""
        told = message("research.who", most=self.most, every=self.every)
        better = message(f"research.better_{self.result}", gain=self.gain / 10)
        return told, better, message(f"research.seen_{self.result}")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask who learns the result that somebody paid for."""
        public = self.result == "public"
        why = message(f"research.seen_{self.result}")
        return (yes_no("research_shared", message("research.ask_shared"), why, public),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Spend nothing, or some, or half of what is allowed, as the draw has it."""
        return tuple((ask.field, int(mind.uniform * (1 + ask.high // 2))) for ask in asks)
