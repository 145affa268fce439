"""Do the rich hide behind the poor in the data of de Geest and Kingsley (2021)?

Low endowment 10, high 30; endowments are observed or not. Tests are on group means; p-values use
the normal approximation with continuity correction (the authors' Stata code uses none, which
gives .022, .646 and .050).
"""

from pathlib import Path

import pandas as pd
from scipy import stats

from analysis.foreign.catalogue import load_known
from analysis.published.comparison import Comparison, Study
from analysis.published.roggenkamp import rank_sum_p

NAME = "de Geest & Kingsley 2021"
MEANS = Study(NAME, "recomputed", "means of group means; the paper's Table 1 not seen")
TESTS = Study(NAME, "recomputed", "rank tests on group means, continuity correction")


def comparisons(folder: Path) -> list[Comparison]:
    """Compare mean contributions by endowment and treatment, and three rank tests."""
    panel = load_known("degeest_kingsley_2021", folder)
    means = panel.groupby(["treatment", "endowment", "slot"])["contribution"].mean()
    pooled = panel.groupby(["treatment", "slot"])["contribution"].mean()
    rich_hidden, rich_seen = means["unobserved", 30.0], means["observed", 30.0]
    return [
        MEANS.compare("low, unobserved", means["unobserved", 10.0].mean(), "6.71"),
        MEANS.compare("high, unobserved", rich_hidden.mean(), "12.64"),
        MEANS.compare("low, observed", means["observed", 10.0].mean(), "8.21"),
        MEANS.compare("high, observed", rich_seen.mean(), "21.40"),
        TESTS.compare("high: unobserved = observed, p", rank_sum_p(rich_hidden, rich_seen), ".025"),
        TESTS.compare("high unobserved = 10, p", signed_rank_p(rich_hidden - 10), ".68"),
        TESTS.compare(
            "all: unobserved = observed, p",
            rank_sum_p(pooled["unobserved"], pooled["observed"]),
            ".055",
        ),
    ]


def signed_rank_p(differences: pd.Series) -> float:
    """Return the two-sided p of the signed-rank test, normal approximation, corrected."""
    found = stats.wilcoxon(differences, method="approx", correction=True)
    return float(found.pvalue)
