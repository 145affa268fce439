"""How much do members pay so that contributions can be checked, and who decides on it?"""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Monitoring
from design.play import Play
from design.stages.ballots import agreed, ballot, votes
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

RULES = ("tax", "vote", "each")


@dataclass(frozen=True)
class Fund(Stage):
    """Before contributing, members pay into a fund; it sets how many contributions are shown.

    Together with a Monitoring whose coverage is "audit".

    Attributes
    ----------
    rule : str
        "tax": everybody pays `tax`. "vote": everybody pays the highest amount that more than half
        voted for or above. "each": each member pays what it likes.
    most : int
        Most points that a member can pay in a round.
    tax : int
        Points that everybody pays under a tax.
    base, step : int
        Chance in thousandths that a contribution is shown while the fund is empty, and by how
        much each point in it raises that chance.
    every : int
        Rounds from one vote to the next.
    """

    name: ClassVar[str] = "fund"
    rule: str = "each"
    most: int = 5
    tax: int = 0
    base: int = 0
    step: int = 50
    every: int = 5

    def __post_init__(self) -> None:
        """Refuse unknown rules and a tax that nobody could be asked for."""
        if self.rule not in RULES:
            raise ValueError(f"rule is one of {RULES}, found {self.rule!r}")
        if not 0 <= self.tax <= self.most or (self.tax > 0) != (self.rule == "tax"):
            raise ValueError(f"a tax lies in 1 .. {self.most}, and only under rule 'tax'")

    @property
    def varies(self) -> tuple[str, ...]:
        """It decides how many contributions are shown."""
        return ("audited", "granularity")

    @property
    def acting(self) -> bool:
        """Nobody is asked for a tax."""
        return self.rule != "tax"

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask each member what it pays, or in rounds with a vote what all should pay."""
        if self.rule == "tax" or (self.rule == "vote" and play.turn % self.every):
            return ()
        key = "fund.ask_vote" if self.rule == "vote" else "fund.ask_each"
        label = message(key, percent=self.step / 10, every=self.every)
        return (Ask("pay", "amount", label, 0, self.most),)

    def paid(self, play: Play) -> Amounts:
        """Return what each member pays in a round, whole points."""
        members = play.game.members
        if self.rule == "tax":
            return np.full(members, self.tax, dtype=np.int64)
        if self.rule == "vote":
            held = agreed(votes(ballot(play, self.every), self.name, "pay"))
            return np.full(members, held, dtype=np.int64)
        values = [play.value(seat, self.name, "pay") for seat in range(members)]
        return np.array([0 if value is None else value for value in values], dtype=np.int64)

    def chance(self, play: Play) -> int:
        """Return the chance, in thousandths, that a contribution of the round is shown."""
        return min(1_000, self.base + self.step * int(self.paid(play).sum()))

    def monitoring(self, play: Play, monitoring: Monitoring) -> Monitoring:
        """Set the chance with which each contribution is shown."""
        return replace(monitoring, audited=self.chance(play))

    def account(self, play: Play) -> Amounts:
        """Charge what each member pays."""
        return -self.paid(play) * POINT

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all what the fund holds and what it buys; nobody learns who paid what."""
        total, percent = int(self.paid(play).sum()), self.chance(play) / 10
        own = int(self.paid(play)[seat])
        key = "fund.holds" if None in play.choices else "fund.held"
        return (message(key, total=total, percent=percent, own=own),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what the fund is for, who decides on it, and what it costs."""
        key = f"fund.{self.rule}"
        return (
            message("fund.purpose", base=self.base / 10, step=self.step / 10),
            message(key, most=self.most, tax=self.tax, every=self.every),
            message("fund.anonymous" if self.rule == "each" else "fund.same"),
        )

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether more in the fund means that more is shown."""
        told = message("fund.purpose", base=self.base / 10, step=self.step / 10)
        return (yes_no("fund_buys", message("fund.ask_buys"), told, True),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Pay, or vote for, more after a disappointment; little otherwise."""
        wanted = 2 if mind.surprise > 0 else int(mind.uniform < 0.5)
        return tuple((ask.field, min(wanted, ask.high)) for ask in asks)
