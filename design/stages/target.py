"""Which share of a common target is each member expected to bear, and did it?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Stage


@dataclass(frozen=True)
class Target(Stage):
    """A target is announced before every round and held against what was given after it.

    Nothing follows from missing it. No contribution is shown by it: members hold their own
    against their own share, and the group's total against the target where they know it.

    Attributes
    ----------
    shares : tuple of int
        Points expected of each seat, known to all; empty where only the group has a target.
    group : int
        Points expected of the group; the sum of the shares, where there are shares.
    """

    name: ClassVar[str] = "target"
    shares: tuple[int, ...] = ()
    group: int = 0

    def __post_init__(self) -> None:
        """Refuse a target of nothing, and shares that do not add up to it."""
        if self.group < 1 or (self.shares and sum(self.shares) != self.group):
            raise ValueError(f"shares {self.shares} do not add up to a target of {self.group}")

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell the targets before a decision, and after it whether they were met."""
        choice = play.choices[seat]
        if choice is None:
            if not self.shares:
                return (message("target.group", group=self.group),)
            return (message("target.own", own=self.shares[seat], group=self.group),)
        told = []
        if self.shares:
            values = {"own": self.shares[seat], "given": choice.contribution}
            told.append(message("target.delivered", **values))
        if self._total_known(play, seat) and None not in play.choices:
            total = int(play.given.sum()) // POINT
            told.append(message("target.together", given=total, group=self.group))
        return tuple(told)

    def _total_known(self, play: Play, seat: int) -> bool:
        # What is late, or shown after some rounds only, must not come out here.
        shown = play.monitoring.entitled(play.game)
        timely = play.monitoring.timing == "every_round" and play.monitoring.truthful
        return timely and bool(shown.total[seat] or shown.total_deduced[seat])

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell the group's target and what is expected of each seat."""
        told = [message("target.is", group=self.group)]
        for level in sorted(set(self.shares)):
            seats = np.array(list(game.seats))[np.equal(self.shares, level)]
            told.append(message("target.share", seats=tuple(seats.tolist()), share=level))
        told.append(message("target.free"))
        return tuple(told)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask what is expected of the member, or of the group."""
        if self.shares:
            right, told = self.shares[seat], self.explains(game, seat)
            prompt, explanation = message("target.ask_own"), told[1]
            explanation = next(one for one in told[1:] if dict(one.values).get("share") == right)
        else:
            right, prompt = self.group, message("target.ask_group")
            explanation = message("target.is", group=self.group)
        choices = sorted({right, right + 2, max(0, right - 2)})
        options = tuple(message("target.option", points=points) for points in choices)
        return (Question("target", prompt, explanation, options, str(choices.index(right))),)
