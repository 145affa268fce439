"""What do members do in each round of a part of the game?"""

from dataclasses import dataclass

from design.monitoring import Monitoring


@dataclass(frozen=True)
class Belief:
    """A question about others' contributions in the round that is being decided.

    Attributes
    ----------
    name : str
        Key of the question, "across" or "partner".
    about : tuple of str
        For each seat, the seats whose mean contribution it is asked to guess.
    """

    name: str
    about: tuple[str, ...]


@dataclass(frozen=True)
class Contribute:
    """The stage at which members divide their endowment, stating beliefs where asked."""

    beliefs: tuple[Belief, ...] = ()


@dataclass(frozen=True)
class Observe:
    """The stage at which members learn what the phase's Monitoring shows them."""


Stage = Contribute | Observe


@dataclass(frozen=True)
class Phase:
    """Some rounds under one set of stages and one Monitoring.

    Attributes
    ----------
    name : str
        Key of the phase: "common", "monitored", "restart".
    rounds : int
        How many rounds it lasts.
    monitoring : Monitoring
        What its rounds show.
    stages : tuple of Stage
        In the order in which members meet them.
    """

    name: str
    rounds: int
    monitoring: Monitoring
    stages: tuple[Stage, ...] = (Contribute(), Observe())

    def __post_init__(self) -> None:
        """Refuse a phase without rounds or without a contribution."""
        if self.rounds < 1:
            raise ValueError(f"phase {self.name!r} needs at least one round, found {self.rounds}")
        kinds = [type(stage) for stage in self.stages]
        if kinds != [Contribute, Observe]:
            raise NotImplementedError(
                f"phase {self.name!r}: stages other than contribute then observe are not yet"
                f" playable, found {[kind.__name__ for kind in kinds]}"
            )

    @property
    def beliefs(self) -> tuple[Belief, ...]:
        """The beliefs asked in each round."""
        return next(stage.beliefs for stage in self.stages if isinstance(stage, Contribute))
