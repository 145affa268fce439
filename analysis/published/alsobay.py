"""Do the data of Alsobay et al. (2025) have the stated size, and what goes with visibility?

Contributions are always shown individually in that study; what varies is whether the others'
earnings and sanctions are shown. The regression is ours: factors were sampled, not crossed, and
errors are clustered on the 360 conditions.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.foreign.read import read_table
from analysis.published.comparison import Comparison, Study
from analysis.published.fits import clustered_ols

NAME = "Alsobay et al. 2025"
FOLDER = "alsobay_2025_integrative_pgg"
ABSTRACT = Study(NAME, "published", "abstract, arXiv:2508.17151")
SHARES = Study(NAME, "recomputed", "mean over valid games of total / (members x endowment)")
SIZE = Study(NAME, "recomputed", "rows of the 463 games whose members' choices are public")
OURS = Study(NAME, "ours", "OLS over games on ten factors, clustered on 360 conditions")

FACTORS = {
    "others' earnings shown": "CONFIG_showOtherSummaries",
    "horizon shown": "CONFIG_showNRounds",
    "chat": "CONFIG_chat",
    "punishment": "CONFIG_punishmentExists",
}
CONTROLS = (
    "CONFIG_rewardExists",
    "CONFIG_allOrNothing",
    "CONFIG_defaultContribProp",
    "CONFIG_playerCount",
    "CONFIG_numRounds",
    "CONFIG_MPCR",
)
OUTCOMES = {"mean": "mean contribution", "change": "last minus first round", "gain": "efficiency"}


def comparisons(folder: Path) -> list[Comparison]:
    """Compare sizes and the effect of punishment; show the regression on visibility."""
    games = with_outcomes(folder / FOLDER)
    players = read_table(folder / FOLDER / "player_rounds_49485.csv.gz")
    return [
        ABSTRACT.compare("participants", games["num_actual_players"].sum(), "7100"),
        ABSTRACT.compare("experimental conditions", games["CONFIG_treatmentName"].nunique(), "360"),
        SIZE.compare("member-rounds with a public choice", len(players), "49485"),
        *_punishment(games),
        *_visibility(games),
    ]


def with_outcomes(folder: Path) -> pd.DataFrame:
    """Return the 752 valid games with mean share contributed, its change, and efficiency."""
    games = read_table(folder / "games_836.csv")
    games = games[games["valid_number_of_starting_players"] == "True"]
    numeric = [c for c in games.columns if c.startswith(("CONFIG_", "num_", "itt_"))]
    games = games.assign(**{c: _as_numbers(games[c]) for c in numeric}).set_index("gameId")
    rounds = read_table(folder / "rounds_12647.csv").rename(
        columns={"data.totalContributions": "total"}
    )
    rounds = rounds[["gameId", "round0", "total"]].dropna()
    rounds = rounds.astype({"round0": int, "total": float}).sort_values(["gameId", "round0"])
    # games that were aborted and resumed carry a round twice
    rounds = rounds.drop_duplicates(["gameId", "round0"])
    totals = rounds.groupby("gameId")["total"].agg(["mean", "first", "last"])
    shares = totals.div(games["num_actual_players"] * games["CONFIG_endowment"], axis=0)
    return games.assign(
        mean=shares["mean"],
        change=shares["last"] - shares["first"],
        gain=games["itt_efficiency"],
    )


def _as_numbers(column: pd.Series) -> pd.Series:
    truths = {"True": 1.0, "False": 0.0}
    if set(column.dropna()) <= set(truths):
        return column.map(truths)
    found = pd.to_numeric(column, errors="coerce")
    return found if found.notna().any() else column


def _punishment(games: pd.DataFrame) -> list[Comparison]:
    found = []
    for wave, without, with_it in (
        ("", ".699", ".762"),
        ("learning", ".703", ".759"),
        ("validation", ".696", ".764"),
    ):
        chosen = games[games["wave"].str.startswith(wave)]
        means = chosen.groupby("CONFIG_punishmentExists")["mean"].mean()
        where = wave + " wave" if wave else "all"
        found += [
            SHARES.compare(f"share contributed without punishment, {where}", means[0.0], without),
            SHARES.compare(f"share contributed with punishment, {where}", means[1.0], with_it),
        ]
    return found


def _visibility(games: pd.DataFrame) -> list[Comparison]:
    x = [*FACTORS.values(), *CONTROLS]
    found = []
    for outcome, named in OUTCOMES.items():
        table = games.assign(points=100 * games[outcome].astype(np.float64))
        fit = clustered_ols(table, "points", x, "CONFIG_treatmentName")
        for factor, column in FACTORS.items():
            found += [
                OURS.show(f"{named}, pp: {factor}", fit.coefficients[column]),
                OURS.show(f"{named}, pp: SE {factor}", fit.errors[column]),
            ]
    return found
