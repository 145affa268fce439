"""Which populations can a power plan name, and where does each come from?"""

from collections.abc import Callable

from design.game import Game
from design.population import Population, fischbacher_gaechter

POPULATIONS: dict[str, Callable[[Game], Population]] = {
    "fischbacher_gaechter": fischbacher_gaechter,
    "calibrated": fischbacher_gaechter,
}
"""By name; `docs/calibration.md` says how each was found."""
