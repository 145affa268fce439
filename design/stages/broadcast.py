"""Whose announcements are read beyond the group?"""

from dataclasses import dataclass

from design.game import POINT, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.banner import Banner
from design.stages.stage import yes_no

CROSSES = {
    "group": ("broadcast.crosses_group", "broadcast.reached"),
    "top": ("broadcast.crosses_named", "broadcast.top"),
    "bottom": ("broadcast.crosses_named", "broadcast.bottom"),
}
"""What crosses of a banner, with the words that explain it and that tell it."""


@dataclass(frozen=True)
class Broadcast(Banner):
    """A banner that another group reads too, and whose group reads the other's.

    What crosses is that there was an announcement, and what those named gave, without their
    letters. Nobody waits for it: the newest that has been made by then is read after the round.
    """

    def __post_init__(self) -> None:
        """Refuse to tell another group what every single member gave."""
        super().__post_init__()
        if self.names not in CROSSES:
            raise ValueError(f"a banner to another group names one of {tuple(CROSSES)}, not all")

    @property
    def source(self) -> str:
        """Hear of another group of the same condition, which hears of this one too."""
        return "same"

    def awaits(self, play: Play) -> int | None:
        """Take what there is, without waiting, once everybody here has decided."""
        return 0

    def learns(self, donor: Play) -> int | None:
        """Learn the line that was reached, or what those named gave; None without a banner."""
        if not self.raised(donor):
            return None
        given = donor.given // POINT
        bounds = {"top": int(given.max()), "bottom": int(given.min())}
        return bounds.get(self.names, self.threshold)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Announce the group's own banner, then the other group's newest."""
        heard = play.news(self.name)
        own = super().shows(play, seat)
        if heard is None or heard.value is None or heard.of is None:
            return own
        return (*own, message(CROSSES[self.names][1], points=heard.value, number=heard.of))

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell when there is a banner, whom it names, and that another group reads it too."""
        return (
            *super().explains(game, seat)[:2],
            message("broadcast.everybody"),
            message(CROSSES[self.names][0]),
            message("broadcast.theirs"),
        )

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask who can come to be named, and whether others than the group read it."""
        asked = yes_no(
            "banner_outside", message("broadcast.ask"), message("broadcast.everybody"), True
        )
        return (*super().questions(game, seat), asked)
