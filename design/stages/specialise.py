"""Which project does each member choose, if each is best at another one?"""

from dataclasses import dataclass
from typing import ClassVar

from design import chance
from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.monitoring import Monitoring
from design.play import Play
from design.stages.skills import extra
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

KNOWN = {"all": "specialise.known", "none": "specialise.unknown"}
SEEN = {"all": "specialise.seen", "own": "specialise.unseen"}
OPEN = "specialise.option"

Learned = tuple[dict[int, int], set[int]]
"""Who is known to be best at which project, and what was tried in vain."""


@dataclass(frozen=True)
class Specialise(Stage):
    """Each round members choose one of as many projects as members, each best at another one.

    A lot picks who is best at which project, once for the phase. Points count for more in the
    hands of who is best.

    Attributes
    ----------
    known : str
        Whether "all" are told who is best at what, or "none"; each then finds out by trying.
    seen : str
        Whether "all" learn after a round who chose which project and whose choice was best, or
        each its "own" result only.
    gain : int
        Thousandths by which a point counts for more.
    """

    name: ClassVar[str] = "specialise"
    known: str = "none"
    seen: str = "own"
    gain: int = 1_000

    def __post_init__(self) -> None:
        """Refuse unknown words, and projects that are all alike."""
        if self.known not in KNOWN or self.seen not in SEEN or self.gain < 1:
            raise ValueError(
                f"known is one of {tuple(KNOWN)}, seen one of {tuple(SEEN)}, gain at least 1,"
                f" found {self}"
            )

    def check(self, game: Game, monitoring: Monitoring, beside: tuple[Stage, ...]) -> None:
        """Refuse games in which giving would pay by itself.

        Raises
        ------
        ValueError
            Where the phase does not fit.
        """
        if game.technology != "linear" or max(game.mpcr) * (POINT + self.gain) >= POINT * POINT:
            raise ValueError(
                f"a point given to the best project brings its member less than one point, found"
                f" a gain of {self.gain} thousandths with {game}"
            )

    @property
    def factor(self) -> float:
        """How many points a point counts as at the project at which its member is best."""
        return 1 + self.gain / POINT

    def best(self, play: Play) -> tuple[int, ...]:
        """Return the project, from 0, at which each seat is best."""
        keys = (play.slot, play.first)
        drawn = chance.permutation(play.seed, keys, "best project", of=play.game.members)
        return tuple(drawn.tolist())

    def chosen(self, play: Play) -> tuple[int | None, ...]:
        """Return the project of each seat in a round, from 0; None where nothing is chosen yet."""
        return tuple(play.value(i, self.name, "project") for i in range(play.game.members))

    def fitting(self, play: Play) -> tuple[bool, ...]:
        """Say for each seat whether it chose the project at which it is best."""
        return tuple(a == b for a, b in zip(self.chosen(play), self.best(play), strict=True))

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask each member for its project; the rule repeats the latest one."""
        among = play.game.members
        before = self.chosen(play.back(play.round - 1))[seat] if play.turn > 0 else 0
        learned = self._learned(play, seat)
        options = tuple(self._option(play, seat, project, learned) for project in range(among))
        label = message("specialise.ask")
        return (Ask("project", "option", label, 0, among - 1, before or 0, options=options),)

    def _option(self, play: Play, seat: int, project: int, learned: Learned) -> Message:
        """Say of a project what the seat was told or found out."""
        owners, failed = learned
        number, owner = project + 1, owners.get(project)
        if owner == seat:
            return message("specialise.yours", number=number)
        if owner is not None:
            return message("specialise.theirs", number=number, seat=play.game.seats[owner])
        return message("specialise.tried" if project in failed else OPEN, number=number)

    def _learned(self, play: Play, seat: int) -> Learned:
        """Return who is known to a seat to be best at what, and what it tried in vain."""
        best = self.best(play)
        if self.known == "all":
            return {project: owner for owner, project in enumerate(best)}, set()
        owners: dict[int, int] = {}
        failed: set[int] = set()
        for number in range(play.first, play.round):
            chosen = self.chosen(play.back(number))
            for other, project in enumerate(chosen):
                if project is None or (other != seat and self.seen == "own"):
                    continue
                if best[other] == project:
                    owners[project] = other
                elif other == seat:
                    failed.add(project)
        return owners, failed

    def account(self, play: Play) -> Amounts:
        """Add what points at the best project bring beyond the game's return."""
        return extra(play, self.fitting(play), self.gain)

    def hints(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell a seat what its points bring, as far as it knows."""
        project, best = self.chosen(play)[seat], self.best(play)[seat]
        owners, failed = self._learned(play, seat)
        shares = {"mpcr": play.game.mpcr[seat] / POINT, "endowment": play.game.endowments[seat]}
        if project in failed or (project != best and project in owners):
            return (message("specialise.hint_one", **shares),)
        if project in owners:
            return (message("specialise.hint_best", factor=self.factor, **shares),)
        return (message("specialise.hint_open", factor=self.factor, **shares),)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell the own choice, and after the round whose was the best, the own one or all."""
        if None in play.choices:
            own = self.chosen(play)[seat]
            return () if own is None else (message("specialise.own", number=own + 1),)
        told, fits = [], self.fitting(play)
        for other, project in enumerate(self.chosen(play)):
            if project is None or (other != seat and self.seen == "own"):
                continue
            values = {"number": project + 1} | ({"factor": self.factor} if fits[other] else {})
            if other == seat:
                key = "specialise.right" if fits[seat] else "specialise.wrong"
                told.append(message(key, **values))
            else:
                key = "specialise.other_right" if fits[other] else "specialise.other_wrong"
                told.append(message(key, seat=play.game.seats[other], **values))
        return tuple(told)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell what projects are, who is best at what, and who learns of it."""
        told = message("specialise.how", n=game.members)
        worth = message("specialise.worth", factor=self.factor)
        return told, worth, message(KNOWN[self.known]), message(SEEN[self.seen])

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether two members can be best at one project, and whether choices are seen."""
        how = message("specialise.how", n=game.members)
        other = game.seats[(seat + 1) % game.members]
        seen = message("specialise.ask_seen", seat=other)
        return (
            yes_no("best_twice", message("specialise.ask_twice"), how, False),
            yes_no("project_seen", seen, message(SEEN[self.seen]), self.seen == "all"),
        )

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Choose the own project if it is known, else any that could be it."""
        return tuple((ask.field, _promising(ask, mind.uniform)) for ask in asks)


def _promising(ask: Ask, uniform: float) -> int:
    keys = [option.key for option in ask.options]
    if "specialise.yours" in keys:
        return keys.index("specialise.yours")
    among = [number for number, key in enumerate(keys) if key == OPEN]
    return among[int(uniform * len(among))] if among else ask.default
