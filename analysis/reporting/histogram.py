"""How often was each contribution made?"""

import pandas as pd

from analysis.panel import Panel


def contribution_shares(panel: Panel) -> pd.DataFrame:
    """Return, for part 2 and each condition, the percent of members' own decisions at each amount.

    Columns: condition (in the schedule's order), contribution (every amount from 0 to the
    endowment), share. Automatic choices are left out: they repeat an earlier one.
    """
    chosen = panel.decisions[(panel.decisions["part"] == 2) & ~panel.decisions["automatic"]]
    experiment = panel.design.experiment
    amounts = range(max(experiment.game.endowments) + 1)
    rows = []
    for condition in experiment.schedule.conditions:
        given = chosen.loc[chosen["condition"] == condition, "contribution"]
        counts = given.value_counts().reindex(amounts, fill_value=0)
        total = max(int(counts.sum()), 1)
        rows += [(condition, amount, 100.0 * n / total) for amount, n in counts.items()]
    return pd.DataFrame(rows, columns=["condition", "contribution", "share"])
