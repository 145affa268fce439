"""How is an estimand shown: dots of groups, curves of survival, a dose-response, or intervals?

Draws what `measure` returned and computes nothing but what `estimators` and `intervals` compute.
"""

import re
from collections.abc import Callable
from itertools import cycle
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.estimands.definition import Definition
from analysis.estimators.survival import kaplan_meier
from analysis.reporting.drawing import INK, Picture, colour, colours, picture
from analysis.reporting.intervals import t_interval
from analysis.reporting.words import condition, number

WIDTH = 9.6

STYLES = ("-", "--", "-.", (0, (1, 1)), (0, (5, 1)), (0, (3, 1, 1, 1)))
"""Dashes of successive curves: steps that coincide hide each other otherwise."""

ALONG = {"prices": "price of a look, points", "rounds": "first rounds averaged"}
"""Pictures of a number at successive places, and what these are."""


def drawn(definition: Definition, measured: pd.DataFrame) -> Picture:
    """Draw an estimand's values by its own kind of picture.

    Raises
    ------
    ValueError
        If there is no value to draw.
    """
    known = measured[measured["value"].notna()]
    if known.empty:
        raise ValueError(f"{definition.name} has no value to draw")
    draw, words = KINDS[definition.picture](known, definition.unit)
    title = f"{definition.id} {definition.name.replace('_', ' ')}: {definition.unit}"
    rows = 6 if definition.picture in ALONG else max(known["condition"].nunique(), 2)
    return picture(f"estimand-{definition.name}", title, words, draw, (WIDTH, 1.2 + 0.45 * rows))


Drawing = tuple[Callable[[Figure], None], str]


def _dots(known: pd.DataFrame, unit: str) -> Drawing:
    """Draw one dot per group with the mean over groups and its interval, by condition."""
    names = list(dict.fromkeys(known["condition"]))
    values = known.groupby(["condition", "slot"], sort=False)["value"].mean()
    means = {name: t_interval(values.loc[name]) for name in names}
    inks = colours(names)

    def draw(figure: Figure) -> None:
        axis = figure.subplots()
        for place, name in enumerate(names):
            dots = np.sort(values.loc[name].to_numpy())
            shift = np.linspace(-0.2, 0.2, len(dots)) if len(dots) > 1 else np.zeros(len(dots))
            axis.plot(dots, place + shift, "o", color=inks[name], alpha=0.45, markersize=4)
            found = means[name]
            axis.plot([found.low, found.high], [place, place], color=inks[name], linewidth=2.4)
            axis.plot(found.mean, place, "D", color=inks[name], markeredgecolor="white")
        _rows(axis, names)
        axis.set_xlabel(f"{unit}; a dot is a group, a diamond the mean with its 95 % interval")

    told = [f"{condition(n)} {number(m.mean, 2)} ({m.n} groups)" for n, m in means.items()]
    return draw, "Means over groups: " + "; ".join(told) + "."


def _survival(known: pd.DataFrame, _: str) -> Drawing:
    """Draw the share of groups still standing after every round, by condition."""
    names = list(dict.fromkeys(known["condition"]))
    spells = {name: known[known["condition"] == name] for name in names}
    inks = colours(names)

    def draw(figure: Figure) -> None:
        axis = figure.subplots()
        for (name, rows), style in zip(spells.items(), cycle(STYLES), strict=False):
            curve = kaplan_meier(rows["value"], rows["event"].astype(bool))
            times = np.concatenate([[0.0], curve.times, [float(rows["value"].max())]])
            shares = np.concatenate([[1.0], curve.survival])
            steps = np.append(shares, shares[-1])
            told = f"{condition(name)} ({len(rows)} groups)"
            axis.step(times, 100 * steps, where="post", color=inks[name], ls=style, label=told)
        axis.set_ylim(0, 102)
        axis.set_xlabel("round of the part")
        axis.set_ylabel("% of groups standing")
        axis.legend(frameon=False, fontsize=7.5)

    fell = {name: int(rows["event"].astype(bool).sum()) for name, rows in spells.items()}
    told = [f"{condition(name)} {n} of {len(spells[name])}" for name, n in fell.items()]
    return draw, "Groups that fell: " + "; ".join(told) + "."


def _intervals(known: pd.DataFrame, unit: str) -> Drawing:
    """Draw a number of the sample with its interval, one row each."""
    names = list(known["condition"])

    def draw(figure: Figure) -> None:
        axis = figure.subplots()
        for place, (_, row) in enumerate(known.iterrows()):
            ink = colour(str(row["condition"]))
            axis.plot([row["low"], row["high"]], [place, place], color=ink, linewidth=2.0)
            axis.plot(row["value"], place, "D", color=ink, markeredgecolor="white")
        _rows(axis, names)
        axis.set_xlabel(f"{unit}; 95 % intervals")

    return draw, _values(known)


def _values(known: pd.DataFrame) -> str:
    """Say every number with its interval and groups."""
    told = [
        f"{condition(str(row['condition']))} {number(row['value'], 2)}"
        f" ({number(row['low'], 2)} to {number(row['high'], 2)}, {row['n_groups']} groups)"
        for _, row in known.iterrows()
    ]
    return "Values with 95 % intervals: " + "; ".join(told) + "."


STEP = re.compile(r"^(?P<series>.*?)(?: at|, first) (?P<place>[\d.]+)")


def _steps(along: str) -> Callable[[pd.DataFrame, str], Drawing]:
    """Draw a number of the sample at successive prices, or over more and more rounds."""

    def drawing(known: pd.DataFrame, unit: str) -> Drawing:
        parts = known["condition"].astype(str).str.extract(STEP)
        rows = known.assign(series=parts["series"], place=parts["place"].astype(float))

        def draw(figure: Figure) -> None:
            axis = figure.subplots()
            for k, (name, line) in enumerate(rows.groupby("series", sort=False)):
                reach = [line["value"] - line["low"], line["high"] - line["value"]]
                axis.errorbar(
                    line["place"] + 0.03 * k, line["value"], yerr=np.nan_to_num(reach),
                    color=f"C{k}", marker="o", markersize=4, capsize=2, label=condition(str(name)),
                )  # fmt: skip
            axis.axhline(0, color=INK, linewidth=0.8)
            axis.set_xlabel(along)
            axis.set_ylabel(fill(unit, 30))
            axis.legend(frameon=False, fontsize=7.5)

        return draw, _values(known)

    return drawing


def _nothing(known: pd.DataFrame, _: str) -> Drawing:
    raise ValueError("this estimand has no picture: no data of this project hold what it needs")


def _rows(axis: Axes, names: list[str]) -> None:
    axis.set_yticks(range(len(names)), [condition(name) for name in names])
    axis.set_ylim(len(names) - 0.4, -0.6)
    axis.axvline(0, color=INK, linewidth=0.8)
    axis.grid(visible=False, axis="y")


KINDS: dict[str, Callable[[pd.DataFrame, str], Drawing]] = {
    "dots": _dots,
    "survival": _survival,
    "intervals": _intervals,
    **{name: _steps(along) for name, along in ALONG.items()},
    "none": _nothing,
}
"""How each kind of picture is drawn."""
