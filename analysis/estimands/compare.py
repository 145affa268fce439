"""How do an estimand's values differ between arms, with the group as the only unit?

Members are averaged within groups first. Where the schedule dealt blocks, the headline method of
`methods.py` serves: block effects, CR2, and p from re-dealing within block and beliefs coin. Data
without blocks are one block. Times are compared by restricted means, with p from re-dealing.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import methods
from analysis.estimands.definition import Definition
from analysis.estimands.measure import by_group
from analysis.estimate import Estimate
from analysis.estimators.assignments import redeal
from analysis.estimators.randomisation import randomisation_test
from analysis.estimators.survival import (
    RestrictedMeanStatistic,
    restricted_mean_difference,
)
from analysis.samples import Sample
from design.plan import Contrast, Estimand, Window

HEADLINE = "blocked_cr2_skew_randomisation"
RESTRICTED = "restricted_mean_randomisation"


def compare(
    definition: Definition,
    measured: pd.DataFrame,
    contrast: Contrast,
    *,
    estimator: str = HEADLINE,
    adjust: pd.DataFrame | None = None,
) -> Estimate:
    """Estimate a contrast of arms in an estimand's values.

    Parameters
    ----------
    measured : what `measure` returned for the definition
    contrast : arms, weights and among whom; its seats are not used here
    estimator : a name in `methods.METHODS`; times have their own
    adjust : another estimand's values, a covariate measured before treatment
    """
    if definition.level == "sample":
        raise ValueError(f"{definition.name} is a number of the whole sample: nothing to compare")
    rows = by_group(measured) if definition.level == "member" else measured
    chosen = _sample(definition, rows, contrast, adjust)
    if rows["event"].notna().any():
        events = rows.set_index("slot")["event"].reindex(pd.Index(chosen.slots))
        return _times(chosen, events)
    return methods.estimate(chosen, estimator, "exploratory")


def _sample(
    definition: Definition, rows: pd.DataFrame, contrast: Contrast, adjust: pd.DataFrame | None
) -> Sample:
    arms = tuple(arm for arm, _ in contrast.weights)
    covariates = _covariates(rows, adjust)
    asked = rows[contrast.arm].isin(arms).to_numpy(dtype=bool)
    if contrast.among:
        asked = asked & rows["condition"].isin(contrast.among).to_numpy(dtype=bool)
    known = rows["value"].notna().to_numpy(dtype=bool) & ~np.isnan(covariates).any(axis=1)
    cells, strata = _cells(rows, contrast)
    codes = pd.Index(arms).get_indexer(pd.Index(rows[contrast.arm])).astype(np.int64)
    usable = asked & known
    used = usable & _complete(cells, np.where(usable, codes, -1), len(arms))
    question = Estimand(
        f"{definition.name}.{contrast.name}", definition.name, contrast, Window(1),
        (0,) * covariates.shape[1],
    )  # fmt: skip
    return Sample(
        estimand=question, y=rows["value"].to_numpy(dtype=np.float64)[used], arms=arms,
        codes=codes[used], slots=rows["slot"].to_numpy(dtype=np.int64)[used], cells=cells[used],
        strata=strata[used], covariates=covariates[used],
        left_out={
            "without a value": int((asked & ~known).sum()),
            "in a block without every compared arm": int((usable & ~used).sum()),
        },
        sets=rows["linked_set"].fillna(rows["slot"]).to_numpy(dtype=np.int64)[used],
    )  # fmt: skip


def _covariates(rows: pd.DataFrame, adjust: pd.DataFrame | None) -> NDArray[np.float64]:
    if adjust is None:
        return np.empty((len(rows), 0))
    before = adjust.set_index("slot")["value"].reindex(rows["slot"])
    return before.to_numpy(dtype=np.float64)[:, None]


def _cells(rows: pd.DataFrame, contrast: Contrast) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what gets its own effect, and within what arms were dealt, for every group."""
    if contrast.arm == "third":
        pairs = _numbered(rows, ["block", "condition"])
        return pairs, pairs
    return _numbered(rows, ["block"]), _numbered(rows, ["block", "asked"])


def _numbered(rows: pd.DataFrame, columns: list[str]) -> NDArray[np.int64]:
    return np.asarray(rows.groupby(columns).ngroup(), dtype=np.int64)


def _complete(cells: NDArray[np.int64], codes: NDArray[np.int64], n_arms: int) -> NDArray[np.bool_]:
    """Return which groups stand in a cell that holds every compared arm."""
    every = set(range(n_arms))
    whole = {cell for cell in set(cells.tolist()) if every <= set(codes[cells == cell].tolist())}
    return np.array([cell in whole for cell in cells.tolist()], dtype=bool)


def _times(sample: Sample, events: pd.Series) -> Estimate:
    """Compare two arms in rounds survived, up to the longest time that all can reach."""
    n = ", ".join(f"{arm} {k}" for arm, k in zip(sample.arms, sample.n_by_arm, strict=True))
    row = Estimate(
        "exploratory", sample.estimand.name, sample.estimand.outcome,
        sample.estimand.contrast.name, RESTRICTED, arms=n, n_groups=len(sample.y),
        n_cells=len(np.unique(sample.cells)),
    )  # fmt: skip
    if sample.weights.tolist() != [1.0, -1.0]:
        return replace(row, note="times are compared between two arms, first less second")
    if sample.linked:
        return replace(row, note="groups hear of each other, and times know of groups alone")
    fell = events.to_numpy(dtype=bool)
    if min(sample.n_by_arm, default=0) < 2:
        return replace(row, note="fewer than two groups in an arm")
    horizon = float(min(sample.y[~fell], default=sample.y.max()))
    arms = [(sample.y[sample.codes == code], fell[sample.codes == code]) for code in (0, 1)]
    try:
        gap = restricted_mean_difference(arms[0], arms[1], horizon=horizon)
        statistic = RestrictedMeanStatistic(sample.y, fell, horizon=horizon)
        # The statistic is arm 1 less arm 0; the contrast's first arm is the treated one.
        lot = randomisation_test(
            statistic, 1 - sample.codes, redeal(1 - sample.codes, sample.strata)
        )
    except ValueError as error:
        return replace(row, note=f"not estimable: {error}")
    return replace(
        row, estimate=gap.estimate, se=gap.se, df=np.inf, low=gap.low, high=gap.high, p=lot.p,
        n_assignments=lot.n_distinct, exact=lot.exact, discrete=lot.discrete,
        note=f"rounds survived up to round {horizon:g}",
    )  # fmt: skip
