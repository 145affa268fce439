"""Which of several equal projects do members' points go to, and who decides on it?"""

from dataclasses import dataclass
from typing import ClassVar

from design import chance
from design.game import Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.ballots import ballot
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

BY = {"member": "project.by_member", "lot": "project.by_lot"}


@dataclass(frozen=True)
class Project(Stage):
    """Each member's points go to one of several projects, which are worth the same to all.

    The project changes nothing that anybody earns; only who picked it differs.

    Attributes
    ----------
    by : str
        Whether each "member" picks its own, or a "lot" picks it.
    projects : int
        How many there are.
    every : int
        Rounds from one choice to the next.
    """

    name: ClassVar[str] = "project"
    by: str = "member"
    projects: int = 3
    every: int = 5

    def __post_init__(self) -> None:
        """Refuse unknown words, and a choice among one."""
        if self.by not in BY or self.projects < 2 or self.every < 1:
            raise ValueError(f"by is one of {tuple(BY)}, with 2 projects or more, found {self}")

    @property
    def acting(self) -> bool:
        """Nobody is asked where the lot decides."""
        return self.by == "member"

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask each member for its project, where it picks it."""
        if self.by == "lot" or play.turn % self.every:
            return ()
        options = tuple(message("project.option", number=n + 1) for n in range(self.projects))
        label = message("project.ask", every=self.every)
        return (Ask("project", "option", label, 0, self.projects - 1, options=options),)

    def picked(self, play: Play, seat: int) -> int:
        """Return a seat's project, from 0."""
        then = ballot(play, self.every)
        if self.by == "member":
            return then.value(seat, self.name, "project") or 0
        keys = (then.slot, then.round, seat)
        return int(chance.choice(then.seed, keys, "project", among=self.projects))

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell a member its own project."""
        return (message("project.own", number=self.picked(play, seat) + 1),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what projects are and who picks them."""
        same = message("project.same", n=self.projects)
        return (same, message(BY[self.by], every=self.every))

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether a project pays more than another."""
        told = message("project.same", n=self.projects)
        return (yes_no("project_pays", message("project.ask_pays"), told, False),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Pick any."""
        return tuple((ask.field, int(mind.uniform * (ask.high + 1))) for ask in asks)
