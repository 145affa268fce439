"""Who takes no part in a round, what does it earn meanwhile, and what does it learn?"""

from dataclasses import dataclass, replace

import numpy as np

from design.game import POINT, Amounts, Game
from design.monitoring import Mask
from design.occasions import HIDDEN
from design.signals import Signal


@dataclass(frozen=True)
class Outside:
    """One seat that is not at the table in a round: it decides nothing.

    Attributes
    ----------
    seat : int
        Which one.
    paid : int
        Points that it is paid for the round.
    watches : bool
        Whether it is shown what the members at the table are shown.
    """

    seat: int
    paid: int
    watches: bool


def seated(game: Game, outside: Outside) -> Game:
    """Return the game of those at the table: who is outside neither gives nor earns in it."""
    left = [seat != outside.seat for seat in range(game.members)]
    held = tuple(e if here else 0 for e, here in zip(game.endowments, left, strict=True))
    share = tuple(m if here else 0 for m, here in zip(game.mpcr, left, strict=True))
    return replace(game, endowments=held, mpcr=share)


def withheld(signal: Signal, outside: Outside | None) -> Signal:
    """Return a Signal without entries of who is outside, nor earnings of its own.

    Unless it watches, it is shown nothing at all of the round.
    """
    if outside is None:
        return signal
    out = np.arange(signal.entries.shape[-1]) == outside.seat
    other = ~np.eye(len(out), dtype=bool)
    blind = out if not outside.watches else np.zeros_like(out)
    unseen = (out[None, :] | blind[:, None]) & other
    return replace(
        signal,
        entries=np.where(unseen, HIDDEN, signal.entries),
        total=np.where(blind, HIDDEN, signal.total),
        earnings=np.where(out, HIDDEN, signal.earnings),
    )


def accounted(added: Amounts, outside: Outside | None) -> Amounts:
    """Return what stages add to earnings where who is outside is paid for that and no more."""
    if outside is None:
        return added
    out = np.arange(len(added)) == outside.seat
    return np.where(out, np.int64(outside.paid * POINT), added)


def worked_out(deduced: Mask, outside: Outside | None) -> Mask:
    """Return which hidden entries are given away; who is outside has none to give away."""
    if outside is None:
        return deduced
    return np.asarray(deduced & (np.arange(deduced.shape[-1]) != outside.seat))
