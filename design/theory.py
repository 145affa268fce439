"""Closed forms: what theory predicts for a linear public-goods game under each monitoring.

They cover full contribution under grim trigger with continuation probability delta, and
conditional cooperators who learn. One unit of endowment put in costs `1 - m` of own earnings; a
round of full contribution is worth `n m - 1` more than a round of none. MPCR `m` is given in
thousandths, as everywhere in design. A critical delta of None means: no delta below one is enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Stakes:
    """What one unit of endowment is worth: the gain from keeping it, the group's loss if all do."""

    gain: float
    loss: float


@dataclass(frozen=True)
class Learning:
    """Beliefs and contributions of identical conditional cooperators, one entry per round."""

    beliefs: Floats
    contributions: Floats


def stakes(members: int, mpcr: int) -> Stakes:
    """Return the gain `1 - m` and the loss `n m - 1`; refuse a game that is no dilemma.

    Raises
    ------
    ValueError
        Unless 1/n < m < 1, where full contribution is efficient and contributing does not pay.
    """
    share = mpcr / 1000
    if not 1 / members < share < 1:
        raise ValueError(
            f"MPCR {share:g} with {members} members is no social dilemma: "
            f"it must lie between {1 / members:.3g} and 1"
        )
    return Stakes(1 - share, members * share - 1)


def critical_discount(members: int, mpcr: int, *, delay: int = 0) -> float:
    """Return the delta needed when all (or the total) is shown, `delay` rounds late.

    A deviator keeps `1 - m` in each of the d+1 rounds before the others can react and loses
    `n m - 1` in each later one: (1-m)(1-D) <= D (nm-1) with D = delta^(d+1).
    """
    value = stakes(members, mpcr)
    return float((value.gain / (value.gain + value.loss)) ** (1 / (delay + 1)))


def critical_discount_audited(members: int, mpcr: int, audit: float) -> float | None:
    """Return the delta needed under a public audit that happens with probability `audit`.

    The audit shows the round's contributions, nothing else is shown, and it never errs:
    a deviation is found with probability p, so (1-m) <= delta p (nm-1) / (1-delta).
    """
    return critical_discount_alarmed(members, mpcr, hit=audit, false_alarm=0.0)


def critical_discount_alarmed(
    members: int, mpcr: int, *, hit: float, false_alarm: float
) -> float | None:
    """Return the delta needed when a public alarm errs.

    The alarm rings with probability q (`false_alarm`) under full contribution and p (`hit`) after
    one deviation, and ends cooperation. Cooperation is worth V = (nm-1) / (1 - delta(1-q)), and
    (1-m) <= delta (p-q) V solves to the ratio below.
    """
    if not 0 <= false_alarm <= hit <= 1:
        raise ValueError(
            f"alarm probabilities must satisfy 0 <= false alarm <= hit <= 1, "
            f"found {false_alarm:g} and {hit:g}"
        )
    value = stakes(members, mpcr)
    needed = value.gain / (value.gain * (1 - false_alarm) + (hit - false_alarm) * value.loss)
    return needed if needed < 1 else None


def news_distance(sees: ArrayLike) -> Floats:
    """Return after how many rounds a deviation by `subject` has reached each `observer`.

    Parameters
    ----------
    sees
        (observer x subject) booleans. News travels from the observed to the observer, one link a
        round, because whoever has seen a deviation stops contributing and is seen to.

    Returns
    -------
    (observer x subject) rounds: 0 on the diagonal, infinity where news never arrives.
    """
    links = np.asarray(sees, dtype=bool)
    distance = np.where(links, 1.0, np.inf)
    np.fill_diagonal(distance, 0.0)
    for via in range(len(links)):
        distance = np.minimum(distance, distance[:, via, None] + distance[None, via, :])
    return distance


def critical_discount_covered(sees: ArrayLike, mpcr: int) -> float | None:
    """Return the delta needed when members see each other along a directed graph only.

    Under grim contagion member j stops dist(i -> j) rounds after i does, so never contributing
    again pays i unless the sum over j of delta^dist(i -> j) reaches (1-m)/m; the member with the
    least reach decides. Where a total or own earnings are shown use `critical_discount` instead.
    """
    distance = news_distance(sees)
    value = stakes(len(distance), mpcr)
    needed = value.gain / (mpcr / 1000)

    def deterred(delta: float) -> bool:
        return bool(np.all((delta**distance).sum(axis=0) - 1 >= needed))

    if not deterred(1 - 1e-12):
        return None
    low, high = 0.0, 1 - 1e-12
    while high - low > 1e-13:
        middle = (low + high) / 2
        low, high = (low, middle) if deterred(middle) else (middle, high)
    return high


def contagion_earnings(
    sees: ArrayLike, mpcr: int, delta: float, *, plan: Sequence[bool], mover: int, started: int
) -> float:
    """Return what one member earns by following `plan` while the others follow grim contagion.

    Played round by round, without the closed form: `started` defects in the first round; every
    other member contributes until it has seen a defection. The mover contributes as `plan` says,
    and never again after the plan ends. Discounted and summed, in units of endowment.
    """
    links = np.asarray(sees, dtype=bool)
    members = len(links)
    spoiled = np.arange(members) == started
    total, weight = 0.0, 1.0
    for round_ in range(len(plan) + members):
        gives = ~spoiled
        gives[mover] = round_ < len(plan) and plan[round_]
        total += weight * (mpcr / 1000 * gives.sum() + 1 - gives[mover])
        spoiled = spoiled | (links & ~gives).any(axis=1) | ~gives
        weight *= delta
    still = ~spoiled
    still[mover] = False
    return float(total + weight / (1 - delta) * (1 + mpcr / 1000 * still.sum()))


def punishing_pays(sees: ArrayLike, mpcr: int, delta: float, *, rounds: int = 6) -> bool:
    """Check by brute force that whoever first sees a deviation wants to stop contributing.

    Every observer of every deviator compares never contributing again with each of the
    2^rounds - 1 other plans over the next `rounds` rounds. Very patient members may prefer to
    keep the news from spreading: then grim contagion is no equilibrium although deviators are
    deterred (a directed ring of four at m = .4 has this above delta = .82).
    """
    links = np.asarray(sees, dtype=bool)
    # The deviation itself is round one, in which an observer has nothing to react to.
    plans = [(True, *later) for later in product((False, True), repeat=rounds)]
    for observer, deviator in np.argwhere(links & ~np.eye(len(links), dtype=bool)):
        earned = [
            contagion_earnings(
                links, mpcr, delta, plan=plan, mover=int(observer), started=int(deviator)
            )
            for plan in plans
        ]
        if max(earned) > earned[0] + 1e-9:
            return False
    return True


def highest_price_per_look(members: int, mpcr: int, endowment: int) -> float:
    """Return the price per look, in milli-points, at which cooperation only equals autarky.

    Looking at each of n-1 others costs k(n-1) a round; it must stay below (nm-1)e. The bound is
    necessary, not sufficient: looking is itself a public good, and in a game with a known end
    nobody selfish looks at any price above zero.
    """
    return stakes(members, mpcr).loss * endowment / (members - 1)


def selfish_contributions(members: int, mpcr: int, rounds: int) -> NDArray[np.int64]:
    """Return what selfish members contribute in each round before a known end: nothing.

    In the last round each unit costs 1-m; nothing done before can change that, so the argument
    repeats backwards, whatever the monitoring.
    """
    stakes(members, mpcr)
    return np.zeros(rounds, dtype=np.int64)


def belief_fixed_point(intercept: float, slope: float) -> float | None:
    """Return the belief that confirms itself, a / (1-b); None at b = 1, where beliefs drift."""
    return None if slope == 1 else intercept / (1 - slope)


def belief_factor(slope: float, weight: float) -> float:
    """Return the factor 1 - w(1-b) by which the distance to the fixed point shrinks per round."""
    return 1 - weight * (1 - slope)


def conditional_cooperation(
    prior: float, *, intercept: float, slope: float, weight: float, endowment: float, rounds: int
) -> Learning:
    """Return the path of identical conditional cooperators who see each other without error.

    x = clip(a + b belief, 0, e) and belief' = w x + (1-w) belief; `weight` 0 is no signal. Away
    from the bounds the distance to a / (1-b) shrinks by `belief_factor` each round: visibility
    sustains where the prior is below that point and disillusions where it is above, and `weight`
    sets only the speed. Any one unit of money may be used for prior, intercept and endowment.
    """
    beliefs, contributions = np.empty(rounds), np.empty(rounds)
    belief = prior
    for round_ in range(rounds):
        contribution = min(max(intercept + slope * belief, 0.0), endowment)
        beliefs[round_], contributions[round_] = belief, contribution
        belief = weight * contribution + (1 - weight) * belief
    return Learning(beliefs, contributions)
