"""What can members with few points do: reveal who holds what, strike together, or comply?"""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Monitoring
from design.play import Play
from design.stages.ballots import ballot
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

ACTIONS = ("reveal", "strike")


@dataclass(frozen=True)
class Voice(Stage):
    """Every so many rounds the members that hold least can pay to reveal, or join a strike.

    Together with the stage Capacity, at which each is told its own points only. A strike holds
    once enough members join it: until they are asked again they give nothing and keep what they
    hold.

    Attributes
    ----------
    actions : tuple of str
        What they can do besides complying: "reveal" to all who holds what, "strike".
    cost : int
        Points that revealing costs each member that does it.
    least : int
        How many members make a strike.
    every : int
        Rounds from one choice to the next, for which a revelation and a strike hold.
    """

    name: ClassVar[str] = "voice"
    actions: tuple[str, ...] = ACTIONS
    cost: int = 2
    least: int = 2
    every: int = 3

    def __post_init__(self) -> None:
        """Refuse actions that do not exist, and numbers below 1."""
        if not self.actions or not set(self.actions) <= set(ACTIONS):
            raise ValueError(f"actions are some of {ACTIONS}, found {self.actions}")
        if min(self.cost, self.least, self.every) < 1:
            raise ValueError(f"cost, least and every are at least 1, found {self}")

    def check(self, game: Game, monitoring: Monitoring, beside: tuple[Stage, ...]) -> None:
        """Refuse games in which all hold the same, or too few hold least to strike.

        Raises
        ------
        ValueError
            Where the phase does not fit.
        """
        weak = self.weak(game)
        if len(weak) < self.least or game.members - len(weak) < 2 or self.cost > lowest(game):
            raise ValueError(
                f"a strike of {self.least} and a price of {self.cost} need two levels of points,"
                f" as many members at the lower one and two at the other, found {game.endowments}"
            )

    def weak(self, game: Game) -> tuple[int, ...]:
        """Return the seats that hold least of those that hold anything; nobody where all do."""
        held = {one for one in game.endowments if one > 0}
        least = lowest(game)
        return tuple(i for i, e in enumerate(game.endowments) if e == least and len(held) == 2)

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask those who hold least, every so many rounds; the rule complies."""
        if play.turn % self.every or seat not in self.weak(play.game):
            return ()
        words = {
            "reveal": message("voice.ask_reveal", price=self.cost),
            "strike": message("voice.ask_strike", every=self.every),
        }
        return tuple(Ask(action, "yes_no", words[action]) for action in self.actions)

    def doing(self, play: Play, action: str) -> tuple[int, ...]:
        """Return the seats that chose an action at the latest occasion."""
        then = ballot(play, self.every)
        seats = range(play.game.members)
        return tuple(seat for seat in seats if then.value(seat, self.name, action) == 1)

    def striking(self, play: Play) -> tuple[int, ...]:
        """Return the seats on strike; nobody where too few joined, or too few would go on."""
        joined, holding = self.doing(play, "strike"), sum(e > 0 for e in play.game.endowments)
        return joined if len(joined) >= self.least and holding - len(joined) >= 2 else ()

    def game(self, play: Play, game: Game) -> Game:
        """Let members on strike have nothing to give."""
        out = self.striking(play)
        held = tuple(0 if seat in out else e for seat, e in enumerate(game.endowments))
        return replace(game, endowments=held) if out else game

    def account(self, play: Play) -> Amounts:
        """Leave members on strike what they hold, and charge those who revealed."""
        added = np.zeros(play.game.members, dtype=np.int64)
        for seat in self.striking(play):
            added[seat] += play.game.endowments[seat] * POINT
        if play.turn % self.every == 0:
            for seat in self.doing(play, "reveal"):
                added[seat] -= self.cost * POINT
        return added

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all who is on strike, and who holds what where somebody revealed it."""
        letters, game = play.game.seats, play.game
        told = []
        out = tuple(letters[i] for i in self.striking(play))
        if out:
            key = "voice.strike" if None in play.choices else "voice.struck"
            told.append(message(key, seats=out))
        if self.doing(play, "reveal") and None in play.choices:
            told += self._revealed(game)
        return tuple(told)

    def _revealed(self, game: Game) -> list[Message]:
        """Say who holds much, and what part of all points that is."""
        strong = [i for i, held in enumerate(game.endowments) if held > lowest(game)]
        if not strong:
            return []
        share = sum(game.endowments[i] for i in strong) / sum(game.endowments)
        seats = tuple(game.seats[i] for i in strong)
        points = game.endowments[strong[0]]
        return [
            message("voice.revealed", seats=seats, points=points),
            message("voice.share", percent=round(100 * share)),
        ]

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who can do what, what it costs, and who learns of it."""
        points = lowest(game)
        told = [message("voice.who", points=points, every=self.every)]
        if "reveal" in self.actions:
            told.append(message("voice.reveal", price=self.cost))
        if "strike" in self.actions:
            told.append(message("voice.rule", n=self.least))
            told.append(message("voice.public", points=points))
        return tuple(told)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask what one member alone brings about."""
        asked = []
        if "strike" in self.actions:
            why = message("voice.rule", n=self.least)
            asked.append(yes_no("strike_alone", message("voice.ask_alone"), why, self.least == 1))
        if "reveal" in self.actions:
            why = message("voice.reveal", price=self.cost)
            asked.append(yes_no("who_paid", message("voice.ask_paid"), why, False))
        return tuple(asked)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Do it after a disappointment, mostly, and sometimes without one."""
        limit = 0.7 if mind.surprise > 0 else 0.3
        found = []
        for place, ask in enumerate(asks):
            # One draw serves both: its thirds are as good as draws of their own.
            drawn = (mind.uniform + place / 3) % 1
            found.append((ask.field, int(drawn < limit)))
        return tuple(found)


def lowest(game: Game) -> int:
    """Return the least that a member holds who holds anything, in points."""
    return min(held for held in game.endowments if held > 0)
