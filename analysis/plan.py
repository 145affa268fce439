"""What does the registered Plan find, estimand by estimand, in its own order?"""

from collections.abc import Callable, Iterator

import numpy as np

from analysis.estimate import Estimate
from analysis.estimators.multiplicity import holm
from analysis.methods import estimate
from analysis.outcomes import Shares, own_choices
from analysis.samples import sample, sample_without_automatic
from design.plan import Estimand, Plan


def silent(_: str) -> None:
    """Say nothing about progress."""


def run_plan(
    found: Shares, *, plan: Plan | None = None, progress: Callable[[str], None] = silent
) -> tuple[Estimate, ...]:
    """Answer every estimand of a Plan: primary, sensitivity, secondary, then without automatic.

    Last, where the rule ever chose, the primary ones without the rounds that it imputed.

    Primary and secondary estimands are answered by the headline method and by those beside it,
    sensitivities by the headline method alone. Holm's adjustment covers the primary family's
    headline p-values; an estimand that cannot be estimated counts as p = 1.

    Parameters
    ----------
    found : contributions by group, round and seat
    plan : by default the one that the experiment registered
    progress : called with the name of each estimand before it is answered
    """
    asked = plan or found.experiment.plan
    methods = (asked.estimator, *asked.robustness)
    primary = [_answers(found, one, "primary", methods) for one in _told(asked.primary, progress)]
    rows = [row for answers in _adjusted(primary) for row in answers]
    for one in _told(asked.sensitivity, progress):
        rows += _answers(found, one, "sensitivity", methods[:1])
    for one in _told(asked.secondary, progress):
        rows += _answers(found, one, "secondary", methods)
    for one in _told(asked.primary, progress):
        own = sample_without_automatic(found, one)
        rows.append(estimate(own, asked.estimator, "without_automatic"))
    return tuple(rows + _without_imputed(found, asked))


def _without_imputed(found: Shares, asked: Plan) -> list[Estimate]:
    """Answer the primary estimands from members' own choices, where the rule chose for any."""
    if not found.automatic.any():
        return []
    own = own_choices(found)
    return [estimate(sample(own, one), asked.estimator, "without_imputed") for one in asked.primary]


def _told(estimands: tuple[Estimand, ...], progress: Callable[[str], None]) -> Iterator[Estimand]:
    for one in estimands:
        progress(one.name)
        yield one


def _answers(
    found: Shares, estimand: Estimand, role: str, methods: tuple[str, ...]
) -> list[Estimate]:
    chosen = sample(found, estimand)
    return [estimate(chosen, method, role) for method in methods]


def _adjusted(families: list[list[Estimate]]) -> list[list[Estimate]]:
    """Adjust the first method's p-values of all estimands together."""
    if not families:
        return families
    p = [1.0 if np.isnan(answers[0].p) else answers[0].p for answers in families]
    return [
        [answers[0].adjusted(value) if answers[0].known else answers[0], *answers[1:]]
        for answers, value in zip(families, holm(p), strict=True)
    ]
