"""What does the primary Plan say in each of thousands of simulated experiments?

The same numbers as `plan.run_plan` on each experiment alone: seat-matched outcomes, block effects,
the group's earlier contributions as covariate, CR2 (HC2 with one row per group) with Satterthwaite
degrees of freedom, p by re-dealing arms within strata, Holm over the family.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.estimators.assignments import redeal
from analysis.estimators.batch import batch_design, batch_fit
from analysis.estimators.ols import indicators
from analysis.estimators.slope import slopes
from analysis.power.arrange import Arrangement
from analysis.power.redealt import Count, Lot, lot, randomisation_p
from design.experiments import Experiment
from design.plan import Contrast, Estimand, Window

Floats = NDArray[np.float64]

FIELDS = ("estimate", "se", "df", "low", "high", "p", "p_holm")


@dataclass(frozen=True)
class Answers:
    """The primary Plan in many experiments; every array is (experiments, estimands).

    Percent or percentage points of the endowment. An estimate that could not be made is NaN and
    counts as p = 1 in Holm's adjustment, as in a single analysis.
    """

    names: tuple[str, ...]
    estimate: Floats
    se: Floats
    df: Floats
    low: Floats
    high: Floats
    p: Floats
    p_holm: Floats


@dataclass(frozen=True)
class Compared:
    """The rows of an experiment that a contrast compares, with their lot and stratum counts."""

    rows: NDArray[np.int64]
    lot: Lot


def primary_answers(
    values: Floats, arrangement: Arrangement, *, count: Count | None = None
) -> Answers:
    """Answer the primary estimands of the registered Plan in every experiment.

    Parameters
    ----------
    values : float array (experiments, groups, rounds, seats)
        Percent of the endowment, groups arranged by block, beliefs and condition.
    count : how assignments are counted, see `redealt.randomisation_p`
    """
    experiment = arrangement.experiment
    plan = experiment.plan
    if plan.estimator != "blocked_cr2_skew_randomisation":
        raise ValueError(f"power is for the headline estimator, the Plan names {plan.estimator!r}")
    found = {name: np.full((len(values), len(plan.primary)), np.nan) for name in FIELDS}
    for members in _families(plan.primary):
        asked = [plan.primary[index] for index in members]
        contrast = compared(arrangement, asked[0].contrast)
        chosen = values[:, contrast.rows]
        y = np.stack([outcome(chosen, experiment, one) for one in asked], axis=1)
        x = part_mean(chosen, experiment, asked[0].covariate[0])
        _answer(found, members, contrast, (y, x))
        found["p"][:, members] = np.where(
            np.isnan(found["se"][:, members]),
            np.nan,
            randomisation_p(y, x, contrast.lot, count=count),
        )
    found["p_holm"] = holm_rows(np.where(np.isnan(found["p"]), 1.0, found["p"]))
    found["p_holm"][np.isnan(found["estimate"])] = np.nan
    return Answers(tuple(one.name for one in plan.primary), **found)


def _answer(
    found: dict[str, Floats], members: list[int], contrast: Compared, data: tuple[Floats, Floats]
) -> None:
    """Fill in the columns of estimands that share arms and covariate."""
    y, x = data
    for place, index in enumerate(members):
        fit = batch_fit(y[:, place], contrast.lot.design, covariate=x)
        for name in ("estimate", "se", "df", "low", "high"):
            found[name][:, index] = getattr(fit, name)
    unknown = np.isnan(found["se"][:, members])
    for name in FIELDS[:5]:
        found[name][:, members] = np.where(unknown, np.nan, found[name][:, members])


def _families(estimands: Sequence[Estimand]) -> list[list[int]]:
    """Group estimands that compare the same arms with the same weights and covariate."""
    families: dict[tuple[object, ...], list[int]] = {}
    for index, one in enumerate(estimands):
        if len(one.covariate) != 1 or one.contrast.arm != "condition":
            raise ValueError(f"{one.name}: a batch needs one covariate and arms of 'condition'")
        families.setdefault((one.contrast.weights, one.covariate), []).append(index)
    return list(families.values())


@lru_cache(maxsize=64)
def compared(arrangement: Arrangement, contrast: Contrast) -> Compared:
    """Return which rows a contrast compares, and all that the lot could have dealt to them."""
    frame = arrangement.frame()
    arms = [arm for arm, _ in contrast.weights]
    codes = frame["condition"].map({arm: code for code, arm in enumerate(arms)})
    frame = frame.assign(code=codes).dropna(subset="code")
    # Rows in order of stratum and arm: draws are then those of a single analysis so sorted.
    frame = frame.sort_values(["block", "beliefs", "code"], kind="stable")
    codes_ = frame["code"].to_numpy(dtype=np.int64)
    strata = (2 * frame["block"] + frame["beliefs"]).to_numpy(dtype=np.int64)
    blocks, _ = indicators(frame["block"])
    weights = [weight for _, weight in contrast.weights]
    shared = batch_design(codes_, blocks, weights)
    return Compared(frame.index.to_numpy(dtype=np.int64), lot(shared, redeal(codes_, strata)))


def rounds_of(experiment: Experiment, window: Window) -> NDArray[np.int64]:
    """Return the rounds of a window, from 0."""
    treatment = experiment.treatments()[0]
    first = treatment.first_round(window.part) - 1
    return np.arange(first, first + treatment.phases[window.part].rounds - window.drop_last)


def outcome(values: Floats, experiment: Experiment, estimand: Estimand) -> Floats:
    """Return an estimand's outcome of every group, (..., groups), as `outcomes.outcome` does."""
    numbers = rounds_of(experiment, estimand.window)
    seats = [experiment.game.seats.index(seat) for seat in estimand.contrast.seats]
    paths = values[..., numbers, :][..., seats].mean(axis=-1)
    if estimand.outcome == "mean":
        return np.asarray(paths.mean(axis=-1))
    return slopes(paths, numbers, span=len(numbers) - 1)


def part_mean(values: Floats, experiment: Experiment, part: int) -> Floats:
    """Return the mean contribution of every group in a part, (..., groups)."""
    chosen = values[..., rounds_of(experiment, Window(part)), :]
    return np.asarray(chosen.mean(axis=(-1, -2)))


def holm_rows(p: Floats) -> Floats:
    """Return Holm's adjusted p-values along the last axis; `multiplicity.holm` by rows."""
    order = np.argsort(p, axis=-1, kind="stable")
    tests = p.shape[-1]
    scaled = np.take_along_axis(p, order, axis=-1) * (tests - np.arange(tests))
    adjusted = np.empty_like(p)
    steps = np.minimum(np.maximum.accumulate(scaled, axis=-1), 1.0)
    np.put_along_axis(adjusted, order, steps, axis=-1)
    return adjusted
