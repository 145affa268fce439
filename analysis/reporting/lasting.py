"""How many rounds does cooperation last in part 2, by condition and contrast?

Nothing here was registered: the Plan asks means and slopes. But whether cooperation lasts is what a
reader wants to see, and a mean can hide it. As in the Plan, a group counts if every round of the
part is settled.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.estimands.catalogue import definition
from analysis.estimands.compare import compare
from analysis.estimands.games import Floats, MatchingGroup
from analysis.estimands.measure import measure
from analysis.estimands.pictures import drawn
from analysis.estimate import Estimate
from analysis.outcomes import Shares
from analysis.reporting.drawing import Picture
from analysis.reporting.tables import Table
from analysis.reporting.words import SPACE, arms, contrast, interval, p_value, signed
from design.plan import Contrast, Window

TREATED = Window(1)
LEVELS = ("collapse_10", "collapse_20", "collapse_50")
SHOWN = "collapse_20"


@dataclass(frozen=True)
class Lasting:
    """Times to collapse: every group's, the comparisons, and the picture where there is one."""

    values: pd.DataFrame
    estimates: tuple[Estimate, ...]
    picture: Picture | None


def lasting(found: Shares) -> Lasting:
    """Measure the times of all groups, and compare them in the Plan's contrasts of two arms."""
    groups = settled_groups(found)
    if not groups:
        return Lasting(pd.DataFrame(), (), None)
    values = measure(definition(SHOWN), groups, TREATED)
    rows = [
        compare(definition(name), measure(definition(name), groups, TREATED, seats=one.seats), one)
        for one in _contrasts(found)
        for name in LEVELS
    ]
    return Lasting(values, tuple(rows), drawn(definition(SHOWN), values))


def _contrasts(found: Shares) -> list[Contrast]:
    """Return the Plan's contrasts of one condition with another, each once."""
    every = dict.fromkeys(one.contrast for one in found.experiment.plan.primary)
    return [
        one
        for one in every
        if one.arm == "condition" and [w for _, w in one.weights] == [1.0, -1.0]
    ]


def settled_groups(found: Shares) -> tuple[MatchingGroup, ...]:
    """Return the groups whose part 2 is settled, as estimands read them, with part 2 alone."""
    rounds = found.rounds(TREATED)
    shares = found.values[:, np.array(rounds) - 1]
    whole = ~np.isnan(shares).any(axis=(1, 2))
    rows = pd.DataFrame(found.groups[whole]).to_dict("records")
    made = [_group(found, row, one) for row, one in zip(rows, shares[whole], strict=True)]
    order = found.experiment.schedule.conditions
    return tuple(sorted(made, key=lambda group: order.index(group.condition)))


def _group(found: Shares, row: Mapping[Hashable, Any], shares: Floats) -> MatchingGroup:
    # Numbered 0 and 1, so that the window of part 2 finds these rounds in second place.
    parts = np.ones(len(shares) + 1, dtype=np.int64)
    parts[0] = 0
    empty = np.full((len(shares) + 1, shares.shape[1]), np.nan)
    own = np.vstack([empty[:1], shares])
    linked = row.get("linked_set")
    return MatchingGroup(
        slot=int(row["slot"]), condition=str(row["condition"]), third=str(row["third"]),
        seats=tuple(found.experiment.game.seats), rounds=np.arange(len(own)), parts=parts,
        shares=own, others=empty, held=empty, earnings=empty, block=int(row["block"]),
        asked=bool(row["beliefs"]), linked_set=None if linked is None else int(linked),
    )  # fmt: skip


def table(found: Lasting) -> Table:
    """Set the differences in rounds that groups stand."""
    rows = tuple(
        (contrast(one.contrast), f"{_level(one)} %", signed(one.estimate),
         interval(one.low, one.high), p_value(one.p).removeprefix("=").strip(SPACE),
         arms(one.arms), one.note)
        for one in found.estimates
    )  # fmt: skip
    head = ("contrast", "level", "rounds", "95 % interval", "p", "groups", "note")
    note = (
        "Exploratory, not adjusted. A group (its compared seats) has collapsed in the first of two"
        " successive rounds in which it gives the level or less. Difference in restricted mean"
        " survival; the interval is normal and without blocks, too short where groups are few; p"
        " re-deals arms within block and beliefs coin and is the one to read."
    )
    return Table("How many rounds longer groups stand", head, rows, note)


def _level(one: Estimate) -> str:
    return one.outcome.rsplit("_", 1)[-1]
