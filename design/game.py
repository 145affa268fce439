"""What do members hold, and what do they earn from a round of contributions?"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from design import chance

Amounts = NDArray[np.int64]

POINT = 1_000
SEATS = "ABCDEFGHIJKLMNOPQRST"
TECHNOLOGIES = ("linear", "threshold", "weakest_link")


def summed(amounts: Amounts) -> Amounts:
    """Sum over the last axis, the members; numpy's own sum is slow on so short an axis."""
    return np.asarray(np.einsum("...i->...", amounts))


@dataclass(frozen=True)
class Game:
    """A public-goods game among a group of fixed members, linear unless it says otherwise.

    Attributes
    ----------
    endowments : tuple of int
        Points each seat receives every round, in whole points.
    mpcr : tuple of int
        Marginal per-capita return of each seat, in thousandths.
    technology : str
        What of the contributions bears a return: "linear" their sum; "threshold" their sum once
        it reaches a threshold, else nothing; "weakest_link" the lowest, as if all had given it.
    threshold, refund : int
        For "threshold": points that the group must give, and what each member gets back of its
        own contribution where it falls short, in thousandths.
    returns : tuple of int
        Two returns of which a lot picks one for each group and phase, in thousandths; empty where
        the return is certain. Members do not know which; `mpcr` is then their mean, or the drawn.
    """

    endowments: tuple[int, ...] = (20, 20, 20, 20)
    mpcr: tuple[int, ...] = (400, 400, 400, 400)
    technology: str = "linear"
    threshold: int = 0
    refund: int = 0
    returns: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a game that is not a social dilemma for every seat."""
        if not 2 <= self.members <= len(SEATS):
            raise ValueError(f"a group has 2 to {len(SEATS)} members, found {self.members}")
        if len(self.mpcr) != self.members:
            raise ValueError(f"{self.members} endowments but {len(self.mpcr)} returns (mpcr)")
        if min(self.endowments) < 0 or sum(held > 0 for held in self.endowments) < 2:
            raise ValueError(
                f"endowments are at least 0 points, two of them more, found {self.endowments}"
            )
        # Who holds nothing may have no share either: it is paid otherwise.
        shares = [m for m, held in zip(self.mpcr, self.endowments, strict=True) if held > 0]
        within = min(shares) >= 1 and min(self.mpcr) >= 0 and max(self.mpcr) < 1_000
        if not within or sum(self.mpcr) <= 1_000:
            raise ValueError(
                f"each MPCR lies in 0.001 .. 0.999 and their sum above 1, found {self.mpcr}"
                " thousandths"
            )
        self._check_technology()

    def _check_technology(self) -> None:
        """Refuse technologies that do not exist, and numbers that theirs does not use."""
        if self.technology not in TECHNOLOGIES:
            raise ValueError(f"technology is one of {TECHNOLOGIES}, found {self.technology!r}")
        reached = 1 <= self.threshold <= sum(self.endowments)
        if self.technology == "threshold" and not reached:
            raise ValueError(
                f"a threshold lies in 1 .. {sum(self.endowments)} points, found {self.threshold}"
            )
        if self.technology != "threshold" and (self.threshold, self.refund) != (0, 0):
            raise ValueError(f"technology {self.technology!r} has no threshold and no refund")
        if not 0 <= self.refund <= 1_000:
            raise ValueError(f"a refund is 0 .. 1000 thousandths, found {self.refund}")
        uneven = len(self.returns) != 2 or len(set(self.mpcr)) > 1
        if self.returns and (uneven or not 0 < self.returns[0] < self.returns[1] < 1_000):
            raise ValueError(
                "uncertain returns are two, the lower first, the same for all seats, found"
                f" {self.returns} with mpcr {self.mpcr}"
            )

    @property
    def plain(self) -> bool:
        """Whether it is linear with a known return, so that own earnings tell the total."""
        return self.technology == "linear" and not self.returns

    def drawn(self, seed: int, slot: int, first: int) -> "Game":
        """Return the game with the return that a lot picks for a phase, from its first round."""
        if not self.returns:
            return self
        which = int(chance.choice(seed, (slot, first), "return", among=len(self.returns)))
        return replace(self, mpcr=(self.returns[which],) * self.members)

    def without(self, seats: Collection[int]) -> "Game | None":
        """Return the game of those who remain, or None where they no longer face a dilemma.

        Who has left holds nothing and has no share. What a point is worth to all together stays
        and is divided among the others by their returns, in thousandths, rounded down.
        """
        if not seats:
            return self
        stay = [seat not in seats for seat in range(self.members)]
        returns = [m if here else 0 for m, here in zip(self.mpcr, stay, strict=True)]
        try:
            return replace(
                self,
                endowments=tuple(h if s else 0 for h, s in zip(self.endowments, stay, strict=True)),
                mpcr=tuple(m * sum(self.mpcr) // max(sum(returns), 1) for m in returns),
            )
        except ValueError:
            return None

    @property
    def members(self) -> int:
        """Number of members of a group."""
        return len(self.endowments)

    @cached_property
    def seats(self) -> str:
        """The seats' letters, in order."""
        return SEATS[: self.members]

    def earnings(self, contributions: Amounts) -> Amounts:
        """Return what each member earns in a round: e_i - x_i + m_i * X.

        X is the sum of contributions in the linear game, and what of it counts in others.

        Parameters
        ----------
        contributions : int64 array (..., members)
            Milli-points, multiples of 1,000.

        Returns
        -------
        int64 array (..., members) of milli-points, exact.
        """
        held = np.asarray(self.endowments, dtype=np.int64) * POINT
        counted = self.counted(contributions)[..., None]
        earned = held - contributions + np.asarray(self.mpcr) * (counted // POINT)
        if self.refund > 0:
            earned = earned + np.where(counted == 0, self.refund * (contributions // POINT), 0)
        return np.asarray(earned)

    def counted(self, contributions: Amounts) -> Amounts:
        """Return what of the contributions bears a return, milli-points (...,)."""
        total = summed(contributions)
        if self.technology == "threshold":
            return np.where(total >= self.threshold * POINT, total, 0)
        if self.technology == "weakest_link":
            # Who holds nothing can give nothing and is no link.
            links = [seat for seat, held in enumerate(self.endowments) if held > 0]
            return np.asarray(contributions[..., links].min(axis=-1) * len(links))
        return total

    def efficiency(self, contributions: Amounts) -> NDArray[np.float64]:
        """Return each group's net efficiency, from 0 (nobody gives) to 1 (all give all).

        (sum of earnings - that of giving nothing) / (its maximum - that of giving nothing), over
        the last axis; below 0 where contributions are lost. Of a weakest link only what all can
        give bears a return, so there all giving what the poorest holds makes 1.
        """
        full = np.asarray(self.endowments, dtype=np.int64) * POINT
        best = full
        if self.technology == "weakest_link":
            best = np.minimum(full, full[full > 0].min())
        low, high = (self.earnings(x).sum() for x in (np.zeros_like(full), best))
        return np.asarray((self.earnings(contributions).sum(axis=-1) - low) / (high - low))
