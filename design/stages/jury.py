"""Which of two projects does the group choose, and whose vote counts for how much?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design import chance
from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Monitoring
from design.play import Play
from design.stages.skills import extra
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

KNOWN = ("own", "all")


@dataclass(frozen=True)
class Jury(Stage):
    """In each round members vote on one of two projects; points count for more at the better one.

    A lot picks the better one anew in each round. Each member has a hint that is right with a
    chance of its own.

    Attributes
    ----------
    accuracy : tuple of int
        For each seat in how many of a thousand cases its hint is right.
    weights : tuple of int
        For each seat how many votes it has; empty for one each.
    known : str
        Whether each is told how good its "own" hints are, or those of "all".
    gain : int
        Thousandths by which a point counts for more at the better project.
    """

    name: ClassVar[str] = "jury"
    accuracy: tuple[int, ...] = (900, 600, 600, 600)
    weights: tuple[int, ...] = ()
    known: str = "own"
    gain: int = 1_000

    def __post_init__(self) -> None:
        """Refuse hints that mislead or are certain, votes below one, and unknown words."""
        if self.known not in KNOWN or (self.weights and self.known == "own"):
            raise ValueError(f"known is one of {KNOWN}, and 'all' with weights, found {self}")
        if not all(500 <= one < 1_000 for one in self.accuracy) or self.gain < 1:
            raise ValueError(f"accuracy lies in 500 .. 999 and gain above 0, found {self}")
        if self.weights and (len(self.weights) != len(self.accuracy) or min(self.weights) < 1):
            raise ValueError(f"weights name each seat's votes, 1 or more, found {self.weights}")

    def check(self, game: Game, monitoring: Monitoring, beside: tuple[Stage, ...]) -> None:
        """Refuse games of other seats, and those in which giving would pay by itself.

        Raises
        ------
        ValueError
            Where the phase does not fit.
        """
        if len(self.accuracy) != game.members:
            raise ValueError(f"accuracy names {len(self.accuracy)} of {game.members} seats")
        if game.technology != "linear" or max(game.mpcr) * (POINT + self.gain) >= POINT * POINT:
            raise ValueError(
                f"a point given to the better project brings its member less than one point, found"
                f" a gain of {self.gain} thousandths with {game}"
            )

    @property
    def factor(self) -> float:
        """How many points a point counts as at the better project."""
        return 1 + self.gain / POINT

    def better(self, play: Play) -> int:
        """Return the better project of a round, 1 or 2."""
        keys = (play.slot, play.round)
        return 1 + int(chance.choice(play.seed, keys, "better project", among=2))

    def hint(self, play: Play, seat: int) -> int:
        """Return the project that a seat's hint names, 1 or 2."""
        drawn = float(chance.uniform(play.seed, (play.slot, play.round, seat), "project hint"))
        better = self.better(play)
        return better if drawn * POINT < self.accuracy[seat] else 3 - better

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask each member for its vote; the rule abstains."""
        hinted = self.hint(play, seat)
        options = [message("jury.none")]
        for number in (1, 2):
            key = "jury.hinted" if number == hinted else "jury.option"
            options.append(message(key, number=number))
        return (Ask("project", "option", message("jury.ask"), 0, 2, options=tuple(options)),)

    def votes(self, play: Play) -> tuple[int, int]:
        """Return the votes for the two projects."""
        counts = [0, 0]
        for seat in range(play.game.members):
            wanted = play.value(seat, self.name, "project") or 0
            if wanted > 0:
                counts[wanted - 1] += self.weights[seat] if self.weights else 1
        return counts[0], counts[1]

    def chosen(self, play: Play) -> int:
        """Return the group's project, 1 or 2; a lot decides between equals."""
        first, second = self.votes(play)
        if first != second:
            return 1 if first > second else 2
        return 1 + int(chance.choice(play.seed, (play.slot, play.round), "jury tie", among=2))

    def account(self, play: Play) -> Amounts:
        """Add what all points bring beyond the game's return at the better project."""
        right = self.chosen(play) == self.better(play)
        return extra(play, (right,) * play.game.members, self.gain)

    def presents(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell a member its hint before it votes."""
        percent = self.accuracy[seat] / 10
        return (message("jury.hint", number=self.hint(play, seat), percent=percent),)

    def hints(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell a seat what its points bring at either project."""
        share, held = play.game.mpcr[seat] / POINT, play.game.endowments[seat]
        return (message("jury.worth_now", endowment=held, mpcr=share, factor=self.factor),)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell the group's choice, and after the round whether it was the better project."""
        number = self.chosen(play)
        if None in play.choices:
            return (message("jury.chosen", number=number),)
        if number == self.better(play):
            return (message("jury.right", number=number, factor=self.factor),)
        return (message("jury.wrong", number=number),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what is voted on, how good hints are, and how many votes each has."""
        told = [message("jury.how", factor=self.factor)]
        told.append(message("jury.own", percent=self.accuracy[seat] / 10))
        told += self._others(game, seat)
        told += self._votes(game)
        return (*told, message("jury.after"))

    def _others(self, game: Game, seat: int) -> list[Message]:
        if self.known == "own":
            return [message("jury.known_own")]
        levels = sorted({one for i, one in enumerate(self.accuracy) if i != seat}, reverse=True)
        told = []
        for level in levels:
            who = [game.seats[i] for i, a in enumerate(self.accuracy) if a == level and i != seat]
            told.append(message("jury.others", seats=tuple(who), percent=level / 10))
        return told

    def _votes(self, game: Game) -> list[Message]:
        if not self.weights:
            return [message("jury.equal")]
        told = [message("jury.weighted")]
        for votes in sorted(set(self.weights), reverse=True):
            who = [game.seats[i] for i, one in enumerate(self.weights) if one == votes]
            told.append(message("jury.has_one", seats=tuple(who)) if votes == 1
                        else message("jury.has_more", seats=tuple(who), n=votes))  # fmt: skip
        return told

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether a hint is always right, and whether all votes count alike."""
        own = message("jury.own", percent=self.accuracy[seat] / 10)
        votes = self._votes(game)[0]
        return (
            yes_no("hint_right", message("jury.ask_right"), own, False),
            yes_no("votes_alike", message("jury.ask_alike"), votes, not self.weights),
        )

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Vote as the hint says."""
        found = []
        for ask in asks:
            keys = [option.key for option in ask.options]
            hinted = keys.index("jury.hinted") if "jury.hinted" in keys else ask.default
            found.append((ask.field, hinted))
        return tuple(found)


def decided(accuracy: tuple[int, ...], weights: tuple[int, ...]) -> float:
    """Return how often a vote as the hints say finds the better project, a share of 1.

    Parameters
    ----------
    accuracy, weights : tuple of int
        For each seat, in thousandths and in votes.
    """
    found = 0.0
    for case in range(2 ** len(accuracy)):
        right = np.array([case >> seat & 1 for seat in range(len(accuracy))], dtype=bool)
        chances = np.where(right, accuracy, POINT - np.array(accuracy)) / POINT
        lead = np.where(right, weights, -np.array(weights)).sum()
        found += float(chances.prod()) * (0.5 + 0.5 * float(np.sign(lead)))
    return found
