"""Do the data of Roggenkamp (2024) give the tables of his reproduction of a dynamic game?

Gaechter, Mengel, Tsakas and Vostroknutov (2017) against Roggenkamp's own oTree sessions of 2021.
The tests are two-sided rank-sum tests with continuity correction, as R's wilcox.test gives them.
"""

from pathlib import Path

import pandas as pd
from scipy import stats

from analysis.foreign.read import read_table
from analysis.published.comparison import Comparison, Study

NAME = "Roggenkamp 2024"
FOLDER = "gmtv2017_roggenkamp2021"
MANUSCRIPT = "manuscript, github.com/Howquez/GMTV analysis/article/paper.tex"
TABLE = Study(NAME, "published", f"Table 7 of the {MANUSCRIPT}")
TEXT = Study(NAME, "published", f"text and Table 8 of the {MANUSCRIPT}")

SHARES = (
    (1, ".534", ".501", ".561"),
    (2, ".487", ".383", ".051"),
    (3, ".441", ".325", ".046"),
    (4, ".418", ".278", ".009"),
    (5, ".377", ".270", ".063"),
    (6, ".300", ".234", ".277"),
    (7, ".240", ".217", ".934"),
    (8, ".214", ".176", ".593"),
    (9, ".165", ".149", ".949"),
    (10, ".115", ".121", ".450"),
)
"""Period, share of the endowment contributed in the original and the reproduction, p."""


def comparisons(folder: Path) -> list[Comparison]:
    """Compare Table 7 (ten periods), the first-round test, and final wealth."""
    original = _groups(folder / FOLDER / "GMTV2017.csv")
    again = _groups(folder / FOLDER / "replication2021.csv")
    return [
        *_table(original, again),
        _first_round(folder / FOLDER),
        *_wealth(original[original["round"] == 10]["stock"], again[again["round"] == 10]["stock"]),
    ]


def rank_sum_p(first: pd.Series, second: pd.Series) -> float:
    """Return the two-sided p of the rank-sum test, normal approximation, corrected."""
    found = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=True)
    return float(found.pvalue)


def _groups(path: Path) -> pd.DataFrame:
    table = read_table(path)
    return table[["round", "share", "stock"]].astype(float)


def _table(original: pd.DataFrame, again: pd.DataFrame) -> list[Comparison]:
    found = []
    for period, share, share_again, p in SHARES:
        first = original[original["round"] == period]["share"]
        second = again[again["round"] == period]["share"]
        found += [
            TABLE.compare(f"period {period}: share, original", first.mean(), share),
            TABLE.compare(f"period {period}: share, reproduction", second.mean(), share_again),
            TABLE.compare(f"period {period}: rank-sum p", rank_sum_p(first, second), p),
        ]
    return found


def _first_round(folder: Path) -> Comparison:
    table = read_table(folder / "GMTV2017_R1.csv")
    original = table.loc[table["treatment"] == "noPunish10", "ownContribution"].astype(float)
    again = read_table(folder / "replication2021_R1.csv")["ownContribution"].astype(float)
    return TEXT.compare("first round: rank-sum p", rank_sum_p(original, again), ".393")


def _wealth(original: pd.Series, again: pd.Series) -> list[Comparison]:
    return [
        TEXT.compare("final wealth of a group, original", original.mean(), "478.087"),
        TEXT.compare("final wealth of a group, reproduction", again.mean(), "379.828"),
        TEXT.compare("final wealth: rank-sum p", rank_sum_p(original, again), ".136"),
        TEXT.compare("final wealth: SD, original", original.std(), "393.58"),
        TEXT.compare("final wealth: SD, reproduction", again.std(), "336.06"),
    ]
