"""How are estimates, descriptions and checks set as tables that a reader can check?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate import Estimate
from analysis.reporting.balance import Balance
from analysis.reporting.words import (
    ESTIMATORS,
    NOTHING,
    SPACE,
    arms,
    condition,
    count,
    interval,
    number,
    p_value,
    short,
    signed,
)

METHODS = (
    "pp: percentage points of the endowment. Headline: block (pair) effects and covariate,"
    " CR2 error, Satterthwaite interval for unequal arms lengthened for skewness, randomisation p."
    " Unadjusted: difference in means, CR2/Satterthwaite interval and t test."
    " Wild bootstrap: of the headline's fit, its own p and interval."
)


@dataclass(frozen=True)
class Table:
    """A table of text.

    Attributes
    ----------
    caption : str
        What it shows.
    head : tuple of str
        Names of the columns.
    rows : tuple of tuple of str
        Cells.
    note : str
        What stands below it.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def estimates(found: Iterable[Estimate], caption: str) -> Table:
    """Set estimates with interval, p, groups and method, one row each."""
    head = (
        "estimand", "method", "estimate, pp", "se", "df", "95 % interval", "p", "Holm p",
        "groups", "blocks, pairs", "assignments", "note",
    )  # fmt: skip
    rows = [_estimate(one) for one in found]
    used = [any(row[i] not in ("", NOTHING) for row in rows) for i in range(len(head))]
    chosen = [tuple(c for c, kept in zip(row, used, strict=True) if kept) for row in (head, *rows)]
    return Table(caption, chosen[0], tuple(chosen[1:]), METHODS)


def _estimate(one: Estimate) -> tuple[str, ...]:
    dealt = f"{count(one.n_assignments)}{', all used' if one.exact else ''}"
    notes = [one.note, one.left_out and f"not used: {one.left_out}"]
    return (
        f"{short(one.contrast)}, {one.outcome}{_window(one.estimand)}",
        ESTIMATORS.get(one.estimator, one.estimator),
        signed(one.estimate),
        number(one.se),
        number(one.df),
        interval(one.low, one.high),
        _bare(one.p),
        _bare(one.p_holm),
        arms(one.arms),
        str(one.n_cells),
        dealt if one.n_assignments else NOTHING,
        "; ".join(text for text in notes if text),
    )


def _bare(p: float) -> str:
    """Write a p-value without its equals sign."""
    return p_value(p).removeprefix("=").strip(SPACE)


def _window(estimand: str) -> str:
    return f" ({estimand.split('.')[-1].replace('_', ' ')})" if estimand.count(".") > 1 else ""


def by_condition(frame: pd.DataFrame) -> Table:
    """Set every measure by condition: mean over groups, sd, interval, n."""
    names = list(dict.fromkeys(frame["condition"]))
    rows = []
    for words, part in frame.groupby("words", sort=False):
        cells = {row["condition"]: _mean(row) for _, row in part.iterrows()}
        rows.append((str(words), *(cells.get(name, NOTHING) for name in names)))
    head = ("% (points) of the endowment", *(condition(name) for name in names))
    note = "Mean over groups (sd between groups) [95 % t interval], n groups."
    return Table("What groups did in each condition", head, tuple(rows), note)


def _mean(row: pd.Series) -> str:
    return (
        f"{number(row['mean'])} ({number(row['sd'])}) [{interval(row['low'], row['high'])}],"
        f" n{SPACE}={SPACE}{row['n']}"
    )


def restarts(frame: pd.DataFrame) -> Table:
    """Set the restart by condition and what became of monitoring."""
    words = {"restart": "first round of part 3 less last of part 2", "parts": "part 3 less part 2"}
    rows = tuple(
        (condition(row["condition"]), row["third"], words[row["measure"]], _mean(row))
        for _, row in frame.iterrows()
    )
    note = (
        "Dark has nothing to remove: it shows the pure restart, the benchmark. Student's intervals"
        " of few groups can reach beyond what is possible."
    )
    head = ("condition", "part 3", "change, pp", "mean (sd) [interval], groups")
    return Table("E5: restart and withdrawal", head, rows, note)


def beliefs(frame: pd.DataFrame) -> Table:
    """Set belief errors by condition and question."""
    rows = [
        (condition(str(name)), str(question), *(_mean(row) for _, row in part.iterrows()))
        for (name, question), part in frame.groupby(["condition", "question"], sort=False)
    ]
    head = ("condition", "belief about", "signed error, pp", "absolute error, pp")
    note = "Belief less truth, averaged within groups; a positive signed error is optimism."
    return Table("Belief accuracy in parts 2 and 3", head, tuple(rows), note)


def balance(found: Balance) -> Table:
    """Set part-1 means by condition with the joint test."""
    rows = tuple((condition(row["condition"]), _mean(row)) for _, row in found.means.iterrows())
    joint = found.joint
    note = "The joint test cannot be computed."
    if joint is not None:
        note = (
            f"Joint randomisation test over all conditions: p {p_value(joint.p)}"
            f" ({count(joint.n_distinct)} assignments, {count(joint.n_used)} used)."
        )
    return Table("Part 1, before treatment", ("condition", "mean contribution"), rows, note)


def groups(frame: pd.DataFrame) -> Table:
    """Set the groups' progress by condition."""
    head = ("condition", "formed", "all rounds settled", "unfinished", "with automatic choices",
            "automatic choices")  # fmt: skip
    return Table("Groups by condition", head, texts(frame, {"condition": condition}))


def blocks(frame: pd.DataFrame) -> Table:
    """Set the schedule's blocks that were begun."""
    rows = tuple(
        (
            str(row["block"] + 1),
            f"{row['filled']} of {row['size']}",
            "yes" if row["whole"] else "no",
        )
        for _, row in frame.iterrows()
    )
    return Table("Blocks of the schedule", ("block", "slots filled", "whole"), rows)


def answers(frame: pd.DataFrame) -> Table:
    """Set how many understood each question at once."""
    rows = tuple(
        (str(row["part"]), row["question"].replace("_", " "), str(row["n"]),
         f"{number(100 * row['right'])} %")
        for _, row in frame.iterrows()
    )  # fmt: skip
    return Table("Right at the first sheet", ("part", "question", "members", "right"), rows)


def seconds(frame: pd.DataFrame) -> Table:
    """Set how long members took."""
    rows = tuple(
        (f"{row['part']:g}", f"{row['n']:,.0f}", number(row["median"]), number(row["p90"]))
        for _, row in frame.iterrows()
    )
    head = ("part", "decisions", "median, s", "90th percentile, s")
    return Table("Seconds from screen to decision", head, rows)


def texts(frame: pd.DataFrame, words: dict[str, object]) -> tuple[tuple[str, ...], ...]:
    """Write a frame's cells as text; columns named in `words` hold conditions."""

    def text(column: str, value: object) -> str:
        if column in words:
            return condition(str(value))
        return f"{value:,}" if isinstance(value, int | np.integer) else str(value)

    columns: Sequence[str] = list(frame.columns)
    rows = frame.itertuples(index=False)
    return tuple(tuple(text(c, v) for c, v in zip(columns, row, strict=True)) for row in rows)
