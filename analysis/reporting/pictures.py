"""Which pictures stand in the report, in which order?"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from analysis.estimate import Estimate
from analysis.outcomes import Shares
from analysis.panel import Panel
from analysis.plan import silent
from analysis.reporting import accuracy, descriptives, diagrams, distributions, figures, flow
from analysis.reporting.drawing import Picture
from analysis.reporting.histogram import contribution_shares
from design.plan import Window


def pictures(
    panel: Panel,
    found: Shares,
    estimates: tuple[Estimate, ...],
    errors: pd.DataFrame,
    *,
    progress: Callable[[str], None] = silent,
) -> dict[str, Picture]:
    """Draw every picture that the data allow, by name.

    Parameters
    ----------
    errors : of beliefs, see `accuracy.belief_errors`
    """
    drawn = {}
    for draw in _drawings(panel, found, estimates, errors):
        done = draw()
        progress(done.title)
        drawn[done.name] = done
    return drawn


def _drawings(
    panel: Panel, found: Shares, estimates: tuple[Estimate, ...], errors: pd.DataFrame
) -> Iterator[Callable[[], Picture]]:
    yield partial(diagrams.flow, flow.people(panel), flow.groups(found))
    if len(panel.quiz):
        yield partial(diagrams.quiz, flow.attempts(panel))
    if not np.isfinite(found.values).any():
        return
    ends = [found.rounds(Window(part))[-1] for part in (0, 1)]
    yield partial(figures.contribution_paths, descriptives.round_means(found), ends)
    conditions = found.experiment.schedule.conditions
    if {"dark", "one_way"} <= set(conditions):
        yield partial(figures.positions, descriptives.position_means(found), ends)
    yield from _by_group(found)
    since = max(found.rounds(Window(1))[-5:][0], 1)
    if found.experiment.parts.restart > 0:
        yield partial(figures.withdrawal, descriptives.third_means(found), ends, since)
    yield partial(distributions.histogram, contribution_shares(panel))
    if len(errors):
        by_round = accuracy.accuracy(errors, ["condition", "question", "round"])
        yield partial(figures.belief_accuracy, by_round)
    yield from _forests(estimates)


def _by_group(found: Shares) -> Iterator[Callable[[], Picture]]:
    values, means = descriptives.group_values(found), descriptives.by_condition(found)
    titles = {
        "common": ("Part 1 by group, before treatment", None),
        "mean": ("Mean contribution in part 2 by group", None),
        "slope": ("Decay in part 2 by group: fitted change from its first to its last round", 0.0),
    }
    for name, (title, origin) in titles.items():
        shown = means[means["measure"] == name]
        yield partial(distributions.by_group, values, shown, name, title, origin=origin)


def _forests(estimates: tuple[Estimate, ...]) -> Iterator[Callable[[], Picture]]:
    titles = {
        "primary": "Primary estimates; grey below each: unadjusted difference, wild bootstrap",
        "secondary": "Withdrawal; grey: unadjusted difference, wild bootstrap (where it has ends)",
    }
    for role, title in titles.items():
        rows = [one for one in estimates if one.role == role]
        if any(one.known for one in rows):
            yield partial(diagrams.forest, rows, title, f"forest-{role}")
