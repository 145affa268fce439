"""Does public choice raise cooperation in the data of Fox and Guyer (1978)?

Twenty groups of four, thirty trials of a prisoner's dilemma, choices anonymous or public.
"""

from pathlib import Path

import pandas as pd

from analysis.foreign.read import read_table
from analysis.published.comparison import Comparison, Study

NAME = "Fox & Guyer 1978"
FILE = "fox_guyer_1978/guyer.csv"
ANOVA = Study(NAME, "recomputed", "two-way analysis of variance, condition x sex, F(1, 16)")
MEANS = Study(NAME, "recomputed", "means of cooperative choices of 120, carData::Guyer")


def comparisons(folder: Path) -> list[Comparison]:
    """Compare both means, and F and p of condition."""
    table = read_table(folder / FILE).astype({"cooperation": float})
    means = table.groupby("condition")["cooperation"].mean()
    f, p = anova_of_condition(table)
    return [
        MEANS.compare("cooperative choices, anonymous", means["anonymous"], "40.9"),
        MEANS.compare("cooperative choices, public", means["public"], "55.7"),
        ANOVA.compare("F of condition", f, "6.374"),
        ANOVA.compare("p of condition", p, ".023"),
    ]


def anova_of_condition(table: pd.DataFrame) -> tuple[float, float]:
    """Return F and p of condition beside sex and their interaction (type II)."""
    # statsmodels takes two seconds to import, and a help message should not wait for it
    from statsmodels.formula.api import ols
    from statsmodels.stats.anova import anova_lm

    found = anova_lm(ols("cooperation ~ C(condition) * C(sex)", table).fit(), typ=2)
    return float(found.loc["C(condition)", "F"]), float(found.loc["C(condition)", "PR(>F)"])
