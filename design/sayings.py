"""What does a simulated member make of what others say or show before it decides?

Pledges are learned as contributions once seen are, when they are made. What a leader gave is known
while the others decide. A research result changes what a point is expected to return, and
contributions in proportion, so that news that is right on average changes nothing on average.
A minimum is kept where breaking it costs more than it saves.
These reactions are ours; the weights of learning are the Strategy's own.
"""

from dataclasses import dataclass

import numpy as np

from design.feedback import Feedback
from design.game import POINT, Amounts, Game
from design.messages import Message
from design.occasions import HIDDEN
from design.signals import Signal
from design.strategies import Strategy, learn

PLEDGED = ("pledge.made", "pledge.made_position")
FOUND = ("research.public", "research.private")
BINDING = ("vote.minimum", "decree.minimum")


@dataclass(frozen=True)
class Said:
    """The pledges that were learned last, as they were shown."""

    pledges: tuple[str, ...] = ()


def hear(
    strategy: Strategy, beliefs: Amounts, said: Said, told: tuple[Message, ...], game: Game
) -> tuple[Amounts, Said]:
    """Return beliefs after new pledges, and these; pledges that still hold teach nothing new."""
    made = next((dict(one.values)["points"] for one in told if one.key in PLEDGED), ())
    if not isinstance(made, tuple) or not made or made == said.pledges:
        return beliefs, said
    row = np.full(game.members, HIDDEN, dtype=np.int64)
    for each in made:
        seat, points = each.split("\u00a0")
        row[game.seats.index(seat)] = int(points) * POINT
    entries = np.tile(row, (game.members, 1))
    nothing = np.full(game.members, HIDDEN, dtype=np.int64)
    none = np.full((game.members, 0), HIDDEN, dtype=np.int64)
    signal = Signal(entries, nothing, nothing, none, none)
    return learn(strategy, beliefs, signal, game), Said(made)


def led(beliefs: Amounts, told: tuple[Message, ...], game: Game) -> Amounts:
    """Return beliefs in which a leader's contribution of the open round is what it was."""
    known = beliefs.copy()
    for one in told:
        if one.key == "leader.gave":
            values = dict(one.values)
            known[:, game.seats.index(str(values["seat"]))] = int(str(values["given"])) * POINT
    return known


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


def promise(history: tuple[Feedback, ...], told: tuple[Message, ...], game: Game) -> float:
    """Return the return that the latest research result lets expect, as a share of the mean."""
    lines = [one for shown in history for one in shown.lines] + list(told)
    found = [dict(one.values) for one in lines if one.key in FOUND]
    if not found:
        return 1.0
    named, right = float(str(found[-1]["found"])), float(str(found[-1]["percent"])) / 100
    mean = game.mpcr[0] / POINT
    return (right * named + (1 - right) * (2 * mean - named)) / mean
