"""How does the registered Plan fare in every world, and is that as claimed?"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.certificates.claims import GROUPS, Claim
from analysis.power.primary import Answers, compared
from analysis.power.scenario import Scenario, Shard, shards
from analysis.power.store import read
from analysis.power.summary import (
    NEGLIGIBLE,
    Rate,
    family_wise_error,
    performance,
    tidy,
)
from analysis.power.truth import Truth, truths

TRUTH_SEED = 5_152
SIZE, COVERAGE = (0.04, 0.06), (0.93, 0.97)
JUDGED = 12


@dataclass(frozen=True)
class Certificate:
    """What was found in one world.

    Attributes
    ----------
    claim : Claim
        The world.
    truth : Truth
        Effects of the primary estimands there.
    table : DataFrame
        One row per number of groups and estimand.
    family : dict of int to Rate
        How often Holm rejected any true null, by groups per condition.
    """

    claim: Claim
    truth: Truth
    table: pd.DataFrame
    family: dict[int, Rate]


def scenarios(claims: tuple[Claim, ...], experiments: int) -> dict[tuple[str, int], Scenario]:
    """Return the scenario of every claim and number of groups."""
    return {(c.name, n): c.scenario(n, experiments) for c in claims for n in GROUPS}


def all_shards(found: dict[tuple[str, int], Scenario]) -> list[Shard]:
    """Return every shard, by scenario."""
    return [shard for scenario in found.values() for shard in shards(scenario)]


def certificate(
    claim: Claim,
    folder: Path,
    *,
    experiments: int,
    truth_groups: int,
    said: Callable[[str], None],
) -> Certificate:
    """Compare the stored answers of one world with the truth there."""
    said(f"{claim.title}: the truth from {truth_groups:,} groups")
    answers = {n: read(folder, claim.scenario(n, experiments)) for n in GROUPS}
    return certified(claim, _truth(claim, truth_groups), answers)


def certified(claim: Claim, truth: Truth, answers: dict[int, Answers]) -> Certificate:
    """Compare answers, by groups per condition, with the truth of a world."""
    null = np.abs(truth.value) <= NEGLIGIBLE
    frames = []
    for groups, found in answers.items():
        rows = tidy(performance(found, truth.value))
        dealt = _assignments(claim.scenario(groups, len(found.p)))
        frames.append(rows.assign(groups=groups, truth_mc=truth.error, null=null,
                                  assignments=dealt))  # fmt: skip
    family = {groups: family_wise_error(found, null) for groups, found in answers.items()}
    return Certificate(claim, truth, pd.concat(frames, ignore_index=True), family)


def _truth(claim: Claim, groups: int) -> Truth:
    """Return the effects; zero by construction where the claim says so."""
    primary = claim.experiment.plan.primary
    if claim.null:
        return Truth(np.zeros(len(primary)), np.zeros(len(primary)))
    found = truths(claim.experiment, claim.population, primary, seed=TRUTH_SEED, groups=groups)
    # Without learning what a position does is the same in every round.
    exact = found.error < 1e-12
    return Truth(np.where(exact, found.value.round(9), found.value), found.error)


def _assignments(scenario: Scenario) -> list[int]:
    primary = scenario.experiment.plan.primary
    return [compared(scenario.arrangement, one.contrast).lot.assignments.n_distinct
            for one in primary]  # fmt: skip


def verdicts(found: tuple[Certificate, ...]) -> pd.DataFrame:
    """Return each requirement at 12 groups with what was found.

    A rate passes if it lies inside its bounds, or is outside them by no more than two of its
    Monte-Carlo errors ("within error").
    """
    rows = []
    for one in found:
        for what, value, error, bounds in _requirements(one):
            inside = bounds[0] <= value <= bounds[1]
            near = bounds[0] - 2 * error <= value <= bounds[1] + 2 * error
            verdict = "holds" if inside else "holds within error" if near else "FAILS"
            rows.append((one.claim.title, what, value, error, *bounds, verdict))
    columns = ["world", "what", "value", "error", "least", "most", "verdict"]
    return pd.DataFrame(rows, columns=columns)


Requirement = tuple[str, float, float, tuple[float, float]]


def _requirements(one: Certificate) -> list[Requirement]:
    rows = one.table[one.table["groups"] == JUDGED]
    wanted: list[Requirement] = []
    if one.claim.required:
        for row in rows.to_dict("records"):
            name = str(row["estimand"])
            if row["null"]:
                wanted.append((f"size, {name}", row["power_raw"], row["power_raw_mc"], SIZE))
            wanted.append((f"coverage, {name}", row["coverage"], row["coverage_mc"], COVERAGE))
    if rows["null"].any():
        rate = one.family[JUDGED]
        wanted.append(("family-wise error", rate.value, rate.error, (0.0, 0.05)))
    return wanted
