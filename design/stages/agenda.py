"""What do members settle together in a meeting, and what does the group hear of it?"""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from design.choices import Said
from design.game import POINT, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Ask, Mind, Values, yes_no
from design.stages.talk import Line, Talk

ITEMS = ("learning", "framing", "ranking", "unrelated")
OPEN = -1
"""Stands in the data where a member answered nothing in time."""

FRAMES = (message("agenda.frame_give"), message("agenda.frame_keep"))
GOALS = (message("agenda.goal_most"), message("agenda.goal_same"), message("agenda.goal_free"))
DAYS = 184
"""From 1 March to 31 August, both included."""


@dataclass(frozen=True)
class Agenda(Talk):
    """A meeting with a point to settle: members talk, and each then answers for itself.

    Attributes
    ----------
    item : str
        "learning": a question about the game; "framing": in which words the group speaks of it;
        "ranking": which goal comes first; "unrelated": a question about something else, which
        each member answers alone and in silence, for comparison.
    """

    name: ClassVar[str] = "agenda"
    item: str = "learning"

    def __post_init__(self) -> None:
        """Refuse points that do not exist."""
        super().__post_init__()
        if self.item not in ITEMS:
            raise ValueError(f"item is one of {ITEMS}, found {self.item!r}")

    def readers(self, game: Game) -> str:
        """Return who talks: nobody where each is alone."""
        return "" if self.item == "unrelated" else super().readers(game)

    def line(self, play: Play, seat: int, said: Line) -> Said | Message:
        """Refuse every line where each is alone."""
        if self.item == "unrelated":
            return message("refused.not_now")
        return super().line(play, seat, said)

    def utters(self, play: Play, seat: int, mind: Mind) -> Line | None:
        """Return nothing where each is alone, else a line as in any talk."""
        return None if self.item == "unrelated" else super().utters(play, seat, mind)

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask whoever takes part for its answer."""
        if not self.held(play) or play.game.seats[seat] not in super().readers(play.game):
            return ()
        return (self._ask(play.game),)

    def _ask(self, game: Game) -> Ask:
        if self.item == "learning":
            asked = message("agenda.ask_learning", endowment=game.endowments[0],
                            members=game.members, mpcr=game.mpcr[0] / POINT)  # fmt: skip
            return Ask("answer", "amount", asked, high=999, default=OPEN)
        if self.item == "unrelated":
            return Ask("answer", "amount", message("agenda.ask_days"), high=999, default=OPEN)
        options = FRAMES if self.item == "framing" else GOALS
        asked = message("agenda.ask_frame" if self.item == "framing" else "agenda.ask_goal")
        last = len(options) - 1
        return Ask("answer", "option", asked, high=last, default=OPEN, options=options)

    def settled(self, play: Play) -> tuple[int, int] | None:
        """Return the answer that most gave in the latest meeting, and how many; None for a tie."""
        began = play.first if self.every == 0 else play.round - play.turn % self.every
        there = play if began == play.round else play.back(began)
        given = [there.value(i, self.name, "answer") for i in range(play.game.members)]
        counted = Counter(one for one in given if one is not None and one != OPEN).most_common(2)
        tied = len(counted) == 2 and counted[0][1] == counted[1][1]
        return None if not counted or tied else counted[0]

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell what the group settled: words for all rounds, anything else in the meeting's."""
        if self.item == "unrelated" or not (self.item == "framing" or self.held(play)):
            return ()
        found = self.settled(play)
        if found is None:
            return (message("agenda.open"),) if self.held(play) else ()
        answer, n = found
        if self.item == "learning":
            right = message("agenda.right", right=self._right(play.game))
            return message("agenda.joint", answer=answer, n=n), right
        options = FRAMES if self.item == "framing" else GOALS
        return message("agenda.settled", n=n), options[answer]

    def _right(self, game: Game) -> float:
        return game.endowments[0] * game.members * game.mpcr[0] / POINT

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what is talked about and what becomes of the answers."""
        if self.item == "unrelated":
            key = "agenda.alone_once" if self.every == 0 else "agenda.alone"
            return (message(key, every=self.every, seconds=self.lasts),)
        return *super().explains(game, seat), message(f"agenda.about_{self.item}")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask who can read along; where nobody talks, whether anybody can write."""
        if self.item != "unrelated":
            return super().questions(game, seat)
        told = self.explains(game, seat)[0]
        return (yes_no("talk_out", message("agenda.ask_alone"), told, False),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Answer rightly where there is a right answer, else anything."""
        return tuple((ask.field, self._answer(ask, mind)) for ask in asks)

    def _answer(self, ask: Ask, mind: Mind) -> int:
        if ask.kind == "option":
            return int(mind.uniform * (ask.high + 1))
        if self.item == "unrelated":
            return DAYS
        told = {name: float(value) for name, value in ask.label.values}  # type: ignore[arg-type]
        return round(told["endowment"] * told["members"] * told["mpcr"])
