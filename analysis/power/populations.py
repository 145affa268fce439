"""Which populations can a power plan name, and where does each come from?"""

from collections.abc import Callable
from dataclasses import replace

from design.game import Game
from design.population import Population, fischbacher_gaechter
from design.strategies import scaled

LEVEL, ON_BELIEF, BELIEF_LEVEL, TREMBLE, LEVEL_SPREAD = -7_726, 1_477, -151, 4_701, 5_517
"""Found by `python -m analysis calibrate` on sessions 1, 3 and 5 of Fischbacher and Gaechter."""


def calibrated(game: Game) -> Population:
    """Return the population fitted to the moments of published strangers (docs/calibration.md)."""
    base, held = fischbacher_gaechter(game), game.endowments[0]
    moved = {
        "level": scaled(LEVEL, held),
        "on_belief": ON_BELIEF,
        "belief_level": scaled(BELIEF_LEVEL, held),
        "tremble": scaled(TREMBLE, held),
    }
    kinds = tuple(replace(kind, strategy=replace(kind.strategy, **moved)) for kind in base.kinds)
    return replace(base, kinds=kinds, level_spread=scaled(LEVEL_SPREAD, held))


POPULATIONS: dict[str, Callable[[Game], Population]] = {
    "calibrated": calibrated,
    "fischbacher_gaechter": fischbacher_gaechter,
}
"""By name; `docs/calibration.md` says how each was found and how far it can be trusted."""
