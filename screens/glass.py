"""How is it drawn who sees whom, with the glass between the two halves of a group?"""

from dataclasses import dataclass
from math import hypot

from design.messages import Message
from design.view import View

WIDTH, ROW, RADIUS, ASIDE = 280, 104, 22, 5


@dataclass(frozen=True)
class Node:
    """A member's circle."""

    name: str
    x: float
    y: float
    own: bool


@dataclass(frozen=True)
class Arrow:
    """From a member that sees to the member that is seen."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Glass:
    """The whole picture, in the units of its viewBox."""

    width: int
    height: int
    radius: int
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


def sights(links: tuple[Message, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read off the messages which seats each seat sees."""
    told = [dict(link.values) for link in links]
    return tuple((str(values["seat"]), tuple(values.get("seats", ()))) for values in told)


def glass(view: View) -> Glass:
    """Place the first half of the seats left of the glass and the second half right of it."""
    seen = sights(view.links)
    half = (len(seen) + 1) // 2
    nodes = tuple(
        Node(
            name,
            70.0 if place < half else WIDTH - 70.0,
            ROW / 2 + ROW * (place % half),
            name == view.seat,
        )
        for place, (name, _) in enumerate(seen)
    )
    at = {node.name: node for node in nodes}
    arrows = tuple(_arrow(at[a], at[b]) for a, subjects in seen for b in subjects)
    return Glass(WIDTH, ROW * half, RADIUS, nodes, arrows)


def _arrow(seer: Node, seen: Node) -> Arrow:
    """Run from rim to rim, a little to the right, so that two opposite arrows stay apart."""
    dx, dy = seen.x - seer.x, seen.y - seer.y
    length = hypot(dx, dy)
    ux, uy = dx / length, dy / length
    sx, sy, gap = -uy * ASIDE, ux * ASIDE, RADIUS + 3
    return Arrow(
        round(seer.x + ux * gap + sx, 1),
        round(seer.y + uy * gap + sy, 1),
        round(seen.x - ux * gap + sx, 1),
        round(seen.y - uy * gap + sy, 1),
    )
