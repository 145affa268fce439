"""What do members read of what another group gave?"""

from dataclasses import dataclass
from typing import ClassVar

from design.game import POINT, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Stage, yes_no

FACTS = {
    "highest": ("feed.reads_highest", "feed.highest"),
    "mean": ("feed.reads_mean", "feed.mean"),
}
"""What can be read, with the words that explain it and that tell it."""


@dataclass(frozen=True)
class Feed(Stage):
    """After each round members read the newest number of another group of their own condition.

    Nobody waits for it: what has happened there by then is told, each round of the other group at
    most once and none before the same round is played here.

    Attributes
    ----------
    fact : str
        The "highest" contribution of a member of the other group, or the "mean" over its members,
        rounded to whole points.
    """

    name: ClassVar[str] = "feed"
    fact: str = "highest"

    def __post_init__(self) -> None:
        """Refuse unknown facts."""
        if self.fact not in FACTS:
            raise ValueError(f"fact is one of {tuple(FACTS)}, found {self.fact!r}")

    @property
    def source(self) -> str:
        """Hear of another group of the same condition, which hears of this one too."""
        return "same"

    def awaits(self, play: Play) -> int | None:
        """Take what there is, without waiting, once everybody here has decided."""
        return 0

    def learns(self, donor: Play) -> int | None:
        """Learn the highest or the mean contribution of a settled round, in points."""
        given = donor.given // POINT
        if self.fact == "highest":
            return int(given.max())
        # Half a point counts as one, whatever the parity: round() would not say so.
        return int((2 * given.sum() + len(given)) // (2 * len(given)))

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell the number and the round that it is of, or that there is nothing new."""
        heard = play.news(self.name)
        if heard is None:
            return ()
        if heard.value is None or heard.of is None:
            return (message("feed.none"),)
        return (message(FACTS[self.fact][1], points=heard.value, number=heard.of),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what is read of the other group, and that it reads the same of this one."""
        return message(FACTS[self.fact][0]), message("feed.newest"), message("feed.both")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether the other group reads anything of this one."""
        return (yes_no("feed_read", message("feed.ask"), message("feed.both"), True),)
