"""Whom does a public announcement name, and when does it come?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Game
from design.messages import Message, Question, message
from design.monitoring import Mask
from design.play import Play
from design.stages.stage import Stage, nobody, yes_no

NAMES = {
    "group": ("banner.names_group", ""),
    "top": ("banner.names_top", "banner.top"),
    "bottom": ("banner.names_bottom", "banner.bottom"),
    "all": ("banner.names_all", "banner.all"),
}
"""Whom a banner can name, with the words that explain it and that announce it."""


@dataclass(frozen=True)
class Banner(Stage):
    """After a round in which the group gave enough, all members read who gave what.

    Attributes
    ----------
    threshold : int
        Group total, in points, from which on there is a banner; 0 for one after every round.
    names : str
        Whom it names with their contributions: "top" or "bottom", the members who gave most or
        least, all of them where several gave alike; "all"; or "group", nobody.
    """

    name: ClassVar[str] = "banner"
    threshold: int = 0
    names: str = "group"

    def __post_init__(self) -> None:
        """Refuse unknown names, a negative threshold, and a banner that would say nothing."""
        if self.names not in NAMES:
            raise ValueError(f"names is one of {tuple(NAMES)}, found {self.names!r}")
        if self.threshold < 0 or (self.threshold == 0 and self.names == "group"):
            raise ValueError(
                f"a banner that names the group needs a threshold above 0, found {self.threshold}"
            )

    @property
    def varies(self) -> tuple[str, ...]:
        """Whose contributions are shown, if it names members."""
        return () if self.names == "group" else ("direction",)

    def raised(self, play: Play) -> bool:
        """Say whether everybody has decided and the group gave enough."""
        decided = all(choice is not None for choice in play.choices)
        return decided and int(play.given.sum()) >= self.threshold * POINT

    def named(self, play: Play) -> str:
        """Return the letters of the seats that the banner of a round names."""
        if not self.raised(play) or self.names == "group":
            return ""
        given = play.given.tolist()
        bound = {"top": max(given), "bottom": min(given)}.get(self.names)
        pairs = zip(play.game.seats, given, strict=True)
        return "".join(seat for seat, gave in pairs if bound is None or gave == bound)

    def unveils(self, play: Play) -> Mask:
        """Show everybody what the named members gave."""
        named = self.named(play)
        mask = nobody(play.game)
        mask[:, [seat in named for seat in play.game.seats]] = True
        return mask & ~np.eye(play.game.members, dtype=bool)

    def informs(self, game: Game) -> Mask | None:
        """Say that a banner can show anybody to anybody, if it names members."""
        if self.names == "group":
            return None
        return ~np.eye(game.members, dtype=bool)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Announce that the group gave enough, and who is named for it."""
        if not self.raised(play):
            return ()
        told = []
        if self.threshold > 0:
            told.append(message("banner.reached", n=self.threshold))
        if self.names != "group":
            told.append(message(NAMES[self.names][1], seats=tuple(self.named(play))))
        return tuple(told)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell when there is a banner, whom it names, and that all read it."""
        if self.threshold > 0:
            when = message("banner.when", n=self.threshold)
        else:
            when = message("banner.always")
        return when, message(NAMES[self.names][0]), message("banner.everybody")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether the member itself can come to be named."""
        asked, why = message("banner.ask_named"), message(NAMES[self.names][0])
        return (yes_no("banner_named", asked, why, self.names != "group"),)
