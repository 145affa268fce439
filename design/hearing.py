"""When do many groups at once hear of their rounds, and what do they believe from then on?"""

from dataclasses import dataclass, replace

import numpy as np

from design.game import POINT, Amounts, Game, summed
from design.monitoring import Mask, Monitoring
from design.signals import Signal
from design.strategies import Strategy, learn
from design.timing import due


@dataclass(frozen=True)
class Unheard:
    """A round of the phase that some groups have not heard of: its number, what it will show."""

    number: int
    signal: Signal
    groups: Mask


@dataclass(frozen=True)
class Hearing:
    """What members believe, and which rounds of the phase are still to be reported.

    Attributes
    ----------
    beliefs : int64 array (groups, observer, subject)
        Milli-points.
    waiting : tuple of Unheard
        In the order of the rounds.
    total : int64 array (groups,) or None
        Group totals of the round before, milli-points; None in a phase's first round.
    """

    beliefs: Amounts
    waiting: tuple[Unheard, ...] = ()
    total: Amounts | None = None

    def afresh(self) -> "Hearing":
        """Return the beliefs with which a phase begins: nothing is reported across phases."""
        return Hearing(self.beliefs)


@dataclass(frozen=True)
class Round:
    """A round that has been played: its number, its phase's first and last, what was given."""

    number: int
    first: int
    last: int
    given: Amounts
    signal: Signal


def hear(
    people: Strategy, before: Hearing, played: Round, monitoring: Monitoring, game: Game
) -> Hearing:
    """Return what members believe after a round, and what they are still to hear of.

    Late reports are learned when they come, in the order of their rounds, as by somebody who
    reads the history table again before every decision.
    """
    if monitoring.timing == "every_round":
        return replace(before, beliefs=learn(people, before.beliefs, played.signal, game))
    everyone = np.ones(len(played.given), dtype=bool)
    waiting = (*before.waiting, Unheard(played.number, played.signal, everyone))
    total, beliefs = summed(played.given), before.beliefs
    left = []
    for one in waiting:
        told = one.groups & _reported(one, before, played, monitoring, game)
        if told.any():
            learned = learn(people, beliefs, one.signal, game)
            beliefs = np.where(told[:, None, None], learned, beliefs)
        left.append(replace(one, groups=one.groups & ~told))
    return Hearing(beliefs, tuple(one for one in left if one.groups.any()), total)


def _reported(
    one: Unheard, before: Hearing, played: Round, monitoring: Monitoring, game: Game
) -> Mask:
    """Return in which groups a round that waits is reported after the one just played."""
    if monitoring.timing != "triggered":
        now = due(monitoring, one.number, played.first, played.last) == played.number
        return np.full(len(played.given), now)
    if before.total is None:
        return np.zeros(len(played.given), dtype=bool)
    members = sum(held > 0 for held in game.endowments)
    fall = before.total - summed(played.given)
    return np.asarray(fall >= monitoring.fall * members * POINT)
