"""Which groups does an estimand compare, and how could the schedule have dealt them?

Conditions are dealt at random over the slots of a block, and beliefs by a coin of their own. Held
to the slots that ask beliefs, and to the slots of the conditions not compared, every order of the
compared conditions within block and beliefs was equally likely: that is the stratum. Monitoring
is kept or removed by a coin between the two groups of a condition in a block: that pair is the
stratum of the withdrawal. A block (or pair) is used if every compared arm is present in it.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.outcomes import Shares, compared, has_automatic, outcome, part_mean
from design.plan import Contrast, Estimand

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """The groups of one estimand, one row each.

    Attributes
    ----------
    estimand : Estimand
        The question.
    y : float array (groups,)
        Outcome.
    arms : tuple of str
        The compared arms, in the order of the contrast's weights.
    codes : int array (groups,)
        Index of each group's arm.
    slots, cells, strata : int arrays (groups,)
        The group itself; the block (or pair) that gets its own effect; the stratum within which
        arms are dealt again.
    covariates : float array (groups, covariates)
        Mean contributions of earlier parts.
    left_out : dict of str to int
        How many groups of the compared arms are not used, by reason.
    sets : int array (groups,)
        Lowest slot of the groups that hear of each other: the independent unit. None where every
        group is alone.
    """

    estimand: Estimand
    y: Floats
    arms: tuple[str, ...]
    codes: NDArray[np.int64]
    slots: NDArray[np.int64]
    cells: NDArray[np.int64]
    strata: NDArray[np.int64]
    covariates: Floats
    left_out: dict[str, int]
    sets: NDArray[np.int64] | None = None

    @property
    def units(self) -> NDArray[np.int64]:
        """The independent unit of each group: itself, or the set that it is linked in."""
        return self.slots if self.sets is None else self.sets

    @property
    def linked(self) -> bool:
        """Whether any two of the groups hear of each other."""
        return len(np.unique(self.units)) < len(self.slots)

    @property
    def weights(self) -> Floats:
        """The contrast's weights, in the order of `arms`."""
        return np.array([weight for _, weight in self.estimand.contrast.weights])

    @property
    def n_by_arm(self) -> tuple[int, ...]:
        """Groups in each arm."""
        return tuple(int((self.codes == code).sum()) for code in range(len(self.arms)))


def in_order(sample: Sample) -> Sample:
    """Return the same groups by stratum, arm and slot, whatever order they came in."""
    order = np.lexsort((sample.slots, sample.codes, sample.strata))
    columns = ("y", "codes", "slots", "cells", "strata", "covariates", "sets")
    there = (name for name in columns if getattr(sample, name) is not None)
    return replace(sample, **{name: getattr(sample, name)[order] for name in there})


UNFINISHED = "with rounds not settled"
AUTOMATIC = "with automatic choices"
ALONE = "in a block or pair without every compared arm"


def sample(found: Shares, estimand: Estimand) -> Sample:
    """Select an estimand's groups: all with settled rounds, in blocks with every compared arm."""
    return _sample(found, estimand, np.zeros(len(found.groups), dtype=bool))


def sample_without_automatic(found: Shares, estimand: Estimand) -> Sample:
    """Select an estimand's groups, leaving out those in which the rule ever chose for anybody."""
    return _sample(found, estimand, has_automatic(found))


def _sample(found: Shares, estimand: Estimand, excluded: NDArray[np.bool_]) -> Sample:
    y = outcome(found, estimand)
    earlier = [part_mean(found, part) for part in estimand.covariate]
    covariates = np.column_stack(earlier) if earlier else np.empty((len(y), 0))
    asked = compared(found, estimand.contrast)
    whole = ~(np.isnan(y) | np.isnan(covariates).any(axis=1))
    cells, strata = _cells(found.groups, estimand.contrast)
    arms = tuple(arm for arm, _ in estimand.contrast.weights)
    dealt = pd.Index(found.groups[estimand.contrast.arm])
    codes = pd.Index(arms).get_indexer(dealt).astype(np.int64)
    usable = asked & whole & ~excluded
    used = usable & _with_all_arms(cells, np.where(usable, codes, -1), len(arms))
    left_out = {
        UNFINISHED: int((asked & ~whole).sum()),
        AUTOMATIC: int((asked & whole & excluded).sum()),
        ALONE: int((usable & ~used).sum()),
    }
    return Sample(
        estimand=estimand,
        y=y[used],
        arms=arms,
        codes=codes[used],
        slots=found.groups["slot"].to_numpy(dtype=np.int64)[used],
        cells=cells[used],
        strata=strata[used],
        covariates=covariates[used],
        left_out=left_out,
        sets=independent_units(found.groups)[used],
    )


def independent_units(groups: pd.DataFrame) -> NDArray[np.int64]:
    """Return every group's linked set; its own slot where no table names one."""
    column = "linked_set" if "linked_set" in groups else "slot"
    return np.asarray(groups[column].to_numpy(dtype=np.int64))


def _cells(groups: pd.DataFrame, contrast: Contrast) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what gets its own effect, and within what the lot is cast again, for every group."""
    if contrast.arm == "condition":
        return _numbered(groups, ["block"]), _numbered(groups, ["block", "beliefs"])
    if contrast.arm == "third":
        pairs = _numbered(groups, ["block", "condition"])
        return pairs, pairs
    raise ValueError(f"arms are levels of 'condition' or 'third', found {contrast.arm!r}")


def _numbered(groups: pd.DataFrame, columns: list[str]) -> NDArray[np.int64]:
    return np.asarray(groups.groupby(columns, sort=True).ngroup(), dtype=np.int64)


def _with_all_arms(
    cells: NDArray[np.int64], codes: NDArray[np.int64], n_arms: int
) -> NDArray[np.bool_]:
    """Return which groups stand in a cell that holds every arm; code -1 is nobody's."""
    here = [set(codes[cells == cell]) >= set(range(n_arms)) for cell in np.unique(cells)]
    return np.array(here, dtype=bool)[cells]
