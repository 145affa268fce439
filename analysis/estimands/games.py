"""What did each matching group do in every round, in the one shape that every estimand reads?

A matching group is the independent unit: the group itself with partners, the session with
strangers. This project's tables and anybody's Panel become the same objects. Shares are percent of
the member's own endowment; absent numbers are NaN, and 0 means zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from design.plan import Window

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

PERCENT = 100.0

LOOKING = ("looks", "spent", "bids", "prices", "targets")
"""What is known of a member's looks in every round, where looking is offered."""


@dataclass(frozen=True)
class Beliefs:
    """Answers to one question and the truth they were about, both percent, (rounds, members).

    Attributes
    ----------
    about : int
        How many others' mean is guessed; weights questions when they are combined.
    """

    stated: Floats
    truth: Floats
    about: int


@dataclass(frozen=True)
class Induced:
    """A network on which one seat holds less in some groups, and all hold the same in others.

    Attributes
    ----------
    network : str
        The two conditions, "ring_low less ring".
    low : bool
        Whether the seat holds less in this group.
    hops : float array (members,)
        Links from that seat to everybody's, from who is seen to who sees; infinite without a way.
    """

    network: str
    low: bool
    hops: Floats


@dataclass(frozen=True)
class MatchingGroup:
    """One independent group: everything that its members did, all expected rounds in order.

    Attributes
    ----------
    slot : int
        Its number: the unit of every inference, unless groups hear of each other.
    condition, third : str
        Its arms; `third` is empty where there is none.
    seats : tuple of str
        Members, in the order of the columns below.
    rounds, parts : int64 arrays (rounds,)
        Number and part of every round that the group was to play.
    shares, others, held : float arrays (rounds, members)
        Own contribution in percent; mean of those who shared the account in that round; endowment
        in points.
    earnings : float array (rounds, members)
        Points, NaN where unknown.
    beliefs : dict of str to Beliefs
        By question; empty where none was asked.
    schedules : float array (members, levels) or None
        Percent given at each level of the others' mean, 0 to all, where elicited.
    mpcr : float or None
        Marginal per-capita return, where it is one known number.
    block : int
        Block of the schedule, -1 where there is none.
    asked : bool
        Whether the lot asked the group for beliefs.
    looks, spent : float arrays (rounds, members) or None
        Looks that a member asked for after a round and points paid for them, NaN where none could
        be asked for; None where nobody could.
    bids, prices : float arrays (rounds, members) or None
        The most that a member would pay for a look at all others, points; the price that its bid
        met, or that each look had where prices are posted. NaN and None as above.
    targets : float array (rounds, members) or None
        How many others it could look at.
    induced : Induced or None
        Where the group stands in a comparison that makes one member a low contributor.
    shown : dict of str to float array (rounds, members)
        Mean share of others on the screen at the choice, by "verified" and "reported"; kinds that
        nobody was shown are left out.
    linked_set : int or None
        Lowest slot of the groups that hear of each other, then the unit; None where it is alone.
    elsewhere : float array (rounds, members) or None
        Points given to another account than the group's, NaN in rounds without; None where there
        never is one.
    """

    slot: int
    condition: str
    seats: tuple[str, ...]
    rounds: Whole
    parts: Whole
    shares: Floats
    others: Floats
    held: Floats
    earnings: Floats
    third: str = ""
    beliefs: dict[str, Beliefs] = field(default_factory=dict)
    schedules: Floats | None = None
    mpcr: float | None = None
    block: int = -1
    asked: bool = False
    looks: Floats | None = None
    spent: Floats | None = None
    bids: Floats | None = None
    prices: Floats | None = None
    targets: Floats | None = None
    induced: Induced | None = None
    shown: dict[str, Floats] = field(default_factory=dict)
    linked_set: int | None = None
    elsewhere: Floats | None = None

    def rows(self, window: Window) -> NDArray[np.intp]:
        """Return the positions of a window's rounds."""
        numbers = sorted(set(self.parts.tolist()))
        if window.part >= len(numbers):
            return np.zeros(0, dtype=np.intp)
        found = np.flatnonzero(self.parts == numbers[window.part])
        return found[: len(found) - window.drop_last]

    def columns(self, seats: str = "") -> list[int]:
        """Return the positions of some seats, by letters; of all if none are named."""
        return [i for i, seat in enumerate(self.seats) if not seats or seat in seats]

    def path(self, window: Window, seats: str = "") -> Floats:
        """Return the mean share of some seats in each round of a window, NaN if not settled."""
        return round_means(self.shares[self.rows(window)][:, self.columns(seats)])


def only_seats(group: MatchingGroup, seats: str) -> MatchingGroup:
    """Return the group reduced to some seats; whom they share the account with stays known."""
    kept = group.columns(seats)
    tables = {
        name: getattr(group, name)[:, kept] for name in ("shares", "others", "held", "earnings")
    }
    beliefs = {
        name: replace(one, stated=one.stated[:, kept], truth=one.truth[:, kept])
        for name, one in group.beliefs.items()
    }
    schedules = None if group.schedules is None else group.schedules[kept]
    names = tuple(group.seats[i] for i in kept)
    looking: dict[str, Any] = {
        name: None if values is None else values[:, kept]
        for name, values in ((name, getattr(group, name)) for name in (*LOOKING, "elsewhere"))
    }
    shown = {name: one[:, kept] for name, one in group.shown.items()}
    at = group.induced
    return replace(
        group, seats=names, beliefs=beliefs, schedules=schedules, shown=shown,
        induced=None if at is None else replace(at, hops=at.hops[kept]), **looking, **tables,
    )  # fmt: skip


def round_means(shares: Floats) -> Floats:
    """Return each round's mean over the members who played it, NaN if none did."""
    there = ~np.isnan(shares)
    n = there.sum(axis=1)
    total = np.where(there, shares, 0.0).sum(axis=1)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)


def mean_of_others(shares: Floats, accounts: Whole | None = None) -> Floats:
    """Return the mean share of the other members with the same account, (rounds, members).

    Parameters
    ----------
    shares : (rounds, members)
    accounts : which account each member paid into, (rounds, members); by default one for all
    """
    own = np.zeros(shares.shape, dtype=np.int64) if accounts is None else accounts
    found = np.full(shares.shape, np.nan)
    for row, (values, codes) in enumerate(zip(shares, own, strict=True)):
        there = ~np.isnan(values)
        if not there.any():
            continue
        size = int(codes[there].max()) + 1
        totals = np.bincount(codes[there], values[there], size)
        counts = np.bincount(codes[there], minlength=size)
        n = counts[codes[there]] - 1
        rest = totals[codes[there]] - values[there]
        found[row, there] = np.where(n > 0, rest / np.maximum(n, 1), np.nan)
    return found


def conditions(groups: Sequence[MatchingGroup]) -> list[str]:
    """Return the conditions in order of first appearance."""
    return list(dict.fromkeys(group.condition for group in groups))
