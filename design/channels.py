"""Through which parameter of behaviour does a position in a group act?

What a treatment does to people is an assumption of a simulation, so it is stated as data: whoever
stands in a position (sees others, is seen, sees own earnings) has one parameter of its Strategy
shifted, in every round in which the Monitoring puts it there.
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from design.game import Game
from design.monitoring import Mask, Monitoring
from design.strategies import Strategy

POSITIONS = ("seeing", "being_seen", "mutual", "earnings")


@dataclass(frozen=True)
class Channel:
    """A shift of one parameter for every member in a position.

    Attributes
    ----------
    position : str
        "seeing" somebody's contribution, "being_seen" by somebody, "mutual" (both), or shown
        own "earnings".
    parameter : str
        A field of Strategy: `level` is the intercept of contributions, `belief_on_seen` the weight
        of what is seen, `on_belief` the slope on beliefs, `tremble` the noise.
    shift : int
        Added to it, in the field's own unit (milli-points or thousandths).
    """

    position: str
    parameter: str
    shift: int

    def __post_init__(self) -> None:
        """Refuse positions and parameters that do not exist."""
        if self.position not in POSITIONS:
            raise ValueError(f"positions are {POSITIONS}, found {self.position!r}")
        known = [field.name for field in fields(Strategy)]
        if self.parameter not in known:
            raise ValueError(f"parameters of a Strategy are {known}, found {self.parameter!r}")
        if self.parameter == "prior":
            raise ValueError("the prior is formed before any position is taken; shift another")


def placed(position: str, monitoring: Monitoring, game: Game) -> Mask:
    """Return which seats stand in a position under a Monitoring, (seats,)."""
    entitled = monitoring.entitled(game)
    shown = entitled.entries & ~np.eye(game.members, dtype=bool)
    found = {
        "seeing": shown.any(axis=1),
        "being_seen": shown.any(axis=0),
        "mutual": shown.any(axis=1) & shown.any(axis=0),
        "earnings": entitled.earnings,
    }
    return np.asarray(found[position])


def acting(
    people: Strategy, channels: tuple[Channel, ...], monitoring: Monitoring, game: Game
) -> Strategy:
    """Return members as they act under a Monitoring, every channel at work."""
    for channel in channels:
        here = placed(channel.position, monitoring, game) * np.int64(channel.shift)
        moved = np.asarray(getattr(people, channel.parameter)) + here
        people = replace(people, **{channel.parameter: moved})
    return people
