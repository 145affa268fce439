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
from design.treatments import Treatment

POSITIONS = ("seeing", "being_seen", "mutual", "earnings")

PLAYING = "playing "
"""Before a condition's name: the position of everybody who plays it."""


@dataclass(frozen=True)
class Channel:
    """A shift of one parameter for every member in a position.

    Attributes
    ----------
    position : str
        "seeing" somebody's contribution, "being_seen" by somebody, "mutual" (both), or shown
        own "earnings"; where groups are played stage by stage also "playing NAME", everybody in
        the treated rounds of a condition.
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
        if self.position not in POSITIONS and not self.position.startswith(PLAYING):
            raise ValueError(
                f"positions are {POSITIONS} and '{PLAYING}CONDITION', found {self.position!r}"
            )
        known = [field.name for field in fields(Strategy)]
        if self.parameter not in known:
            raise ValueError(f"parameters of a Strategy are {known}, found {self.parameter!r}")
        if self.parameter == "prior":
            raise ValueError("the prior is formed before any position is taken; shift another")


def placed(position: str, monitoring: Monitoring, game: Game) -> Mask:
    """Return which seats stand in a position under a Monitoring, (seats,)."""
    if position not in POSITIONS:
        raise ValueError(
            f"groups that are played all at once have positions {POSITIONS}, found {position!r}"
        )
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


def standing(position: str, treatment: Treatment, part: int) -> Mask:
    """Return which seats stand in a position in a part of a treatment, (seats,)."""
    phase, game = treatment.phases[part], treatment.game_of(part)
    if not position.startswith(PLAYING):
        return placed(position, phase.monitoring, game)
    treated = treatment.phases[min(1, part)]
    kept = part > 0 and (phase.monitoring, phase.stages) == (treated.monitoring, treated.stages)
    return np.full(game.members, kept and position == PLAYING + treatment.condition)


def acting_alone(
    mind: Strategy, channels: tuple[Channel, ...], treatment: Treatment, part: int, seat: int
) -> Strategy:
    """Return one member as it acts in a part of a treatment, every channel at work."""
    for channel in channels:
        if standing(channel.position, treatment, part)[seat]:
            moved = getattr(mind, channel.parameter) + channel.shift
            mind = replace(mind, **{channel.parameter: moved})
    return mind
