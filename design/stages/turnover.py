"""Who is at the table in each round, when members come and go?"""

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from design import chance
from design.game import Game
from design.messages import Message, Question, message
from design.monitoring import Monitoring
from design.outside import Outside, seated
from design.play import Play
from design.stages.stage import Stage, yes_no

HISTORIES = ("seen", "unseen")
BESIDE = ("turnover", "meet", "contribute", "observe")
"""Stages whose rules hold for whoever is at the table."""
GRANULARITIES = ("none", "total", "individual")


@dataclass(frozen=True)
class Turnover(Stage):
    """One member of the group sits out, and every so often changes places with one that plays.

    Who sits out at first, and who leaves the table, is drawn by lot.

    Attributes
    ----------
    every : int
        After so many rounds of the phase, again and again, members can change places.
    rate : int
        In how many of a thousand of these cases they do; 0 for never.
    history : str
        "seen": who sits out is shown what the members at the table are shown, and so knows the
        history when it comes in; "unseen": it is shown nothing of these rounds, then or later.
    paid : int
        Points for each round outside.
    """

    name: ClassVar[str] = "turnover"
    every: int = 5
    rate: int = 1_000
    history: str = "seen"
    paid: int = 20

    def __post_init__(self) -> None:
        """Refuse unknown histories, and changes that come at no round."""
        if self.history not in HISTORIES:
            raise ValueError(f"history is one of {HISTORIES}, found {self.history!r}")
        if self.every < 1 or not 0 <= self.rate <= 1_000 or self.paid < 0:
            raise ValueError(
                "members change places every 1 or more rounds, in 0 .. 1000 of a thousand cases,"
                f" and are paid 0 or more points, found {self}"
            )

    @property
    def watches(self) -> bool:
        """Whether who sits out is shown what the members at the table are shown."""
        return self.history == "seen"

    @property
    def varies(self) -> tuple[str, ...]:
        """It decides in which rounds a member is shown anything."""
        return () if self.watches else ("granularity",)

    def check(self, game: Game, monitoring: Monitoring, beside: tuple[Stage, ...]) -> None:
        """Refuse parts of a phase that count on every member of the group."""
        strange = [stage.name for stage in beside if stage.name not in BESIDE]
        if strange or len(beside) != len({stage.name for stage in beside}):
            raise ValueError(f"turnover goes with the stages {BESIDE}, found {strange or beside}")
        plain = monitoring.content == "contribution" and monitoring.identity == "stable"
        plain = plain and monitoring.granularity in GRANULARITIES
        if not plain or monitoring.direction or monitoring.timing == "triggered":
            raise ValueError(
                "turnover goes with a Monitoring that shows every member at the table the same,"
                f" contributions or their total, found {monitoring}"
            )
        for seat in range(game.members):
            seated(game, Outside(seat, self.paid, self.watches))

    def sits_out(self, members: int, keys: tuple[int, int], first: int, number: int) -> Outside:
        """Return who sits out in a round."""
        seat = _away((members, *keys), first, number, (self.every, self.rate))
        return Outside(seat, self.paid, self.watches)

    def game(self, play: Play, game: Game) -> Game:
        """Let only those at the table give and earn."""
        return seated(game, self._now(play))

    def _now(self, play: Play) -> Outside:
        keys = (play.seed, play.slot)
        return self.sits_out(play.game.members, keys, play.first, play.round)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell all who is at the table, and who sits out until when and for what."""
        out = self._now(play).seat
        if all(choice is not None for choice in play.choices):
            return (message("turnover.sat_out", paid=self.paid),) if seat == out else ()
        if seat == out:
            return (message("turnover.you", paid=self.paid), self._until(play))
        here = tuple(n for j, n in enumerate(play.game.seats) if j != out)
        return (*self._came(play, seat), message("turnover.table", seats=here))

    def _until(self, play: Play) -> Message:
        if self.rate == 0:
            return message("turnover.whole_part")
        if self.rate < 1_000:
            percent = self.rate / 10
            return message("turnover.lot", every=self.every, percent=percent)
        # The last turn may be cut short only where members know when the part ends.
        return message("turnover.until", round=min(self._turn_ends(play), play.last))

    def _turn_ends(self, play: Play) -> int:
        return play.first + (play.turn // self.every + 1) * self.every - 1

    def _came(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Say who came to the table with this round, and for whom."""
        if play.turn == 0:
            return ()
        keys = (play.seed, play.slot)
        before = self.sits_out(play.game.members, keys, play.first, play.round - 1).seat
        gone, letters = self._now(play).seat, play.game.seats
        if before == gone:
            return ()
        key = "turnover.you_came" if seat == before else "turnover.came"
        return (message(key, seat=letters[before], gone=letters[gone]),)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who sits out, how members change places, and what is earned and seen meanwhile."""
        four = message("turnover.four", n=game.members - 1, mpcr=game.mpcr[seat] / 1_000)
        return (four, self._changes(), message("turnover.paid", paid=self.paid), self._seen())

    def _changes(self) -> Message:
        if self.rate == 0:
            return message("turnover.never")
        if self.rate == 1_000:
            return message("turnover.every", every=self.every)
        return message("turnover.chance", every=self.every, percent=self.rate / 10)

    def _seen(self) -> Message:
        return message(f"turnover.{self.history}" + ("_never" if self.rate == 0 else ""))

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask what who sits out earns and sees."""
        paid = message("turnover.paid", paid=self.paid)
        earns = yes_no("outside_earns", message("turnover.ask_earns"), paid, False)
        sees = message("turnover.ask_sees")
        return earns, yes_no("outside_sees", sees, self._seen(), self.watches)


@lru_cache(maxsize=16_384)
def _away(keys: tuple[int, int, int], first: int, number: int, rhythm: tuple[int, int]) -> int:
    """Return the seat that sits out in a round, from the draws of a phase up to it.

    Parameters
    ----------
    keys : (int, int, int)
        Members of the group, the schedule's seed and the group's slot.
    rhythm : (int, int)
        Rounds from one possible change to the next, and its chance in thousandths.
    """
    members, seed, slot = keys
    if number == first:
        return int(chance.choice(seed, (slot, number), "turnover", among=members))
    before = _away(keys, first, number - 1, rhythm)
    every, rate = rhythm
    drawn = float(chance.uniform(seed, (slot, number), "turnover chance"))
    if (number - first) % every or drawn * 1_000 >= rate:
        return before
    # One of the others, each with the same chance, leaves the table for it.
    step = 1 + int(chance.choice(seed, (slot, number), "turnover", among=members - 1))
    return (before + step) % members
