"""Which task does each member claim, and whose claims does it know before?"""

from dataclasses import dataclass
from typing import ClassVar

from design import chance
from design.game import Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.ballots import ballot
from design.stages.skills import neighbour, skills_of
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

FIRST = ("all", "half", "neighbour")
ALONE = {
    (False, False): "claim.task",
    (False, True): "claim.task_taken",
    (True, False): "claim.own",
    (True, True): "claim.own_taken",
}
"""By own skill, and whether others have claimed it, the words for a task that is done alone."""

PAIR = {
    (0, False): "claim.task",
    (0, True): "claim.task_neighbour",
    (1, False): "claim.own",
    (1, True): "claim.own_neighbour",
    (2, False): "claim.both",
    (2, True): "claim.both_neighbour",
}
"""By how many are known to be skilled, oneself first, and the neighbour's claim, as above."""

BEST = (PAIR[2, True], PAIR[1, True], PAIR[2, False], PAIR[1, False])
"""Kinds of task from the most promising on, as a simulated member reads them off its screen."""


@dataclass(frozen=True)
class Claim(Stage):
    """Members claim tasks, together with the stage Skills.

    Attributes
    ----------
    first : str
        "all" claim at once; "half" of them, picked by a lot, claim first, or one "neighbour" of
        each pair, A with B, C with D; the others claim at the stage Follow, where they see those
        claims, or their neighbour's.
    """

    name: ClassVar[str] = "claim"
    first: str = "all"

    def __post_init__(self) -> None:
        """Refuse unknown words."""
        if self.first not in FIRST:
            raise ValueError(f"first is one of {FIRST}, found {self.first!r}")

    def leads(self, play: Play) -> tuple[int, ...]:
        """Return the seats that claim at this stage: of each pair one, or half of all."""
        among, keys = play.game.members, (play.slot, play.round)
        if self.first == "all":
            return tuple(range(among))
        if self.first == "neighbour":
            return tuple(
                2 * pair + int(chance.choice(play.seed, (*keys, pair), "claims first", among=2))
                for pair in range(among // 2)
            )
        order = chance.permutation(play.seed, keys, "claims first", of=among)
        return tuple(sorted(int(seat) for seat in order[: among // 2]))

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask those who claim now, in the rounds in which skills are drawn."""
        if play.turn % skills_of(play).every or seat not in self.leads(play):
            return ()
        return (_ask(play, seat, {}),)

    def claimed(self, play: Play) -> dict[int, int]:
        """Return what was claimed at this stage of the round, by seat; 0 for no task."""
        return {seat: play.value(seat, self.name, "task") or 0 for seat in self.leads(play)}

    def doing(self, play: Play) -> tuple[int, ...]:
        """Return the task of each seat in a round, from 1; 0 for none."""
        then = ballot(play, skills_of(play).every)
        claimed = self.claimed(then)
        return tuple(
            claimed.get(seat, then.value(seat, Follow.name, "task") or 0)
            for seat in range(play.game.members)
        )

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell who does which task, once all have claimed at once."""
        return skills_of(play).result(play, seat) if self.first == "all" else ()

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who claims when, and that claims do not exclude each other."""
        return (self._order(game, seat), message("claim.same"), message("claim.late"))

    def _order(self, game: Game, seat: int) -> Message:
        return message(f"claim.{self.first}", **(
            {"seat": game.seats[neighbour(seat)]} if self.first == "neighbour" else {}
        ))  # fmt: skip

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether anybody sees what others claimed before."""
        prompt, why = message("claim.ask_seen"), self._order(game, seat)
        return (yes_no("claims_seen", prompt, why, self.first != "all"),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Claim a task that promises to fit, any of the best."""
        return tuple((ask.field, _best(ask, mind.uniform)) for ask in asks)


@dataclass(frozen=True)
class Follow(Stage):
    """Those who have not claimed yet claim a task, seeing what others claimed before."""

    name: ClassVar[str] = "follow"

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask those who come second."""
        if play.turn % skills_of(play).every or seat in _claim(play).leads(play):
            return ()
        return (_ask(play, seat, _seen(play, seat)),)

    def presents(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Show who comes second what was claimed before, in pairs by its neighbour only."""
        told = []
        for other, task in _seen(play, seat).items():
            letter = play.game.seats[other]
            told.append(message("follow.claimed", seat=letter, task=task) if task > 0
                        else message("follow.claimed_none", seat=letter))  # fmt: skip
        return tuple(told)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell who does which task."""
        return skills_of(play).result(play, seat)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Claim a task that promises to fit, any of the best."""
        return tuple((ask.field, _best(ask, mind.uniform)) for ask in asks)


def _claim(play: Play) -> Claim:
    return next(stage for stage in play.stages if isinstance(stage, Claim))


def _seen(play: Play, seat: int) -> dict[int, int]:
    """Return the claims that a seat sees before its own: none if it claims first."""
    claimed = _claim(play).claimed(play)
    if seat in claimed or play.turn % skills_of(play).every:
        return {}
    pairs = _claim(play).first == "neighbour"
    return {other: t for other, t in claimed.items() if not pairs or other == neighbour(seat)}


def _ask(play: Play, seat: int, seen: dict[int, int]) -> Ask:
    """Ask for a task; absent members have none."""
    tasks = range(1, play.game.members + 1)
    options = (message("claim.none"), *(_option(play, seat, task, seen) for task in tasks))
    label = message("claim.ask", every=skills_of(play).every)
    return Ask("task", "option", label, 0, play.game.members, options=options)


def _option(play: Play, seat: int, task: int, seen: dict[int, int]) -> Message:
    """Say of a task what the seat knows: whose skill it is, and who has claimed it."""
    skills, letters = skills_of(play), play.game.seats
    skilled = skills.skilled(play)[:, task - 1]
    taken = tuple(letters[other] for other, done in seen.items() if done == task)
    if skills.fits == "alone":
        key = ALONE[bool(skilled[seat]), bool(taken)]
        return message(key, task=task, seats=taken) if taken else message(key, task=task)
    other = neighbour(seat)
    both = bool(skilled[other]) and other in skills.known_to(play.game, seat)
    key = PAIR[(1 + both) * bool(skilled[seat]), bool(taken)]
    named = taken or key == PAIR[2, False]
    return message(key, task=task, seat=letters[other]) if named else message(key, task=task)


def _best(ask: Ask, uniform: float) -> int:
    """Return the number of a task of the most promising kind that the options name."""
    kinds = [option.key for option in ask.options]
    found = next((kind for kind in BEST if kind in kinds), None)
    among = [number for number, kind in enumerate(kinds) if kind == found]
    among = among or list(range(1, ask.high + 1))
    return among[int(uniform * len(among))]
