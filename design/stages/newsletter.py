"""What does a newsletter say of the rounds since the last one, and who receives it?"""

from dataclasses import dataclass, replace
from typing import ClassVar

from design.game import Game
from design.messages import Message, Question, message
from design.monitoring import Mask, Monitoring
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, nobody, yes_no
from design.timing import due

WAYS = ("pushed", "ordered")
LISTS = {
    "total": "newsletter.total",
    "lowest": "newsletter.lowest",
    "highest": "newsletter.highest",
}
HIGHLIGHTS = (message("newsletter.pick_highest"), message("newsletter.pick_lowest"))
PICKED = ("high", "low")
"""What an editor can pick, and the extreme of the dial that each pick shows."""


@dataclass(frozen=True)
class Newsletter(Stage):
    """Every so many rounds a list of the numbers that the Monitoring shows of them.

    Together with a Monitoring whose timing is "every_k" and which shows totals or extremes; with
    orders its acquisition is "pull".

    Attributes
    ----------
    way : str
        "pushed" to everybody, or "ordered" by each member before the rounds that it is about.
    editor : str
        The seat that picks, before the rounds, whether the highest or the lowest contributions
        among the others are listed; empty where the Monitoring alone says what is.
    """

    name: ClassVar[str] = "newsletter"
    way: str = "pushed"
    editor: str = ""

    def __post_init__(self) -> None:
        """Refuse an unknown way, and an editor that is no single seat."""
        if self.way not in WAYS:
            raise ValueError(f"way is one of {WAYS}, found {self.way!r}")
        if self.editor and (self.way != "pushed" or len(self.editor) != 1):
            raise ValueError(f"the editor is one seat of an issue for all, found {self.editor!r}")

    @property
    def varies(self) -> tuple[str, ...]:
        """It decides which extremes are shown, where a member picks them."""
        return ("extreme",) if self.editor else ()

    def monitoring(self, play: Play, monitoring: Monitoring) -> Monitoring:
        """Show the extremes that the editor picked for the issue of the round."""
        if not self.editor:
            return monitoring
        first, _ = self.covers(play)
        then = play if play.round == first else play.back(first)
        picked = then.value(play.game.seats.index(self.editor), self.name, "highlight") or 0
        return replace(monitoring, extreme=PICKED[picked])

    def covers(self, play: Play) -> tuple[int, int]:
        """Return the first and the last round of the issue that reports a round."""
        last = due(play.monitoring, play.round, play.first, play.last)
        if last is None:
            raise ValueError(f"a newsletter needs timing 'every_k', found {play.monitoring.timing}")
        if play.monitoring.counted == "start":
            return play.round - play.turn % play.monitoring.every, last
        return max(play.first, last - play.monitoring.every + 1), last

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask, in the first round of an issue, whether it is ordered."""
        first, last = self.covers(play)
        if play.round == first and play.game.seats[seat] == self.editor:
            asked = message("newsletter.ask_highlight", first=first, last=last)
            return (Ask("highlight", "option", asked, options=HIGHLIGHTS),)
        if self.way == "pushed" or play.round != first:
            return ()
        return (Ask("order", "yes_no", message("newsletter.ask", first=first, last=last)),)

    def received(self, play: Play, seat: int) -> bool:
        """Say whether a seat receives the issue that reports a round."""
        if self.way == "pushed":
            return True
        first, _ = self.covers(play)
        asked = play if play.round == first else play.back(first)
        return asked.value(seat, self.name, "order") == 1

    def looked(self, play: Play) -> Mask | None:
        """Return who ordered, on the diagonal."""
        if self.way == "pushed":
            return None
        mask = nobody(play.game)
        for seat in range(play.game.members):
            mask[seat, seat] = self.received(play, seat)
        return mask

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """List, in the last round of an issue, the numbers of its rounds."""
        first, last = self.covers(play)
        decided = all(choice is not None for choice in play.choices)
        if play.round != last or not decided or not self.received(play, seat):
            return ()
        rounds = (*(play.back(number) for number in range(first, last)), play)
        return tuple(
            message(LISTS[kind], first=first, last=last, numbers=numbers)
            for kind in contents(self.monitoring(play, play.monitoring))
            for numbers in (tuple(_number(one, seat, kind) for one in rounds),)
        )

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell that it comes as a list, and that orders stay secret."""
        if self.editor:
            you = (
                "newsletter.editor_you" if game.seats[seat] == self.editor else "newsletter.editor"
            )
            return message("newsletter.list"), message(you, seat=self.editor)
        if self.way == "pushed":
            return (message("newsletter.list"),)
        return message("newsletter.list"), message("newsletter.only"), message("newsletter.secret")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether it comes without an order."""
        if self.editor:
            own = game.seats[seat] == self.editor
            key = "newsletter.ask_true_you" if own else "newsletter.ask_true"
            asked = message(key, seat=self.editor)
            return (yes_no("newsletter_true", asked, self.explains(game, seat)[-1], False),)
        if self.way == "pushed":
            return ()
        asked, why = message("newsletter.ask_comes"), message("newsletter.only")
        return (yes_no("newsletter_comes", asked, why, False),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Order three times out of four; as the editor pick the lowest after a disappointment."""
        if self.editor:
            return tuple((ask.field, int(mind.surprise > 0)) for ask in asks)
        return tuple((ask.field, int(mind.uniform < 0.75)) for ask in asks)


def contents(shown: Monitoring) -> tuple[str, ...]:
    """Return which numbers a Monitoring shows: "total", "lowest", "highest"."""
    if shown.granularity == "total":
        return ("total",)
    both = {"both": ("lowest", "highest"), "low": ("lowest",), "high": ("highest",)}
    return both[shown.extreme] if shown.granularity == "extremes" else ()


def _number(play: Play, seat: int, kind: str) -> str:
    """Return a round's number as text: the group's total, or an extreme among the others."""
    given = [0 if one is None else one.contribution for one in play.choices]
    if kind == "total":
        return str(sum(given))
    others = [points for place, points in enumerate(given) if place != seat]
    return str(min(others) if kind == "lowest" else max(others))
