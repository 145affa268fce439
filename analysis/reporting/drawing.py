"""How does a figure become an SVG that is the same every time, prints well and can be heard?

Text is drawn as paths, so no font is needed; identifiers carry the figure's name, so that many
figures can stand in one page; a title and a description say in words what is to be seen.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

PERCENT = "contribution, % of endowment"

INK, FAINT, PALE, GRID = "#222222", "#8a8a8a", "#c4c4c4", "#e4e4e4"

COLOURS = {
    "dark": "#222222",
    "one_way": "#0072B2",
    "two_way": "#D55E00",
    "dark_earnings": "#009E73",
    "open": "#AA4488",
    "one_way_earnings": "#56B4E9",
    "two_way_earnings": "#E69F00",
}
"""Okabe and Ito's palette (one purple darkened): distinct with every kind of colour vision."""

FURTHER = ("#7a3e6d", "#5f6b2f", "#8c5a2b", "#4a4a8a", "#a03535", "#3d6f78")
"""More colours, for pictures of more conditions than the palette has."""

STYLE: dict[str, Any] = {
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "lines.linewidth": 1.6,
    "figure.facecolor": "white",
}


@dataclass(frozen=True)
class Sketch:
    """What draws a figure, and its width and height in inches."""

    draw: Callable[[Figure], None]
    size: tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """A finished figure.

    Attributes
    ----------
    name, title : str
        Key within a report, and what it shows.
    alternative : str
        What is to be seen, in words and numbers.
    svg : str
        The figure as an SVG element.
    sketch : Sketch or None
        How to draw it again in another form.
    """

    name: str
    title: str
    alternative: str
    svg: str
    sketch: Sketch | None = field(default=None, repr=False, compare=False)


def colour(condition: str) -> str:
    """Return a condition's colour, grey where it has none of its own."""
    return COLOURS.get(condition, FAINT)


def colours(names: Iterable[str]) -> dict[str, str]:
    """Return a colour for every condition of a picture: its own, or one that no other has."""
    listed = list(dict.fromkeys(names))
    free = [ink for name, ink in COLOURS.items() if name not in listed]
    spare = iter([*free, *FURTHER])
    return {name: COLOURS.get(name) or next(spare, FAINT) for name in listed}


@contextmanager
def styled() -> Iterator[None]:
    """Draw in the house style, whatever the analyst's own settings are."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: Any = matplotlib.rcParams
        settings.update(STYLE)
        yield


def picture(
    name: str,
    title: str,
    alternative: str,
    draw: Callable[[Figure], None],
    size: tuple[float, float],
) -> Picture:
    """Draw a figure of some inches and return it with its words."""
    with styled():
        matplotlib.rcParams["svg.hashsalt"] = name
        figure = Figure(figsize=size, layout="constrained")
        draw(figure)
        text = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(text, format="svg", metadata=nothing)
    element = _inline(text.getvalue(), name, title, alternative)
    return Picture(name, title, alternative, element, Sketch(draw, size))


def as_pdf(shown: Picture) -> bytes:
    """Draw a picture again as a page of PDF that is the same every time."""
    if shown.sketch is None:
        raise ValueError(f"picture {shown.name!r} was read, not drawn; it has no sketch")
    with styled():
        matplotlib.rcParams["pdf.fonttype"] = 42
        figure = Figure(figsize=shown.sketch.size, layout="constrained")
        shown.sketch.draw(figure)
        page = io.BytesIO()
        nothing = dict.fromkeys(("CreationDate", "Creator", "Producer"))
        figure.savefig(page, format="pdf", metadata=nothing)
    return page.getvalue()


def _inline(svg: str, name: str, title: str, alternative: str) -> str:
    """Turn a stand-alone SVG into an element of a page."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", body)
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.S)
    labels = f'role="img" aria-labelledby="{name}-title {name}-words"'
    head = (
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-words">{escape(alternative)}</desc>'
    )
    return re.sub(r"<svg\b([^>]*)>", rf"<svg\1 {labels}>{head}", body, count=1)


def rows_of_panels(count: int, columns: int = 3) -> int:
    """Return how many rows so many panels fill."""
    return -(-count // columns)


def panels(figure: Figure, count: int, columns: int = 3) -> list[Axes]:
    """Return as many axes as asked, sharing both scales, unused ones hidden."""
    grid = figure.subplots(
        rows_of_panels(count, columns), columns, sharex=True, sharey=True, squeeze=False
    ).ravel()
    for axis in grid[count:]:
        axis.set_visible(False)
    for position, axis in enumerate(grid[:count]):
        if position % columns == 0:
            axis.set_ylabel(PERCENT)
        if position >= count - columns:
            axis.set_xlabel("round")
            axis.tick_params(labelbottom=True)
    return list(grid[:count])


def spread(heights: list[float], gap: float) -> list[float]:
    """Move labels apart to at least a gap, keeping their order and staying near their places."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = [heights[i] for i in order]
    for _ in range(100):
        for low in range(len(placed) - 1):
            lack = gap - (placed[low + 1] - placed[low])
            if lack > 1e-9:
                placed[low] -= lack / 2
                placed[low + 1] += lack / 2
    result = [0.0] * len(heights)
    for place, index in zip(placed, order, strict=True):
        result[index] = place
    return result
