"""What is it like to live under the rule that another group has chosen for itself?"""

from dataclasses import dataclass
from typing import ClassVar

from design import chance
from design.game import Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.ballots import ballot
from design.stages.stage import Ask
from design.stages.vote import Vote


@dataclass(frozen=True)
class Yoke(Vote):
    """Every so many rounds the rule that the members of another group have just chosen holds.

    The group waits for the other's choice no longer than declared; then a lot draws the rule, and
    from then on it waits no more, but takes the other's choice where it is there already.

    Attributes
    ----------
    of : str
        Condition of the other group, whose members vote on the same menu as often.
    longest : int
        Seconds that the group waits for a choice at most.
    """

    simultaneous: ClassVar[bool] = True
    by: str = "lot"
    of: str = ""
    longest: int = 120

    def __post_init__(self) -> None:
        """Refuse a rule that comes from nowhere, and a wait without an end."""
        super().__post_init__()
        if not self.of or self.by != "lot":
            raise ValueError(
                f"the rule comes from a condition, else by lot; found {self.of!r} and {self.by!r}"
            )
        if not 1 <= self.longest <= 600:
            raise ValueError(f"the longest wait is 1 to 600 seconds, found {self.longest}")

    @property
    def source(self) -> str:
        """Return the condition of the group whose rule it takes."""
        return self.of

    @property
    def acting(self) -> bool:
        """Nobody is asked for anything."""
        return False

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask nobody."""
        return ()

    def awaits(self, play: Play) -> int | None:
        """Wait in the rounds with a choice, until one has not come in time."""
        if play.turn % self.every:
            return None
        lost = any(one.slot is None for one in play.heard if one.stage == self.name)
        return 0 if lost else self.longest

    def learns(self, donor: Play) -> int | None:
        """Learn the place on the menu of the rule that the other group chose."""
        for stage in donor.stages:
            if isinstance(stage, Vote) and stage.options == self.options:
                return stage.place(donor)
        raise ValueError(f"the group in slot {donor.slot} does not vote on the same menu")

    def instead(self, play: Play) -> int | None:
        """Draw a rule by lot; every one is as likely."""
        keys = (play.slot, play.round)
        return int(chance.choice(play.seed, keys, "rule", among=len(self.options)))

    def place(self, play: Play) -> int:
        """Return the place on the menu of the rule that holds in a round."""
        heard = ballot(play, self.every).news(self.name)
        return 0 if heard is None or heard.value is None else heard.value

    def presents(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell for what, and how long at most, the group waits."""
        return (message("yoke.waiting", n=self.longest),) if self.awaits(play) else ()

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell where the rule that holds comes from, beside what it is."""
        heard = ballot(play, self.every).news(self.name)
        if heard is None:
            return ()
        whose = message("yoke.drawn" if heard.slot is None else "yoke.theirs")
        return (*super().shows(play, seat), whose)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell whose rule holds, what happens if it is late, and which rules there are."""
        told = super().explains(game, seat)
        own = (message("yoke.by", every=self.every), message("yoke.late", n=self.longest))
        return (*own, *told[1:], message("yoke.apart"))

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask who decides which rule holds."""
        options = ("members", "lot", "one", "theirs")
        named = tuple(
            message("yoke.option" if who == "theirs" else f"vote.option_{who}") for who in options
        )
        return (
            Question("vote_by", message("vote.ask_by"), self.explains(game, seat)[0], named, "3"),
        )
