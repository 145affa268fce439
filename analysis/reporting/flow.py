"""Who came, who played, who finished, and whose choices were made by the rule?"""

import numpy as np
import pandas as pd

from analysis.outcomes import Shares, has_automatic
from analysis.panel import Panel


def people(panel: Panel) -> pd.DataFrame:
    """Return how many people reached each step: step, n. Every later step is part of the first."""
    persons, events = panel.participants, panel.events
    happened = {
        name: set(zip(rows["session"], rows["participant"], strict=True))
        for name, rows in events.groupby("event")
    }
    steps = {
        "places opened": len(persons),
        "consented": int((persons["consented"] == 1).sum()),
        "declined": int((persons["consented"] == 0).sum()),
        "passed the quiz": len(happened.get("waiting", set())),
        "left over without a group": int((persons["status"] == "left_over").sum()),
        "left the waiting room": int((persons["status"] == "left_waiting").sum()),
        "seated in a group": int(persons["slot"].notna().sum()),
        "finished": int((persons["status"] == "finished").sum()),
    }
    return pd.DataFrame(list(steps.items()), columns=["step", "n"])


def groups(found: Shares) -> pd.DataFrame:
    """Return groups by condition: formed, finished, and with automatic choices."""
    finished = ~np.isnan(found.values).any(axis=(1, 2))
    table = found.groups[["condition"]].assign(
        formed=1,
        finished=finished.astype(int),
        unfinished=(~finished).astype(int),
        with_automatic=has_automatic(found).astype(int),
        automatic_choices=found.automatic.sum(axis=(1, 2)),
    )
    order = list(found.experiment.schedule.conditions)
    return table.groupby("condition").sum().reindex(order, fill_value=0).reset_index()


def blocks(panel: Panel) -> pd.DataFrame:
    """Return the schedule's blocks that were begun: block, slots filled, slots in a block."""
    size = panel.design.experiment.schedule.block_size
    filled = panel.groups.groupby("block").size().rename("filled").reset_index()
    return filled.assign(size=size, whole=filled["filled"] == size)


def attempts(panel: Panel) -> pd.DataFrame:
    """Return how many members needed how many answer sheets: part, attempts, n."""
    quiz = panel.quiz
    most = quiz.groupby(["part", "session", "participant"])["attempt"].max().reset_index()
    return most.groupby(["part", "attempt"]).size().rename("n").reset_index()


def first_answers(panel: Panel) -> pd.DataFrame:
    """Return the share of right answers at the first attempt: part, question, n, right."""
    first = panel.quiz[panel.quiz["attempt"] == 1]
    table = first.groupby(["part", "question"])["correct"].agg(["size", "mean"]).reset_index()
    return table.rename(columns={"size": "n", "mean": "right"})


def seconds_to_decide(panel: Panel) -> pd.DataFrame:
    """Return seconds from screen to decision by part: part, n, median, p90."""
    chosen = panel.decisions[~panel.decisions["automatic"]]
    seconds = (chosen["decided_at"] - chosen["shown_at"]) / 1_000
    by_part = seconds.groupby(chosen["part"])
    table = pd.DataFrame(
        {"n": by_part.count(), "median": by_part.median(), "p90": by_part.quantile(0.9)}
    )
    return table.reset_index()
