"""Who can verify whose contribution, how exactly, and what can each member deduce from it?"""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from design.game import Game

Mask = NDArray[np.bool_]

LEVELS: dict[str, tuple[str, ...]] = {
    "content": ("contribution", "earnings"),
    "granularity": ("none", "total", "extremes", "sorted", "individual"),
    "identity": ("stable", "reshuffled"),
    "timing": ("every_round", "every_k", "delayed", "end", "triggered"),
    "accuracy": ("exact", "noisy", "rounded"),
    "coverage": ("all", "graph", "audit", "sample"),
    "acquisition": ("pushed", "pull"),
    "source": ("verified", "self_report", "audited_report", "broker", "output"),
    "disclosure": ("told", "untold"),
}
"""Every level of the dial, the first of each being the plain one.

Earnings are a switch of their own (`own_earnings`). What a look costs, who funds it and who decides
on a Monitoring are stages (design/stages), which change or complete it within a round.
"""

EXTREMES = ("both", "high", "low")
COUNTED = ("start", "end")

REVEALABLE = ("total", "last_member")


@dataclass(frozen=True)
class Entitlement:
    """Everything each member is shown, and everything it can deduce by arithmetic.

    Attributes
    ----------
    entries, deduced : bool arrays (observer, subject)
        Contributions printed, and those that follow from what is printed. Own entries count
        as printed.
    total, total_deduced : bool arrays (observer,)
        Whether the group total is printed, and whether it follows from what is printed.
    earnings : bool array (observer,)
        Whether own earnings of the round are printed.
    """

    entries: Mask
    deduced: Mask
    total: Mask
    total_deduced: Mask
    earnings: Mask

    @property
    def reveals(self) -> frozenset[str]:
        """Name what follows from the printed numbers beyond those numbers."""
        found = {"total": self.total_deduced.any(), "last_member": self.deduced.any()}
        return frozenset(name for name, true in found.items() if true)


@dataclass(frozen=True)
class Monitoring:
    """One setting of the dial: what each member learns of the others' contributions.

    Attributes
    ----------
    content, granularity, identity, timing, accuracy, coverage, acquisition, source, disclosure
        Each a level of `LEVELS`. Content "earnings" shows what others earned in place of what they
        gave, which follows from it and from one's own earnings.
    direction : tuple of str
        For each observer's seat the seats whose contributions it sees, ("CD", "CD", "", "")
        for a one-way glass; empty for everybody sees everybody. Only with individual
        granularity.
    own_earnings : bool
        Whether each member sees its own earnings of the round.
    with_total : bool
        Whether the group total is shown beside the entries.
    extreme : str
        Which extremes are shown: "both", "high" or "low".
    every, delay : int
        Rounds between reports ("every_k"), and by which facts are late ("delayed").
    counted : str
        Whether reports every k rounds, and rounds that are pledged for together, are counted from
        the part's "start", the last of them with its end, or from its "end", as designs were that
        do not say.
    fall : int
        For "triggered": a report comes once the group total is lower than in the round before by
        at least so many points per member on average.
    error : int
        For "noisy": of a thousand entries, how many are replaced by a draw from 0 .. endowment,
        the same for all observers.
    rounding : int
        For "rounded": entries are shown to the nearest multiple of so many points.
    audited : int
        For "audit" coverage: of a thousand entries how many are made public in a round. For an
        audited report: of a thousand reports how many are replaced by the verified contribution.
    sampled : int
        For "sample": how many others each observer sees in a round.
    target : int
        A line of so many points drawn beside the group total; 0 for none.
    reveals : tuple of str
        What the combination is declared to reveal by arithmetic: "total" (from own earnings
        or from all entries), "last_member" (own, seen entries and the total leave one unseen).
    """

    formerly: ClassVar[dict[str, str]] = {"counted": "end"}
    content: str = "contribution"
    granularity: str = "none"
    identity: str = "stable"
    timing: str = "every_round"
    accuracy: str = "exact"
    coverage: str = "all"
    acquisition: str = "pushed"
    direction: tuple[str, ...] = ()
    source: str = "verified"
    disclosure: str = "told"
    own_earnings: bool = False
    with_total: bool = False
    extreme: str = "both"
    every: int = 1
    counted: str = "start"
    delay: int = 0
    fall: int = 0
    error: int = 0
    rounding: int = 1
    audited: int = 0
    sampled: int = 0
    target: int = 0
    reveals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse unknown levels, numbers out of bounds, and levels that do not go together."""
        for name, levels in LEVELS.items():
            if getattr(self, name) not in levels:
                raise ValueError(f"{name} is one of {levels}, found {getattr(self, name)!r}")
        if self.extreme not in EXTREMES:
            raise ValueError(f"extreme is one of {EXTREMES}, found {self.extreme!r}")
        if self.counted not in COUNTED:
            raise ValueError(f"counted is one of {COUNTED}, found {self.counted!r}")
        self._check_numbers()
        self._check_together()
        unknown = set(self.reveals) - set(REVEALABLE)
        if unknown:
            raise ValueError(f"reveals knows {REVEALABLE}, found {sorted(unknown)}")

    def _check_numbers(self) -> None:
        """Refuse a number that its level needs and lacks, or that no level uses."""
        audits = self.coverage == "audit" or self.source == "audited_report"
        for name, (low, high, used) in {
            "every": (1, 1_000, self.timing == "every_k"),
            "delay": (0, 1_000, self.timing == "delayed"),
            "fall": (0, 1_000, self.timing == "triggered"),
            "error": (0, 1_000, self.accuracy == "noisy"),
            "rounding": (1, 1_000, self.accuracy == "rounded"),
            "audited": (0, 1_000, audits),
            "sampled": (0, 19, self.coverage == "sample"),
        }.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"{name} lies in {low} .. {high}, found {value}")
            if value != low and not used:
                raise ValueError(f"{name} = {value} has no effect at this setting of the dial")
            if value == low and used and name not in ("audited", "error"):
                raise ValueError(f"{name} = {value} makes its level do nothing; plain it instead")

    def _check_together(self) -> None:
        single = {
            "direction": self.direction != (),
            "coverage": self.coverage != "all",
            "acquisition": self.acquisition != "pushed" and not self.summed_up,
            "with_total": self.with_total,
        }
        wrong = [name for name, used in single.items() if used]
        if wrong and self.granularity != "individual":
            raise ValueError(
                f"{', '.join(wrong)}: says whose entry is seen, so it needs granularity"
                f" 'individual', found {self.granularity!r}"
            )
        if (self.coverage == "graph") != (self.direction != () and self.coverage != "all"):
            raise ValueError("coverage 'graph' needs direction: whom each seat sees")
        if self.unlinked and not self.truthful:
            raise ValueError("entries without their seats are shown exactly and verified")
        if self.identity == "reshuffled" and self.granularity != "individual":
            raise ValueError("identity 'reshuffled' needs granularity 'individual'")
        plain = self.linked and self.certain and self.truthful and self.own_earnings
        if self.content == "earnings" and not plain:
            raise ValueError(
                "content 'earnings' goes with own_earnings and with individual entries that are"
                " stable, exact, verified and shown in every round"
            )
        if self.identity == "reshuffled" and wrong:
            raise ValueError(f"reshuffled identities do not go with {', '.join(wrong)}")

    @property
    def summed_up(self) -> bool:
        """Whether only the total or the extremes are shown."""
        return self.granularity in ("total", "extremes")

    @property
    def linked(self) -> bool:
        """Whether entries are shown with the seat they belong to."""
        return self.granularity == "individual" and self.identity == "stable"

    @property
    def unlinked(self) -> bool:
        """Whether all entries are shown without saying whose each is."""
        return self.granularity == "sorted" or self.identity == "reshuffled"

    @property
    def truthful(self) -> bool:
        """Whether whatever is shown is the true contribution."""
        return self.source == "verified" and self.accuracy == "exact"

    @property
    def certain(self) -> bool:
        """Whether every entry that can be shown is shown, in every round."""
        return self.coverage in ("all", "graph") and self.acquisition == "pushed"

    def printed(self, game: Game) -> Mask:
        """Return which entries can be shown, as a mask (observer, subject), own entries true.

        Of these an audit, a sample or a look picks some in each round.
        """
        seats = game.seats
        own = np.eye(game.members, dtype=bool)
        if not self.linked:
            return own
        if not self.direction:
            return np.ones_like(own)
        if len(self.direction) != game.members:
            raise ValueError(
                f"direction names {len(self.direction)} observers, the game has {game.members}"
            )
        stray = set("".join(self.direction)) - set(seats)
        if stray:
            raise ValueError(f"direction names seats {sorted(stray)}, the game has {seats}")
        return np.asarray(own | [[seat in seen for seat in seats] for seen in self.direction])

    def entitled(self, game: Game) -> Entitlement:
        """Return all that each member is shown or can deduce, from all channels together.

        Own earnings e - x + m X reveal the total X in a linear game of known return. The total
        and all entries but one reveal that one.
        """
        return _entitled(self, game)

    def check(self, game: Game) -> None:
        """Refuse a setting that reveals more, or less, than it declares (`reveals`)."""
        if self.own_earnings and not game.plain:
            raise ValueError(
                "own earnings are shown only in a linear game with a known return: in others they"
                " reveal the total in some rounds and not in others"
            )
        found, declared = self.entitled(game).reveals, frozenset(self.reveals)
        if found - declared:
            raise ValueError(
                f"this monitoring reveals {sorted(found - declared)} by arithmetic without"
                f" declaring it; declare reveals={tuple(sorted(found))} or show less"
            )
        if declared - found:
            raise ValueError(f"declared to reveal {sorted(declared - found)}, but does not")


@lru_cache(maxsize=1_024)
def _entitled(monitoring: Monitoring, game: Game) -> Entitlement:
    entries = monitoring.printed(game)
    total = np.full(game.members, monitoring.granularity == "total" or monitoring.with_total)
    earnings = np.full(game.members, monitoring.own_earnings)
    unseen = (~entries).sum(axis=1)
    # What is certain to be shown, and true, adds up.
    adds_up = monitoring.truthful and monitoring.certain
    telling = earnings & game.plain & (np.asarray(game.mpcr) > 0)
    knows_total = telling | (total & monitoring.truthful)
    if adds_up:
        knows_total |= (unseen == 0) | monitoring.unlinked
    deduced = ~entries & (knows_total & (unseen == 1) & adds_up)[:, None]
    if monitoring.content == "earnings":
        own = np.eye(game.members, dtype=bool)
        entries, deduced = own, (entries & ~own) | deduced
        knows_total = telling
    found = Entitlement(entries, deduced, total, knows_total & ~total, earnings)
    for field in fields(found):
        getattr(found, field.name).setflags(write=False)
    return found
