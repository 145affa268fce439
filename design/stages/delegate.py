"""Do members let one of them decide for all, and does that end by itself?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.ballots import ballot, votes
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

LASTING = {"lapses": "delegate.lapses", "lasts": "delegate.lasts"}


@dataclass(frozen=True)
class Delegate(Stage):
    """Every so many rounds members vote on whether one member sets the minimum for all.

    Together with the stage Decree, at which that member sets it.

    Attributes
    ----------
    leader : str
        The letter of the seat that would set it.
    lasting : str
        Whether a mandate "lapses" unless more than half vote for it again, or "lasts" until more
        than half vote against it.
    every : int
        Rounds from one vote to the next.
    """

    name: ClassVar[str] = "delegate"
    leader: str = "A"
    lasting: str = "lapses"
    every: int = 5

    def __post_init__(self) -> None:
        """Refuse unknown words."""
        if self.lasting not in LASTING:
            raise ValueError(f"lasting is one of {tuple(LASTING)}, found {self.lasting!r}")

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask all, in the rounds with a vote."""
        if play.turn % self.every:
            return ()
        return (Ask("mandate", "yes_no", message("delegate.ask", seat=self.leader,
                                                 every=self.every)),)  # fmt: skip

    def mandated(self, play: Play) -> bool:
        """Say whether the leader sets the minimum in a round whose vote is over."""
        then = ballot(play, self.every)
        cast = votes(then, self.name, "mandate")
        wanted = 2 * sum(cast)
        if self.lasting == "lasts" and then.turn > 0 and self.mandated(then.back(then.round - 1)):
            return wanted >= len(cast)
        return wanted > len(cast)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all whether the leader decides."""
        key = "delegate.holds" if self.mandated(play) else "delegate.free"
        return (message(key, seat=self.leader),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what is voted on, and whether a mandate ends by itself."""
        return (
            message("delegate.vote", seat=self.leader, every=self.every),
            message(LASTING[self.lasting], seat=self.leader),
        )

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether a mandate ends where as many vote for it as against it."""
        told = message(LASTING[self.lasting], seat=self.leader)
        right = self.lasting == "lapses"
        return (yes_no("mandate_ends", message("delegate.ask_ends"), told, right),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Want a leader after a disappointment, and sometimes without one."""
        wanted = mind.surprise > 0 or mind.uniform < 0.5
        return tuple((ask.field, int(wanted)) for ask in asks)


@dataclass(frozen=True)
class Decree(Stage):
    """A member with a mandate sets what each has to give until the next vote.

    Whoever gives less loses points that outweigh what it saved; nobody receives them.

    Attributes
    ----------
    leader : str
        As at the stage Delegate.
    every : int
        As at the stage Delegate.
    """

    name: ClassVar[str] = "decree"
    leader: str = "A"
    every: int = 5

    def _mandated(self, play: Play) -> bool:
        found = next(stage for stage in play.stages if isinstance(stage, Delegate))
        return found.mandated(play)

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask the leader, where it has a mandate."""
        leads = play.game.seats[seat] == self.leader
        if play.turn % self.every or not leads or not self._mandated(play):
            return ()
        label = message("decree.ask", every=self.every)
        return (Ask("minimum", "amount", label, 0, min(play.game.endowments)),)

    def minimum(self, play: Play) -> int:
        """Return what each has to give in a round; 0 without a mandate."""
        if not self._mandated(play):
            return 0
        then = ballot(play, self.every)
        return then.value(then.game.seats.index(self.leader), self.name, "minimum") or 0

    def account(self, play: Play) -> Amounts:
        """Take as many points as are missing to the minimum."""
        missing = np.maximum(self.minimum(play) * POINT - play.given, 0)
        return np.asarray(-missing)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all the minimum, and a member alone what it lost."""
        least, choice = self.minimum(play), play.choices[seat]
        if least == 0:
            return ()
        told = [message("decree.minimum", seat=self.leader, points=least)]
        if choice is not None and choice.contribution < least:
            told.append(message("decree.lost", points=least - choice.contribution))
        return tuple(told)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what the leader can set and what giving less costs."""
        return (message("decree.rule", seat=self.leader),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Set what one would give, or more."""
        return tuple((ask.field, min(ask.high, mind.planned + 5)) for ask in asks)
