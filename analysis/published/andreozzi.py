"""How do types of conditional cooperation change in the data of Andreozzi, Ploner, Saral (2020)?

Members answer low, medium and high giving of the other in each of ten periods. Afterwards they
see the other's action only, or the other's whole schedule.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.foreign.catalogue import load_known
from analysis.published.comparison import Comparison, Study

NAME = "Andreozzi et al. 2020"
SHARES = Study(NAME, "recomputed", "types from ccL, ccM, ccH; the paper's own numbers not seen")
SIZE = Study(NAME, "recomputed", "data/csv/subjects.csv of seyhunsaral/stabilitycondcoop")

PATHS = (
    ("action only shown", "NoCondInfo", "cooperator", "67.6", "32.4"),
    ("schedule shown", "CondInfo", "cooperator", "62.1", "36.4"),
    ("action only shown", "NoCondInfo", "selfish", "23.5", "61.8"),
    ("schedule shown", "CondInfo", "selfish", "28.8", "56.1"),
)
"""What is shown, treatment, type, percent in the first and in the last period."""


def comparisons(folder: Path) -> list[Comparison]:
    """Compare the percentages of cooperators and selfish members in periods 1 and 10."""
    panel = with_types(load_known("andreozzi_2020", folder))
    found = [
        SIZE.compare("participants", panel["participant"].nunique(), "134"),
        SIZE.compare("sessions", panel["session"].nunique(), "6"),
    ]
    for shown, treatment, kind, *percents in PATHS:
        is_kind = panel[panel["treatment"] == treatment]["type"] == kind
        by_period = 100 * is_kind.groupby(panel["round"]).mean()
        found += [
            SHARES.compare(f"{shown}: % {kind}, period {period}", by_period[period], percent)
            for period, percent in zip((1, 10), percents, strict=True)
        ]
    return found


def with_types(panel: pd.DataFrame) -> pd.DataFrame:
    """Return the panel with the type that each period's three answers show.

    Selfish: gives nothing, whatever the other gives. Cooperator: never gives less to more, and
    more to high than to low. Humped: gives most to medium. Other: the rest. These are the
    authors' narrow classes, which their code lists for each of the 27 schedules.
    """
    low, medium, high = (panel[name] for name in ("ccL", "ccM", "ccH"))
    kinds = {
        "selfish": (low == 0) & (medium == 0) & (high == 0),
        "cooperator": (low <= medium) & (medium <= high) & (low < high),
        "humped": (medium > low) & (medium > high),
    }
    chosen = np.select(list(kinds.values()), list(kinds), default="other")
    return panel.assign(type=chosen)
