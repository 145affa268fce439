"""What do members give in work instead of points, and who sees it?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design import chance
from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

SEEN = {"all": "effort.seen", "own": "effort.unseen"}
LEAST, AMONG = 11, 89
"""Every number to add up is one of 11 to 99."""


@dataclass(frozen=True)
class Effort(Stage):
    """After contributing, members add up numbers, for the group account or for themselves.

    A right sum is worth the same points in either account.

    Attributes
    ----------
    sums : int
        How many sums each member gets in a round.
    worth : int
        Points that a right sum is worth.
    seen : str
        Whether "all" learn how many right sums each did for the group, or each its "own" only.
    """

    name: ClassVar[str] = "effort"
    sums: int = 3
    worth: int = 2
    seen: str = "all"

    def __post_init__(self) -> None:
        """Refuse no work, work for nothing, and unknown words."""
        if self.seen not in SEEN or min(self.sums, self.worth) < 1:
            raise ValueError(f"seen is one of {tuple(SEEN)}, sums and worth 1 or more: {self}")

    def numbers(self, play: Play, seat: int, place: int) -> tuple[int, int]:
        """Return the two numbers of one sum of a seat's."""
        keys = (play.slot, play.round, seat, place)
        first, second = (
            chance.choice(play.seed, (*keys, which), "sum", among=AMONG) for which in range(2)
        )
        return LEAST + int(first), LEAST + int(second)

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask for whom a member works, and for its sums; the rule does none."""
        if play.game.endowments[seat] == 0:
            return ()
        whom = Ask("whom", "option", message("effort.ask_whom"), 0, 1,
                   options=(message("effort.self"), message("effort.group")))  # fmt: skip
        sums = []
        for place in range(self.sums):
            a, b = self.numbers(play, seat, place)
            label = message("effort.ask", a=a, b=b)
            sums.append(Ask(f"sum_{place + 1}", "amount", label, 0, 2 * (LEAST + AMONG)))
        return whom, *sums

    def right(self, play: Play, seat: int) -> int:
        """Return how many sums of a seat are right."""
        given = (play.value(seat, self.name, f"sum_{n + 1}") for n in range(self.sums))
        return sum(
            found == sum(self.numbers(play, seat, place)) for place, found in enumerate(given)
        )

    def grouped(self, play: Play) -> tuple[int, ...]:
        """Return how many right sums each seat did for the group."""
        return tuple(
            self.right(play, seat) if play.value(seat, self.name, "whom") == 1 else 0
            for seat in range(play.game.members)
        )

    def account(self, play: Play) -> Amounts:
        """Pay each its own sums, and all the return of those that went to the group account."""
        grouped = self.grouped(play)
        own = [self.right(play, s) if grouped[s] == 0 else 0 for s in range(play.game.members)]
        for_all = np.asarray(play.game.mpcr, dtype=np.int64) * sum(grouped) * self.worth
        return np.asarray(np.array(own, dtype=np.int64) * self.worth * POINT + for_all)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell a member its own work, and others' for the group where it is seen."""
        told, grouped = [], self.grouped(play)
        if play.act(seat, self.name) is not None:
            whom = play.value(seat, self.name, "whom")
            key = "effort.own_group" if whom == 1 else "effort.own_self"
            told.append(message(key, n=self.right(play, seat), sums=self.sums))
        if self.seen == "all":
            told += [
                message("effort.other", seat=letter, n=grouped[other])
                for other, letter in enumerate(play.game.seats)
                if other != seat and play.act(other, self.name) is not None
            ]
        return tuple(told)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what the work is, what it is worth to whom, and who sees it."""
        share = game.mpcr[seat] * self.worth / POINT
        return (
            message("effort.how", n=self.sums),
            message("effort.worth", worth=self.worth, share=share),
            message(SEEN[self.seen]),
        )

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask who earns from work for the group, and who sees it."""
        told = self.explains(game, seat)
        other = game.seats[(seat + 1) % game.members]
        seen = message("effort.ask_seen", seat=other)
        return (
            yes_no("effort_shared", message("effort.ask_shared"), told[1], True),
            yes_no("effort_seen", seen, told[2], self.seen == "all"),
        )

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Work for the group as often as the plan is generous; skip the first sum at times."""
        generous = mind.uniform * max(1, mind.endowment) < mind.planned
        found = []
        for ask in asks:
            values = dict(ask.label.values)
            total = int(str(values["a"])) + int(str(values["b"])) if "a" in values else 0
            skipped = ask.name == "sum_1" and mind.uniform > 0.8
            answer = int(generous) if ask.name == "whom" else total
            found.append((ask.field, 0 if skipped else answer))
        return tuple(found)
