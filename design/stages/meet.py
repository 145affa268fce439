"""How many joint meetings do members hold to see each other's contributions more exactly?"""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Monitoring
from design.play import Play
from design.stages.ballots import agreed, ballot, votes
from design.stages.stage import Ask, Mind, Stage, Values, yes_no


@dataclass(frozen=True)
class Meet(Stage):
    """Every so many rounds members settle how many meetings they hold in each of them.

    A meeting costs every member the same and makes what is shown of the others more exact.
    Together with a Monitoring whose accuracy is "noisy".

    Attributes
    ----------
    cost : int
        Points that a meeting costs each member in a round.
    base, step : int
        Chance in thousandths of a wrong number without meetings, and by how much each lowers it.
    most : int
        Most meetings in a round.
    every : int
        Rounds from one vote to the next.
    fixed : int or None
        Meetings that are imposed; None for the highest number that more than half of the members
        voted for or above.
    """

    name: ClassVar[str] = "meet"
    cost: int = 1
    base: int = 600
    step: int = 150
    most: int = 4
    every: int = 5
    fixed: int | None = None

    @property
    def varies(self) -> tuple[str, ...]:
        """It decides how often a shown number is wrong."""
        return ("error",)

    @property
    def acting(self) -> bool:
        """Nobody is asked about imposed meetings."""
        return self.fixed is None

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask each member, in rounds with a vote, how many meetings there should be."""
        if self.fixed is not None or play.turn % self.every:
            return ()
        label = message("meet.ask", cost=self.cost, step=self.step / 10, every=self.every)
        return (Ask("meetings", "amount", label, 0, self.most),)

    def meetings(self, play: Play) -> int:
        """Return how many meetings a round has."""
        if self.fixed is not None:
            return self.fixed
        return agreed(votes(ballot(play, self.every), self.name, "meetings"))

    def monitoring(self, play: Play, monitoring: Monitoring) -> Monitoring:
        """Lower the chance of a wrong number."""
        return replace(monitoring, error=self.error(self.meetings(play)))

    def error(self, meetings: int) -> int:
        """Return the chance of a wrong number, in thousandths, with some meetings."""
        return max(0, self.base - self.step * meetings)

    def account(self, play: Play) -> Amounts:
        """Charge every member for every meeting."""
        cost = self.cost * self.meetings(play) * POINT
        return np.full(play.game.members, -cost, dtype=np.int64)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell how many meetings there are, what they cost and how exact numbers are."""
        held = self.meetings(play)
        wrong = self.error(held) / 10
        return (message("meet.held", n=held, cost=held * self.cost, wrong=wrong),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what a meeting costs, what it is good for, and who decides."""
        most = max(game.endowments)
        decided = (
            message("meet.vote", every=self.every, most=self.most)
            if self.fixed is None
            else message("meet.fixed", n=self.fixed)
        )
        return (
            message("meet.noise", endowment=most, base=self.base / 10),
            message("meet.purpose", cost=self.cost, step=self.step / 10),
            decided,
        )

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether a member can stay away and save the cost."""
        told = message("meet.purpose", cost=self.cost, step=self.step / 10)
        return (yes_no("meet_all_pay", message("meet.ask_all_pay"), told, True),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Want more meetings after a disappointment."""
        wanted = 3 if mind.surprise > 0 else round(2 * mind.uniform)
        return tuple((ask.field, min(wanted, ask.high)) for ask in asks)
