"""Does the data of Fischbacher and Gaechter (2010) give their belief and contribution equations?"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.foreign.catalogue import load_known
from analysis.published.comparison import Comparison, Study
from analysis.published.fits import Fit, clustered_ols
from analysis.published.schedules import classify

NAME = "Fischbacher & Gaechter 2010"
CODE = Study(NAME, "published", "authors' do-file figae_data_analysis_paper.do")
CODING = Study(NAME, "published", "authors' coding idtyp in figae_beliefs_contributions.dta")
MEANS = Study(NAME, "recomputed", "means of the authors' data")
FITS = Study(NAME, "recomputed", "OLS on the authors' data; the paper's own table not seen")
ERRORS = Study(NAME, "recomputed", "CR1, 6 sessions; the paper's own table not seen")

BELIEF = {"others_before": ".415", "belief_before": ".569", "const": ".118"}
BELIEF_ERRORS = {"others_before": ".020", "belief_before": ".036", "const": ".148"}
GIVING = {"predictedcontribution": ".242", "belief": ".666", "const": "-.473"}
GIVING_ERRORS = {"predictedcontribution": ".069", "belief": ".059", "const": ".244"}
TYPES = (
    ("conditional cooperator", 1, "77"),
    ("free rider", 2, "32"),
    ("triangle", 3, "17"),
    ("other", 4, "14"),
)


def comparisons(folder: Path) -> list[Comparison]:
    """Compare both equations with their errors, the schedule's slope, decay, means and types."""
    panel = with_lags(load_known("fischbacher_gaechter_2010", folder))
    belief = clustered_ols(panel, "belief", ["others_before", "belief_before"], "session")
    giving = clustered_ols(panel, "contribution", ["predictedcontribution", "belief"], "session")
    return [
        *_equation("belief", belief, BELIEF, BELIEF_ERRORS),
        *_equation("contribution", giving, GIVING, GIVING_ERRORS),
        *_schedule(panel),
        *_decay(panel),
        *_means(panel),
        *_types(panel),
    ]


def with_lags(panel: pd.DataFrame) -> pd.DataFrame:
    """Return the panel with the others' contribution and the own belief of the round before."""
    ordered = panel.sort_values(["participant", "round"])
    own = ordered.groupby("participant")
    return ordered.assign(
        others_before=own["otherscontrib"].shift(), belief_before=own["belief"].shift()
    )


def types_by_schedule(panel: pd.DataFrame) -> pd.DataFrame:
    """Return one row per participant: the type of the schedule b0..b20 and the authors' code."""
    first = panel.drop_duplicates("participant")
    schedules = first[[f"b{others}" for others in range(21)]].to_numpy(dtype=np.float64)
    return pd.DataFrame(
        {
            "participant": first["participant"].to_numpy(),
            "type": [classify(schedule) for schedule in schedules],
            "coded": first["idtyp"].to_numpy(),
        }
    )


def _equation(
    name: str, fit: Fit, stated: dict[str, str], errors: dict[str, str]
) -> list[Comparison]:
    return [
        *(CODE.compare(f"{name}: {term}", fit.coefficients[term], stated[term]) for term in stated),
        *(ERRORS.compare(f"{name}: SE {term}", fit.errors[term], errors[term]) for term in errors),
    ]


def _schedule(panel: pd.DataFrame) -> list[Comparison]:
    """Compare the straight line through all schedules b0..b20."""
    long = panel.drop_duplicates("participant").melt(
        id_vars="session", value_vars=[f"b{others}" for others in range(21)], value_name="own"
    )
    long = long.assign(others=long["variable"].str.removeprefix("b").astype(float))
    fit = clustered_ols(long, "own", ["others"], "session")
    return [
        CODE.compare("schedules: slope", fit.coefficients["others"], ".425"),
        CODE.compare("schedules: const", fit.coefficients["const"], ".956"),
    ]


def _decay(panel: pd.DataFrame) -> list[Comparison]:
    """Compare the fall per period, alone and beside preferences and beliefs."""
    alone = clustered_ols(panel, "contribution", ["round"], "session")
    beside = ["round", "predictedcontribution", "belief"]
    given = clustered_ols(panel, "contribution", beside, "session")
    return [
        FITS.compare("contribution: period alone", alone.coefficients["round"], "-.639"),
        FITS.compare("contribution: period, given both", given.coefficients["round"], "-.060"),
    ]


def _means(panel: pd.DataFrame) -> list[Comparison]:
    by_round = panel.groupby("round")["contribution"].mean()
    return [
        MEANS.compare("mean contribution, period 1", by_round.loc[1], "7.89"),
        MEANS.compare("mean contribution, period 10", by_round.loc[10], "2.24"),
        MEANS.compare("mean contribution", panel["contribution"].mean(), "4.83"),
        MEANS.compare("mean belief", panel["belief"].mean(), "6.51"),
    ]


def _types(panel: pd.DataFrame) -> list[Comparison]:
    types = types_by_schedule(panel)
    counts = types["type"].value_counts()
    agree = types["type"].map({name: code for name, code, _ in TYPES}) == types["coded"]
    return [
        *(CODING.compare(f"number of type {name}", counts[name], n) for name, _, n in TYPES),
        CODING.compare("schedules typed as the authors did", agree.sum(), "140"),
    ]
