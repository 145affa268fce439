"""What do members do in each round of a part of the game?"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from design.game import Game
from design.messages import Message, message
from design.monitoring import Mask, Monitoring
from design.play import Play
from design.stages.stage import Stage


@dataclass(frozen=True)
class Belief:
    """A question about others' contributions in the round that is being decided.

    Attributes
    ----------
    name : str
        Key of the question, "across", "partner" or "others".
    about : tuple of str
        For each seat, the seats whose mean contribution it is asked to guess.
    """

    name: str
    about: tuple[str, ...]


@dataclass(frozen=True)
class Contribute(Stage):
    """The stage at which members divide their endowment, stating beliefs where asked.

    Attributes
    ----------
    beliefs : tuple of Belief
        What is asked beside the contribution.
    seats : str
        Who contributes at this stage, empty for all; a leader goes first at a stage of its own.
    shown : str
        Seats whose contribution of this round, made at an earlier stage, is shown.
    """

    name: ClassVar[str] = "contribute"
    beliefs: tuple[Belief, ...] = ()
    seats: str = ""
    shown: str = ""

    def unveils(self, play: Play) -> Mask | None:
        """Show whoever contributes here what others gave before."""
        if not self.shown:
            return None
        seats = play.game.seats
        return np.array([[self.includes(a) and b in self.shown for b in seats] for a in seats])

    def informs(self, game: Game) -> Mask | None:
        """Say who is shown what others gave before."""
        if not self.shown:
            return None
        return np.array(
            [[a != b and self.includes(a) and b in self.shown for b in game.seats]
             for a in game.seats]
        )  # fmt: skip

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who decides first, and who sees it before deciding."""
        if not self.shown:
            return ()
        name = game.seats[seat]
        key = "leader.you" if name in self.shown else "leader.first"
        return (message(key, seats=tuple(self.shown)),)

    def includes(self, seat: str) -> bool:
        """Say whether a seat, by its letter, contributes at this stage."""
        return not self.seats or seat in self.seats


@dataclass(frozen=True)
class Observe(Stage):
    """The stage at which members learn what the phase's Monitoring shows them."""

    name: ClassVar[str] = "observe"


@dataclass(frozen=True)
class Phase:
    """Some rounds under one set of stages, one Monitoring and one Game.

    Attributes
    ----------
    name : str
        Key of the phase: "common", "monitored", "restart".
    rounds : int
        How many rounds it lasts.
    monitoring : Monitoring
        What its rounds show.
    stages : tuple of Stage
        In the order in which members meet them; one is Observe, and every seat contributes once.
    game : Game or None
        The game of these rounds; None for the treatment's own.
    """

    name: str
    rounds: int
    monitoring: Monitoring
    stages: tuple[Stage, ...] = (Contribute(), Observe())
    game: Game | None = None

    def __post_init__(self) -> None:
        """Refuse a phase without rounds, and stages in an order that cannot be played."""
        if self.rounds < 1:
            raise ValueError(f"phase {self.name!r} needs at least one round, found {self.rounds}")
        names = [stage.name for stage in self.stages]
        if "contribute" not in names or names.count("observe") != 1:
            raise ValueError(
                f"phase {self.name!r} contributes, and observes once, found stages {names}"
            )
        if "contribute" in names[names.index("observe") :]:
            raise ValueError(f"phase {self.name!r} contributes before it observes, found {names}")
        others = [name for name in names if name != "contribute"]
        if len(set(others)) < len(others):
            raise ValueError(f"phase {self.name!r} meets each stage once, found {names}")

    @cached_property
    def beliefs(self) -> tuple[Belief, ...]:
        """The beliefs asked in each round."""
        return next(stage.beliefs for stage in self.stages if isinstance(stage, Contribute))

    @property
    def plain(self) -> bool:
        """Whether members only contribute, all at once, and observe, at a return that is known."""
        return len(self.stages) == 2 and (self.game is None or not self.game.returns)
