"""What do members make their contribution look like, and what does that cost?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

FEEDBACK = ("output", "impact")
OWN = {"output": "dress.own_output", "impact": "dress.own_impact"}


@dataclass(frozen=True)
class Dress(Stage):
    """After contributing x, each member can add z points for show, which are cheap and do nothing.

    What can be observed is either the output x + z, together with a Monitoring whose source is
    "output", or the impact x alone. Output never exceeds what the member holds, so that no number
    on a screen gives itself away as show.

    Attributes
    ----------
    cost : int
        Price of each point for show, milli-points.
    feedback : str
        What others can be shown: "output" or "impact".
    """

    name: ClassVar[str] = "dress"
    cost: int = 100
    feedback: str = "output"

    def __post_init__(self) -> None:
        """Refuse show that pays, or is dearer than the contribution, and unknown feedback."""
        if not 0 <= self.cost < POINT:
            raise ValueError(f"a point for show costs 0 .. 999 milli-points, found {self.cost}")
        if self.feedback not in FEEDBACK:
            raise ValueError(f"feedback is one of {FEEDBACK}, found {self.feedback!r}")

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask how much to add for show, up to what the member holds."""
        choice = play.choices[seat]
        left = 0 if choice is None else play.game.endowments[seat] - choice.contribution
        if left <= 0:
            return ()
        return (Ask("show", "amount", message("dress.ask", cost=self.cost / POINT), high=left),)

    def show(self, play: Play) -> Amounts:
        """Return what each member added for show, milli-points."""
        added = (play.value(seat, self.name, "show") for seat in range(play.game.members))
        return np.array([one or 0 for one in added], dtype=np.int64) * POINT

    def account(self, play: Play) -> Amounts:
        """Charge the show."""
        return np.asarray(-self.show(play) // POINT * self.cost)

    def reported(self, play: Play) -> Amounts | None:
        """Return the output of each member, where that is what others see."""
        return play.given + self.show(play) if self.feedback == "output" else None

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Remind a member of its own show."""
        added = int(self.show(play)[seat]) // POINT
        if added == 0:
            return ()
        choice = play.choices[seat]
        output = added + (0 if choice is None else choice.contribution)
        return (message(OWN[self.feedback], n=added, output=output),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what show costs, that it does nothing, and what others see of it."""
        told = message("dress.who", cost=self.cost / POINT)
        return told, message("dress.nothing"), message(f"dress.seen_{self.feedback}")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether show earns anything, and whether others can see it."""
        earns = yes_no("show_earns", message("dress.ask_earns"), message("dress.nothing"), False)
        why, seen = message(f"dress.seen_{self.feedback}"), self.feedback == "output"
        return earns, yes_no("show_seen", message("dress.ask_seen"), why, seen)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Look as good as one expects others to be, half of the time, where it is seen."""
        expected = round(np.mean([value for _, value in mind.expected] or [0]))
        wanted = max(0, expected - mind.planned)
        if self.feedback == "impact" or mind.uniform < 0.5:
            wanted = 0
        return tuple((ask.field, min(ask.high, wanted)) for ask in asks)
