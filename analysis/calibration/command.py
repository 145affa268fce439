"""How is the calibration asked for from the command line?"""

import argparse

import numpy as np
import pandas as pd

from analysis.calibration.page import page
from analysis.calibration.pictures import dispersion, partners, paths
from analysis.calibration.study import FRESH, calibrate
from analysis.calibration.unequal_page import unequal
from analysis.foreign.catalogue import data_folder
from analysis.power.accelerated import fastest
from analysis.power.arrange import percent
from analysis.power.populations import POPULATIONS
from design.experiments import flagship
from design.game import Game

GROUPS = 20_000


def run(asked: argparse.Namespace) -> int:
    """Fit, simulate back, compare; write the page and its pictures."""
    found = calibrate(asked.data or data_folder())
    figures = asked.out.parent / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    for draw in (paths, dispersion, partners, unequal):
        made = draw(found)
        (figures / f"{made.name}.svg").write_text(made.svg, encoding="utf-8")
    asked.out.write_text(page(found, dispersion_in_the_flagship()), encoding="utf-8")
    print(f"Wrote {asked.out} and four pictures to {figures}.")
    fitted = found.fit
    for name, value, error in zip(fitted.names, fitted.values, fitted.errors, strict=True):
        print(f"  {name}: {value:.0f} (standard error {error:.0f})")
    return 0


def dispersion_in_the_flagship() -> pd.DataFrame:
    """Return SD of group means in part 2 (percent) and their correlation with part 1."""
    rows = []
    for name, population in POPULATIONS.items():
        for condition in ("dark", "open"):
            alone = flagship(conditions=(condition,))
            values = percent(fastest()(alone, FRESH, GROUPS, population(Game())))
            first, second = values[:, :5].mean(axis=(1, 2)), values[:, 5:20].mean(axis=(1, 2))
            r = float(np.corrcoef(first, second)[0, 1])
            rows.append((name, condition, float(second.std(ddof=1)), r))
    return pd.DataFrame(rows, columns=["population", "condition", "sd", "r"])
