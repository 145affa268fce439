"""By which methods can an estimand be answered?

`blocked_cr2_skew_randomisation` is the headline: the contrast of arms in a least-squares fit with
an effect for every block and the groups' earlier contributions; CR2 standard error clustered on the
group (HC2 with one row per group); an interval for arms that vary unequally and outcomes that lean
to one side (`estimators/reach.py`); p from re-dealing the arms within strata and computing the
studentised contrast again. That p is exact under the sharp null that no group's outcome depends on
which of the two arms it is in; for the interaction, and for every null about means only, it is
asymptotic. Where assignments are drawn, the draws belong to strata, arms and slots, so that p does
not depend on the order of the rows.

Where groups hear of each other (`linked_set` in `groups`), the set is the independent unit: errors
and intervals are CR2 by set, the bootstrap flips whole sets, and p, still from dealing arms again,
is exact under the null that neither the arm nor what is heard matters. Keeping or removing is dealt
to whole sets, which no method here deals again, and is refused.

`blocked_cr2_randomisation`, which Plans of earlier versions name, has the same estimate and p and
Student's interval with the degrees of freedom of `cluster.py`.

`difference` is the unadjusted contrast of arm means with its CR2 interval and t test.
`wild_cluster_bootstrap` tests the headline's fit by flipping the residuals of whole groups, or of
pairs where every pair has its own effect and its two residuals are one number.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.estimate import Estimate
from analysis.estimators.assignments import Assignments, redeal
from analysis.estimators.cluster import cluster_robust
from analysis.estimators.ols import LinearFit, contrast, indicators, least_squares
from analysis.estimators.randomisation import randomisation_test
from analysis.estimators.reach import arm_interval
from analysis.estimators.studentised import Studentised
from analysis.estimators.wild import wild_bootstrap
from analysis.samples import Sample, in_order

Floats = NDArray[np.float64]


def estimate(sample: Sample, estimator: str, role: str) -> Estimate:
    """Answer an estimand by a named method; where that is impossible, say why."""
    if estimator not in METHODS:
        raise ValueError(f"estimators are {list(METHODS)}, found {estimator!r}")
    known = {**_described(sample), "role": role, "estimator": estimator}
    if len(sample.y) == 0:
        return Estimate(**known, note="no block holds every compared arm")
    try:
        return Estimate(**known, **METHODS[estimator](sample))
    except ValueError as error:
        return Estimate(**known, note=f"not estimable: {error}")


def _described(sample: Sample) -> dict[str, Any]:
    asked = sample.estimand
    arms = zip(sample.arms, sample.n_by_arm, strict=True)
    return {
        "estimand": asked.name,
        "outcome": asked.outcome,
        "contrast": asked.contrast.name,
        "arms": ", ".join(f"{arm} {n}" for arm, n in arms),
        "n_groups": len(sample.y),
        "n_cells": len(np.unique(sample.cells)),
        "left_out": ", ".join(f"{n} {why}" for why, n in sample.left_out.items() if n),
    }


def _fit(sample: Sample) -> tuple[LinearFit, Floats]:
    """Fit arms, block effects and covariates; return the fit and the contrast of coefficients."""
    others = sample.arms[1:]
    columns = [(sample.codes == code).astype(float) for code in range(1, len(sample.arms))]
    blocks, _ = indicators(sample.cells)
    # Blocks come first, so that the basis is sparse: a row has an entry for its own block alone.
    names = (*(f"cell {i}" for i in range(blocks.shape[1])), *others, *_covariates(sample))
    fit = least_squares(
        np.column_stack([blocks, *columns, sample.covariates]), sample.y, names=names
    )
    return fit, contrast(names, dict(zip(others, sample.weights[1:], strict=True)))


def _covariates(sample: Sample) -> list[str]:
    return [f"part {part + 1}" for part in sample.estimand.covariate]


def _headline(given: Sample) -> dict[str, Any]:
    if given.linked:
        return _student(given)
    sample = in_order(given)
    fit, weights = _fit(sample)
    return {**_interval(arm_interval(fit, weights, sample.codes)), **_dealt_again(sample)}


def _student(given: Sample) -> dict[str, Any]:
    sample = in_order(given)
    _refuse_sets_of_pairs(sample)
    fit, weights = _fit(sample)
    found = cluster_robust(fit, sample.units, weights, method="CR2")
    return {**_interval(found), **_dealt_again(sample)}


def _dealt_again(sample: Sample) -> dict[str, Any]:
    """Return the randomisation p of the studentised contrast, for groups in order."""
    blocks, _ = indicators(sample.cells)
    statistic = Studentised(sample.y, np.column_stack([blocks, sample.covariates]), sample.weights)
    dealt = _dealt(sample.codes.tobytes(), sample.strata.tobytes())
    lot = randomisation_test(statistic, sample.codes, dealt)
    return {
        "p": lot.p,
        "n_assignments": lot.n_distinct,
        "exact": lot.exact,
        "discrete": lot.discrete,
        "note": _lot_note(sample, lot.n_distinct),
    }


@lru_cache(maxsize=4)
def _dealt(codes: bytes, strata: bytes) -> Assignments:
    """Deal arms again; mean, slope and their sensitivities share groups and so assignments."""
    arms, levels = (np.frombuffer(column, dtype=np.int64) for column in (codes, strata))
    return redeal(arms, levels)


def _lot_note(sample: Sample, n_distinct: int) -> str:
    """Say where the lot says little, and how many units there are where groups are linked."""
    if n_distinct == 1:
        return "the lot could have dealt nothing else, so p is 1 by construction"
    return "; ".join(_notes(sample))


def _notes(sample: Sample) -> Iterator[str]:
    if len(sample.arms) > 2:
        yield "p asymptotic for the null of no interaction"
    if sample.linked:
        units = len(np.unique(sample.units))
        yield f"groups hear of each other: {units} independent sets, error and interval by set"


def _refuse_sets_of_pairs(sample: Sample) -> None:
    """Refuse to compare parts that were dealt to whole sets as if dealt to each group."""
    if sample.linked and sample.estimand.contrast.arm == "third":
        raise ValueError(
            "groups that hear of each other do not keep or lose monitoring each by a coin of its"
            " own, so pairs of a condition are not independent"
        )


def _difference(sample: Sample) -> dict[str, Any]:
    columns, names = indicators(np.array(sample.arms, dtype=object)[sample.codes].astype(str))
    fit = least_squares(columns, sample.y, names=names)
    weights = contrast(names, dict(zip(sample.arms, sample.weights, strict=True)))
    found = cluster_robust(fit, sample.units, weights, method="CR2")
    return {**_interval(found), "p": found.p}


def _wild(sample: Sample) -> dict[str, Any]:
    _refuse_sets_of_pairs(sample)
    fit, weights = _fit(sample)
    paired = sample.estimand.contrast.arm == "third"
    found = wild_bootstrap(fit, sample.cells if paired else sample.units, weights)
    unit = "pair" if paired else "set" if sample.linked else "group"
    draws = "every sign vector" if found.exact else f"{found.n_draws:,} draws"
    return {
        "estimate": found.estimate,
        "low": found.low,
        "high": found.high,
        "p": found.p,
        "exact": found.exact,
        "note": f"{draws}, flipped by {unit}",
    }


def _interval(found: Any) -> dict[str, float]:
    return {name: asdict(found)[name] for name in ("estimate", "se", "df", "low", "high")}


METHODS: dict[str, Callable[[Sample], dict[str, Any]]] = {
    "blocked_cr2_skew_randomisation": _headline,
    "blocked_cr2_randomisation": _student,
    "difference": _difference,
    "wild_cluster_bootstrap": _wild,
}
"""Every method that a Plan can name."""
