"""Which pictures show what groups did, and what the estimates are?

Every function takes prepared frames (see `descriptives.py`, `accuracy.py`, `flow.py`) and returns
a Picture; none computes a statistic. Intervals are 95 % over groups.
"""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.reporting.drawing import (
    FAINT,
    INK,
    PALE,
    Picture,
    colour,
    colours,
    panels,
    picture,
    rows_of_panels,
    spread,
)
from analysis.reporting.words import condition, number, signed


def contribution_paths(means: pd.DataFrame, ends: Sequence[int]) -> Picture:
    """Draw the mean path of every condition with its interval; lines stand where parts end.

    Parameters
    ----------
    means : condition, round, n, mean, low, high
    ends : last round of every part but the last
    """
    names = list(dict.fromkeys(means["condition"]))
    inks, n = colours(names), means.groupby("condition")["n"].max()

    def draw(figure: Figure) -> None:
        axes = panels(figure, len(names) + 1)
        for name, axis in zip(names, axes, strict=False):
            for other in names:
                _line(axis, means[means["condition"] == other], PALE, 0.9)
            _banded(axis, means[means["condition"] == name], inks[name])
            axis.set_title(f"{condition(name)} ({n[name]} groups)", color=inks[name])
        axes[-1].set_title("all conditions")
        for name in names:
            _line(axes[-1], means[means["condition"] == name], inks[name], 1.6)
        _label_ends(axes[-1], [(means[means["condition"] == name], name) for name in names])
        for axis in axes:
            _parts(axis, ends)

    return picture(
        "paths",
        "Mean contribution by round and condition",
        _ends_in_words(means, "condition", names),
        draw,
        (9.6, 2.5 * rows_of_panels(len(names) + 1)),
    )


def _line(axis: Axes, rows: pd.DataFrame, ink: str, width: float, style: str = "-") -> None:
    axis.plot(rows["round"], rows["mean"], color=ink, linewidth=width, linestyle=style)


def _banded(axis: Axes, rows: pd.DataFrame, ink: str, style: str = "-") -> None:
    low, high = rows["low"].clip(lower=-100), rows["high"].clip(upper=200)
    axis.fill_between(rows["round"], low, high, color=ink, alpha=0.15, linewidth=0)
    _line(axis, rows, ink, 1.8, style)


def _parts(axis: Axes, ends: Sequence[int]) -> None:
    for end in ends:
        axis.axvline(end + 0.5, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
    axis.set_ylim(0, 100)
    axis.set_yticks(range(0, 101, 25))
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))


def _label_ends(axis: Axes, lines: list[tuple[pd.DataFrame, str]]) -> None:
    """Write each line's name at its last point, moved apart where they would touch."""
    known = [(rows[rows["mean"].notna()], name) for rows, name in lines]
    last = [(rows.iloc[-1], name) for rows, name in known if len(rows)]
    edge = max((float(row["round"]) for row, _ in last), default=0.0)
    heights = spread([float(row["mean"]) for row, _ in last], 7.5)
    inks = colours(name for _, name in lines)
    for (_, name), height in zip(last, heights, strict=True):
        axis.annotate(
            condition(name),
            (edge, height),
            xytext=(4, 0),
            textcoords="offset points",
            color=inks[name],
            va="center",
            fontsize=7.5,
            annotation_clip=False,
        )


def _ends_in_words(means: pd.DataFrame, column: str, names: list[str]) -> str:
    parts = []
    for name in names:
        rows = means[(means[column] == name) & means["mean"].notna()]
        if len(rows):
            first, last = rows.iloc[0], rows.iloc[-1]
            parts.append(
                f"{_arm(name)} from {number(first['mean'])} % in round {first['round']:g}"
                f" to {number(last['mean'])} % in round {last['round']:g}"
            )
    return "Mean contributions: " + "; ".join(parts) + "."


def _arm(name: str) -> str:
    """Name a condition, or a condition and what became of its monitoring."""
    first, *rest = name.split(", ")
    return ", ".join([condition(first), *rest])


def positions(means: pd.DataFrame, ends: Sequence[int]) -> Picture:
    """Draw seat-matched paths: those who see, and those who are seen, against dark.

    Parameters
    ----------
    means : arm ("C1 (A, B)", ...), round, mean, low, high
    """
    compared = (
        ("Seats A and B: seeing (C1) against dark (C0)", "C1 (A, B)", "C0 (A, B)"),
        ("Seats C and D: being seen (C2) against dark (C0)", "C2 (C, D)", "C0 (C, D)"),
    )

    def draw(figure: Figure) -> None:
        for axis, (title, treated, plain) in zip(panels(figure, 2, 2), compared, strict=True):
            _banded(axis, means[means["arm"] == plain], colour("dark"), "--")
            _banded(axis, means[means["arm"] == treated], colour("one_way"))
            _key(axis, [(treated[:2], colour("one_way"), "-"), ("C0", colour("dark"), "--")])
            axis.set_title(title)
            _parts(axis, ends)

    words = _ends_in_words(means, "arm", list(dict.fromkeys(means["arm"])))
    return picture("positions", "Seat-matched paths of C0, C1 and C2", words, draw, (9.6, 3.1))


def _key(axis: Axes, lines: list[tuple[str, str, str]]) -> None:
    for name, ink, style in lines:
        axis.plot([], [], color=ink, linestyle=style, label=name)
    axis.legend(frameon=False, fontsize=7.5, loc="upper right", ncols=len(lines), borderpad=0)


def withdrawal(means: pd.DataFrame, ends: Sequence[int], since: int) -> Picture:
    """Draw the end of part 2 and part 3 of every condition, kept against removed.

    Parameters
    ----------
    means : arm ("one_way, kept", ...), round, n, mean, low, high
    since : first round to show
    """
    shown = means[means["round"] >= since]
    names = list(dict.fromkeys(arm.split(", ")[0] for arm in means["arm"]))
    inks, n = colours(names), shown.groupby("arm")["n"].max()

    def draw(figure: Figure) -> None:
        for axis, name in zip(panels(figure, len(names)), names, strict=True):
            _banded(axis, shown[shown["arm"] == f"{name}, removed"], FAINT, "--")
            _banded(axis, shown[shown["arm"] == f"{name}, kept"], inks[name])
            gone = "dark again" if name == "dark" else "removed"
            kept, gone = f"kept ({n[f'{name}, kept']})", f"{gone} ({n[f'{name}, removed']})"
            _key(axis, [(kept, inks[name], "-"), (gone, FAINT, "--")])
            axis.set_title(condition(name), color=inks[name])
            _parts(axis, ends[1:])
            axis.set_xlim(since - 0.5, None)

    words = _ends_in_words(shown, "arm", list(dict.fromkeys(means["arm"])))
    title = "The restart: monitoring kept or removed after part 2 (number of groups)"
    return picture("withdrawal", title, words, draw, (9.6, 2.5 * rows_of_panels(len(names))))


def belief_accuracy(errors: pd.DataFrame) -> Picture:
    """Draw signed and absolute belief errors by round, one column of panels per condition.

    Parameters
    ----------
    errors : condition, question ("across", "partner"), round, error, mean, low, high
    """
    names = list(dict.fromkeys(errors["condition"]))
    inks = colours(names)

    def draw(figure: Figure) -> None:
        grid = figure.subplots(2, len(names), sharex=True, sharey="row", squeeze=False)
        for row, error in enumerate(("signed", "absolute")):
            for axis, name in zip(grid[row], names, strict=True):
                here = errors[(errors["condition"] == name) & (errors["error"] == error)]
                _banded(axis, here[here["question"] == "across"], inks[name])
                _line(axis, here[here["question"] == "partner"], inks[name], 1.3, ":")
                axis.axhline(0, color=INK, linewidth=0.8)
            grid[row][0].set_ylabel(f"{error} error,\npp of endowment")
        grid[1][0].set_ylim(bottom=0)
        for axis, name in zip(grid[0], names, strict=True):
            axis.set_title(condition(name), color=inks[name], fontsize=8)
        for axis in grid[1]:
            axis.set_xlabel("round")
        first = inks[names[0]]
        _key(grid[0][0], [("across", first, "-"), ("partner", first, ":")])

    words = "Belief errors by round, belief less truth; above zero is optimism. " + "; ".join(
        f"{condition(str(n))}, {q}: mean signed error {signed(float(part['mean'].mean()))} points"
        for (n, q), part in errors[errors["error"] == "signed"].groupby(
            ["condition", "question"], sort=False
        )
    )
    return picture("beliefs", "Belief accuracy by round", words + ".", draw, (9.6, 4.2))
