"""What do members pledge to give, who sees how it was kept, and does a pledge bind?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, yes_no
from design.timing import due

REVIEWS = ("none", "delivered", "reported")
WORDS = ("pledge", "position")


@dataclass(frozen=True)
class Pledge(Stage):
    """Every so many rounds each member says publicly what it will give in each of them.

    Attributes
    ----------
    every : int
        Rounds for which a pledge holds, the first ones fewer where the part has no multiple of
        them; 0 for the whole part.
    review : str
        Whether a table of pledges and of what became of them opens the next meeting: "none";
        "delivered" contributions, or "reported" ones, as far as the Monitoring has shown them.
    escrow : int
        What each point costs that a member gives less than it pledged, in thousandths.
    words : str
        Whether it is called a "pledge" or a "position", a statement of what one is willing to do.
    """

    name: ClassVar[str] = "pledge"
    every: int = 5
    review: str = "none"
    escrow: int = 0
    words: str = "pledge"

    def __post_init__(self) -> None:
        """Refuse unknown reviews and words, and shares beyond a whole point."""
        if self.review not in REVIEWS or self.words not in WORDS:
            raise ValueError(f"review is one of {REVIEWS}, words one of {WORDS}, found {self}")
        if self.every < 0 or not 0 <= self.escrow <= 1_000:
            raise ValueError(f"every is at least 0, escrow 0 .. 1000 thousandths, found {self}")

    def began(self, play: Play) -> int:
        """Return the round in which the pledges were made that hold in a round."""
        if self.every == 0:
            return play.first
        # Counted as the reports of the dial are, so that a review is complete.
        if play.monitoring.counted == "start":
            return play.round - play.turn % self.every
        into = self.every - 1 - (play.last - play.round) % self.every
        return max(play.first, play.round - into)

    def ends(self, play: Play) -> int:
        """Return the last round of those for which the pledges of a round hold."""
        if self.every == 0:
            return play.last
        if play.monitoring.counted == "start":
            return min(play.last, self.began(play) + self.every - 1)
        return play.round + (play.last - play.round) % self.every

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask for a pledge in the first of its rounds."""
        held = play.game.endowments[seat]
        if self.began(play) != play.round or held == 0:
            return ()
        key = "pledge.ask" if self.words == "pledge" else "pledge.ask_position"
        asked = message(key, first=play.round, last=self.ends(play))
        return (Ask("points", "amount", asked, high=held),)

    def pledged(self, play: Play) -> tuple[int | None, ...]:
        """Return what each member pledged for each of these rounds, in points."""
        began = self.began(play)
        there = play if began == play.round else play.back(began)
        return tuple(there.value(i, self.name, "points") for i in range(play.game.members))

    def account(self, play: Play) -> Amounts:
        """Charge the share held in escrow for each point given less than pledged."""
        pledged = np.array([points or 0 for points in self.pledged(play)], dtype=np.int64)
        return np.asarray(-self.escrow * np.maximum(0, pledged - play.given // POINT))

    def presents(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Open a meeting after the first with what became of the pledges before."""
        if self.review == "none" or play.turn == 0 or self.began(play) != play.round:
            return ()
        rounds = [
            play.back(number)
            for number in range(self.began(play.back(play.round - 1)), play.round)
            if (due(play.monitoring, number, play.first, play.last) or play.round) < play.round
        ]
        if not rounds:
            return ()
        shown, told = play.monitoring.printed(play.game)[seat], []
        for j, name in enumerate(play.game.seats):
            promised = [self.pledged(one)[j] for one in rounds]
            if shown[j] and None not in promised:
                told.append(self._kept(name, sum(p or 0 for p in promised), rounds, j))
        return message("pledge.review", first=rounds[0].round, last=rounds[-1].round), *told

    def _kept(self, name: str, promised: int, rounds: list[Play], seat: int) -> Message:
        if self.review == "delivered":
            given = sum(int(one.given[seat]) for one in rounds) // POINT
            return message("pledge.delivered", seat=name, pledged=promised, given=given)
        said = [one.value(seat, "report", "given") for one in rounds]
        known = sum(points for points in said if points is not None and points >= 0)
        return message("pledge.reported", seat=name, pledged=promised, given=known)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Show all pledges to all."""
        pairs = zip(play.game.seats, self.pledged(play), strict=True)
        # A line never ends between a letter and its number.
        made = tuple(f"{name}\u00a0{points}" for name, points in pairs if points is not None)
        key = "pledge.made" if self.words == "pledge" else "pledge.made_position"
        return (message(key, points=made),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell when pledges are made, who sees them, and what breaking one costs."""
        if self.words == "position":
            told = [message("pledge.position")]
        elif self.every == 0:
            told = [message("pledge.once")]
        else:
            told = [message("pledge.every", every=self.every)]
        told.append(self._bound())
        if self.review != "none":
            told.append(message(f"pledge.review_{self.review}", every=self.every))
        return tuple(told)

    def _bound(self) -> Message:
        if self.escrow == 0:
            return message("pledge.free")
        return message("pledge.escrow", points=self.escrow / POINT)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether a member has to give what it pledged."""
        return (yes_no("pledge_must", message("pledge.ask_must"), self._bound(), False),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Pledge what is planned, or what is expected of the others if that is more."""
        usual = sum(points for _, points in mind.expected) // max(1, len(mind.expected))
        return tuple((ask.field, min(ask.high, max(mind.planned, usual))) for ask in asks)
