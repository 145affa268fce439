"""What is one estimand: its definition, unit, edge cases, picture, and how it is computed?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.estimands.games import MatchingGroup
from design.plan import Window

Level = Literal["group", "member", "sample"]
NAN = float("nan")


class NotAvailableError(ValueError):
    """The data do not hold what an estimand needs."""


@dataclass(frozen=True)
class Value:
    """One number, of a group, a member, or a whole sample; NaN with a note where undefined.

    Attributes
    ----------
    value : float
        In the definition's unit.
    event : bool or None
        For times: whether it happened, or was censored; None for other numbers.
    note : str
        Why it is missing, or what a reader must know.
    member : str
        Seat, at the level of members.
    se, df, low, high : float
        Uncertainty over independent groups, at the level of samples.
    condition : str
        What a sample's number belongs to.
    n_groups : int
        Independent groups behind a sample's number.
    """

    value: float = NAN
    event: bool | None = None
    note: str = ""
    member: str = ""
    se: float = NAN
    df: float = NAN
    low: float = NAN
    high: float = NAN
    condition: str = ""
    n_groups: int = 1


OfGroup = Callable[[MatchingGroup, Window], Value]
OfMembers = Callable[[MatchingGroup, Window], Sequence[Value]]
OfSample = Callable[[Sequence[MatchingGroup], Window], Sequence[Value]]


@dataclass(frozen=True)
class Edges:
    """What is done at the edges of a definition, one sentence each.

    Attributes
    ----------
    zero : str
        When the first round, or what stands in a denominator, is zero.
    censored : str
        When what is awaited does not happen before the last round.
    unfinished : str
        When rounds of the window were not settled.
    """

    zero: str = "nothing special: 0 is a value like any other"
    censored: str = "does not arise"
    unfinished: str = "missing unless every round of the window is settled"


@dataclass(frozen=True)
class Definition:
    """An estimand of the catalogue.

    Attributes
    ----------
    id : str
        "E1" to "E17".
    name : str
        Unique: what a report and a column call it.
    definition : str
        One sentence.
    unit : str
        Of its values.
    level : str
        "group": a value per matching group. "member": one per member, to be averaged within
        groups before anything is compared. "sample": one for all groups together, whose
        uncertainty is clustered on them.
    edges : Edges
        Edge cases.
    picture : str
        Which drawing of `pictures.py` shows it.
    needs : tuple of str
        What the data must hold beside contributions: keys of `NEEDS`.
    compute : function or None
        None where no data of this project can hold what it needs.
    """

    id: str
    name: str
    definition: str
    unit: str
    level: Level = "group"
    edges: Edges = Edges()
    picture: str = "dots"
    needs: tuple[str, ...] = ()
    of_group: OfGroup | None = None
    of_members: OfMembers | None = None
    of_sample: OfSample | None = None

    def __post_init__(self) -> None:
        """Refuse a function of another level than stated, and a need without a name."""
        given = {
            "group": self.of_group, "member": self.of_members, "sample": self.of_sample
        }  # fmt: skip
        stray = [level for level, made in given.items() if made and level != self.level]
        if stray:
            raise ValueError(f"{self.name}: level {self.level!r} but a function of {stray[0]!r}")
        unknown = [need for need in self.needs if need not in NEEDS]
        if unknown:
            raise ValueError(f"{self.name}: needs are {list(NEEDS)}, found {unknown[0]!r}")

    @property
    def computable(self) -> bool:
        """Whether there is a function for it."""
        return any((self.of_group, self.of_members, self.of_sample))


NEEDS: dict[str, str] = {
    "beliefs": "stated beliefs about others' contributions",
    "earnings": "earnings of every round",
    "mpcr": "one known marginal per-capita return",
    "schedules": "contribution schedules by the strategy method",
    "part 3": "a part after the treated one",
    "doses": "conditions that differ in who sees whose contribution",
    "the glass": "the conditions dark and one_way with seats A to D",
    "unequal endowments": "members of one group with different endowments",
    "another account": "another account to give to than the group's, as in levels_own (B25)",
    "neither": "the condition dark with seats A to D",
    "both ways": "the condition two_way with seats A to D",
    "looks": "rounds in which members can ask or pay for looks (acquisition by pull), as in"
    " looks_free, looks_priced, looks_list and looks_bid (B17)",
    "prices": "looks that have a price, as in looks_priced, looks_list and looks_bid (B17)",
    "drawn prices": "looks whose price a lot drew, as in looks_list and looks_bid (B17)",
    "bids": "bids for looks, stated before a price is drawn, as in looks_bid (B17)",
    "shown numbers": "others' contributions shown before a choice",
    "verified numbers": "verified contributions of others shown before a choice",
    "induced low contributors": "members made low contributors by lot on a network, beside the same"
    " network without, as ring_low and ring (B23) in one experiment",
    "reports": "self-reported contributions of others shown before a choice, as in report_checked"
    " and report_unchecked (B19)",
}
"""What data can lack, in words."""
