"""How is a specification curve drawn, with every cell to be seen?"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.reporting.drawing import FAINT, INK, PALE, Picture, picture
from analysis.reporting.words import interval, short, signed
from analysis.specification import CLUSTERS, COVARIATES, END_ROUNDS, ESTIMATORS, Cell, ordered

STRONG = "#0072B2"
REGISTERED = ("group", 0, "blocks and part 1", "group means, CR2")
CHOICES: tuple[tuple[str, str, Sequence[object]], ...] = (
    ("cluster", "clustered on", CLUSTERS),
    ("end", "last rounds left out", END_ROUNDS),
    ("covariate", "covariate", COVARIATES),
    ("estimator", "estimator", ESTIMATORS),
)


def specification_curve(
    cells: tuple[Cell, ...], name: str, title: str, *, registered: Cell | None = None
) -> Picture:
    """Draw estimates in order with their intervals above, and the choices of each below.

    Parameters
    ----------
    cells : all of a contrast; those without an estimate stand at the right, without a mark above
    registered : the cell whose estimate the line shows
    """
    shown = list(ordered(cells))

    def draw(figure: Figure) -> None:
        top, below = figure.subplots(2, 1, height_ratios=(1, 1.3), sharex=True)
        _estimates(top, shown, registered)
        _choices(below, shown)

    return picture(name, title, _words(shown), draw, (9.6, 6.4))


def curve_of(cells: tuple[Cell, ...], contrast: str) -> Picture:
    """Draw a contrast's curve with its registered specification as the line."""
    registered = next(
        cell
        for cell in cells
        if (cell.cluster, cell.end, cell.covariate, cell.estimator) == REGISTERED
    )
    title = f"Specification curve: {short(contrast)}, mean contribution"
    return specification_curve(cells, f"specification-{contrast}", title, registered=registered)


def _estimates(axis: Axes, shown: list[Cell], registered: Cell | None) -> None:
    for place, cell in enumerate(shown):
        if not np.isfinite(cell.estimate):
            continue
        ink = STRONG if cell.low > 0 or cell.high < 0 else FAINT
        axis.plot([place, place], [cell.low, cell.high], color=PALE, linewidth=1.0)
        axis.plot(place, cell.estimate, "o", color=ink, markersize=2.5)
    axis.axhline(0, color=INK, linewidth=0.8)
    if registered is not None and np.isfinite(registered.estimate):
        axis.axhline(registered.estimate, color=STRONG, linewidth=0.8, linestyle=(0, (4, 3)))
    axis.set_ylabel("pp of the endowment")


def _choices(axis: Axes, shown: list[Cell]) -> None:
    labels, height = [], 0.0
    for field, words, levels in CHOICES:
        for level in levels:
            at = [place for place, cell in enumerate(shown) if getattr(cell, field) == level]
            known = [place for place in at if np.isfinite(shown[place].estimate)]
            axis.plot(at, [height] * len(at), "|", color=PALE, markersize=4)
            axis.plot(known, [height] * len(known), "|", color=INK, markersize=4)
            labels.append((height, f"{words}: {level}"))
            height += 1.0
        height += 0.6
    axis.set_yticks([h for h, _ in labels], [text for _, text in labels], fontsize=7)
    axis.set_ylim(height, -1)
    axis.set_xlabel("specification; pale marks could not be estimated")
    axis.grid(visible=False, axis="x")


def _words(shown: list[Cell]) -> str:
    known = [cell for cell in shown if np.isfinite(cell.estimate)]
    lost = len(shown) - len(known)
    if not known:
        return f"None of {len(shown)} specifications could be estimated."
    away = sum(cell.low > 0 or cell.high < 0 for cell in known)
    middle = float(np.median([cell.estimate for cell in known]))
    return (
        f"{len(known)} specifications, {lost} more without an answer: estimates from"
        f" {interval(known[0].estimate, known[-1].estimate)} points, median {signed(middle)};"
        f" {away} intervals exclude zero."
    )
