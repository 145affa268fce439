"""Who can verify whose contribution, how exactly, and what can each member deduce from it?"""

from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from design.game import Game

Mask = NDArray[np.bool_]

LEVELS: dict[str, tuple[str, ...]] = {
    "content": ("contribution", "earnings", "both"),
    "granularity": ("none", "total", "extremes", "sorted", "individual"),
    "identity": ("stable", "reshuffled"),
    "timing": ("every_round", "every_k", "delayed", "end", "triggered"),
    "accuracy": ("exact", "noisy", "rounded"),
    "coverage": ("all", "graph", "audit", "sample"),
    "acquisition": ("pushed", "pull", "priced", "pot"),
    "source": ("verified", "self_report", "audited_report", "broker"),
    "control": ("imposed", "vote", "member", "leader"),
    "disclosure": ("told", "untold"),
}
"""Every level of the dial, the first of each being the plain one."""

WORKING: dict[str, tuple[str, ...]] = {name: levels[:1] for name, levels in LEVELS.items()} | {
    "granularity": ("none", "total", "individual")
}
"""The levels that this version plays; the others are refused rather than pretended."""

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
    content, granularity, identity, timing, accuracy, coverage, acquisition, source, control,
    disclosure : str
        A level of `LEVELS`.
    direction : tuple of str
        For each observer's seat the seats whose contributions it sees, ("CD", "CD", "", "")
        for a one-way glass; empty for everybody sees everybody. Only with individual
        granularity.
    own_earnings : bool
        Whether each member sees its own earnings of the round.
    reveals : tuple of str
        What the combination is declared to reveal by arithmetic: "total" (from own earnings
        or from all entries), "last_member" (own, seen entries and the total leave one unseen).
    """

    content: str = "contribution"
    granularity: str = "none"
    identity: str = "stable"
    timing: str = "every_round"
    accuracy: str = "exact"
    coverage: str = "all"
    acquisition: str = "pushed"
    direction: tuple[str, ...] = ()
    source: str = "verified"
    control: str = "imposed"
    disclosure: str = "told"
    own_earnings: bool = False
    reveals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse unknown levels, levels that do not work yet, and a glass that shows nothing."""
        for field in fields(self):
            if field.name in LEVELS:
                self._check_level(field.name)
        if self.direction and self.granularity != "individual":
            raise ValueError(
                f"direction says who sees whose entry, so it needs granularity 'individual',"
                f" found {self.granularity!r}"
            )
        unknown = set(self.reveals) - set(REVEALABLE)
        if unknown:
            raise ValueError(f"reveals knows {REVEALABLE}, found {sorted(unknown)}")

    def _check_level(self, name: str) -> None:
        level = getattr(self, name)
        if level not in LEVELS[name]:
            raise ValueError(f"{name} is one of {LEVELS[name]}, found {level!r}")
        if level not in WORKING[name]:
            raise NotImplementedError(
                f"{name}={level!r} is not yet playable; playable: {WORKING[name]}"
            )

    def printed(self, game: Game) -> Mask:
        """Return which entries are shown, as a mask (observer, subject) with own entries true."""
        seats = game.seats
        own = np.eye(game.members, dtype=bool)
        if self.granularity != "individual":
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

        Own earnings e - x + m X reveal the total X, every MPCR being positive. The total
        and all entries but one reveal that one.
        """
        return _entitled(self, game)

    def check(self, game: Game) -> None:
        """Refuse a setting that reveals more, or less, than it declares (`reveals`)."""
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
    total = np.full(game.members, monitoring.granularity == "total")
    earnings = np.full(game.members, monitoring.own_earnings)
    unseen = (~entries).sum(axis=1)
    knows_total = total | earnings | (unseen == 0)
    deduced = ~entries & (knows_total & (unseen == 1))[:, None]
    found = Entitlement(entries, deduced, total, knows_total & ~total, earnings)
    for field in fields(found):
        getattr(found, field.name).setflags(write=False)
    return found
