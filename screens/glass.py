"""How is it drawn who sees whom, with the glass between the halves of a group, if there is one?"""

from dataclasses import dataclass, replace
from math import cos, hypot, pi, sin

from design.messages import Message
from design.view import View

WIDTH, ROW, RADIUS, ASIDE, LABEL = 280, 104, 22, 5, 46
SHOWN = ("link.outputs", "link.reports", "link.told")
"""Sights of a number that may be another than what was given."""

DRAWN = ("link.sees", "link.sees_nobody", "link.may", *SHOWN)
ROUND = 82
"""Radius of the circle on which more than four members stand."""

CROWD, WIDER, NARROWER = 7, 64, 4
"""From so many members on, the picture is so much wider, and two opposite arrows are one line.

Its circle keeps so much more from the sides, where "you" may stand then.
"""


@dataclass(frozen=True)
class Node:
    """A member's circle; "you" is written beside it, away from the others."""

    name: str
    x: float
    y: float
    own: bool
    you: tuple[float, float]


@dataclass(frozen=True)
class Arrow:
    """From a member that sees to the member that is seen; or both ways, one line for two sights."""

    x1: float
    y1: float
    x2: float
    y2: float
    both: bool = False


@dataclass(frozen=True)
class Glass:
    """The whole picture, in the units of its viewBox.

    The wall stands where nobody sees anybody on its own side. The caption is the key of what an
    arrow means. The picture is whole where it says all that the messages say.
    """

    width: int
    height: int
    radius: int
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    wall: bool
    caption: str
    whole: bool


def sights(links: tuple[Message, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read off the messages which seats each seat sees."""
    told = [dict(link.values) for link in links if link.key in DRAWN]
    return tuple((str(values["seat"]), tuple(values.get("seats", ()))) for values in told)


def glass(view: View) -> Glass:
    """Place four members on two sides, and more of them on a circle."""
    seen = sights(view.links)
    wider = WIDER if len(seen) >= CROWD else 0
    places = _sides(len(seen)) if len(seen) <= 4 else _circle(len(seen), wider)
    nodes = tuple(
        Node(name, x, y, name == view.seat, (round(x + LABEL * out, 1), round(y + LABEL * up, 1)))
        for (name, _), (x, y, out, up) in zip(seen, places, strict=True)
    )
    at = {node.name: node for node in nodes}
    drawn = [(a, b) for a, subjects in seen for b in subjects]
    arrows = _merged(drawn, at) if wider else tuple(_arrow(at[a], at[b]) for a, b in drawn)
    within = any(at[a].x == at[b].x for a, subjects in seen for b in subjects)
    width = WIDTH + wider
    height = ROW * ((len(seen) + 1) // 2) if len(seen) <= 4 else width
    wall, keys = len(seen) <= 4 and not within, {link.key for link in view.links}
    return Glass(width, height, RADIUS, nodes, arrows, wall, _caption(keys), keys <= {*DRAWN})


def _caption(keys: set[str]) -> str:
    """Return the key of what an arrow means, by the keys of what is said of who sees whom."""
    if keys & {*SHOWN}:
        return "part.picture_shown"
    return "part.picture_may" if "link.may" in keys else "part.picture"


Place = tuple[float, float, float, float]


def _sides(members: int) -> tuple[Place, ...]:
    """Place the first half left of the glass and the second right of it, "you" farther out."""
    half = (members + 1) // 2
    return tuple(
        (
            70.0 if n < half else WIDTH - 70.0,
            ROW / 2 + ROW * (n % half),
            -1.0 if n < half else 1.0,
            0.0,
        )
        for n in range(members)
    )


def _circle(members: int, wider: int) -> tuple[Place, ...]:
    """Place members evenly on a circle, the first at the top, "you" farther out."""
    turns = [2 * pi * n / members for n in range(members)]
    middle, radius = (WIDTH + wider) / 2, ROUND + max(0, wider / 2 - NARROWER)
    return tuple(
        (round(middle + radius * sin(t), 1), round(middle - radius * cos(t), 1), sin(t), -cos(t))
        for t in turns
    )


def _merged(drawn: list[tuple[str, str]], at: dict[str, Node]) -> tuple[Arrow, ...]:
    """Draw two opposite sights as one line with two heads."""
    both = {(a, b) for a, b in drawn if (b, a) in drawn}
    return tuple(
        replace(_arrow(at[a], at[b], aside=0), both=(a, b) in both)
        for a, b in drawn
        if (a, b) not in both or a < b
    )


def _arrow(seer: Node, seen: Node, *, aside: int = ASIDE) -> Arrow:
    """Run from rim to rim, a little to the right, so that two opposite arrows stay apart."""
    dx, dy = seen.x - seer.x, seen.y - seer.y
    length = hypot(dx, dy)
    ux, uy = dx / length, dy / length
    sx, sy, gap = -uy * aside, ux * aside, RADIUS + 3
    return Arrow(
        round(seer.x + ux * gap + sx, 1),
        round(seer.y + uy * gap + sy, 1),
        round(seen.x - ux * gap + sx, 1),
        round(seen.y - uy * gap + sy, 1),
    )
