"""Does the population foretell partners who hold unequal endowments, over fifty rounds?

De Geest and Kingsley (2021): two members hold 10 points a round, two hold 30, and whether others
know it differs. They also punish, which these simulated people do not. Nothing is fitted here: the
populations are those set on the learning wave of Alsobay et al. (2025).

What a member compares is not given by the model, so two readings are played: others' contributions
in points ("points"), or as shares of what each holds ("shares").
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.calibration.replay import together
from analysis.foreign.catalogue import load_known
from design.game import Game
from design.population import Population, members
from design.strategies import ESTIMATED_ENDOWMENT, Strategy

Floats = NDArray[np.float64]

NAME = "degeest_kingsley_2021"
FOLDER = "degeest_kingsley_2021_norm_enforcement"
GAME = Game((10, 10, 30, 30), (400,) * 4)
POOR, RICH = [0, 1], [2, 3]
READINGS = ("points", "shares")
GROUPS = 2_000
EARLY = 5


@dataclass(frozen=True)
class Unequal:
    """What groups with unequal endowments show; percent of what is held.

    Attributes
    ----------
    groups : int
        How many.
    poor, rich : float
        Mean contribution of members with 10 and with 30 points.
    mean, spread : float
        Mean over groups of the group's contribution, and its standard deviation.
    slope : float
        Mean slope per ten rounds.
    early : float
        Correlation of a group's first rounds with all its later ones.
    paths : float array (2, rounds)
        Mean path of the poor and of the rich.
    """

    groups: int
    poor: float
    rich: float
    mean: float
    spread: float
    slope: float
    early: float
    paths: Floats


def arms(folder: Path) -> dict[str, Floats]:
    """Read contributions (groups, rounds, seats) by treatment, the poor members first."""
    panel = load_known(NAME, folder).sort_values(["slot", "endowment", "participant", "round"])
    made = {}
    for treatment, rows in panel.groupby("treatment", sort=False):
        seats = rows["contribution"].to_numpy().reshape(-1, GAME.members, rows["round"].nunique())
        made[str(treatment)] = seats.transpose(0, 2, 1)
    return made


def shown(given: Floats) -> Unequal:
    """Return what contributions (groups, rounds, seats) in points show."""
    held = np.array(GAME.endowments)
    share = 100 * given / held
    groups = 100 * given.sum(axis=2) / held.sum()
    rounds = np.arange(groups.shape[1])
    slopes = np.polyfit(rounds, groups.T, 1)[0]
    early, late = groups[:, :EARLY].mean(axis=1), groups[:, EARLY:].mean(axis=1)
    return Unequal(
        groups=len(given),
        poor=float(share[..., POOR].mean()),
        rich=float(share[..., RICH].mean()),
        mean=float(groups.mean()),
        spread=float(groups.mean(axis=1).std(ddof=1)),
        slope=float(10 * slopes.mean()),
        early=float(np.corrcoef(early, late)[0, 1]),
        paths=np.stack([share[..., seats].mean(axis=(0, 2)) for seats in (POOR, RICH)]),
    )


def foretold(
    population: Population, reading: str, *, seed: int, rounds: int, groups: int = GROUPS
) -> Floats:
    """Play groups with unequal endowments; return contributions (groups, rounds, seats), points."""
    equal = Game((ESTIMATED_ENDOWMENT,) * GAME.members, GAME.mpcr)
    people = members(population, seed, np.arange(groups, dtype=np.int64), equal)
    if reading == "shares":
        people = _in_shares(people)
    elif reading != "points":
        raise ValueError(f"others are read in {READINGS}, found {reading!r}")
    played = together(people, GAME, seed=seed, rounds=rounds, endgame=population.endgame)
    return played.contributions.reshape(groups, GAME.members, rounds).transpose(0, 2, 1)


def _in_shares(people: Strategy) -> Strategy:
    """Scale what members give with their own endowment, and what they expect with the others'."""
    held = np.array(GAME.endowments)
    others = (held.sum() - held) / (len(held) - 1)
    own, theirs = held / ESTIMATED_ENDOWMENT, others / ESTIMATED_ENDOWMENT
    factors = {
        "level": own, "tremble": own, "schedule_level": own,
        "on_belief": own / theirs, "schedule_slope": own / theirs,
        "turn": theirs, "prior": theirs, "belief_level": theirs,
    }  # fmt: skip

    def scaled(name: str, factor: Floats) -> Any:
        return np.rint(getattr(people, name) * factor).astype(np.int64)

    return replace(people, **{name: scaled(name, factor) for name, factor in factors.items()})
