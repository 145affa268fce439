"""How do members report what they gave: in time or not, truthfully or not, and at what price?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Mask
from design.occasions import HIDDEN, Occasion
from design.play import Play
from design.signals import audits
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

NOTHING = -1
"""Stands in the data where nothing was reported in time."""

BONUS_TO = ("filer", "group")


@dataclass(frozen=True)
class Report(Stage):
    """After contributing, each member reports a number as its contribution.

    Together with a Monitoring whose source is "self_report" or "audited_report".

    Attributes
    ----------
    within : int
        Seconds in which a report counts as in time; 0 for the usual time of a decision.
    bonus : int
        What a report in time brings, milli-points, whatever it says.
    to : str
        Who gets it: its "filer", the whole "group" in equal shares, or the seat of a manager.
    penalty : int
        What a member loses whose report is checked and differs from what it gave, milli-points.
    """

    name: ClassVar[str] = "report"
    within: int = 0
    bonus: int = 0
    to: str = "filer"
    penalty: int = 0

    def __post_init__(self) -> None:
        """Refuse negative amounts and times, and a bonus for nobody."""
        if min(self.within, self.bonus, self.penalty) < 0:
            raise ValueError(f"seconds and milli-points are at least 0, found {self}")
        if self.to not in BONUS_TO and len(self.to) != 1:
            raise ValueError(f"a bonus goes to {BONUS_TO} or one seat, found {self.to!r}")

    @property
    def time(self) -> int | None:
        """Seconds in which a report is in time."""
        return self.within if self.within > 0 else None

    @property
    def ordinary(self) -> bool:
        """Nobody is absent for not reporting in time."""
        return self.within > 0

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask for the number that is reported."""
        held = play.game.endowments[seat]
        if held == 0:
            return ()
        return (Ask("given", "amount", message("report.ask"), high=held, default=NOTHING),)

    def numbers(self, play: Play) -> Amounts:
        """Return what each member reported, points, `NOTHING` where it reported nothing."""
        found = [play.value(i, self.name, "given") for i in range(play.game.members)]
        return np.array([NOTHING if one is None else one for one in found], dtype=np.int64)

    def reported(self, play: Play) -> Amounts:
        """Return what each member reported, milli-points."""
        said = self.numbers(play)
        return np.where(said == NOTHING, HIDDEN, said * POINT)

    def found_out(self, play: Play) -> Mask:
        """Return whose report was checked and differs from what it gave, (members,)."""
        checked = audits(play.monitoring, play.game, Occasion(play.seed, play.slot, play.round))
        if not checked.size:
            return np.zeros(play.game.members, dtype=bool)
        said = self.reported(play)
        return np.asarray(checked & (said != HIDDEN) & (said != play.given))

    def account(self, play: Play) -> Amounts:
        """Pay the bonus for every report in time, and charge false reports that are found."""
        filed = self.numbers(play) != NOTHING
        return self._bonus(play, filed) - np.where(self.found_out(play), self.penalty, 0)

    def _bonus(self, play: Play, filed: Mask) -> Amounts:
        members, total = play.game.members, self.bonus * int(filed.sum())
        if self.to == "filer":
            return np.where(filed, np.int64(self.bonus), 0)
        if self.to == "group":
            return np.full(members, total // members, dtype=np.int64)
        return np.array([total if seat == self.to else 0 for seat in play.game.seats])

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Say who reported nothing, and to a member that its own report was found to differ."""
        told: list[Message] = []
        can, said = play.monitoring.printed(play.game)[seat], self.numbers(play)
        silent = tuple(
            name
            for j, name in enumerate(play.game.seats)
            if j != seat and can[j] and said[j] == NOTHING and play.game.endowments[j] > 0
        )
        if silent:
            told.append(message("report.silent", seats=silent))
        if self.found_out(play)[seat] and self.penalty > 0:
            told.append(message("report.found_out", points=self.penalty / POINT))
        return tuple(told)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what is reported, until when, and what a report brings or costs."""
        told = [message("report.what")]
        if self.within > 0:
            told.append(message("report.within", seconds=self.within))
        if self.bonus > 0:
            told.append(self._bonus_told(game, seat))
        if self.penalty > 0:
            told.append(message("report.penalty", points=self.penalty / POINT))
        return tuple(told)

    def _bonus_told(self, game: Game, seat: int) -> Message:
        points = self.bonus / POINT
        if self.to == "filer":
            return message("report.bonus_filer", points=points)
        if self.to == "group":
            return message("report.bonus_group", points=points)
        key = "report.bonus_you" if game.seats[seat] == self.to else "report.bonus_seat"
        return message(key, points=points, seat=self.to)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether a report must be true, and whether the bonus depends on the number."""
        must = yes_no("report_must", message("report.ask_must"), message("report.what"), False)
        if self.bonus == 0:
            return (must,)
        asked = message("report.ask_bonus")
        return must, yes_no("report_bonus", asked, self._bonus_told(game, seat), False)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Report the truth, or now and then what is expected of the others, if that is more."""
        usual = sum(points for _, points in mind.expected) // max(1, len(mind.expected))
        said = mind.planned if mind.uniform < 0.6 else max(mind.planned, usual)
        return tuple((ask.field, min(ask.high, said)) for ask in asks)
