"""What does a round come to: under which rules was it played, who earns and who learns what?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

import numpy as np

from design.game import Amounts, Game
from design.monitoring import Mask, Monitoring
from design.occasions import Occasion
from design.outside import Outside, accounted, withheld, worked_out
from design.play import Play
from design.signals import Signal, deducible, observe
from design.stages.stage import Stage, nobody


@dataclass(frozen=True, eq=False)
class Outcome:
    """A round as its stages and its contributions settle it.

    Attributes
    ----------
    game, monitoring
        As the stages left them.
    signal : Signal
        What every member learns, once it is reported.
    deduced : bool array (observer, subject)
        Hidden entries that the signal gives away.
    looked : bool array (observer, subject)
        Who asked to look at whom.
    price : int64 array (observer, subject)
        What each look cost, milli-points.
    earned, added : int64 arrays (members,)
        Earnings from the game, and what other stages add to them or take, milli-points.
    unveiled : bool array (observer, subject)
        Whose true contribution a stage showed to whom besides the Monitoring.
    outside : Outside or None
        Who took no part in the round.
    """

    game: Game
    monitoring: Monitoring
    signal: Signal
    deduced: Mask
    looked: Mask
    price: Amounts
    earned: Amounts
    added: Amounts
    unveiled: Mask
    outside: Outside | None = None


def game_of(play: Play, stages: Iterable[Stage]) -> Game:
    """Return the game of a round as its stages change it, as far as they have been played."""
    game = play.game
    for stage in stages:
        game = stage.game(play, game)
    return game


def outside_of(play: Play, stages: Iterable[Stage]) -> Outside | None:
    """Return who takes no part in a round, if anybody does not."""
    keys, place = (play.seed, play.slot), (play.first, play.round)
    found = (stage.sits_out(play.game.members, keys, *place) for stage in stages)
    return next((one for one in found if one is not None), None)


def monitoring_of(play: Play, stages: Iterable[Stage]) -> Monitoring:
    """Return the Monitoring of a round as its stages change it, as far as they were played."""
    monitoring = play.monitoring
    for stage in stages:
        monitoring = stage.monitoring(play, monitoring)
    return monitoring


@lru_cache(maxsize=16_384)
def settle(play: Play, stages: tuple[Stage, ...]) -> Outcome:
    """Work out a round in which everybody has acted."""
    game, monitoring = game_of(play, stages), monitoring_of(play, stages)
    # Only earnings know which return was drawn; no screen reads this game before pay is stated.
    game = game.drawn(play.seed, play.slot, play.first)
    looked, price, reported = _information(play, stages, game)
    outside = outside_of(play, stages)
    given = play.given
    signal = observe(
        monitoring,
        game,
        given,
        occasion=Occasion(play.seed, play.slot, play.round),
        looked=looked,
        reported=reported,
    )
    unveiled = _unveiled(play, stages, game)
    entries = np.where(unveiled, given[None, :], signal.entries)
    signal = withheld(replace(signal, entries=entries), outside)
    deduced = deducible(signal, game, truthful=monitoring.truthful, proven=unveiled)
    return Outcome(
        game=game,
        monitoring=monitoring,
        signal=signal,
        deduced=worked_out(deduced, outside),
        looked=looked,
        price=price,
        earned=game.earnings(given),
        added=accounted(np.sum([stage.account(play) for stage in stages], axis=0), outside),
        unveiled=unveiled,
        outside=outside,
    )


def settled_before(play: Play, stage: str) -> Outcome:
    """Work out a round as far as the stages before a named one settle it."""
    before = tuple(takewhile(lambda one: one.name != stage, play.stages))
    return settle(play.until(before), before)


def _unveiled(play: Play, stages: Iterable[Stage], game: Game) -> Mask:
    """Return the true contributions that stages show besides the Monitoring."""
    masks = [stage.unveils(play) for stage in stages]
    return np.asarray(np.any([nobody(game), *(m for m in masks if m is not None)], axis=0))


def _information(
    play: Play, stages: Iterable[Stage], game: Game
) -> tuple[Mask, Amounts, Amounts | None]:
    """Return who looked at whom, at what price, and what was reported of everybody."""
    looked, price = nobody(game), np.zeros((game.members, game.members), dtype=np.int64)
    reported = None
    for stage in stages:
        mask, cost, said = stage.looked(play), stage.price(play), stage.reported(play)
        looked = looked if mask is None else looked | mask
        price = price if cost is None else price + cost
        reported = reported if said is None else said
    return looked, price, reported
