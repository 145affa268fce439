"""What does a simulated member make of what others say or show before it decides?

Pledges are learned as contributions once seen are, when they are made. What a leader gave is known
while the others decide. A research result changes what a point is expected to return, and
contributions in proportion, so that news that is right on average changes nothing on average.
A minimum is kept where breaking it costs more than it saves.
These reactions are ours; the weights of learning are the Strategy's own.
"""

from dataclasses import dataclass

from design.game import POINT, Game
from design.messages import Message
from design.occasions import HIDDEN
from design.strategies import Strategy
from design.thinking import Row, learn

PLEDGED = ("pledge.made", "pledge.made_position")
FOUND = ("research.public", "research.private")
BINDING = ("vote.minimum", "decree.minimum")


@dataclass(frozen=True)
class Said:
    """The pledges that were learned last, as they were shown, and the latest research result."""

    pledges: tuple[str, ...] = ()
    found: Message | None = None


def hear(
    strategy: Strategy, beliefs: Row, said: Said, told: tuple[Message, ...], game: Game
) -> tuple[Row, Said]:
    """Return beliefs after new pledges, and what is said by now; old pledges teach nothing new."""
    made = next((dict(one.values)["points"] for one in told if one.key in PLEDGED), ())
    found = next((one for one in reversed(told) if one.key in FOUND), said.found)
    if not isinstance(made, tuple) or not made or made == said.pledges:
        return beliefs, Said(said.pledges, found)
    news = [HIDDEN] * game.members
    for each in made:
        seat, points = each.split("\u00a0")
        news[game.seats.index(seat)] = int(points) * POINT
    return learn(strategy, beliefs, tuple(news)), Said(made, found)


def led(beliefs: Row, told: tuple[Message, ...], game: Game) -> Row:
    """Return beliefs in which a leader's contribution of the open round is what it was."""
    known = list(beliefs)
    for one in told:
        if one.key == "leader.gave":
            values = dict(one.values)
            known[game.seats.index(str(values["seat"]))] = int(str(values["given"])) * POINT
    return tuple(known)


def complied(given: int, told: tuple[Message, ...], game: Game) -> int:
    """Return what is given, or the minimum where giving less costs more than it saves."""
    saved = 1 - game.mpcr[0] / POINT
    for one in told:
        values = {name: value for name, value in one.values if isinstance(value, int)}
        ordered = one.key == "decree.minimum"
        least = values["points" if ordered else "minimum"] if one.key.startswith(BINDING) else 0
        least = min(least, game.endowments[0])
        fine = least - given if ordered else values.get("fine", 0)
        if given < least and fine > saved * (least - given):
            given = least
    return given


def promise(said: Said, game: Game) -> float:
    """Return the return that the latest research result lets expect, as a share of the mean."""
    if said.found is None:
        return 1.0
    values = dict(said.found.values)
    named, right = float(str(values["found"])), float(str(values["percent"])) / 100
    mean = game.mpcr[0] / POINT
    return (right * named + (1 - right) * (2 * mean - named)) / mean
