"""Do other people's oTree exports add up, once read as a Panel?"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.foreign.catalogue import load_known
from analysis.published.comparison import Comparison, Study

NAME = "oTree exports"
TOTALS = Study(NAME, "identity", "sum of the members' contributions = the group's stored total")
ROWS = Study(NAME, "recomputed", "12 people, 3 groups of 4, 10 of 15 rounds played")

FILES = {
    "people, all_apps_wide": "howquez_people",
    "bots, all_apps_wide": "howquez_bots_wide",
    "bots, per app": "howquez_bots",
    "machine-made, oTree 1.x per app": "uchicago_machine_made",
}


def comparisons(folder: Path) -> list[Comparison]:
    """Count rows and groups whose contributions do not add up to the stored total."""
    panels = {what: load_known(name, folder) for what, name in FILES.items()}
    people = panels["people, all_apps_wide"]
    found = [
        TOTALS.compare(f"{what}: totals that do not add up", mismatches(panel), "0")
        for what, panel in panels.items()
    ]
    return [
        ROWS.compare("people, all_apps_wide: member-rounds", len(people), "120"),
        ROWS.compare("people, all_apps_wide: groups", people["slot"].nunique(), "3"),
        *found,
    ]


def mismatches(panel: pd.DataFrame) -> int:
    """Return in how many member-rounds the members' sum is not the stored total."""
    return int((~np.isclose(panel["group_total"], panel["group.total_contribution"])).sum())
