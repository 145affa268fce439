"""Does the population, fitted to strangers, foretell partners in games it was not fitted on?

Two numbers, the general level and the spread between groups, are set on the learning wave of
Alsobay et al. (2025); the validation wave is then foretold. Only games without punishment, reward,
chat or all-or-nothing choices whose members' choices are public.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from analysis.calibration.replay import partners
from analysis.foreign.read import read_table
from design.population import Population

Floats = NDArray[np.float64]

FOLDER = "alsobay_2025_integrative_pgg"
PLAIN = ("punishmentExists", "rewardExists", "chat", "allOrNothing")
COPIES = 60


@dataclass(frozen=True)
class Games:
    """Games of one wave: size, rounds, and mean contribution by round in percent (NaN after)."""

    sizes: tuple[int, ...]
    rounds: tuple[int, ...]
    paths: Floats

    @property
    def means(self) -> Floats:
        """Mean contribution of every game, percent."""
        return np.asarray(np.nanmean(self.paths, axis=1))


@dataclass(frozen=True)
class Foretold:
    """Mean, SD between games and mean slope per round, percent of the endowment; and the path."""

    mean: float
    spread: float
    slope: float
    path: Floats


def waves(folder: Path) -> dict[str, Games]:
    """Read the plain games of both waves."""
    games = read_table(folder / FOLDER / "games_836.csv").set_index("gameId")
    chosen = games["valid_number_of_starting_players"] == "True"
    for name in PLAIN:
        chosen &= games[f"CONFIG_{name}"] == "False"
    games = games[chosen]
    rows = read_table(folder / FOLDER / "player_rounds_49485.csv.gz")
    rows = rows[rows["gameId"].isin(games.index)].dropna(subset=["data.contribution"])
    rows = rows.assign(
        share=100 * rows["data.contribution"].astype(float)
        / rows["gameId"].map(games["CONFIG_endowment"].astype(float)),
        number=rows["round0"].astype(int),
    )  # fmt: skip
    return {wave: _games(games, rows, wave) for wave in ("learning", "validation")}


def _games(games: pd.DataFrame, rows: pd.DataFrame, wave: str) -> Games:
    here = rows[rows["gameId"].map(games["wave"]) == wave]
    paths = here.groupby(["gameId", "number"])["share"].mean().unstack()
    sizes = here.groupby("gameId")["playerId"].nunique().loc[paths.index]
    lengths = paths.notna().sum(axis=1)
    return Games(tuple(sizes.tolist()), tuple(lengths.tolist()), paths.to_numpy())


def described(paths: Floats) -> Foretold:
    """Return what a set of paths (games, rounds) shows; games of one round have no slope."""
    slopes = []
    for path in paths:
        known = np.flatnonzero(~np.isnan(path))
        if len(known) > 1:
            slopes.append(np.polyfit(known, path[known], 1)[0])
    with np.errstate(invalid="ignore"):
        means = np.nanmean(paths, axis=1)
    return Foretold(
        float(means.mean()),
        float(means.std(ddof=1)),
        float(np.mean(slopes)),
        np.asarray(np.nanmean(paths, axis=0)),
    )


def replayed(population: Population, games: Games, *, seed: int) -> Floats:
    """Play every game many times, (games x copies, rounds), percent, NaN after its end."""
    longest, made = max(games.rounds), []
    for index, (size, rounds) in enumerate(zip(games.sizes, games.rounds, strict=True)):
        played = partners(population, seed=seed + index, groups=COPIES, size=size, rounds=rounds)
        means = 5 * played.contributions.reshape(COPIES, size, rounds).mean(axis=1)
        rest = np.full((COPIES, longest - rounds), np.nan)
        made.append(np.hstack([means, rest]))
    return np.concatenate(made)


def moved(population: Population, level: float, group_spread: float) -> Population:
    """Return the population with another general level and spread between groups."""
    kinds = tuple(
        replace(
            kind, strategy=replace(kind.strategy, level=int(kind.strategy.level) + round(level))
        )
        for kind in population.kinds
    )
    return replace(population, kinds=kinds, group_spread=max(round(group_spread), 0))


def fitted(population: Population, games: Games, *, seed: int) -> Population:
    """Set level and spread between groups so that mean and SD of the games are met."""
    target = described(games.paths)

    def distance(at: Floats) -> float:
        found = described(replayed(moved(population, *(1_000 * at)), games, seed=seed))
        return (found.mean - target.mean) ** 2 + (found.spread - target.spread) ** 2

    first = np.array([[3.0, 1.0], [6.0, 1.0], [3.0, 3.0]])
    best = minimize(
        distance, first[0], method="Nelder-Mead",
        options={"initial_simplex": first, "xatol": 0.02, "fatol": 0.01, "maxfev": 80},
    )  # fmt: skip
    return moved(population, *(1_000 * best.x))
