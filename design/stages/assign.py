"""Who does which task where the whole group votes on it?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design import chance
from design.game import Game
from design.messages import Message, Question, message
from design.play import Play
from design.stages.ballots import ballot
from design.stages.skills import skills_of
from design.stages.stage import Ask, Mind, Stage, Values, yes_no


@dataclass(frozen=True)
class Assign(Stage):
    """All members vote on who does which task, together with the stage Skills.

    The member and the task with most votes are settled first, then those with most votes among
    the members and tasks that are left; a lot decides between equals. Everybody gets one task.
    """

    name: ClassVar[str] = "assign"

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask each member who should do what, in the rounds in which skills are drawn."""
        if play.turn % skills_of(play).every:
            return ()
        return tuple(self._ask(play, seat, about) for about in range(play.game.members))

    def _ask(self, play: Play, seat: int, about: int) -> Ask:
        letter = play.game.seats[about]
        label = message("assign.ask_own" if about == seat else "assign.ask", seat=letter)
        tasks = range(1, play.game.members + 1)
        options = (message("assign.none"), *(_option(play, seat, about, task) for task in tasks))
        return Ask("task", "option", label, 0, len(tasks), about=letter, options=options)

    def refuses(self, play: Play, seat: int, values: Values) -> Message | None:
        """Refuse to give two members the same task."""
        wanted = [task for _, task in values if task > 0]
        return message("assign.twice") if len(set(wanted)) < len(wanted) else None

    def wanted(self, play: Play) -> np.ndarray:
        """Return the votes (seat, task) of a round; who does not vote in time has none."""
        votes = np.zeros((play.game.members,) * 2, dtype=np.int64)
        for voter in range(play.game.members):
            act = play.act(voter, self.name)
            for seat, letter in enumerate(play.game.seats):
                task = 0 if act is None or act.automatic else act.value(f"task.{letter}") or 0
                if task > 0:
                    votes[seat, task - 1] += 1
        return votes

    def doing(self, play: Play) -> tuple[int, ...]:
        """Return the task of each seat in a round, from 1."""
        then, among = ballot(play, skills_of(play).every), play.game.members
        votes = self.wanted(then)
        order = chance.permutation(then.seed, (then.slot, then.round), "task lot", of=among**2)
        tasks = [0] * among
        for place in sorted(order.tolist(), key=lambda place: -votes[divmod(place, among)]):
            seat, task = divmod(place, among)
            if tasks[seat] == 0 and task + 1 not in tasks:
                tasks[seat] = task + 1
        return tuple(tasks)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell who does which task."""
        return skills_of(play).result(play, seat)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell how votes become tasks."""
        return message("assign.vote"), message("assign.rule"), message("assign.secret")

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether two members can get the same task."""
        return (yes_no("task_twice", message("assign.ask_twice"), message("assign.rule"), False),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Propose for each member a task of its own that it is known to be skilled at."""
        used: set[int] = set()
        found = []
        others = {name for name, _ in mind.expected}
        for ask in sorted(asks, key=lambda one: one.about in others):
            known = [n for n, option in enumerate(ask.options) if option.key in SKILLED]
            free = [n for n in known if n not in used]
            task = free[int(mind.uniform * len(free))] if free else 0
            used.add(task)
            found.append((ask.field, task))
        return tuple(found)


SKILLED = ("assign.own", "assign.skilled")


def _option(play: Play, seat: int, about: int, task: int) -> Message:
    """Say of a task whether the member in question is known to be skilled at it."""
    skills = skills_of(play)
    able = bool(skills.skilled(play)[about, task - 1])
    if able and about == seat:
        return message("assign.own", task=task)
    if able and about in skills.known_to(play.game, seat):
        return message("assign.skilled", task=task, seat=play.game.seats[about])
    return message("assign.task", task=task)
