"""What does the whole calibration find: fit, held-out sessions, partners elsewhere?"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.calibration.fit import Fit, fit, simulated, start_values
from analysis.calibration.moments import People, covariance, moments, names, people
from analysis.calibration.partners import Games, fitted, replayed, waves
from analysis.calibration.replay import Played, strangers
from analysis.calibration.unequal import READINGS, Unequal, arms, foretold, shown
from analysis.foreign.catalogue import load_known
from analysis.published.fischbacher_gaechter import types_by_schedule
from design.game import Game
from design.population import Population, fischbacher_gaechter

Floats = NDArray[np.float64]

SEED = 3
FITTED_SESSIONS = (1, 3, 5)
FRESH = 77
DRAWS = 2_000


@dataclass(frozen=True)
class Partners:
    """Games of both waves, and both as two populations replay them."""

    games: dict[str, Games]
    populations: dict[str, Population]
    replays: dict[str, dict[str, Floats]]


@dataclass(frozen=True)
class Calibration:
    """All that the page shows.

    Attributes
    ----------
    fit : Fit
        On the sessions 1, 3 and 5.
    table : DataFrame
        Moments of the fitted and the held-out sessions with bootstrap errors, of the published
        equations and of the fitted population.
    types : DataFrame
        Share of each type of schedule, percent, in both halves.
    used, held_out : People
        The two halves.
    played : Played
        Fresh sessions of the fitted population.
    partners : Partners
        Another study, foretold.
    unequal : dict
        A third study, foretold: data by treatment, then populations by reading.
    """

    fit: Fit
    table: pd.DataFrame
    types: pd.DataFrame
    used: People
    held_out: People
    played: Played
    partners: Partners
    unequal: dict[str, Unequal]


def calibrate(folder: Path) -> Calibration:
    """Fit, simulate back and compare, from the public data in a folder."""
    panel = load_known("fischbacher_gaechter_2010", folder)
    fitted_ones = panel["session"].astype(float).isin(FITTED_SESSIONS)
    used, held_out = people(panel[fitted_ones]), people(panel[~fitted_ones])
    spread = covariance(used, seed=SEED, draws=DRAWS)
    base = fischbacher_gaechter(Game())
    target = moments(used.contributions, used.beliefs)
    found = fit(base, target, spread, seed=SEED)
    table = pd.DataFrame(
        {
            "moment": names(used.contributions.shape[1]),
            "fitted": target,
            "fitted_se": np.sqrt(np.diag(spread)),
            "held_out": moments(held_out.contributions, held_out.beliefs),
            "held_out_se": np.sqrt(np.diag(covariance(held_out, seed=SEED))),
            "published": simulated(base, start_values(base), seed=FRESH),
            "calibrated": simulated(found.population, start_values(found.population), seed=FRESH),
        }
    )
    together = _partners(folder, {"published equations": base, "calibrated": found.population})
    return Calibration(
        found,
        table,
        _types(panel, fitted_ones),
        used,
        held_out,
        strangers(found.population, seed=FRESH, sessions=200),
        together,
        _unequal(folder, together.populations),
    )


def _types(panel: pd.DataFrame, fitted_ones: pd.Series) -> pd.DataFrame:
    halves = {"fitted": panel[fitted_ones], "held_out": panel[~fitted_ones]}
    shares = {
        half: 100 * types_by_schedule(rows)["type"].value_counts(normalize=True)
        for half, rows in halves.items()
    }
    counts = {f"{half}_n": types_by_schedule(rows)["type"].value_counts()
              for half, rows in halves.items()}  # fmt: skip
    return pd.DataFrame(shares | counts).reset_index(names="type")


def _partners(folder: Path, populations: dict[str, Population]) -> Partners:
    games = waves(folder)
    set_ = {name: fitted(p, games["learning"], seed=SEED) for name, p in populations.items()}
    replays = {
        name: {wave: replayed(p, found, seed=FRESH) for wave, found in games.items()}
        for name, p in set_.items()
    }
    return Partners(games, set_, replays)


def _unequal(folder: Path, populations: dict[str, Population]) -> dict[str, Unequal]:
    found = {f"groups, endowments {name}": shown(given) for name, given in arms(folder).items()}
    rounds = next(iter(found.values())).paths.shape[1]
    for name, population in populations.items():
        for reading in READINGS:
            given = foretold(population, reading, seed=FRESH, rounds=rounds)
            found[f"{name}, in {reading}"] = shown(given)
    return found
