"""On which data are ways of inference timed?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDS, MEMBERS = 20, 4


@dataclass(frozen=True)
class Rows:
    """Contributions of two arms by member and round, and what moves with them.

    Attributes
    ----------
    y, treated, round, group, member : (rows,)
    """

    y: Floats
    treated: Floats
    round: Floats
    group: NDArray[np.int64]
    member: NDArray[np.int64]

    @property
    def means(self) -> tuple[Floats, NDArray[np.int64]]:
        """Mean and arm of every group."""
        n = np.bincount(self.group)
        arms = np.bincount(self.group, self.treated) / n
        return np.bincount(self.group, self.y) / n, arms.astype(np.int64)

    @property
    def design(self) -> Floats:
        """Columns: level, treated, round, and both together."""
        level = np.ones(len(self.y))
        return np.column_stack([level, self.treated, self.round, self.treated * self.round])


def rows(groups: int, *, seed: int = 1) -> Rows:
    """Draw groups of four over twenty rounds: levels of groups and members, decay, an effect."""
    rng = np.random.default_rng(seed)
    size = ROUNDS * MEMBERS
    group = np.repeat(np.arange(groups), size)
    member = np.repeat(np.arange(groups * MEMBERS), ROUNDS)
    number = np.tile(np.arange(1.0, ROUNDS + 1), groups * MEMBERS)
    treated = (group % 2).astype(np.float64)
    levels = 2.0 * rng.normal(size=groups)[group] + 3.0 * rng.normal(size=groups * MEMBERS)[member]
    y = 10.0 + treated - 0.2 * number + levels + 4.0 * rng.normal(size=len(group))
    return Rows(y, treated, number, group, member)
