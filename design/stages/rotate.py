"""Who sits on the committee in each round, when seats on it rotate?"""

from dataclasses import dataclass, replace
from typing import ClassVar

from design.game import Game
from design.messages import Message, Question, message
from design.monitoring import Monitoring
from design.play import Play
from design.stages.stage import Stage, yes_no

BESIDE = ("rotate", "contribute", "observe")
"""Stages that do not depend on whom the phase's own Monitoring lets see."""


@dataclass(frozen=True)
class Rotate(Stage):
    """Only the committee sees single contributions, and every so often others take its place.

    Together with a Monitoring by which every member sees all others. In the first rounds the
    committee are the first seats, then those after them, and after the last the first again.

    Attributes
    ----------
    every : int
        Rounds that a committee lasts.
    size : int
        Its members.
    """

    name: ClassVar[str] = "rotate"
    every: int = 5
    size: int = 2

    def __post_init__(self) -> None:
        """Refuse committees of nobody, and those that never begin."""
        if self.every < 1 or self.size < 1:
            raise ValueError(f"a committee has 1 or more members for 1 or more rounds: {self}")

    @property
    def varies(self) -> tuple[str, ...]:
        """It decides who sees whom, and in which rounds."""
        return ("direction",)

    def check(self, game: Game, monitoring: Monitoring, beside: tuple[Stage, ...]) -> None:
        """Refuse a committee of all, and what does not follow the committee of the round."""
        strange = [stage.name for stage in beside if stage.name not in BESIDE]
        if strange:
            raise ValueError(f"rotate goes with the stages {BESIDE}, found {strange}")
        if not monitoring.linked or monitoring.direction or self.size >= game.members:
            raise ValueError(
                "a committee smaller than the group rotates where the Monitoring lets all see all,"
                f" found {self.size} of {game.members} members and {monitoring}"
            )

    def committee(self, game: Game, turn: int) -> str:
        """Return the letters on the committee, `turn` rounds after the first of the phase."""
        start = turn // self.every * self.size
        seats = sorted((start + place) % game.members for place in range(self.size))
        return "".join(game.seats[seat] for seat in seats)

    def monitoring(self, play: Play, monitoring: Monitoring) -> Monitoring:
        """Let the committee see every other member, and nobody else."""
        letters, now = play.game.seats, self.committee(play.game, play.turn)
        seen = tuple(letters.replace(one, "") if one in now else "" for one in letters)
        return replace(monitoring, direction=seen, reveals=())

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all who is on the committee."""
        now = self.committee(play.game, play.turn)
        key = "rotate.you" if play.game.seats[seat] in now else "rotate.now"
        return (message(key, seats=tuple(now)),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what the committee sees, who begins, and who follows."""
        first, then = (tuple(self.committee(game, turn)) for turn in (0, self.every))
        return (
            message("rotate.sees", n=self.size),
            message("rotate.changes", every=self.every, first=first, then=then),
        )

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether the same members see single contributions in every round."""
        told = self.explains(game, seat)[1]
        return (yes_no("committee_same", message("rotate.ask_same"), told, False),)
