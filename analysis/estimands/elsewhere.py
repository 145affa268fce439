"""How much of what members gave went to another account than the group's?"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.estimands.definition import Value
from analysis.estimands.games import PERCENT, Floats, MatchingGroup
from analysis.estimands.paths import UNFINISHED
from analysis.outcomes import Shares
from analysis.panel import Panel
from design.experiments import Experiment
from design.plan import Window


def elsewhere(panel: Panel, found: Shares) -> Floats:
    """Return points given to other accounts (groups, rounds, members), NaN where there is none."""
    given = np.full(found.values.shape, np.nan)
    fields: set[tuple[str, str]] = set()
    names = ["condition", "beliefs", "third"]
    for place, key in enumerate(found.groups[names].itertuples(index=False, name=None)):
        for stage, field, number in _offered(found.experiment, *key):
            given[place, number - 1] = 0.0
            fields.add((stage, field))
    acts = panel.acts
    named = zip(acts["stage"], acts["field"], strict=True)
    rows = acts[np.array([one in fields for one in named], dtype=bool)]
    at = (
        pd.Index(found.groups["slot"]).get_indexer(pd.Index(rows["slot"])),
        rows["round"].to_numpy(dtype=np.int64) - 1,
        pd.Index(list(found.experiment.game.seats)).get_indexer(pd.Index(rows["seat"])),
    )
    np.add.at(given, at, rows["choice"].to_numpy(dtype=np.float64))
    return np.where(np.isnan(found.values), np.nan, given)


@lru_cache(maxsize=64)
def _offered(
    experiment: Experiment, condition: str, beliefs: bool, third: str
) -> tuple[tuple[str, str, int], ...]:
    """Return the stage and field of every round in which something is given elsewhere."""
    played = experiment.built(condition, beliefs=bool(beliefs), kept=third == "kept")

    def stages() -> Iterator[tuple[str, str, int]]:
        for part, phase in enumerate(played.phases):
            first = played.first_round(part)
            for stage in (one for one in phase.stages if one.gives):
                for number in range(first, first + phase.rounds):
                    yield stage.name, stage.gives, number

    return tuple(stages())


def share(group: MatchingGroup, window: Window) -> Value:
    """Return what went elsewhere in percent of all points given."""
    rows = group.rows(window)
    if group.elsewhere is None:
        return Value(note="there was no other account")
    beside, given = group.elsewhere[rows], group.shares[rows] / PERCENT * group.held[rows]
    if not len(rows) or np.isnan(beside).any():
        return Value(note=UNFINISHED)
    total = float(beside.sum() + given.sum())
    if total == 0:
        return Value(note="nobody ever gave anything")
    return Value(PERCENT * float(beside.sum()) / total)
