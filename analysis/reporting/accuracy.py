"""How far were stated beliefs from what the others then gave?

Errors are belief less truth in percentage points of the endowment, averaged within a group first.
A positive error is optimism.
"""

import numpy as np
import pandas as pd

from analysis.panel import Panel
from analysis.reporting.intervals import COLUMNS, t_interval

ERRORS = ("signed", "absolute")


def belief_errors(panel: Panel) -> pd.DataFrame:
    """Return one row per stated belief of a settled round with its truth and errors.

    Columns: slot, condition, third, seat, round, question, belief and truth in percent of the
    endowment, signed and absolute error in percentage points.
    """
    beliefs, game = panel.beliefs, panel.design.experiment.game
    given = panel.decisions[panel.decisions["settled_at"].notna()]
    wide = given.pivot_table(index=["slot", "round"], columns="seat", values="contribution")
    wide = wide.reindex(columns=list(game.seats))
    here = wide.reindex(pd.MultiIndex.from_frame(beliefs[["slot", "round"]]))
    asked = np.column_stack([beliefs["about"].str.contains(seat) for seat in game.seats])
    truth = np.where(asked, here.to_numpy(), 0.0).sum(axis=1) / asked.sum(axis=1)
    scale = 100.0 / panel.design.most(beliefs).to_numpy(dtype=float)
    kept = beliefs[["slot", "condition", "third", "seat", "round", "question"]]
    found = kept.assign(belief=beliefs["belief"].to_numpy() * scale, truth=truth * scale)
    found = found.assign(signed=found["belief"] - found["truth"])
    found = found.assign(absolute=found["signed"].abs())[found["truth"].notna()]
    return _in_order(found, panel.design.experiment.schedule.conditions)


def _in_order(found: pd.DataFrame, conditions: tuple[str, ...]) -> pd.DataFrame:
    """Sort rows as the schedule names the conditions, then by question and round."""
    place = found["condition"].map({name: i for i, name in enumerate(conditions)})
    order = found.assign(place=place).sort_values(
        ["place", "question", "round", "slot", "seat"], ignore_index=True
    )
    return order.drop(columns="place")


def accuracy(errors: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return mean errors with intervals over groups, for every level of some columns.

    Parameters
    ----------
    errors : see `belief_errors`
    by : columns such as condition, question, round

    Returns
    -------
    DataFrame: the columns, error ("signed" or "absolute"), n, mean, sd, low, high.
    """
    groups = errors.groupby([*by, "slot"], sort=False)[list(ERRORS)].mean().reset_index()
    rows = [
        (*(key if isinstance(key, tuple) else (key,)), error, *t_interval(part[error]))
        for key, part in groups.groupby(by, sort=False)
        for error in ERRORS
    ]
    return pd.DataFrame(rows, columns=[*by, "error", *COLUMNS])
