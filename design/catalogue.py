"""Which treatments exist, and which mechanism does each switch on?"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from design.conditions import Condition, Entry
from design.game import Game
from design.mechanisms.core import CELLS, DARK, TOTAL
from design.mechanisms.index import CONTROLS, ENTRIES
from design.phases import Contribute, Observe, Phase
from design.treatments import Treatment

SOURCES = (
    "Sell and Wilson 1991, Social Forces: individual, aggregate and no feedback",
    "Nikiforakis 2010, Games and Economic Behavior: contribution and earnings feedback",
    "Burton-Chellew and Guerin 2022, Evolutionary Human Sciences: payoff and social information",
)


def _named(conditions: Iterable[Condition]) -> dict[str, Condition]:
    """Index conditions by name, refusing a name that means two of them."""
    found: dict[str, Condition] = {}
    for condition in conditions:
        if found.setdefault(condition.name, condition) != condition:
            raise ValueError(f"two conditions are called {condition.name!r}")
    return found


CORE: dict[str, Condition] = _named(CELLS)
"""The core cells C0 to C7 and the classic open screen, by name."""


CATALOGUE: dict[str, Entry] = {entry.id: entry for entry in ENTRIES}
"""Every mechanism by its id."""

CONDITIONS: dict[str, Condition] = _named(
    (*CELLS, *CONTROLS, *(condition for entry in ENTRIES for condition in entry.conditions))
)
"""Every condition that can be played, by name."""

FLAGSHIP = ("dark", "one_way", "two_way", "dark_earnings", "open")
"""The five conditions of the flagship, in the order in which its schedule deals them."""


@dataclass(frozen=True)
class Parts:
    """How many rounds the parts last, and what members know of it.

    Attributes
    ----------
    common, monitored, restart : int
        Rounds of part 1, 2 and 3.
    horizon : str
        What is known of them, a horizon of design/treatments.py. With "indefinite" part 2 is the
        last, `monitored` is the most that it lasts, and `restart` is 0: a part of known length
        after it would have a known end.
    continuation, block : int
        For "indefinite": in how many of a thousand cases another block is played, and its rounds.
    """

    common: int = 5
    monitored: int = 15
    restart: int = 5
    horizon: str = "announced"
    continuation: int = 0
    block: int = 1

    def __post_init__(self) -> None:
        """Refuse a third part after one without a known end, and parts without rounds."""
        if (self.horizon == "indefinite") != (self.restart == 0):
            raise ValueError(
                "restart is 0 with an indefinite horizon, and at least 1 otherwise, found"
                f" {self.restart} with horizon {self.horizon!r}"
            )

    @property
    def lengths(self) -> tuple[int, ...]:
        """Rounds of the parts that are played, in order; of an indefinite one the most."""
        played = (self.common, self.monitored, self.restart)
        return played[:2] if self.horizon == "indefinite" else played

    @property
    def expected(self) -> float:
        """Expected number of rounds in all."""
        if self.horizon != "indefinite":
            return float(sum(self.lengths))
        on, blocks = self.continuation / 1_000, self.monitored // self.block
        return self.common + self.block * (1 - on**blocks) / (1 - on)


def named(condition: str | Condition) -> Condition:
    """Return a condition, of the catalogue where it is given by its name."""
    if isinstance(condition, Condition):
        return condition
    if condition not in CONDITIONS:
        close = get_close_matches(condition, CONDITIONS, n=3)
        near = f"; close to it are {', '.join(close)}" if close else ""
        raise ValueError(
            f"no condition is called {condition!r}{near}"
            f" (`python -m lab catalogue` lists all {len(CONDITIONS)})"
        )
    return CONDITIONS[condition]


def treatment(
    condition: str | Condition,
    *,
    beliefs: bool,
    kept: bool,
    game: Game | None = None,
    parts: Parts | None = None,
) -> Treatment:
    """Build a treatment: a common part 1, a regime in part 2, and a restart.

    Parameters
    ----------
    condition : str or Condition
        The regime of part 2: a key of `CONDITIONS`, or a condition of one's own.
    beliefs : bool
        Whether beliefs are asked in parts 2 and 3.
    kept : bool
        Whether part 3 keeps the monitoring of part 2 or goes dark.
    """
    regime, lengths = named(condition), parts or Parts()
    base = game or Game((20,) * regime.members, (400,) * regime.members)
    changed = regime.game(base)
    return Treatment(
        name=treatment_name(regime.name, beliefs=beliefs, kept=kept),
        condition=regime.name,
        game=base,
        phases=(
            Phase("common", lengths.common, TOTAL),
            Phase(
                "monitored",
                lengths.monitored,
                regime.monitoring,
                regime.played(beliefs=beliefs),
                changed,
            ),
            *_restart(regime, lengths, changed, beliefs=beliefs, kept=kept),
        ),
        horizon=lengths.horizon,
        continuation=lengths.continuation,
        block=lengths.block,
        most=lengths.monitored if lengths.horizon == "indefinite" else 0,
        roles=regime.roles,
        mechanisms=regime.mechanisms,
        sources=SOURCES,
    )


def _restart(
    regime: Condition, lengths: Parts, game: Game | None, *, beliefs: bool, kept: bool
) -> tuple[Phase, ...]:
    """Return part 3, with the monitoring of part 2 or without any, if there is one."""
    if lengths.restart == 0:
        return ()
    asked = Contribute(regime.beliefs if beliefs else ())
    stages = regime.played(beliefs=beliefs) if kept else (asked, Observe())
    shown = regime.monitoring if kept else DARK
    return (Phase("restart", lengths.restart, shown, stages, game),)


def treatment_name(condition: str, *, beliefs: bool, kept: bool) -> str:
    """Name a treatment of the core factorial, "two_way.beliefs.kept"."""
    asked, third = ("beliefs" if beliefs else "plain"), ("kept" if kept else "removed")
    return f"{condition}.{asked}.{third}"
