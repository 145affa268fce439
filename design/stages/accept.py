"""Who accepts what was proposed, and what becomes of a member that refuses?"""

from dataclasses import dataclass
from typing import ClassVar

from design import chance
from design.game import Amounts, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.ballots import ballot
from design.stages.exclusion import settlement, without
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

REFUSERS = {"stay": "accept.stay", "leave": "accept.leave"}


@dataclass(frozen=True)
class Accept(Stage):
    """The others accept what one member proposed, or refuse it, before all contribute.

    Accepting binds nobody.

    Attributes
    ----------
    seat : str
        Who proposed, at the stage Offer.
    refusers : str
        Whether members that refuse "stay" as they are, or one of them has to "leave" until the
        next proposal; a lot picks it where several refuse.
    every, outside : int
        Rounds from one proposal to the next, and points a round of a member that had to leave.
    """

    name: ClassVar[str] = "accept"
    seat: str = "A"
    refusers: str = "leave"
    every: int = 5
    outside: int = 10

    def __post_init__(self) -> None:
        """Refuse unknown words."""
        if self.refusers not in REFUSERS:
            raise ValueError(f"refusers is one of {tuple(REFUSERS)}, found {self.refusers!r}")

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask the others, in the rounds with a proposal."""
        if play.turn % self.every or play.game.seats[seat] == self.seat:
            return ()
        proposer = play.game.seats.index(self.seat)
        points = play.value(proposer, "offer", "points") or 0
        label = message("accept.ask", seat=self.seat, points=points, every=self.every)
        return (Ask("accept", "yes_no", label, default=1),)

    def _answered(self, play: Play) -> Play | None:
        """Return the latest round whose proposal all have answered."""
        then = ballot(play, self.every)
        others = [i for i, name in enumerate(play.game.seats) if name != self.seat]
        if all(then.act(seat, self.name) is not None for seat in others):
            return then
        return self._answered(then.back(then.round - 1)) if then.turn > 0 else None

    def refused(self, play: Play) -> tuple[int, ...]:
        """Return the seats that refused the proposal that stands."""
        then = self._answered(play)
        if then is None:
            return ()
        seats = range(play.game.members)
        return tuple(i for i in seats if then.value(i, self.name, "accept") == 0)

    def left_out(self, play: Play) -> int | None:
        """Return the seat that takes no part in a round."""
        refused, then = self.refused(play), self._answered(play)
        if self.refusers == "stay" or not refused or then is None:
            return None
        keys = (then.slot, then.round)
        return refused[int(chance.choice(then.seed, keys, "refuser", among=len(refused)))]

    def game(self, play: Play, game: Game) -> Game:
        """Leave out the member that has to leave."""
        return without(game, self.left_out(play))

    def account(self, play: Play) -> Amounts:
        """Pay a member that had to leave outside, and nothing from the group account."""
        return settlement(play, play.game, self.left_out(play), self.outside)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all who refused and who is left out."""
        letters, refused = play.game.seats, self.refused(play)
        names = tuple(letters[i] for i in refused)
        told = [message("accept.refused", seats=names) if names else message("accept.all")]
        out = self.left_out(play)
        if out is not None:
            own = message("accept.you_out", outside=self.outside)
            told.append(own if out == seat else message("accept.out", seat=letters[out]))
        return tuple(told)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what accepting means, and what refusing leads to."""
        return (
            message("accept.how", seat=self.seat),
            message(REFUSERS[self.refusers], outside=self.outside),
        )

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether a member that refuses can be left out."""
        told = message(REFUSERS[self.refusers], outside=self.outside)
        return (yes_no("refuse", message("accept.ask_out"), told, self.refusers == "leave"),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Accept what is not far above one's own plan, and mostly otherwise too."""
        found = []
        for ask in asks:
            asked = int(str(dict(ask.label.values)["points"]))
            found.append((ask.field, int(asked <= mind.planned + 5 or mind.uniform < 0.8)))
        return tuple(found)
