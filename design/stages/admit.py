"""Whom do members leave out, going by how alike or how generous the others are?"""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from design import chance
from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.occasions import HIDDEN
from design.play import Play
from design.settling import settle
from design.stages.ballots import ballot
from design.stages.exclusion import settlement, without
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

ASKED = {"similarity": "admit.ask_similar", "contribution": "admit.ask_given",
         "both": "admit.ask_both"}  # fmt: skip
TRAITS = 10
"""Every member has a trait from 0 to 9, drawn once for the whole game."""


@dataclass(frozen=True)
class Admit(Stage):
    """Every so many rounds members vote on leaving one of them out until the next vote.

    Whoever is left out neither contributes nor benefits, and holds points outside. The return is
    higher the further apart the traits of the members that take part are, so that leaving out
    the least similar costs all.

    Attributes
    ----------
    by : str
        What a voter is shown of each other member: its "similarity", its "contribution" of the
        round before as far as the Monitoring shows it, or "both".
    every, needed : int
        Rounds between votes, and votes against a member that leave it out; of several with so
        many, the one with most, ties by lot. The first vote comes after so many rounds.
    bonus : int
        By how many thousandths each step of distance between the lowest and the highest trait
        raises the return.
    outside : int
        Points a round of the member that is left out.
    """

    name: ClassVar[str] = "admit"
    by: str = "contribution"
    every: int = 5
    needed: int = 2
    bonus: int = 10
    outside: int = 10

    def __post_init__(self) -> None:
        """Refuse unknown grounds, and votes that nobody could win or lose."""
        if self.by not in ASKED:
            raise ValueError(f"by is one of {tuple(ASKED)}, found {self.by!r}")
        if min(self.every, self.needed) < 1 or min(self.bonus, self.outside) < 0:
            raise ValueError("a vote comes every 1 or more rounds and needs 1 or more votes")

    def traits(self, play: Play) -> Amounts:
        """Return the members' traits."""
        seats = np.arange(play.game.members)
        return chance.choice(play.seed, (play.slot, seats), "trait", among=TRAITS)

    def similarity(self, play: Play, seat: int, other: int) -> int:
        """Return how alike two members are, from 0 to 9."""
        traits = self.traits(play)
        return TRAITS - 1 - abs(int(traits[seat] - traits[other]))

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask, in the rounds with a vote, about every other member."""
        if play.turn == 0 or play.turn % self.every:
            return ()
        before = play.back(play.round - 1)
        gave = settle(before, before.stages).signal.entries[seat]
        timely = play.monitoring.timing == "every_round"
        return tuple(
            Ask("out", "yes_no", self._label(play, (seat, j), int(gave[j]) if timely else HIDDEN),
                about=name)
            for j, name in enumerate(play.game.seats) if j != seat
        )  # fmt: skip

    def _label(self, play: Play, pair: tuple[int, int], gave: int) -> Message:
        name, score = play.game.seats[pair[1]], self.similarity(play, *pair)
        if self.by == "similarity" or gave == HIDDEN:
            key = "admit.ask_similar" if self.by != "contribution" else "admit.ask"
            return message(key, seat=name, score=score, top=TRAITS - 1)
        return message(ASKED[self.by], seat=name, score=score, top=TRAITS - 1, given=gave // POINT)

    def against(self, play: Play) -> Amounts:
        """Return how many members voted against each in a round."""
        letters, seats = play.game.seats, range(play.game.members)
        return np.array([
            sum(play.value(i, self.name, f"out.{name}") == 1 for i in seats) for name in letters
        ], dtype=np.int64)  # fmt: skip

    def left_out(self, play: Play) -> int | None:
        """Return the seat that takes no part in a round; while votes are cast, as before them."""
        then = ballot(play, self.every)
        if then.turn == 0:
            return None
        if any(then.act(seat, self.name) is None for seat in range(play.game.members)):
            return self.left_out(then.back(then.round - 1))
        against = self.against(then)
        if against.max() < self.needed:
            return None
        tied = np.flatnonzero(against == against.max())
        drawn = chance.choice(then.seed, (then.slot, then.round), "admit tie", among=len(tied))
        return int(tied[int(drawn)])

    def game(self, play: Play, game: Game) -> Game:
        """Leave out a member, and let the return follow the traits of the others."""
        out, traits = self.left_out(play), self.traits(play)
        part = [seat for seat in range(game.members) if seat != out]
        more = self.bonus * int(traits[part].max() - traits[part].min())
        return replace(without(game, out), mpcr=tuple(min(999, m + more) for m in game.mpcr))

    def account(self, play: Play) -> Amounts:
        """Take from the member left out what the group account would bring it; pay it outside."""
        game = self.game(play, play.game)
        return settlement(play, game, self.left_out(play), self.outside)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all who is left out and what a point is worth among the others."""
        out, worth = self.left_out(play), self.game(play, play.game).mpcr[0] / 1_000
        if out is None:
            return (message("admit.all", worth=worth),)
        if out == seat:
            return (message("admit.you", outside=self.outside),)
        return (message("admit.out", seat=play.game.seats[out], worth=worth),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell how members are left out, what that means, and what traits are good for."""
        told = [
            message("admit.vote", every=self.every, needed=self.needed),
            message("admit.means", outside=self.outside),
            message("admit.worth", top=TRAITS - 1, step=self.bonus / 1_000),
        ]
        if self.by != "contribution":
            told.append(message("admit.score", top=TRAITS - 1))
        return tuple(told)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether who is left out earns from the group account."""
        told = message("admit.means", outside=self.outside)
        return (yes_no("left_out", message("admit.ask_means"), told, False),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Vote against whoever gave much less than oneself would, or is unlike oneself."""
        found = []
        for ask in asks:
            shown = dict(ask.label.values)
            if "given" in shown:
                against = int(str(shown["given"])) * 2 < mind.planned
            else:
                against = ask.label.key == "admit.ask_similar" and int(str(shown["score"])) < 4
            found.append((ask.field, int(against)))
        return tuple(found)
