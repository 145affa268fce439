"""What do members give to an account of their own district, beside the account of all?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.dial import plain
from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Mask, Monitoring
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

TOGETHER = "\N{NO-BREAK SPACE}"
"""Between a seat and what it gave, so that no line of a screen ends there."""


@dataclass(frozen=True)
class Local(Stage):
    """After contributing to all, members divide what is left between their district and themselves.

    Who is shown a member's contribution is shown what it gave to its district too, and nobody else
    is. Were one of the two shown alone, a member that spent everything on it would give away that
    it spent nothing on the other.

    Attributes
    ----------
    districts : tuple of str
        The seats that have a local account together; every seat is in one of them.
    mpcr : int
        What each point given locally brings each seat of the district, in thousandths.
    """

    name: ClassVar[str] = "local"
    gives: ClassVar[str] = "points"
    districts: tuple[str, ...] = ("ABCD", "EFGH")
    mpcr: int = 600

    def __post_init__(self) -> None:
        """Refuse local accounts that are no dilemma for their district."""
        least = min((len(seats) for seats in self.districts), default=0)
        if not 0 < self.mpcr < POINT < self.mpcr * least:
            raise ValueError(
                "a local MPCR lies below 1, and times the members of each district above 1, found"
                f" {self.mpcr} thousandths for {self.districts}"
            )

    def check(self, game: Game, monitoring: Monitoring, beside: tuple[Stage, ...]) -> None:
        """Refuse seats without a district, and news that the local account cannot follow."""
        if sorted("".join(self.districts)) != list(game.seats):
            raise ValueError(f"districts {self.districts} name each of the seats {game.seats} once")
        changing = [one.name for one in beside if type(one).monitoring is not Stage.monitoring]
        if changing or not plain(monitoring):
            raise ValueError(
                "what is given locally is shown as contributions are, so these are shown as they"
                f" are, after each round, and no stage changes that; found {monitoring}, {changing}"
            )
        if monitoring.own_earnings:
            raise ValueError("own earnings are shown without what local accounts add to them")

    def district(self, letter: str) -> str:
        """Return the seats that share a local account with a seat, itself among them."""
        return next(seats for seats in self.districts if letter in seats)

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask how much of what is left goes to the district; who has nothing left passes."""
        choice = play.choices[seat]
        left = 0 if choice is None else play.game.endowments[seat] - choice.contribution
        if left <= 0:
            return ()
        seats = tuple(self.district(play.game.seats[seat]))
        return (Ask("points", "amount", message("local.ask", n=left, seats=seats), high=left),)

    def given(self, play: Play) -> tuple[int, ...]:
        """Return what each seat gave to its district, in points."""
        found = (play.value(seat, self.name, "points") for seat in range(play.game.members))
        return tuple(points or 0 for points in found)

    def account(self, play: Play) -> Amounts:
        """Charge what each gave, and pay every member of a district the return of all of it."""
        given = np.array(self.given(play), dtype=np.int64)
        return np.asarray(self.shared(play.game) @ given * self.mpcr - given * POINT)

    def shared(self, game: Game) -> Mask:
        """Return which seats have a local account together, (seat, seat)."""
        return np.array([[b in self.district(a) for b in game.seats] for a in game.seats])

    def hints(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Say what the account of all brings, and that there is another decision to come."""
        game = play.game
        own = {"endowment": game.endowments[seat], "mpcr": game.mpcr[seat] / POINT}
        return (message("local.hint", members=game.members, **own),)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell of every district what those gave whose contribution is shown, the own one first."""
        shown, given = play.monitoring.printed(play.game)[seat], self.given(play)
        home, told = self.district(play.game.seats[seat]), []
        for seats in sorted(self.districts, key=lambda one: one != home):
            gifts = tuple(
                f"{letter}{TOGETHER}{given[other]}"
                for other, letter in enumerate(play.game.seats)
                if letter in seats and shown[other]
            )
            if gifts:
                told.append(message("local.given", seats=tuple(seats), gifts=gifts))
        return tuple(told)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who has which account, what it is worth to whom, and who sees it."""
        home = self.district(game.seats[seat])
        theirs = (tuple(seats) for seats in self.districts if seats != home)
        return (
            message("local.yours", seats=tuple(home)),
            *(message("local.theirs", seats=seats) for seats in theirs),
            message("local.how"),
            self._worth(game, seat),
            message("local.seen"),
        )

    def _worth(self, game: Game, seat: int) -> Message:
        """Say what a point brings whom from either account."""
        seats = tuple(self.district(game.seats[seat]))
        of_all = {"members": game.members, "all": game.mpcr[seat] / POINT}
        return message("local.worth", seats=seats, local=self.mpcr / POINT, **of_all)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask who earns from the local account, in the own district and in another."""
        home, why = self.district(game.seats[seat]), self._worth(game, seat)
        asked = [letter for letter in home if letter != game.seats[seat]][:1]
        asked += [letter for letter in game.seats if letter not in home][:1]
        return tuple(
            yes_no(f"local_{place}", message("local.ask_earns", seat=letter), why, letter in home)
            for place, letter in zip(("near", "far"), asked, strict=False)
        )

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Give of what is left as of all points, and answer what the district was seen to give."""
        return tuple((ask.field, min(ask.high, _wanted(ask, mind))) for ask in asks)


def _wanted(ask: Ask, mind: Mind) -> int:
    """Return what a simulated member would give to its district.

    The share of what is left that it gives of all to all; once it saw what the district gave, it
    goes half of the way to that, less where it means to give less to all than it expects of others.
    """
    own, seen = ask.high * mind.planned / max(1, mind.endowment), _seen(ask, mind)
    if not seen:
        return round(own)
    expected = sum(points for _, points in mind.expected) / len(mind.expected)
    answered = min(1.0, mind.planned / max(1.0, expected)) * sum(seen) / len(seen)
    return round((own + answered) / 2)


def _seen(ask: Ask, mind: Mind) -> list[int]:
    """Return what others were last shown to have given to the account that is asked about."""
    others, district = {seat for seat, _ in mind.expected}, dict(ask.label.values)["seats"]
    told = (dict(one.values) for one in mind.lines if one.key == "local.given")
    shown = next((one["gifts"] for one in told if one["seats"] == district), ())
    gifts = [gift.split() for gift in shown] if isinstance(shown, tuple) else []
    return [int(points) for seat, points in gifts if seat in others]
