"""How long does a group talk, if talking costs what it could have earned in that time?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.ballots import agreed, votes
from design.stages.stage import Ask, Mind, Stage, Values, yes_no
from design.stages.talk import Talk


@dataclass(frozen=True)
class Length(Stage):
    """Every so many rounds members settle how long they talk, at a price for each unit of time.

    Together with the stage Deliberate, at which they do.

    Attributes
    ----------
    cost : int
        Points of the round that each unit costs every member.
    unit, most : int
        Seconds in a unit, and the most units of one talk.
    every : int
        Rounds from one talk to the next; the phase's first round has one.
    """

    name: ClassVar[str] = "length"
    cost: int = 1
    unit: int = 30
    most: int = 4
    every: int = 5

    def __post_init__(self) -> None:
        """Refuse talks that pay, and talks of no length."""
        if self.cost < 0 or min(self.unit, self.most, self.every) < 1:
            raise ValueError(f"cost is at least 0, all else of a talk at least 1, found {self}")

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask each member how many units it wants, in rounds with a talk."""
        if play.turn % self.every:
            return ()
        label = message("length.ask", unit=self.unit, cost=self.cost) if self.cost > 0 else (
            message("length.ask_free", unit=self.unit))  # fmt: skip
        return (Ask("units", "amount", label, 0, self.most),)

    def units(self, play: Play) -> int:
        """Return how many units the talk of a round has; 0 in rounds without a talk."""
        return 0 if play.turn % self.every else agreed(votes(play, self.name, "units"))

    def account(self, play: Play) -> Amounts:
        """Charge every member for every unit."""
        return np.full(play.game.members, -self.cost * self.units(play) * POINT, dtype=np.int64)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell how long the talk is and what it costs each member, in its round."""
        if play.turn % self.every:
            return ()
        units = self.units(play)
        if units == 0:
            return (message("length.none"),)
        seconds, cost = units * self.unit, units * self.cost
        if cost == 0:
            return (message("length.free", seconds=seconds),)
        return (message("length.held", seconds=seconds, cost=cost),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what a unit of talk costs, and who decides."""
        vote = message("length.vote", every=self.every, unit=self.unit, most=self.most)
        if self.cost == 0:
            return vote, message("length.costs_nothing")
        return vote, message("length.costs", cost=self.cost, unit=self.unit)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether a talk costs also those who did not want it."""
        told = self.explains(game, seat)[-1]
        return (yes_no("talk_all_pay", message("length.ask_all_pay"), told, self.cost > 0),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Want to talk after a disappointment, and sometimes without one."""
        wanted = 2 if mind.surprise > 0 else round(2 * mind.uniform)
        return tuple((ask.field, min(ask.high, wanted)) for ask in asks)


@dataclass(frozen=True)
class Deliberate(Talk):
    """A talk that lasts as long as members settled at the stage Length, if at all."""

    name: ClassVar[str] = "deliberate"

    @property
    def time(self) -> int | None:
        """Seconds that it would last if nobody settled its length."""
        return self.lasts

    def seconds(self, play: Play) -> int | None:
        """Return how many seconds the talk of a round lasts."""
        length = _length(play)
        return length.unit * length.units(play)

    def held(self, play: Play) -> bool:
        """Say whether there is a talk in a round."""
        return _length(play).units(play) > 0

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who talks, and that saying to be done early saves nothing."""
        return message("deliberate.who", seats=tuple(self.readers(game))), message("talk.cleared")


def _length(play: Play) -> Length:
    return next(stage for stage in play.stages if isinstance(stage, Length))
