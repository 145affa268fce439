"""How does every condition differ from the first, where nobody registered a Plan?

Mean and decay form one family, by three methods that rest on different grounds: the headline of
`methods.py`, the plain difference in means, and the Hodges-Lehmann shift with the exact rank-sum
test. Holm's adjustment covers the headline's p over that family. What else the data allow is
compared by the headline alone and not adjusted.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.estimands.catalogue import definition
from analysis.estimands.compare import HEADLINE, compare
from analysis.estimands.definition import NotAvailableError
from analysis.estimands.games import MatchingGroup
from analysis.estimands.measure import default_window, measure
from analysis.estimate import Estimate
from analysis.estimators.multiplicity import holm
from analysis.estimators.ranks import hodges_lehmann, mann_whitney
from design.plan import Contrast

FAMILY = ("mean", "decay")
FURTHER = ("last_three", "collapse_20", "within_sd", "zero_share", "full_share", "efficiency")
RANKS = "hodges_lehmann_rank_sum"
MOST_RANKED = 100
"""Groups up to which the exact rank test takes less than a second; its work grows like n^4."""


def differences(
    groups: Sequence[MatchingGroup],
    arms: Sequence[str],
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Estimate, ...]:
    """Compare every condition with the first one named.

    Parameters
    ----------
    arms : conditions, the control first
    progress : called with the name of each estimand before it is compared
    """
    control, *others = arms
    contrasts = [
        Contrast(f"{other} less {control}", ((other, 1.0), (control, -1.0)), "") for other in others
    ]
    rows: list[Estimate] = []
    for name in FAMILY:
        progress(name)
        values = measure(definition(name), groups)
        for contrast in contrasts:
            rows += _three_ways(name, values, contrast)
    return (*_adjusted(rows), *_further(groups, contrasts, progress))


def _three_ways(name: str, values: pd.DataFrame, contrast: Contrast) -> Iterator[Estimate]:
    asked = definition(name)
    yield replace(compare(asked, values, contrast), role="family")
    plain = compare(asked, values, contrast, estimator="difference")
    yield replace(plain, role="family")
    yield _ranked(replace(plain, role="family", estimator=RANKS), values, contrast)


def _ranked(row: Estimate, values: pd.DataFrame, contrast: Contrast) -> Estimate:
    """Put the Hodges-Lehmann shift and the exact rank-sum test in the place of the means."""
    bare = Estimate(
        row.role, row.estimand, row.outcome, row.contrast, RANKS, arms=row.arms,
        n_groups=row.n_groups, n_cells=row.n_cells, left_out=row.left_out,
    )  # fmt: skip
    known = values.dropna(subset=["value"])
    first, second = (
        known.loc[known["condition"] == arm, "value"].to_numpy() for arm, _ in contrast.weights
    )
    if len(first) + len(second) > MOST_RANKED:
        return replace(bare, note=f"the exact rank test is made for up to {MOST_RANKED} groups")
    try:
        shift, test = hodges_lehmann(first, second), mann_whitney(first, second)
    except ValueError as error:
        return replace(bare, note=f"not estimable: {error}")
    ends = (shift.low, shift.high) if np.isfinite(shift.low) else (np.nan, np.nan)
    above = f"the first arm is above in {100 * test.superiority:.0f} % of pairs"
    above += "; too few groups for a 95 % interval" * bool(np.isnan(ends[0]))
    return replace(bare, estimate=shift.estimate, low=ends[0], high=ends[1], p=test.p, note=above)


def _adjusted(rows: list[Estimate]) -> list[Estimate]:
    """Add Holm's p over the headline rows; one that cannot be estimated counts as p = 1."""
    head = [i for i, row in enumerate(rows) if row.estimator == HEADLINE]
    adjusted = holm([1.0 if np.isnan(rows[i].p) else rows[i].p for i in head])
    made = dict(zip(head, adjusted.tolist(), strict=True))
    return [row.adjusted(made[i]) if i in made and row.known else row for i, row in enumerate(rows)]


def _observed(values: pd.DataFrame, groups: Sequence[MatchingGroup]) -> pd.DataFrame:
    """Leave out times of groups that stopped, standing, before their window ended.

    Arms are compared up to a round that all groups which stand have reached; one group that stopped
    early would make that its last one.
    """
    window = default_window(groups)
    stopped = {one.slot for one in groups if np.isnan(one.path(window)).any()}
    early = values["slot"].isin(stopped) & values["event"].eq(other=False)
    return values.assign(value=values["value"].mask(early))


def _further(
    groups: Sequence[MatchingGroup], contrasts: list[Contrast], progress: Callable[[str], None]
) -> Iterator[Estimate]:
    for name in FURTHER:
        progress(name)
        try:
            values = _observed(measure(definition(name), groups), groups)
        except NotAvailableError:
            continue
        for contrast in contrasts:
            yield compare(definition(name), values, contrast)
