"""Which of the games of Alsobay and others (2025) can be played, and what of their design not?

Their study varies the parameters of one public-goods game at once, in 360 conditions. A Design
names one of these games; `condition` and `game` make of it what an experiment needs, its `rounds`
and `horizon` are those of Parts, and `unheld` says what of it this version cannot play.
"""

from dataclasses import dataclass

from design.conditions import Condition, about_others, everybody
from design.game import Game
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.sanction import Sanction
from design.stages.stage import Stage
from design.stages.talk import Talk

LEVELS: dict[str, tuple[str, ...]] = {
    "horizon": ("announced", "unknown"),
    "chat": ("none", "every_round"),
    "sanctions": ("none", "deduct", "reward", "both"),
    "actors": ("points", "names"),
    "outcomes": ("hidden", "shown"),
    "contributions": ("any", "all_or_nothing"),
    "framing": ("opt_in", "opt_out"),
}
"""Every level of the parameters that are no numbers, those that can be played first."""

HELD = {"sanctions": 3, "outcomes": 1, "contributions": 1, "framing": 1}
"""How many of a parameter's levels can be played, where not all can."""

WHY = {
    "sanctions": "punishment and reward in the same round",
    "outcomes": "other members' earnings and sanctions shown",
    "contributions": "contributions of nothing or all",
    "framing": "contributions that are made unless they are withdrawn",
}
"""What cannot be played, in words."""


@dataclass(frozen=True)
class Design:
    """One game of the design space.

    Attributes
    ----------
    members, rounds, mpcr : int
        Size of a group, number of rounds, return in thousandths; every member holds 20 points.
    horizon : str
        Whether the number of rounds is "announced" or "unknown".
    chat : str
        "none", or a chat in "every_round".
    sanctions : str
        "none", or whether members can "deduct" points, "reward", or "both".
    cost, effect : int
        What a point costs who assigns it, and what it does to who receives it, milli-points.
    actors : str
        Whether who receives points learns the "points" only, or the "names" of who assigned them.
    outcomes : str
        Whether the others' earnings and sanctions are "hidden" or "shown".
    contributions : str
        Whether "any" whole number can be given, or "all_or_nothing".
    framing : str
        Whether points are given by choice ("opt_in") or kept by choice ("opt_out").
    """

    members: int = 4
    rounds: int = 15
    mpcr: int = 400
    horizon: str = "announced"
    chat: str = "none"
    sanctions: str = "none"
    cost: int = 1_000
    effect: int = 3_000
    actors: str = "points"
    outcomes: str = "hidden"
    contributions: str = "any"
    framing: str = "opt_in"

    def __post_init__(self) -> None:
        """Refuse levels that the design space does not have."""
        for name, levels in LEVELS.items():
            if getattr(self, name) not in levels:
                raise ValueError(f"{name} is one of {levels}, found {getattr(self, name)!r}")


def unheld(design: Design) -> tuple[str, ...]:
    """Say what of a design this version cannot play; nothing where it can play all."""
    return tuple(
        WHY[name]
        for name, held in HELD.items()
        if LEVELS[name].index(getattr(design, name)) >= held
    )


def condition(name: str, design: Design) -> Condition:
    """Return the condition of a design, in which contributions are always shown one by one.

    Raises
    ------
    ValueError
        Naming what of the design cannot be played.
    """
    missing = unheld(design)
    if missing:
        raise ValueError(f"{name}: not playable yet: {'; '.join(missing)}")
    stages: list[Stage] = [Talk(every=1)] if design.chat == "every_round" else []
    stages += [Contribute(), Observe()]
    if design.sanctions != "none":
        stages.append(
            Sanction(
                kind=design.sanctions,
                cost=design.cost,
                effects=(design.effect,),
                told=design.actors,
            )
        )
    return Condition(
        name,
        Monitoring(granularity="individual", reveals=("total",)),
        everybody("B01", members=design.members),
        ("seeing", "being_seen", *(s.name for s in stages if s.name in ("talk", "sanction"))),
        tuple(stages),
        beliefs=about_others(design.members),
    )


def game(design: Design) -> Game:
    """Return the game of a design."""
    return Game((20,) * design.members, (design.mpcr,) * design.members)


CONDITIONS = (
    condition("space_plain", Design()),
    condition("space_chat", Design(chat="every_round")),
    condition("space_punish", Design(sanctions="deduct")),
    condition("space_reward", Design(sanctions="reward", effect=1_000)),
    condition("space_named", Design(sanctions="deduct", actors="names")),
)
"""Some points of the space with groups of four."""
