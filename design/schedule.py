"""Which group slot plays which treatment, in what order, and how could it have been dealt?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from design import chance

Slots = NDArray[np.int64]


@dataclass(frozen=True)
class Deal:
    """What the schedule deals to group slots; arrays of one common shape.

    Attributes
    ----------
    block : int64 array
        Block of each slot, from 0.
    condition : int64 array
        Index into the schedule's conditions.
    beliefs, kept : bool arrays
        Whether beliefs are asked, and whether part 3 keeps the monitoring of part 2.
    """

    block: Slots
    condition: Slots
    beliefs: NDArray[np.bool_]
    kept: NDArray[np.bool_]


@dataclass(frozen=True)
class Schedule:
    """Blocks of group slots in which every condition occurs twice, in random order.

    Of a condition's two slots in a block one asks beliefs, and one, by a coin of its own,
    keeps monitoring in part 3. Slots are numbered from 0 and continue over lab sessions.
    """

    conditions: tuple[str, ...]

    @property
    def block_size(self) -> int:
        """Slots in a block."""
        return 2 * len(self.conditions)

    @property
    def coins(self) -> Slots:
        """For each condition the index of the one whose coins decide on beliefs and part 3."""
        return np.arange(len(self.conditions), dtype=np.int64)

    def donor(self, seed: int, slot: int) -> int | None:
        """Return the slot whose group a slot's group hears of; None where groups are alone."""
        return None

    def listeners(self, seed: int, slot: int) -> tuple[int, ...]:
        """Return the slots whose groups hear of a slot's group."""
        return ()

    def linked_set(self, seed: int, slot: int) -> int:
        """Return the lowest of the slots that hear of each other, a slot alone being its own."""
        return slot

    def deal(self, seed: int, slots: Slots) -> Deal:
        """Deal conditions and factors to slots; the same seed always deals the same."""
        size = self.block_size
        block, place = np.divmod(np.asarray(slots, dtype=np.int64), size)
        blocks, which = np.unique(block, return_inverse=True)
        order = chance.permutation(seed, (blocks,), "block order", of=size)
        card = order[which.reshape(block.shape), place]
        condition, copy = np.divmod(card, 2)
        coin = self.coins[condition]
        beliefs = copy == chance.choice(seed, (block, coin), "beliefs coin", among=2)
        kept = copy == chance.choice(seed, (block, coin), "kept coin", among=2)
        return Deal(block, condition, np.asarray(beliefs), np.asarray(kept))
