"""How is a finding said in one sentence that says how far it can be trusted?"""

from collections.abc import Sequence

import numpy as np

from analysis.estimate import Estimate
from analysis.outcomes import Shares
from analysis.reporting.words import (
    arms,
    contrast,
    count,
    interval,
    number,
    outcome,
    p_value,
    signed,
)
from design.plan import Estimand, Plan

PERCENT = 100.0


def finding(one: Estimate, estimand: Estimand, found: Shares) -> str:
    """Say an estimate with its interval, groups, method and p-values."""
    what = f"{contrast(one.contrast)}, {outcome(estimand, found.rounds(estimand.window))}"
    blocks = "pair" if estimand.contrast.arm == "third" else "block"
    return f"{what}: {measured(one, f' in {_plural(one.n_cells, blocks)}')}{beyond(one, estimand)}."


def measured(one: Estimate, where: str = "") -> str:
    """Say an estimate by the headline method in numbers, or why there is none."""
    if not one.known:
        return one.note
    holm = "" if np.isnan(one.p_holm) else f", Holm p {p_value(one.p_holm)}"
    return (
        f"{signed(one.estimate)} percentage points of the endowment,"
        f" 95 % interval {interval(one.low, one.high)}, n = {one.n_groups} groups"
        f" ({arms(one.arms)}){where};"
        f" CR2, {number(one.df)} df, lengthened for skewness;"
        f" randomisation p {p_value(one.p)} over {_lot(one)}{holm}"
    )


def beyond(one: Estimate, estimand: Estimand) -> str:
    """Say so where an interval of means reaches further than any effect can."""
    weights = [abs(weight) for _, weight in estimand.contrast.weights]
    most = PERCENT * sum(weights) / 2
    if estimand.outcome != "mean" or not one.known or max(-one.low, one.high) <= most:
        return ""
    return (
        f". No effect can exceed {number(most, 0)} points: with {number(one.df)} degrees of freedom"
        " the interval says nothing of its size, and p alone is to be read"
    )


def _lot(one: Estimate) -> str:
    dealt = f"{count(one.n_assignments)} assignments"
    if not one.exact:
        return f"{dealt} (9,999 drawn)"
    steps = f", so that p moves in steps of {number(1 / one.n_assignments, 4)}"
    return f"all {dealt}{steps if one.discrete else ''}"


def _plural(n: int, name: str) -> str:
    return f"{n} {name}{'' if n == 1 else 's'}"


def reach(primary: Sequence[Estimate], plan: Plan) -> list[str]:
    """Say what so many groups can show, without any observed power."""
    head = [one for one in primary if one.estimator == plan.estimator and one.known]
    if not head:
        return ["No primary contrast can be estimated from these groups."]
    widths = [
        max(one.high - one.estimate, one.estimate - one.low)
        for one in head
        if one.outcome == "mean"
    ]
    said = []
    if widths:
        said.append(
            "The 95 % intervals of the mean-contribution contrasts reach"
            f" {number(min(widths))} to {number(max(widths))} percentage points to a side: so"
            " precisely, and no better, do these groups show an effect. An interval that holds zero"
            " is no evidence that there is no effect. Intervals are not adjusted for the number of"
            " tests and rest on the t distribution; p rests on the lot alone, so the two can"
            " disagree."
        )
    exact = [one for one in head if one.exact]
    if exact:
        said.append(_least(min(one.n_assignments for one in exact), plan))
    few = sorted({one.contrast for one in head if one.df < 5})
    if few:
        said.append(
            f"Fewer than 5 degrees of freedom stand behind {', '.join(few).replace('_', ' ')}:"
            " read these intervals as rough."
        )
    return said


def _least(n: int, plan: Plan) -> str:
    """Say how small p can be with so few assignments, alone and within the family."""
    least = 2 / n
    family = len(plan.primary) * least
    said = f"With as few as {count(n)} assignments a two-sided randomisation p is at least about"
    said += f" {number(least, 4)}"
    if least > plan.alpha:
        return f"{said}: such a contrast cannot fall below {plan.alpha:g}, adjusted or not."
    if family > plan.alpha:
        return (
            f"{said}. Times the {len(plan.primary)} tests of the family that is"
            f" {number(family, 3)}: such a contrast cannot fall below {plan.alpha:g} after Holm's"
            " adjustment unless others do so first."
        )
    return f"{said}."
