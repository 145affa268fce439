"""What is a stage: what does it ask, what does it cost, what does it change, what does it show?

A kind of stage is a frozen dataclass of settings that overrides the hooks it needs. Hooks are pure
functions of a Play, so that the live game, the audit and the simulator agree.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Mask, Monitoring
from design.outside import Outside
from design.play import Play

KINDS = ("amount", "yes_no", "option", "done")
Values = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Ask:
    """One input of a stage's screen; its answer is a whole number.

    Attributes
    ----------
    name, about : str
        Name of the input, and the seat it is about, empty for none; `field` joins them.
    kind : str
        "amount" in points, "yes_no" (1 or 0), "option" (an index into `options`), or "done" (a
        button alone, which answers 1).
    label : Message
        What is asked.
    low, high : int
        The least and greatest answer.
    default : int
        What the declared rule answers for an absent member.
    options : tuple of Message
        What can be chosen, for an option.
    preset : int or None
        The answer that is chosen already when the screen appears; None for none.
    """

    name: str
    kind: str
    label: Message
    low: int = 0
    high: int = 1
    default: int = 0
    about: str = ""
    options: tuple[Message, ...] = ()
    preset: int | None = None

    @property
    def field(self) -> str:
        """Name of the input on the form and in the data, "look.B"."""
        return f"{self.name}.{self.about}" if self.about else self.name


@dataclass(frozen=True)
class Mind:
    """What a simulated member makes of its screen before it answers a stage's asks.

    Attributes
    ----------
    planned, endowment : int
        What it would contribute now, and what it holds, in points.
    expected : tuple of (str, int)
        For each other seat the contribution it expects, in points.
    surprise : int
        By how much the latest contributions heard of fell short of what it expected, in points.
    uniform : float
        A draw of its own for this stage and round.
    lines : tuple of Message
        What the stages of the latest settled round told it.
    """

    planned: int
    endowment: int
    expected: tuple[tuple[str, int], ...]
    surprise: int = 0
    uniform: float = 0.5
    lines: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Stage:
    """What every kind of stage can say of itself; the defaults do nothing."""

    name: ClassVar[str] = ""
    simultaneous: ClassVar[bool] = False
    """Whether it hears of the same round of another group; else of the newest settled one."""
    trailing: ClassVar[bool] = False
    """Whether it is explained after the other stages, because it speaks of what they do."""

    gives: ClassVar[str] = ""
    """Its input, in points, that members give to another account than the group's, if one is."""

    @property
    def time(self) -> int | None:
        """Seconds that members have for it, if not the session's usual time for a decision."""
        return None

    @property
    def ordinary(self) -> bool:
        """Whether letting its time run out is one of the things that members may do."""
        return False

    @property
    def varies(self) -> tuple[str, ...]:
        """Settings of the Monitoring that it decides on, and tells itself, in each round."""
        return ()

    @property
    def source(self) -> str:
        """Condition of the other group that it hears of, "same" for its own; empty for none."""
        return ""

    @property
    def acting(self) -> bool:
        """Whether any member is ever asked for anything at it."""
        return type(self).asks is not Stage.asks

    def seconds(self, play: Play) -> int | None:
        """Return the seconds that members have for it in a round, if it has a time of its own."""
        return self.time

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Return what a seat is asked now; nothing lets it pass."""
        return ()

    def refuses(self, play: Play, seat: int, values: Values) -> Message | None:
        """Say why answers within their bounds are refused together."""
        return None

    def account(self, play: Play) -> Amounts:
        """Return what the stage adds to each member's earnings of the round, milli-points."""
        return np.zeros(play.game.members, dtype=np.int64)

    def game(self, play: Play, game: Game) -> Game:
        """Return the game of the round as this stage changes it."""
        return game

    def monitoring(self, play: Play, monitoring: Monitoring) -> Monitoring:
        """Return the round's Monitoring as this stage changes it."""
        return monitoring

    def check(self, game: Game, monitoring: Monitoring, beside: tuple["Stage", ...]) -> None:
        """Refuse a phase's game, Monitoring and stages, itself among them, that do not fit it."""
        return

    def sits_out(
        self, members: int, keys: tuple[int, int], first: int, number: int
    ) -> Outside | None:
        """Return which seat takes no part in a round, if any.

        Parameters
        ----------
        keys : (int, int)
            The schedule's seed and the group's slot.
        first, number : int
            First round of the phase, and the round.
        """
        return None

    def unveils(self, play: Play) -> Mask | None:
        """Return true contributions shown besides the Monitoring's, (observer, subject)."""
        return None

    def informs(self, game: Game) -> Mask | None:
        """Return whom `unveils` can show to whom, whatever is done, (observer, subject).

        What the stage explains about these replaces what is said of the Monitoring.
        """
        return None

    def presents(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Return what a seat has before it while it is asked; like `shows`, nothing hidden."""
        return ()

    def foretells(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Return what a seat is told of the round before anybody decides in it."""
        return ()

    def hints(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Return what giving brings a seat, beside its decision, if not what the game says."""
        return ()

    def looked(self, play: Play) -> Mask | None:
        """Return whom each observer looks at, as a mask (observer, subject), if looks are asked."""
        return None

    def price(self, play: Play) -> Amounts | None:
        """Return the price of each look, milli-points (observer, subject), if looks have one."""
        return None

    def reported(self, play: Play) -> Amounts | None:
        """Return what is reported of each member, milli-points, HIDDEN where nothing is."""
        return None

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Return what a seat is shown of this stage once all have acted, and after the round.

        Never says a contribution that is hidden from it: `unveils` does, so that it is logged.
        """
        return ()

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell a seat, before the phase, what it can do here and who will see it."""
        return ()

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask a seat, before the phase, whether it understood that."""
        return ()

    def awaits(self, play: Play) -> int | None:
        """Return how many seconds the group waits here, at most, to hear of another group.

        None where it has nothing to hear in this round; 0 to take what there is and go on.
        """
        return None

    def learns(self, donor: Play) -> int | None:
        """Return what it is to hear of a round of the other group; None where it is nothing."""
        return None

    def instead(self, play: Play) -> int | None:
        """Return what holds where nothing was heard in time; None for nothing."""
        return None

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Return what a simulated member answers; by default what the rule would."""
        return tuple((ask.field, ask.default) for ask in asks)


def nobody(game: Game) -> Mask:
    """Return the mask (observer, subject) in which nobody looks at anybody."""
    return np.zeros((game.members, game.members), dtype=bool)


YES, NO = message("option.yes"), message("option.no")


def yes_no(name: str, prompt: Message, explanation: Message, truth: bool) -> Question:
    """Make a comprehension question that is answered by yes or no."""
    return Question(name, prompt, explanation, (YES, NO), "0" if truth else "1")
