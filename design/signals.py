"""What did each member actually learn of a round's contributions?"""

from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from design.game import POINT, Amounts, Game, summed
from design.monitoring import Mask, Monitoring
from design.occasions import HIDDEN, Occasion, covered, happens, misread, nearest, order

Needed = TypeVar("Needed")


@dataclass(frozen=True)
class Signal:
    """What one round showed to each member, in milli-points, `HIDDEN` where it showed nothing.

    Attributes
    ----------
    entries : int64 array (..., observer, subject)
        Contributions shown, or given away by the earnings that are shown in their place; the
        diagonal is the observer's own.
    total, earnings : int64 arrays (..., observer)
        Group total and own earnings, where shown.
    others : int64 array (..., observer, members - 1)
        All others' contributions without saying whose each is, where shown; empty last axis
        where the Monitoring never shows them.
    extremes : int64 array (..., observer, 2)
        The lowest and the highest contribution of the others, where shown; likewise.
    checked : bool array (..., subject)
        Whose report an audit replaced by the verified contribution; empty without such audits.
    """

    entries: Amounts
    total: Amounts
    earnings: Amounts
    others: Amounts = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    extremes: Amounts = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    checked: Mask = field(default_factory=lambda: np.empty(0, dtype=bool))


def observe(
    monitoring: Monitoring,
    game: Game,
    contributions: Amounts,
    *,
    occasion: Occasion | None = None,
    looked: Mask | None = None,
    reported: Amounts | None = None,
) -> Signal:
    """Return what members see of a round under a Monitoring.

    Parameters
    ----------
    contributions : int64 array (..., members)
        Milli-points, with any leading shape.
    occasion : Occasion, optional
        The keys of the draws that a noisy, audited, sampled or reshuffled Monitoring makes.
    looked : bool array (..., observer, subject), optional
        Who looks at whom, where looks are pulled; on the diagonal who asks for the total or the
        extremes.
    reported : int64 array (..., members), optional
        What is reported of each member, `HIDDEN` where nothing is; used where the source is not
        verified.
    """
    entitled = monitoring.entitled(game)
    said = _said(monitoring, game, contributions, occasion, reported)
    shape = (*contributions.shape, contributions.shape[-1])
    rows = np.broadcast_to(said[..., None, :], shape)
    own = np.eye(game.members, dtype=bool)
    rows = np.where(own, contributions[..., None, :], rows)
    shown = _chosen(monitoring, game, occasion, looked) & monitoring.printed(game)
    known = np.where(said == HIDDEN, 0, said)
    total = np.broadcast_to(summed(known)[..., None], contributions.shape)
    asks = _asks(monitoring, game, looked)
    return Signal(
        entries=np.where(shown | own, rows, HIDDEN),
        total=np.where(entitled.total & asks, total, HIDDEN),
        earnings=np.where(entitled.earnings, game.earnings(contributions), HIDDEN),
        others=_others(monitoring, game, rows, occasion),
        extremes=np.where(asks[..., None], _extremes(monitoring, game, rows), HIDDEN),
        checked=audits(monitoring, game, occasion),
    )


def audits(monitoring: Monitoring, game: Game, occasion: Occasion | None) -> Mask:
    """Return whose reports are audited in a round, (..., subject)."""
    if monitoring.source != "audited_report":
        return np.empty(0, dtype=bool)
    drawn = _needed(occasion, "an occasion").draw("report audit", np.arange(game.members))
    return happens(drawn, monitoring.audited)


def _said(
    monitoring: Monitoring,
    game: Game,
    given: Amounts,
    occasion: Occasion | None,
    reported: Amounts | None,
) -> Amounts:
    """Return what is said of each member's contribution, before it is decided who hears it."""
    said = given
    if monitoring.source != "verified":
        said = _needed(reported, "reports")
        if monitoring.source == "audited_report":
            said = np.where(audits(monitoring, game, occasion), given, said)
    if monitoring.accuracy == "noisy":
        wrong = misread(game, said, _needed(occasion, "an occasion"), monitoring.error)
        said = np.where(said == HIDDEN, HIDDEN, wrong)
    if monitoring.accuracy == "rounded":
        said = np.where(said == HIDDEN, HIDDEN, nearest(said, monitoring.rounding))
    return said


def _needed(found: Needed | None, what: str) -> Needed:
    if found is None:
        raise ValueError(f"this setting of the dial shows nothing without {what}")
    return found


def _chosen(
    monitoring: Monitoring, game: Game, occasion: Occasion | None, looked: Mask | None
) -> Mask:
    """Return which entries a round's audit, sample or looks let through."""
    chosen = np.ones((game.members, game.members), dtype=bool)
    if monitoring.coverage in ("audit", "sample"):
        chosen = covered(monitoring, game, _needed(occasion, "an occasion"))
    if monitoring.acquisition == "pull":
        chosen = chosen & _needed(looked, "looks")
    return chosen


def _asks(monitoring: Monitoring, game: Game, looked: Mask | None) -> Mask:
    """Return which observers the total and the extremes come to, (..., observer)."""
    if monitoring.acquisition == "pull" and monitoring.summed_up:
        return np.asarray(np.diagonal(_needed(looked, "looks"), axis1=-2, axis2=-1))
    return np.ones(game.members, dtype=bool)


def _others(
    monitoring: Monitoring, game: Game, rows: Amounts, occasion: Occasion | None
) -> Amounts:
    """Return others' entries without their seats: in order of size, or in a random one."""
    shape = (*rows.shape[:-1], 0)
    if not monitoring.unlinked:
        return np.empty(shape, dtype=np.int64)
    if monitoring.granularity == "sorted":
        most = np.where(np.eye(game.members, dtype=bool), np.iinfo(np.int64).max, rows)
        return np.asarray(np.sort(most, axis=-1)[..., :-1])
    seats = order(game, _needed(occasion, "an occasion"))[..., :-1]
    return np.take_along_axis(rows, np.broadcast_to(seats, (*shape[:-1], game.members - 1)), -1)


def _extremes(monitoring: Monitoring, game: Game, rows: Amounts) -> Amounts:
    """Return the others' lowest and highest entry, each where the dial shows it."""
    if monitoring.granularity != "extremes":
        return np.empty((*rows.shape[:-1], 0), dtype=np.int64)
    own, top = np.eye(game.members, dtype=bool), np.iinfo(np.int64).max
    low = np.where(own | (rows == HIDDEN), top, rows).min(axis=-1)
    high = np.where(own, HIDDEN, rows).max(axis=-1)
    low = np.where(low == top, HIDDEN, low)
    hidden = np.full_like(low, HIDDEN)
    shows_low, shows_high = monitoring.extreme != "high", monitoring.extreme != "low"
    return np.stack([low if shows_low else hidden, high if shows_high else hidden], axis=-1)


def known_total(signal: Signal, game: Game) -> Amounts:
    """Return the group total where a member is shown it or can deduce it, else `HIDDEN`.

    From own earnings pi = e - x + m X follows X = (pi - e + x) / m, exactly, in a linear game
    whose return is known. In any other game own earnings are not shown (`Monitoring.check`).
    """
    own = np.diagonal(signal.entries, axis1=-2, axis2=-1)
    hidden = signal.entries == HIDDEN
    # Who holds nothing gives nothing, seen or not.
    seen_all = summed((hidden & (np.asarray(game.endowments) > 0)).astype(np.int64)) == 0
    total = np.where(seen_all, summed(np.where(hidden, 0, signal.entries)), signal.total)
    if signal.others.shape[-1]:
        counted = (signal.others != HIDDEN).all(axis=-1)
        total = np.where(counted, summed(signal.others) + own, total)
    if not game.plain:
        return np.asarray(total)
    held = np.asarray(game.endowments) * POINT
    share = np.asarray(game.mpcr)
    from_earnings = (signal.earnings - held + own) * POINT // np.maximum(share, 1)
    return np.asarray(np.where((signal.earnings != HIDDEN) & (share > 0), from_earnings, total))


def deducible(
    signal: Signal, game: Game, *, truthful: bool = True, proven: Mask | None = None
) -> Mask:
    """Return which hidden entries a round's Signal gives away by arithmetic.

    What the total leaves for the unseen gives them away if only one is unseen, if it is zero,
    or if it is all that they hold. Others' entries that are all alike, or whose extremes are
    alike, give each of them away.

    Parameters
    ----------
    truthful : bool
        Whether entries are shown as they are; own earnings are, always.
    proven : bool array (observer, subject), optional
        Entries that are shown as they are though others need not be.

    Returns
    -------
    bool array (..., observer, subject)
    """
    unseen = signal.entries == HIDDEN
    facts = signal if truthful else certain(signal, proven)
    hidden = facts.entries == HIDDEN
    total = known_total(facts, game)
    left = total - summed(np.where(hidden, 0, facts.entries))
    held = (hidden * np.asarray(game.endowments) * POINT).sum(axis=-1)
    # Who holds nothing gives nothing, seen or not.
    unseen_holders = (hidden & (np.asarray(game.endowments) > 0)).sum(axis=-1)
    settled = (unseen_holders == 1) | (left == 0) | (left == held)
    settled = settled & (total != HIDDEN)
    for unlinked in (facts.others, facts.extremes):
        if unlinked.shape[-1]:
            alike = (unlinked == unlinked[..., :1]).all(axis=-1) & (unlinked[..., 0] != HIDDEN)
            settled = settled | alike
    return np.asarray(unseen & settled[..., None])


def certain(signal: Signal, proven: Mask | None = None) -> Signal:
    """Return what a Signal tells for certain where its entries need not be true.

    Own entries are, and those `proven`, (observer, subject), which a stage showed as they are.
    """
    sure = np.eye(signal.entries.shape[-1], dtype=bool)
    sure = sure if proven is None else sure | proven
    return Signal(
        entries=np.where(sure, signal.entries, HIDDEN),
        total=np.full_like(signal.total, HIDDEN),
        earnings=signal.earnings,
    )
