"""Who are the simulated members, and in what proportions?"""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from design import chance
from design.channels import Channel
from design.game import POINT, Game
from design.schedule import Slots
from design.strategies import Strategy, conditional_cooperator, noise, scaled

LEARNING = ("belief_level", "belief_on_seen", "belief_on_belief")
"""Parameters by which members learn: what they made of a round stays as it was in its part."""


@dataclass(frozen=True)
class Kind:
    """A kind of member: how many there are in a thousand, and the Strategy they share."""

    name: str
    share: int
    strategy: Strategy


@dataclass(frozen=True)
class Population:
    """Kinds of members, and by how much members of one kind differ from each other.

    Attributes
    ----------
    kinds : tuple of Kind
        Shares add up to 1,000.
    prior_spread, level_spread : int
        Standard deviations between members of the belief before round 1 and of the
        contribution's level, milli-points.
    group_spread : int
        Standard deviation between groups of the level that its members have in common,
        milli-points.
    endgame : int
        Added to the level in the very last round, milli-points.
    lapse : int
        Of a thousand choices, how many are made blindly: any whole point, all equally likely.
    leaving : int
        Of a thousand members present in a round, how many leave before they choose; the declared
        rule then repeats their last choice (0 if there is none) to the end.
    channels : tuple of Channel
        How positions change behaviour.
    """

    kinds: tuple[Kind, ...]
    prior_spread: int = 0
    level_spread: int = 0
    group_spread: int = 0
    endgame: int = 0
    lapse: int = 0
    leaving: int = 0
    channels: tuple[Channel, ...] = ()

    def __post_init__(self) -> None:
        """Refuse shares that do not make a whole, and rates that are none."""
        for rate in ("lapse", "leaving"):
            if not 0 <= getattr(self, rate) <= 1_000:
                raise ValueError(f"{rate} is 0 .. 1000 in a thousand, found {getattr(self, rate)}")
        total = sum(kind.share for kind in self.kinds)
        if total != 1_000:
            raise ValueError(f"shares of kinds add up to 1000, found {total}")


def uniform_population(strategy: Strategy) -> Population:
    """Return a population in which everybody has the same Strategy."""
    return Population((Kind("all", 1_000, strategy),))


def fischbacher_gaechter(game: Game) -> Population:
    """Return the population of Fischbacher and Gaechter (2010, American Economic Review).

    All kinds follow the pooled equations of `conditional_cooperator`; they differ in the mean
    schedule of their kind, as elicited: of 140 subjects 77 conditional cooperators, 32 free
    riders, 17 whose schedule rises and falls, 14 others. Beliefs before round 1 and the
    components of the contribution equation's residual are computed from the same data.
    """
    held = game.endowments[0]
    common = replace(
        conditional_cooperator(game, prior=scaled(9_800, held)), tremble=scaled(3_574, held)
    )

    def kind(name: str, share: int, level: int, slope: int, turn: int = 20_000) -> Kind:
        schedule = {"schedule_level": scaled(level, held), "turn": scaled(turn, held)}
        return Kind(name, share, replace(common, schedule_slope=slope, **schedule))

    return Population(
        (
            kind("conditional", 550, -199, 740),
            kind("free_rider", 229, 0, 0),
            kind("hump", 121, -100, 540, turn=11_000),
            kind("other", 100, 7_713, 106),
        ),
        prior_spread=scaled(4_877, held),
        level_spread=scaled(3_226, held),
    )


def refuse_people(population: Population) -> None:
    """Refuse a population with traits that members who meet their screens do not have."""
    traits = {name: getattr(population, name) for name in ("endgame", "lapse", "leaving")}
    found = [f"{name} = {value}" for name, value in traits.items() if value]
    found += [f"a channel on {one.parameter}" for one in population.channels
              if one.parameter in LEARNING]  # fmt: skip
    if found:
        raise ValueError(
            f"groups that are played stage by stage cannot have {', '.join(found)}: allowed are"
            f" other spreads, and channels on what is given, not on {', '.join(LEARNING)}"
        )


def kinds(population: Population, seed: int, slots: Slots, seats: int) -> NDArray[np.int64]:
    """Draw each member's kind, an index into `kinds`, as an array (slots, seats)."""
    keys = (np.asarray(slots)[:, None], np.arange(seats)[None, :])
    upper = np.cumsum([kind.share for kind in population.kinds]) / 1_000
    return np.searchsorted(upper, chance.uniform(seed, keys, "kind"), side="right")


def members(population: Population, seed: int, slots: Slots, game: Game) -> Strategy:
    """Draw the members of group slots: one Strategy whose parameters have shape (slots, seats).

    Draws are keyed by slot and seat, so a group has the same members in any batch.
    """
    keys = (np.asarray(slots)[:, None], np.arange(game.members)[None, :])
    kind = kinds(population, seed, slots, game.members)
    strategies = [kind.strategy for kind in population.kinds]
    drawn = {
        field.name: np.array([getattr(s, field.name) for s in strategies], dtype=np.int64)[kind]
        for field in fields(Strategy)
    }
    apart = noise(seed, keys, "prior") * population.prior_spread // 1_000
    drawn["prior"] = np.clip(drawn["prior"] + apart, 0, np.asarray(game.endowments) * POINT)
    drawn["level"] += noise(seed, keys, "level") * population.level_spread // 1_000
    drawn["level"] += noise(seed, keys[:1], "group level") * population.group_spread // 1_000
    return Strategy(**drawn)
