"""What do members hold, and what do they earn from a round of contributions?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Amounts = NDArray[np.int64]

POINT = 1_000
SEATS = "ABCDEFGHIJKLMNOPQRST"


def summed(amounts: Amounts) -> Amounts:
    """Sum over the last axis, the members; numpy's own sum is slow on so short an axis."""
    return np.asarray(np.einsum("...i->...", amounts))


@dataclass(frozen=True)
class Game:
    """A linear public-goods game among a group of fixed members.

    Attributes
    ----------
    endowments : tuple of int
        Points each seat receives every round, in whole points.
    mpcr : tuple of int
        Marginal per-capita return of each seat, in thousandths.
    """

    endowments: tuple[int, ...] = (20, 20, 20, 20)
    mpcr: tuple[int, ...] = (400, 400, 400, 400)

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
        if min(self.mpcr) < 1 or max(self.mpcr) >= 1_000 or sum(self.mpcr) <= 1_000:
            raise ValueError(
                f"each MPCR lies in 0.001 .. 0.999 and their sum above 1, found {self.mpcr}"
                " thousandths"
            )

    @property
    def members(self) -> int:
        """Number of members of a group."""
        return len(self.endowments)

    @property
    def seats(self) -> str:
        """The seats' letters, in order."""
        return SEATS[: self.members]

    def earnings(self, contributions: Amounts) -> Amounts:
        """Return what each member earns in a round: e_i - x_i + m_i * sum(x).

        Parameters
        ----------
        contributions : int64 array (..., members)
            Milli-points, multiples of 1,000.

        Returns
        -------
        int64 array (..., members) of milli-points, exact.
        """
        held = np.asarray(self.endowments, dtype=np.int64) * POINT
        total = summed(contributions)[..., None]
        return np.asarray(held - contributions + np.asarray(self.mpcr) * (total // POINT))

    def efficiency(self, contributions: Amounts) -> NDArray[np.float64]:
        """Return each group's net efficiency, from 0 (nobody gives) to 1 (all give all).

        (sum of earnings - its minimum) / (its maximum - its minimum), over the last axis.
        """
        full = np.asarray(self.endowments, dtype=np.int64) * POINT
        low, high = (self.earnings(x).sum() for x in (np.zeros_like(full), full))
        return np.asarray((self.earnings(contributions).sum(axis=-1) - low) / (high - low))
