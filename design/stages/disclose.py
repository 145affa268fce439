"""Do members show each other what they gave, and what happens if they do nothing?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import Game
from design.messages import Message, Question, message
from design.monitoring import Mask
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

RULES = ("opt_in", "opt_out", "mandatory")


@dataclass(frozen=True)
class Disclose(Stage):
    """After contributing, each member shows all others its true contribution, or keeps it.

    Together with a Monitoring that shows no single contribution.

    Attributes
    ----------
    rule : str
        "opt_in": hidden unless the member changes the answer that is set on its screen;
        "opt_out": shown unless it does; "mandatory": shown, and nobody is asked.
    """

    name: ClassVar[str] = "disclose"
    rule: str = "opt_in"

    def __post_init__(self) -> None:
        """Refuse rules that do not exist."""
        if self.rule not in RULES:
            raise ValueError(f"rule is one of {RULES}, found {self.rule!r}")

    @property
    def default(self) -> int:
        """What is set on the screen, and holds for whoever does nothing: 1 shows."""
        return int(self.rule != "opt_in")

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask whether to show the own contribution."""
        if self.rule == "mandatory" or play.game.endowments[seat] == 0:
            return ()
        asked, usual = message("disclose.ask"), self.default
        return (Ask("show", "yes_no", asked, default=usual, preset=usual),)

    def open(self, play: Play) -> Mask:
        """Return who shows its contribution, (members,)."""
        found = [play.value(i, self.name, "show") for i in range(play.game.members)]
        held = np.array(play.game.endowments) > 0
        mandatory = self.rule == "mandatory"
        return np.asarray(held & np.array([mandatory or one == 1 for one in found]))

    def unveils(self, play: Play) -> Mask:
        """Show all others what whoever is open gave."""
        return self.informs(play.game) & self.open(play)[None, :]

    def informs(self, game: Game) -> Mask:
        """Say that everybody can show everybody else."""
        held = np.array(game.endowments) > 0
        return ~np.eye(game.members, dtype=bool) & held[None, :]

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Say who did not show its contribution: silence is seen."""
        kept = ~self.open(play) & (np.array(play.game.endowments) > 0)
        silent = tuple(n for j, n in enumerate(play.game.seats) if kept[j] and j != seat)
        return (message("disclose.silent", seats=silent),) if silent else ()

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what is shown, and what holds for whoever does nothing."""
        if self.rule == "mandatory":
            return (message("disclose.mandatory"),)
        if self.rule == "opt_in":
            return message("disclose.opt_in"), message("disclose.true")
        return message("disclose.opt_out"), message("disclose.true")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask what happens to the contribution of whoever does nothing."""
        asked, told = message("disclose.ask_default"), self.explains(game, seat)[0]
        return (yes_no("disclose_default", asked, told, self.default == 1),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Show what is no less than expected of the others; else leave what is set, mostly."""
        usual = sum(points for _, points in mind.expected) / max(1, len(mind.expected))
        proud = mind.planned >= usual
        return tuple((a.field, 1 if proud else a.default * (mind.uniform < 0.5)) for a in asks)
