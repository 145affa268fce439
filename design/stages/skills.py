"""Who is skilled at which task, and whose points count for more because the task fits?"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from design import chance
from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Mask, Monitoring
from design.play import Play
from design.stages.ballots import ballot
from design.stages.stage import Stage, yes_no

FITS = {"alone": "skills.rule_alone", "pair": "skills.rule_pair"}
KNOWN = ("own", "all")


@dataclass(frozen=True)
class Skills(Stage):
    """A lot makes each member skilled at two of as many tasks as there are members.

    Every task has two members that are skilled at it, so that a division of the tasks in which
    all fit always exists. Another stage, Claim or Assign, decides who does which task.

    Attributes
    ----------
    fits : str
        When a member's task fits: it is skilled at it and does it "alone", or it is skilled at
        it and its neighbour does the same, a "pair": A with B, C with D.
    known : str
        Whether each member knows its "own" skills, or those of "all"; of a pair, the neighbour's.
    gain : int
        Thousandths by which each point counts for more that a member with a fitting task gives.
    every : int
        Rounds from one draw to the next; tasks are divided anew as often.
    """

    name: ClassVar[str] = "skills"
    fits: str = "alone"
    known: str = "own"
    gain: int = 1_000
    every: int = 3

    def __post_init__(self) -> None:
        """Refuse unknown words, and tasks that change nothing."""
        if self.fits not in FITS or self.known not in KNOWN:
            raise ValueError(f"fits is one of {tuple(FITS)}, known one of {KNOWN}, found {self}")
        if min(self.gain, self.every) < 1:
            raise ValueError(f"gain and every are at least 1, found {self.gain} and {self.every}")

    def check(self, game: Game, monitoring: Monitoring, beside: tuple[Stage, ...]) -> None:
        """Refuse games in which giving would pay by itself, odd pairs, and tasks that nobody has.

        Raises
        ------
        ValueError
            Where the phase does not fit.
        """
        if game.technology != "linear" or max(game.mpcr) * (POINT + self.gain) >= POINT * POINT:
            raise ValueError(
                f"a point of a member with a fitting task brings itself less than one point,"
                f" found a gain of {self.gain} thousandths with {game}"
            )
        if game.members < 3 or (self.fits == "pair" and game.members % 2):
            raise ValueError(f"tasks need 3 members, pairs an even number, found {game.members}")
        if not any(hasattr(stage, "doing") for stage in beside):
            raise ValueError("skills need a stage at which tasks are claimed or assigned")

    def skilled(self, play: Play) -> Mask:
        """Return who is skilled at what in a round, (seat, task) with tasks from 0."""
        then = ballot(play, self.every)
        return _drawn(self.fits, play.game.members, then.seed, (then.slot, then.round))

    def at(self, play: Play, seat: int) -> tuple[str, ...]:
        """Return the numbers of a seat's own tasks, from 1, as they are told."""
        return tuple(str(task + 1) for task in np.flatnonzero(self.skilled(play)[seat]))

    def known_to(self, game: Game, seat: int) -> tuple[int, ...]:
        """Return the other seats whose skills a seat is told."""
        if self.known == "own":
            return ()
        return peers(self.fits, game.members, seat)

    def fitting(self, play: Play) -> tuple[bool, ...]:
        """Say for each seat whether its task fits."""
        doing, skilled = doing_of(play), self.skilled(play)
        return tuple(
            task > 0 and bool(skilled[seat, task - 1]) and self._met(doing, seat)
            for seat, task in enumerate(doing)
        )

    def _met(self, doing: tuple[int, ...], seat: int) -> bool:
        if self.fits == "pair":
            return doing[neighbour(seat)] == doing[seat]
        return doing.count(doing[seat]) == 1

    def account(self, play: Play) -> Amounts:
        """Add what the points of members with a fitting task bring beyond the game's return."""
        return extra(play, self.fitting(play), self.gain)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell a member its skills, and others' where they are known, until the round is over."""
        if _over(play):
            return ()
        told = [message("skills.own", tasks=self.at(play, seat))]
        for other in self.known_to(play.game, seat):
            tasks = self.at(play, other)
            told.append(message("skills.other", seat=play.game.seats[other], tasks=tasks))
        return tuple(told)

    def hints(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell a seat with a fitting task what its points bring."""
        if not self.fitting(play)[seat]:
            return ()
        share = round(play.game.mpcr[seat] / POINT * self.factor, 3)
        return (message("skills.hint", endowment=play.game.endowments[seat], mpcr=share,
                        factor=self.factor),)  # fmt: skip

    def result(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell a seat who does which task, and whether its own fits; afterwards whether it did."""
        if _over(play):
            fitted = self.fitting(play)[seat]
            return (message("skills.fitted", factor=self.factor) if fitted
                    else message("skills.unfitted"),)  # fmt: skip
        doing, letters = doing_of(play), play.game.seats
        told = []
        for task in range(1, len(doing) + 1):
            who = tuple(letters[i] for i, done in enumerate(doing) if done == task)
            told.append(message("skills.does", task=task, seats=who) if who
                        else message("skills.nobody", task=task))  # fmt: skip
        return (*told, self._verdict(play, seat))

    def _verdict(self, play: Play, seat: int) -> Message:
        doing = doing_of(play)
        if self.fitting(play)[seat]:
            return message("skills.fit", factor=self.factor)
        if doing[seat] == 0:
            return message("skills.idle")
        if not self.skilled(play)[seat, doing[seat] - 1]:
            return message("skills.unskilled")
        if self.fits == "pair":
            return message("skills.apart", seat=play.game.seats[neighbour(seat)])
        return message("skills.crowded")

    @property
    def factor(self) -> float:
        """How many points a point counts as that a member with a fitting task gives."""
        return 1 + self.gain / POINT

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what tasks and skills are, when a task fits, what that is worth, and who knows."""
        other = game.seats[neighbour(seat)] if self.fits == "pair" else ""
        rule = message(FITS[self.fits], **({"seat": other} if other else {}))
        seats = tuple(game.seats[i] for i in self.known_to(game, seat))
        known = message("skills.known_all", seats=seats) if seats else message("skills.known_own")
        if seats and other:
            known = message("skills.known_pair", seat=other)
        drawn = message("skills.drawn", n=game.members, every=self.every)
        shared = (message("skills.shared", seat=other),) if other else ()
        return (drawn, *shared, rule, message("skills.worth", factor=self.factor), known)

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask when a point counts for more, and whose skills are told."""
        other = game.seats[peers(self.fits, game.members, seat)[0]]
        *_, rule, _, why = self.explains(game, seat)
        counts = message(f"skills.ask_{self.fits}", factor=self.factor,
                         **({"seat": other} if self.fits == "pair" else {}))  # fmt: skip
        known = message("skills.ask_known", seat=other)
        return (
            yes_no("task_counts", counts, rule, False),
            yes_no("skills_known", known, why, self.known == "all"),
        )


@lru_cache(maxsize=4_096)
def _drawn(fits: str, among: int, seed: int, keys: tuple[int, int]) -> Mask:
    """Return who is skilled at what: members in a circle share a task with the next one."""
    tasks = chance.permutation(seed, keys, "tasks", of=among)
    seats = np.arange(among)
    if fits == "alone":
        seats = chance.permutation(seed, keys, "skills", of=among)
    mask = np.zeros((among, among), dtype=bool)
    for place in range(among):
        mask[seats[place], tasks[[place, (place + 1) % among]]] = True
    mask.setflags(write=False)
    return mask


def extra(play: Play, fitting: tuple[bool, ...], gain: int) -> Amounts:
    """Return what each seat earns more if fitting seats' points count for `gain` more, of 1,000."""
    points = int(play.given[np.array(fitting, dtype=bool)].sum()) // POINT
    return np.asarray(np.asarray(play.game.mpcr, dtype=np.int64) * points * gain // POINT)


def _over(play: Play) -> bool:
    """Say whether everybody has contributed: what is told then stands among the results."""
    return None not in play.choices


def neighbour(seat: int) -> int:
    """Return the other seat of a pair: A and B, C and D."""
    return seat ^ 1


def peers(fits: str, members: int, seat: int) -> tuple[int, ...]:
    """Return the seats whose task matters to a seat: its neighbour in pairs, else all others."""
    if fits == "pair":
        return (neighbour(seat),)
    return tuple(other for other in range(members) if other != seat)


def skills_of(play: Play) -> Skills:
    """Return the skills that a round is played with."""
    return next(stage for stage in play.stages if isinstance(stage, Skills))


def doing_of(play: Play) -> tuple[int, ...]:
    """Return the number of each seat's task in a round, from 1; 0 for none."""
    stage: Any = next(stage for stage in play.stages if hasattr(stage, "doing"))
    return tuple(stage.doing(play))
