"""Which pictures show the estimates, the flow of participants and the quiz?"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.estimate import Estimate
from analysis.reporting.drawing import FAINT, INK, Picture, picture
from analysis.reporting.words import condition, interval, number, p_value, short, signed

OUTCOMES = {
    "mean": "mean contribution",
    "slope": "decay (slope × span)",
    "decay": "decay (slope × span)",
}
WIDEST = 100.0
MARKS = {True: ("o", "#0072B2"), False: ("s", FAINT)}


def forest(estimates: Sequence[Estimate], title: str, name: str) -> Picture:
    """Draw estimates with their intervals; unadjusted ones stand grey below the headline.

    Parameters
    ----------
    estimates : in the order of the Plan, headline first within each estimand
    """
    known = [one for one in estimates if one.known and np.isfinite([one.low, one.high]).all()]
    headline = known[0].estimator if known else ""

    def draw(figure: Figure) -> None:
        axis = figure.subplots()
        place, labels, last = 0.0, [], ""
        for one in known:
            place += 0.45 if one.estimand == last else 1.0
            first = one.estimand != last
            last = one.estimand
            _estimate(axis, one, place, first and one.estimator == headline)
            if first:
                labels.append((place, f"{short(one.contrast)}: {OUTCOMES[one.outcome]}"))
        axis.axvline(0, color=INK, linewidth=0.9)
        axis.set_yticks([p for p, _ in labels], [text for _, text in labels])
        axis.set_ylim(place + 0.8, 0.2)
        axis.set_xlabel("percentage points of the endowment, 95 % interval")
        axis.grid(visible=False, axis="y")
        axis.margins(x=0.12)
        _clipped(axis)

    words = "; ".join(
        f"{short(one.contrast)}, {OUTCOMES[one.outcome]}: {signed(one.estimate)}"
        f" ({interval(one.low, one.high)})"
        for one in known
        if one.estimator == headline
    )
    rows = len({one.estimand for one in known}) + 0.45 * (len(known) - 1)
    return picture(name, title, f"Estimates: {words}.", draw, (9.6, 1.0 + 0.36 * rows))


def _clipped(axis: Axes) -> None:
    """End the scale where no difference of contributions can lie, so that others can be read."""
    low, high = axis.get_xlim()
    if low < -WIDEST or high > WIDEST:
        axis.set_xlim(max(low, -WIDEST), min(high, WIDEST))
        axis.set_xlabel(f"{axis.get_xlabel()}; lines that reach the edge go beyond it")


def _estimate(axis: Axes, one: Estimate, place: float, prominent: bool) -> None:
    mark, ink = MARKS[prominent]
    axis.plot([one.low, one.high], [place, place], color=ink, linewidth=2.2 if prominent else 1.2)
    axis.plot(one.estimate, place, mark, color=ink, markersize=6 if prominent else 4)
    if prominent:
        adjusted = "" if np.isnan(one.p_holm) else f", Holm p {p_value(one.p_holm)}"
        axis.annotate(
            f"{signed(one.estimate)}   p {p_value(one.p)}{adjusted}",
            (1.01, place),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=8,
            annotation_clip=False,
        )


def flow(people: pd.DataFrame, groups: pd.DataFrame) -> Picture:
    """Draw the participants' way from the first screen to the groups of every condition.

    Parameters
    ----------
    people : step, n (see `flow.people`)
    groups : by condition formed, finished, unfinished, with_automatic (see `flow.groups`)
    """
    n = dict(zip(people["step"], people["n"], strict=True))
    formed = int(groups["formed"].sum())
    steps = [
        f"places opened: {n['places opened']}",
        f"consented: {n['consented']}",
        f"passed the quiz: {n['passed the quiz']}",
        f"seated: {n['seated in a group']} in {formed} groups",
    ]
    asides = [
        f"declined: {n['declined']}; did not begin:"
        f" {n['places opened'] - n['consented'] - n['declined']}",
        f"did not pass the quiz: {n['consented'] - n['passed the quiz']}",
        f"no group: {n['passed the quiz'] - n['seated in a group']}"
        f" (of them left over after the stated wait: {n['left over without a group']};"
        f" left the waiting room before: {n['left the waiting room']})",
    ]
    arms = [
        f"{condition(row['condition'])}\n{row['formed']} formed\n{row['finished']} all settled\n"
        f"{row['unfinished']} unfinished\n{row['with_automatic']} with\nautomatic choices"
        for _, row in groups.iterrows()
    ]

    def draw(figure: Figure) -> None:
        axis = figure.subplots()
        axis.axis("off")
        heights = np.arange(len(steps))[::-1] + 2.0
        for text, y in zip(steps, heights, strict=True):
            _box(axis, 0.3, y, text)
        for (above, below), text in zip(pairwise(heights), asides, strict=True):
            _arrow(axis, (0.3, above - 0.3), (0.3, below + 0.3))
            _arrow(axis, (0.3, (above + below) / 2), (0.5, (above + below) / 2))
            axis.text(0.51, (above + below) / 2, text, va="center", fontsize=8.5)
        for x, text in zip((np.arange(len(arms)) + 0.5) / len(arms), arms, strict=True):
            _arrow(axis, (0.3, heights[-1] - 0.3), (float(x), 0.85))
            _box(axis, float(x), 0.0, text)
        axis.set_xlim(0, 1)
        axis.set_ylim(-1.0, heights[0] + 0.5)

    told = [text.replace("with\n", "with ").replace("\n", ", ") for text in arms]
    words = "; ".join(steps) + ". Not going on: " + "; ".join(asides) + ". " + "; ".join(told) + "."
    return picture("flow", "Flow of participants", words, draw, (9.6, 4.6))


def _arrow(axis: Axes, since: tuple[float, float], to: tuple[float, float]) -> None:
    style = {"arrowstyle": "->", "color": FAINT, "shrinkA": 0, "shrinkB": 0}
    axis.annotate("", to, since, arrowprops=style)


def _box(axis: Axes, x: float, y: float, text: str) -> None:
    frame = {"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": INK}
    axis.text(x, y, text, ha="center", va="center", fontsize=8.5, bbox=frame)


def quiz(attempts: pd.DataFrame) -> Picture:
    """Draw how many members needed how many answer sheets, by part.

    Parameters
    ----------
    attempts : part, attempt, n (see `flow.attempts`)
    """
    parts = sorted(attempts["part"].unique())

    def draw(figure: Figure) -> None:
        grid = figure.subplots(1, max(len(parts), 1), sharey=True, squeeze=False)[0]
        for axis, part in zip(grid, parts, strict=False):
            rows = attempts[attempts["part"] == part]
            axis.bar(rows["attempt"], rows["n"], color="#0072B2", width=0.7)
            most = int(attempts["attempt"].max())
            axis.set_xticks(range(1, most + 1))
            axis.set_xlim(0.4, most + 0.6)
            axis.set_title(f"questions of part {part}")
            axis.set_xlabel("answer sheets handed in")
            axis.grid(visible=False, axis="x")
        grid[0].set_ylabel("members")

    words = "; ".join(
        f"part {part}: {number(100 * _first(attempts, part))} % right at the first sheet"
        for part in parts
    )
    return picture("quiz", "Attempts at the comprehension questions", f"{words}.", draw, (9.6, 2.4))


def _first(attempts: pd.DataFrame, part: int) -> float:
    rows = attempts[attempts["part"] == part]
    return float(rows.loc[rows["attempt"] == 1, "n"].sum() / rows["n"].sum())
