"""At what price could each member look in every round, and what would it have paid at most?"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimands.games import Floats
from analysis.outcomes import Shares
from analysis.panel import Panel
from design.experiments import Experiment
from design.game import POINT
from design.stages.look import Look


def bids(panel: Panel, found: Shares) -> Floats:
    """Return the bids for looks as they were stated."""
    acts = panel.acts
    rows = acts[(acts["stage"] == Look.name) & (acts["field"] == "bid")]
    stated = np.full(found.values.shape, np.nan)
    stated[
        pd.Index(found.groups["slot"]).get_indexer(pd.Index(rows["slot"])),
        rows["round"].to_numpy(dtype=np.int64) - 1,
        pd.Index(list(found.experiment.game.seats)).get_indexer(pd.Index(rows["seat"])),
    ] = rows["choice"]
    return stated


def offers(panel: Panel, found: Shares) -> tuple[Floats, Floats]:
    """Return the price of a look, points, and how many others could be looked at.

    The table of sightings holds the price of a look that was taken; that of one that was not
    follows from the schedule's seed, as the audit checks wherever one was taken or bid for.
    """
    prices, targets = (np.full(found.values.shape, np.nan) for _ in range(2))
    seed = int(panel.sessions["seed"].iloc[0])
    names = ["slot", "condition", "beliefs", "third"]
    for place, (slot, *key) in enumerate(found.groups[names].itertuples(index=False, name=None)):
        for look, played, number in _looking(found.experiment, tuple(key)):
            prices[place, number - 1] = _priced(look, seed, int(slot), number, played.members)
            targets[place, number - 1] = played.visible
    return prices, targets


class _Offer(NamedTuple):
    """Members of the group, and how many others each of them could see."""

    members: int
    visible: NDArray[np.int64]


@lru_cache(maxsize=64)
def _looking(
    experiment: Experiment, key: tuple[str, bool, str]
) -> tuple[tuple[Look, _Offer, int], ...]:
    """Return the Look of every round that has one, with the round's number."""
    condition, beliefs, third = key
    played = experiment.built(condition, beliefs=bool(beliefs), kept=third == "kept")
    found = []
    for part, phase in enumerate(played.phases):
        game, first = played.game_of(part), played.first_round(part)
        seen = phase.monitoring.printed(game) & ~np.eye(game.members, dtype=bool)
        for look in (stage for stage in phase.stages if isinstance(stage, Look)):
            offer = _Offer(game.members, seen.sum(axis=1))
            found += [(look, offer, n) for n in range(first, first + phase.rounds)]
    return tuple(found)


def _priced(look: Look, seed: int, slot: int, number: int, members: int) -> Floats:
    """Return what a look cost each member of a group in a round, points."""
    if look.bids:
        drawn = [look.drawn(seed, slot, number, seat) for seat in range(members)]
        return np.array(drawn, dtype=np.float64)
    return np.full(members, look.posted(seed, slot, number) / POINT)
