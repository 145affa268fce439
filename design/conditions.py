"""What is a condition, and which mechanism does it stand for?"""

from dataclasses import dataclass, replace

from design.game import Game
from design.monitoring import Monitoring
from design.phases import Belief, Contribute, Observe
from design.stages.stage import Stage
from design.treatments import Roles

PLAIN: tuple[Stage, ...] = (Contribute(), Observe())

BELIEFS = (
    Belief("across", ("CD", "CD", "AB", "AB")),
    Belief("partner", ("B", "A", "D", "C")),
)
"""What is asked of members on the two sides of the glass."""


def about_others(members: int) -> tuple[Belief, ...]:
    """Return the belief about all others, for groups of any size."""
    seats = Game((20,) * members, (500,) * members).seats
    return (Belief("others", tuple(seats.replace(own, "") for own in seats)),)


@dataclass(frozen=True)
class Condition:
    """A regime of the treated phase: what is played, and the position of every seat in it.

    Attributes
    ----------
    name : str
        The arm of an experiment, a word of letters, digits and underscores.
    monitoring : Monitoring
        What its rounds show.
    roles : Roles
        One name and one cell for each seat; their number is that of the group's members.
    mechanisms : tuple of str
        Which channels or mechanisms it switches on.
    stages : tuple of Stage
        What members do in a round, in order.
    endowments, mpcr : tuple of int
        For each seat in thousandths of the experiment's own; empty for as in part 1.
    technology : str
        What of the contributions bears a return, one of design/game.py.
    threshold, refund : int
        For a threshold: its share of all endowments, and the share of a lost contribution that
        comes back, in thousandths.
    returns : tuple of int
        Two returns of which a lot picks one, in thousandths of the experiment's own; empty for a
        return that is known.
    beliefs : tuple of Belief
        What is asked in groups with beliefs.
    """

    name: str
    monitoring: Monitoring
    roles: Roles
    mechanisms: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = PLAIN
    endowments: tuple[int, ...] = ()
    mpcr: tuple[int, ...] = ()
    beliefs: tuple[Belief, ...] = BELIEFS
    technology: str = "linear"
    threshold: int = 0
    refund: int = 0
    returns: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse shares that do not name each seat once."""
        for name in ("endowments", "mpcr"):
            found = getattr(self, name)
            if found and len(found) != self.members:
                raise ValueError(f"{self.name}: {name} names {len(found)} of {self.members} seats")

    @property
    def members(self) -> int:
        """Number of members of a group."""
        return len(self.roles.names)

    @property
    def hears(self) -> str:
        """Name of the condition whose groups its groups hear of; empty where they are alone."""
        of = next((stage.source for stage in self.stages if stage.source), "")
        return self.name if of == "same" else of

    def game(self, base: Game) -> Game | None:
        """Return the game of its rounds, or None where it is the experiment's own."""
        unequal = replace(
            base,
            endowments=_scaled(base.endowments, self.endowments),
            mpcr=_scaled(base.mpcr, self.mpcr),
        )
        returns = _scaled(base.mpcr[:1] * len(self.returns), self.returns)
        changed = replace(
            unequal,
            technology=self.technology,
            threshold=round(sum(unequal.endowments) * self.threshold / 1_000),
            refund=self.refund,
            returns=returns,
            mpcr=(sum(returns) // 2,) * base.members if returns else unequal.mpcr,
        )
        return None if changed == base else changed

    def played(self, *, beliefs: bool) -> tuple[Stage, ...]:
        """Return its stages, asking for beliefs where its group does."""
        if not beliefs:
            return self.stages
        return tuple(
            replace(stage, beliefs=self.beliefs) if isinstance(stage, Contribute) else stage
            for stage in self.stages
        )


def _scaled(amounts: tuple[int, ...], shares: tuple[int, ...]) -> tuple[int, ...]:
    if not shares:
        return amounts
    return tuple(round(a * share / 1_000) for a, share in zip(amounts, shares, strict=True))


def everybody(cell: str, *, role: str = "mutual", members: int = 4) -> Roles:
    """Return roles in which all seats stand alike."""
    return Roles((role,) * members, (cell,) * members)


@dataclass(frozen=True)
class Prediction:
    """What theory or evidence expects, in plain words; empty where nothing is known.

    Attributes
    ----------
    selfish : str
        Of selfish players with a known end.
    conditional : str
        Of conditional cooperators.
    indefinite : str
        Of patient players without a known end.
    direction : int
        Sign of the effect on simulated conditional cooperators, against the control: -1, 1, or 0
        where none is predicted.
    measure : str
        What of their contributions moves, one of design/measures.py.
    levels : tuple of str
        The conditions of which that is said; empty for all of the entry.
    """

    selfish: str = "Nobody contributes, in every condition."
    conditional: str = ""
    indefinite: str = ""
    direction: int = 0
    measure: str = "mean"
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One mechanism of the catalogue.

    Attributes
    ----------
    id : str
        B01 .. O16.
    title : str
        What it is called.
    words : str
        The practitioners' words that it stands for.
    sees, does : str
        What members see and can do.
    parameter : str
        What is varied.
    prediction : Prediction
        What is expected.
    outcome : str
        The primary outcome.
    conditions : tuple of Condition
        The levels that can be played.
    control : str
        Name of the condition that they are compared with.
    sources : tuple of str
        Where the design comes from, and what could not be checked there.
    """

    id: str
    title: str
    words: str
    sees: str
    does: str
    parameter: str
    prediction: Prediction
    outcome: str
    conditions: tuple[Condition, ...]
    control: str
    sources: tuple[str, ...]
