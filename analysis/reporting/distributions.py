"""Which pictures show how groups, and choices, are spread?"""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.reporting.drawing import INK, Picture, colours, panels, picture, rows_of_panels
from analysis.reporting.words import condition, number


def by_group(
    values: pd.DataFrame,
    means: pd.DataFrame,
    name: str,
    title: str,
    *,
    origin: float | None = None,
) -> Picture:
    """Draw one dot per group with the mean and its interval, by condition.

    Parameters
    ----------
    values : condition and one column `name` with a value per group
    means : condition, n, mean, low, high
    origin : where a line is drawn for comparison
    """
    names = list(means["condition"])
    inks = colours(names)

    def draw(figure: Figure) -> None:
        axis = figure.subplots()
        for place, (_, row) in enumerate(means.iterrows()):
            ink = inks[row["condition"]]
            dots = values[values["condition"] == row["condition"]][name].dropna().sort_values()
            shift = np.linspace(-0.22, 0.22, len(dots)) if len(dots) > 1 else np.zeros(len(dots))
            axis.plot(dots, place + shift, "o", color=ink, alpha=0.45, markersize=4)
            axis.plot([row["low"], row["high"]], [place, place], color=ink, linewidth=2.4)
            axis.plot(row["mean"], place, "D", color=ink, markersize=7, markeredgecolor="white")
        axis.set_yticks(range(len(names)), [condition(n) for n in names])
        axis.invert_yaxis()
        if origin is not None:
            axis.axvline(origin, color=INK, linewidth=0.8)
        axis.set_xlabel("% (points) of endowment; a dot is a group, a diamond the mean")
        axis.grid(visible=False, axis="y")

    words = "; ".join(
        f"{condition(row['condition'])} {number(row['mean'])}"
        f" ({number(row['low'])} to {number(row['high'])}, {row['n']} groups)"
        for _, row in means.iterrows()
    )
    return picture(f"by-group-{name}", title, f"Means with intervals: {words}.", draw, (9.6, 2.9))


def histogram(shares: pd.DataFrame) -> Picture:
    """Draw how often each contribution was made in part 2, by condition.

    Parameters
    ----------
    shares : condition, contribution (points), share (percent of decisions)
    """
    names = list(dict.fromkeys(shares["condition"]))
    inks = colours(names)

    def draw(figure: Figure) -> None:
        for axis, name in zip(panels(figure, len(names)), names, strict=True):
            rows = shares[shares["condition"] == name]
            axis.bar(rows["contribution"], rows["share"], color=inks[name], width=0.9)
            axis.set_title(condition(name), color=inks[name])
            axis.set_ylabel(axis.get_ylabel() and "% of decisions")
            axis.set_xlabel(axis.get_xlabel() and "contribution, points")

    ends = [shares["contribution"].min(), shares["contribution"].max()]
    words = "; ".join(
        f"{condition(str(n))}: {number(_share_of(part, ends[0]))} % gave nothing,"
        f" {number(_share_of(part, ends[1]))} % gave everything"
        for n, part in shares.groupby("condition", sort=False)
    )
    title = "How often each contribution was made in part 2"
    return picture("histogram", title, words + ".", draw, (9.6, 2.2 * rows_of_panels(len(names))))


def _share_of(rows: pd.DataFrame, contribution: float) -> float:
    return float(rows.loc[rows["contribution"] == contribution, "share"].sum())
