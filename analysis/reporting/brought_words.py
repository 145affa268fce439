"""What must a reader know before comparing conditions of somebody else's game, in sentences?"""

from collections.abc import Sequence

import numpy as np

from analysis.estimands.compare import HEADLINE
from analysis.estimands.games import MatchingGroup
from analysis.estimate import Estimate
from analysis.reporting.sentences import measured
from analysis.reporting.words import condition

FEW = 6
OUTCOMES = {
    "mean": "mean contribution",
    "decay": "decay (slope over the rounds times their span)",
}


def cautions(groups: Sequence[MatchingGroup], arms: Sequence[str], matching: str) -> list[str]:
    """Say what limits these data, most serious first; nothing where nothing does."""
    n = {arm: sum(group.condition == arm for group in groups) for arm in arms}
    said = []
    alone = [condition(arm) for arm in arms if n[arm] == 1]
    if alone:
        said.append(
            f"One independent group stands for {', '.join(alone)}: it has a path and no interval,"
            " and nothing can be compared with it."
        )
    few = [f"{condition(arm)} ({n[arm]})" for arm in arms if 1 < n[arm] < FEW]
    if few:
        said.append(
            f"Fewer than {FEW} independent groups: {', '.join(few)}. Intervals are wide and rest"
            " on the t distribution; exact p-values take few values."
        )
    if matching == "stranger":
        said.append(
            "Members met others of their session in changing groups, so that the session is the"
            " independent unit, however many members it had."
        )
    return [*said, *_gaps(groups), *_lengths(groups, arms)]


def _gaps(groups: Sequence[MatchingGroup]) -> list[str]:
    """Say how many groups lack choices, and in how many all held nothing at some time."""
    n = len(groups)
    absent = sum(bool(np.isnan(group.held).any()) for group in groups)
    broke = sum(
        bool((np.nan_to_num(group.held, nan=1.0) == 0).all(axis=1).any()) for group in groups
    )
    said = []
    if absent:
        said.append(
            f"{absent} of {n} groups lack choices that others of their condition made. Whether a"
            " group goes on is not drawn by lot: means over those that did can mislead. (Where"
            " lengths differ by design, say so: --rounds-of group.)"
        )
    if broke:
        said.append(
            f"In {broke} of {n} groups all members held nothing in some round: there is no share of"
            " nothing, so that these groups have no mean over all rounds. Who ends there is not"
            " drawn by lot either: read the survival curve and the path beside the means."
        )
    return said


def _lengths(groups: Sequence[MatchingGroup], arms: Sequence[str]) -> list[str]:
    played = {arm: {len(g.rounds) for g in groups if g.condition == arm} for arm in arms}
    if len(set().union(*played.values())) < 2:
        return []
    told = ", ".join(f"{condition(arm)} {_range(n)}" for arm, n in played.items())
    return [
        f"Groups were to play different numbers of rounds ({told}). Means over all rounds, decay"
        " and end-game measures are then not the same question in each, and late rounds of a path"
        " are those of fewer groups."
    ]


def _range(counts: set[int]) -> str:
    low, high = min(counts), max(counts)
    return str(low) if low == high else f"{low} to {high}"


def headlines(found: Sequence[Estimate]) -> list[str]:
    """Say every difference of the family by the headline method."""
    rows = [one for one in found if one.role == "family" and one.estimator == HEADLINE]
    return [f"{_asked(one)}: {measured(one)}." for one in rows]


def _asked(one: Estimate) -> str:
    contrast = one.contrast.replace("_", " ")
    return f"{contrast}, {OUTCOMES[one.outcome]}"
