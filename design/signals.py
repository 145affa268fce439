"""What did each member actually learn of a round's contributions?"""

from dataclasses import dataclass

import numpy as np

from design.game import POINT, Amounts, Game, summed
from design.monitoring import Mask, Monitoring

HIDDEN = -1
"""Stands in a Signal where nothing is shown; 0 is a contribution of zero."""


@dataclass(frozen=True)
class Signal:
    """What one round showed to each member, in milli-points, `HIDDEN` where it showed nothing.

    Attributes
    ----------
    entries : int64 array (..., observer, subject)
        Contributions shown; the diagonal is the observer's own.
    total, earnings : int64 arrays (..., observer)
        Group total and own earnings, where shown.
    """

    entries: Amounts
    total: Amounts
    earnings: Amounts


def observe(monitoring: Monitoring, game: Game, contributions: Amounts) -> Signal:
    """Return what members see of a round under a Monitoring.

    Parameters
    ----------
    contributions : int64 array (..., members)
        Milli-points, with any leading shape.
    """
    entitled = monitoring.entitled(game)
    rows = np.broadcast_to(
        contributions[..., None, :], (*contributions.shape, contributions.shape[-1])
    )
    total = np.broadcast_to(summed(contributions)[..., None], contributions.shape)
    return Signal(
        entries=np.where(entitled.entries, rows, HIDDEN),
        total=np.where(entitled.total, total, HIDDEN),
        earnings=np.where(entitled.earnings, game.earnings(contributions), HIDDEN),
    )


def known_total(signal: Signal, game: Game) -> Amounts:
    """Return the group total where a member is shown it or can deduce it, else `HIDDEN`.

    From own earnings pi = e - x + m X follows X = (pi - e + x) / m, exactly.
    """
    held = np.asarray(game.endowments) * POINT
    own = np.diagonal(signal.entries, axis1=-2, axis2=-1)
    from_earnings = (signal.earnings - held + own) * POINT // np.asarray(game.mpcr)
    seen_all = summed((signal.entries == HIDDEN).astype(np.int64)) == 0
    total = np.where(seen_all, summed(signal.entries), signal.total)
    return np.asarray(np.where(signal.earnings != HIDDEN, from_earnings, total))


def deducible(signal: Signal, game: Game) -> Mask:
    """Return which hidden entries a round's Signal gives away by arithmetic.

    What the total leaves for the unseen gives them away if only one is unseen, if it is zero,
    or if it is all that they hold.

    Returns
    -------
    bool array (..., observer, subject)
    """
    unseen = signal.entries == HIDDEN
    total = known_total(signal, game)
    left = total - summed(np.where(unseen, 0, signal.entries))
    held = (unseen * np.asarray(game.endowments) * POINT).sum(axis=-1)
    settled = (unseen.sum(axis=-1) == 1) | (left == 0) | (left == held)
    return np.asarray(unseen & (settled & (total != HIDDEN))[..., None])
