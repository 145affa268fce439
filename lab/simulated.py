"""How are simulated groups written as the files that a lab session's export leaves?"""

import csv
from pathlib import Path
from typing import Any

from design.experiments import Experiment
from design.population import fischbacher_gaechter
from design.simulate import simulate
from design.simulated import tables


def write(experiment: Experiment, seed: int, groups: int, folder: Path) -> Path:
    """Play simulated groups and write every table as one CSV file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    played = simulate(experiment, seed, groups, fischbacher_gaechter(experiment.game))
    for name, columns in tables(played).items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(columns)
            values = [_cells(column.tolist()) for column in columns.values()]
            out.writerows(zip(*values, strict=True))
    return folder


def _cells(values: list[Any]) -> list[Any]:
    """Write truths as 0 or 1, and what is absent as nothing."""
    if values and isinstance(values[0], bool):
        return [int(value) for value in values]
    if values and isinstance(values[0], float):
        # Only what is absent differs from itself.
        return ["" if value != value else f"{value:.15g}" for value in values]
    return values
