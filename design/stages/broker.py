"""What does a broker learn about the others' contributions, and what does it tell them?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design import chance
from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Mask
from design.occasions import HIDDEN, happens
from design.play import Play
from design.stages.stage import Ask, Mind, Stage, Values, nobody, yes_no

RULES = ("automatic", "selective", "free")


@dataclass(frozen=True)
class Broker(Stage):
    """A member who holds nothing goes around, learns what others gave, and tells all of them.

    Attributes
    ----------
    rule : str
        "automatic": the computer passes on what the broker learned; "selective": the broker
        passes a number on or keeps it; "free": it tells any number, together with a Monitoring
        whose source is "broker".
    seat : str
        The broker's letter.
    visits : int
        Of a thousand members how many the broker visits in a round; it learns nothing of others.
    fee : int
        What the broker is paid in each round, milli-points.
    """

    name: ClassVar[str] = "broker"
    rule: str = "automatic"
    seat: str = "E"
    visits: int = 1_000
    fee: int = 0

    def __post_init__(self) -> None:
        """Refuse unknown rules, and visits beyond every member."""
        if self.rule not in RULES:
            raise ValueError(f"rule is one of {RULES}, found {self.rule!r}")
        if not 0 <= self.visits <= 1_000 or self.fee < 0:
            raise ValueError(f"visits lie in 0 .. 1000, a fee is at least 0, found {self}")

    def _own(self, game: Game) -> Mask:
        return np.array([name == self.seat for name in game.seats])

    def members(self, game: Game) -> Mask:
        """Return who can be visited: whoever holds something, (members,)."""
        return ~self._own(game) & (np.array(game.endowments) > 0)

    def visited(self, play: Play) -> Mask:
        """Return whom the broker visits in a round, (members,)."""
        keys = (play.slot, play.round, np.arange(play.game.members))
        drawn = chance.uniform(play.seed, keys, "broker visit")
        return self.members(play.game) & happens(drawn, self.visits)

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask the broker for each member it visited what to tell."""
        if self.rule == "automatic" or play.game.seats[seat] != self.seat:
            return ()
        return tuple(self._ask(play, int(j)) for j in np.flatnonzero(self.visited(play)))

    def _ask(self, play: Play, j: int) -> Ask:
        name, given = play.game.seats[j], int(play.given[j]) // POINT
        if self.rule == "selective":
            return Ask("tell", "yes_no", message("broker.ask_tell", seat=name, given=given),
                       about=name)  # fmt: skip
        asked = message("broker.ask_say", seat=name, given=given)
        return Ask("tell", "amount", asked, high=play.game.endowments[j], default=-1, about=name)

    def told(self, play: Play) -> Amounts:
        """Return what is told of each member, milli-points, `HIDDEN` where nothing is."""
        said = np.where(self.visited(play), play.given, HIDDEN)
        if self.rule == "automatic":
            return said
        broker = play.game.seats.index(self.seat)
        for j in np.flatnonzero(said != HIDDEN):
            answer = play.value(broker, self.name, f"tell.{play.game.seats[j]}")
            if self.rule == "selective":
                said[j] = said[j] if answer == 1 else HIDDEN
            else:
                said[j] = HIDDEN if answer is None or answer < 0 else answer * POINT
        return said

    def reported(self, play: Play) -> Amounts | None:
        """Return the numbers that the broker tells, where it can choose them."""
        return self.told(play) if self.rule == "free" else None

    def unveils(self, play: Play) -> Mask:
        """Show the broker whom it visits, and the members what is passed on unchanged."""
        mask = nobody(play.game)
        mask[self._own(play.game)] = self.visited(play)
        if self.rule != "free":
            mask[~self._own(play.game)] = self.told(play) != HIDDEN
        return mask & ~np.eye(play.game.members, dtype=bool)

    def informs(self, game: Game) -> Mask:
        """Say whose true contribution can be shown to whom."""
        mask = nobody(game)
        mask[self._own(game) if self.rule == "free" else slice(None)] = self.members(game)
        return mask & ~np.eye(game.members, dtype=bool)

    def account(self, play: Play) -> Amounts:
        """Pay the broker."""
        return np.where(self._own(play.game), np.int64(self.fee), 0)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Say of whom nothing was told."""
        quiet = self.members(play.game) & (self.told(play) == HIDDEN)
        silent = tuple(n for j, n in enumerate(play.game.seats) if quiet[j] and j != seat)
        if not silent:
            return ()
        return (message("broker.silent", seat=self.seat, seats=silent),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who the broker is, what it learns, what it may tell, and how it is paid."""
        key = "you" if game.seats[seat] == self.seat else "members"
        learns = "learns" if self.visits == 1_000 else "visits"
        told = [
            message(f"broker.{learns}_{key}", seat=self.seat, percent=self.visits / 10),
            message(f"broker.{self.rule}_{key}", seat=self.seat),
        ]
        if self.fee > 0:
            told.append(message(f"broker.fee_{key}", seat=self.seat, points=self.fee / POINT))
        share = game.mpcr[game.seats.index(self.seat)]
        if share > 0:
            told.append(message(f"broker.share_{key}", seat=self.seat, mpcr=share / 1_000))
        return tuple(told)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether the broker can tell another number than the true one."""
        key = "you" if game.seats[seat] == self.seat else "members"
        asked = message(f"broker.ask_true_{key}", seat=self.seat)
        told = message(f"broker.{self.rule}_{key}", seat=self.seat)
        return (yes_no("broker_true", asked, told, self.rule == "free"),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Keep the lower numbers to oneself, or tell at least what was expected."""
        expected = dict(mind.expected)
        values = []
        for ask in asks:
            given = int(dict(ask.label.values)["given"])  # type: ignore[arg-type]
            usual = expected.get(ask.about, given)
            told = int(given >= usual) if ask.kind == "yes_no" else min(ask.high, max(given, usual))
            values.append((ask.field, told))
        return tuple(values)
