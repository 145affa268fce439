"""What does a simulated member choose, knowing only what it was shown?

One linear family holds the free rider, the unconditional contributor and the conditional
cooperator of Fischbacher and Gaechter (2010, American Economic Review). Where points do not simply
add up, members answer their beliefs best: they match the lowest contribution that they expect, or
complete a threshold where that pays. A Strategy decides from Signals alone. Amounts are
milli-points and coefficients thousandths, so that a batch, a single group and another machine find
the same whole points.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from design import chance
from design.chance import Keys
from design.game import POINT, Amounts, Game, summed
from design.monitoring import Mask
from design.occasions import HIDDEN
from design.signals import Signal, known_total

Quantity = int | NDArray[np.int64]

ESTIMATED_ENDOWMENT = 20
"""Endowment, in points, of the experiment behind the default numbers."""


@dataclass(frozen=True)
class Strategy:
    """Beliefs that follow Signals, and a contribution that follows beliefs.

    belief' = belief_level + belief_on_seen * seen + belief_on_belief * belief, once something is
    heard of a member; contribution = level + on_schedule * schedule(mean belief) + on_belief *
    mean belief + tremble, brought into 0 .. endowment and to the nearest whole point;
    schedule(b) = schedule_level + schedule_slope * b up to `turn`, falling at the same slope
    beyond it, and within 0 .. endowment.

    Attributes
    ----------
    prior, level, turn, schedule_level, belief_level, tremble : int or int64 array (..., members)
        Milli-points; `prior` is the belief before the first round, `tremble` the standard
        deviation of what is added each round.
    on_schedule, on_belief, schedule_slope, belief_on_seen, belief_on_belief : likewise
        Thousandths. The defaults for beliefs are the estimates of Fischbacher and Gaechter.
    """

    prior: Quantity = 10_000
    level: Quantity = 0
    on_schedule: Quantity = 0
    on_belief: Quantity = 0
    schedule_level: Quantity = 0
    schedule_slope: Quantity = 0
    turn: Quantity = 20_000
    belief_level: Quantity = 118
    belief_on_seen: Quantity = 415
    belief_on_belief: Quantity = 569
    tremble: Quantity = 0


def unconditional(points: int) -> Strategy:
    """Return the member that gives the same in every round, whatever it is shown."""
    return Strategy(level=points * POINT)


FREE_RIDER = unconditional(0)
"""The member that never gives."""


def conditional_cooperator(game: Game, *, prior: int = 10_000) -> Strategy:
    """Return the average conditional cooperator of Fischbacher and Gaechter (2010).

    belief' = .118 + .415 seen + .569 belief; contribution = -.473 + .242 predicted + .666 belief,
    predicted = -.199 + .740 belief being the mean schedule of its 77 conditional cooperators.
    Amounts estimated at an endowment of 20 are scaled to the game's first endowment.
    """
    held = game.endowments[0]
    return Strategy(
        prior=prior,
        level=scaled(-473, held),
        on_schedule=242,
        on_belief=666,
        schedule_level=scaled(-199, held),
        schedule_slope=740,
        turn=held * POINT,
        belief_level=scaled(118, held),
    )


def scaled(amount: int, endowment: int) -> int:
    """Return an amount that was estimated at an endowment of 20 for another endowment."""
    return round(amount * endowment / ESTIMATED_ENDOWMENT)


def first_beliefs(strategy: Strategy, shape: tuple[int, ...]) -> Amounts:
    """Return what members with a shape (..., members) believe of each other before round 1.

    Returns
    -------
    int64 array (..., observer, subject), milli-points; the diagonal means nothing.
    """
    return np.array(np.broadcast_to(_own(strategy.prior), (*shape, shape[-1])), dtype=np.int64)


def _own(parameter: Quantity) -> NDArray[np.int64]:
    """Line a parameter of observers up with arrays (..., observer, subject)."""
    return np.asarray(parameter, dtype=np.int64)[..., None]


def heard(signal: Signal, game: Game) -> Amounts:
    """Return what a Signal says of each member's contribution, `HIDDEN` where it says nothing.

    A shown entry is itself. Where the total is shown or follows from own earnings, what it
    leaves for the unseen is spread evenly over them. Of extremes the middle is taken.

    Returns
    -------
    int64 array (..., observer, subject), milli-points.
    """
    unseen = signal.entries == HIDDEN
    total = known_total(signal, game)
    left = total - summed(np.where(unseen, 0, signal.entries))
    even = np.where(total == HIDDEN, HIDDEN, left // np.maximum(summed(unseen.astype(np.int64)), 1))
    if signal.extremes.shape[-1]:
        ends = signal.extremes
        known = (ends != HIDDEN).sum(axis=-1)
        middle = np.where(ends == HIDDEN, 0, ends).sum(axis=-1) // np.maximum(known, 1)
        even = np.where((even == HIDDEN) & (known > 0), middle, even)
    return np.asarray(np.where(unseen, even[..., None], signal.entries))


def learn(strategy: Strategy, beliefs: Amounts, signal: Signal, game: Game) -> Amounts:
    """Return beliefs after a Signal; of whom nothing is heard the belief stays where it was."""
    news = heard(signal, game)
    moved = _own(strategy.belief_on_seen) * news + _own(strategy.belief_on_belief) * beliefs
    moved = _own(strategy.belief_level) + _thousandth(moved)
    return np.where(news == HIDDEN, beliefs, moved)


def _thousandth(product: Amounts) -> Amounts:
    return np.asarray((product + 500) // 1_000)


def contribute(strategy: Strategy, beliefs: Amounts, game: Game, noise: Amounts) -> Amounts:
    """Return what members give, holding beliefs (..., observer, subject).

    Parameters
    ----------
    noise : int64 array (..., members)
        From `noise`, thousandths of a standard deviation; zeros for a member without tremble.

    Returns
    -------
    int64 array (..., members), milli-points, multiples of 1,000 within 0 .. endowment.
    """
    held = np.asarray(game.endowments, dtype=np.int64) * POINT
    mean = _mean_of_others(beliefs)
    bent = mean - 2 * np.maximum(mean - strategy.turn, 0)
    planned = strategy.schedule_level + _thousandth(np.asarray(strategy.schedule_slope * bent))
    planned = np.clip(planned, 0, held)
    drawn = strategy.on_schedule * planned + strategy.on_belief * mean + strategy.tremble * noise
    given = _thousandth(strategy.level + _thousandth(np.asarray(drawn))) * POINT
    given = np.clip(given, 0, held)
    if game.technology == "weakest_link":
        shaken = _lowest_of_others(beliefs) + _thousandth(np.asarray(strategy.tremble * noise))
        return np.clip(_thousandth(shaken) * POINT, 0, held)
    return _completed(given, beliefs, game) if game.technology == "threshold" else given


def _completed(given: Amounts, beliefs: Amounts, game: Game) -> Amounts:
    """Return contributions that complete a threshold where that pays, by what is expected.

    Who expects the others to leave no more than it holds and gains from completing it gives what
    is missing, if that is more than it would give; all others give as they would.
    """
    others = summed(beliefs) - np.diagonal(beliefs, axis1=-2, axis2=-1)
    missing = -((others - game.threshold * POINT) // POINT) * POINT
    held = np.asarray(game.endowments, dtype=np.int64) * POINT
    worth = np.asarray(game.mpcr, dtype=np.int64) * game.threshold
    completes = missing <= np.minimum(held, worth)
    return np.where(completes, np.maximum(given, missing), given)


def _lowest_of_others(beliefs: Amounts) -> Amounts:
    """Return the lowest contribution that each member expects of another, (..., members)."""
    own = np.eye(beliefs.shape[-1], dtype=bool)
    return np.asarray(np.where(own, np.iinfo(np.int64).max // 4, beliefs).min(axis=-1))


def _mean_of_others(beliefs: Amounts) -> Amounts:
    own = np.diagonal(beliefs, axis1=-2, axis2=-1)
    return np.asarray((summed(beliefs) - own) // (beliefs.shape[-1] - 1))


def state(beliefs: Amounts, about: Mask, game: Game) -> Amounts:
    """Return the whole points that members state for the mean of the seats they are asked about.

    Parameters
    ----------
    about : bool array (observer, subject)
        Whom each seat is asked about.

    Returns
    -------
    int64 array (..., observer) of points within 0 .. endowment.
    """
    mean = summed(np.where(about, beliefs, 0)) // about.sum(axis=-1)
    return np.clip(_thousandth(mean), 0, game.endowments)


def noise(seed: int, keys: Keys, purpose: str) -> Amounts:
    """Draw noise for every combination of keys, in thousandths of a standard deviation.

    The sum of the four 16-bit quarters of one draw, standardised: nearly normal (within 3.46
    standard deviations), and exact in integers.
    """
    word = chance.bits(seed, keys, purpose)
    quarters = [(word >> np.uint64(16 * place)) & np.uint64(0xFFFF) for place in range(4)]
    centred = sum(q.astype(np.int64) for q in quarters) - 2 * 0xFFFF
    # The sum of four uniforms on 0 .. 65535 has standard deviation 37837.2.
    return np.asarray(centred * 10_000 // 378_372)
