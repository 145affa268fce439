"""What does it cost to punish, reward or disapprove of what another member gave, and to be so?"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from design.game import POINT, Amounts, Game
from design.messages import Message, Question, message
from design.occasions import HIDDEN
from design.play import Play
from design.settling import Outcome, settled_before
from design.stages.stage import Ask, Mind, Stage, Values, yes_no

KINDS = {
    "deduct": (
        "sanction.what_deduct", "sanction.others_deduct",
        "sanction.ask_deduct", "sanction.received_deduct",
    ),
    "reward": (
        "sanction.what_reward", "sanction.others_reward",
        "sanction.ask_reward", "sanction.received_reward",
    ),
    "disapprove": (
        "sanction.what_disapprove", "sanction.others_disapprove",
        "sanction.ask_disapprove", "sanction.received_disapprove",
    ),
}  # fmt: skip
"""What points can be, each with the words for who assigns them, for others, to ask, and to tell."""

EARNED = {
    "deduct": "sanction.earned_deduct",
    "reward": "sanction.earned_reward",
    "disapprove": "sanction.earned_disapprove",
}
"""How points are asked for where earnings are shown in place of contributions."""

DONE = {"deduct": "sanction.taken", "reward": "sanction.added"}
"""What received points did to earnings."""

EFFECTS = {
    "deduct": ("sanction.effect_deduct", "sanction.all_deduct"),
    "reward": ("sanction.effect_reward", "sanction.all_reward"),
}
"""What a point does, where it depends on who assigns it, and where it does not."""

TOLD = {"points": "sanction.told_points", "names": "sanction.told_names"}


@dataclass(frozen=True)
class Sanction(Stage):
    """After a round each member can assign points to those whose number it was shown.

    Attributes
    ----------
    kind : str
        Whether points "deduct" from earnings, "reward" them, or "disapprove" and do nothing else.
    cost : int
        What each point costs whoever assigns it, milli-points.
    effects : tuple of int
        What each point takes or gives, milli-points: one amount, or one for each seat that
        assigns. Points of others cannot bring the earnings of a round below zero.
    most, budget : int
        Most points for one member, and for all together, in a round.
    seats, targets : str
        Who assigns, and who can receive; empty for all.
    purse : int
        Points that each named seat receives in a round and keeps as far as it assigns none.
    told : str
        Whether the receiver learns how many "points" it got, or also the "names".
    """

    name: ClassVar[str] = "sanction"
    kind: str = "deduct"
    cost: int = 1_000
    effects: tuple[int, ...] = (3_000,)
    most: int = 5
    budget: int = 10
    seats: str = ""
    targets: str = ""
    told: str = "points"
    purse: int = 0

    def __post_init__(self) -> None:
        """Refuse unknown levels and amounts that are no price."""
        if self.kind not in KINDS or self.told not in TOLD:
            raise ValueError(f"kind is one of {tuple(KINDS)}, told one of {tuple(TOLD)}")
        if self.cost < 0 or not self.effects or min(self.effects) < 0 or self.most < 1:
            raise ValueError("a point costs and does at least 0; at least one can be assigned")
        if self.kind == "disapprove" and (self.cost, max(self.effects)) != (0, 0):
            raise ValueError("disapproval costs nothing and takes nothing")

    def learned(self, play: Play) -> Outcome:
        """Return what the stages before this one settled and showed."""
        return settled_before(play, self.name)

    def asks(self, play: Play, seat: int) -> tuple[Ask, ...]:
        """Ask for points for each other seat whose contribution or earnings were shown by now."""
        letters = play.game.seats
        late = play.monitoring.timing != "every_round"
        if late or (self.seats and letters[seat] not in self.seats):
            return ()
        outcome = self.learned(play)
        seen = outcome.signal.entries[seat]
        held = outcome.game.endowments
        return tuple(
            Ask("points", "amount", self._label(outcome, seat, j), 0, self.most, about=name)
            for j, name in enumerate(letters)
            if j != seat and seen[j] != HIDDEN and held[j] > 0
            and (not self.targets or name in self.targets)
        )  # fmt: skip

    def _label(self, outcome: Outcome, seat: int, j: int) -> Message:
        """Ask for points by what was shown of a seat, its contribution or its earnings."""
        name = outcome.game.seats[j]
        if outcome.monitoring.content == "earnings" and not outcome.unveiled[seat, j]:
            return message(EARNED[self.kind], seat=name, earned=int(outcome.earned[j]) / POINT)
        given = int(outcome.signal.entries[seat, j]) // POINT
        return message(KINDS[self.kind][2], seat=name, given=given)

    def refuses(self, play: Play, seat: int, values: Values) -> Message | None:
        """Refuse more points together than the budget holds."""
        if sum(value for _, value in values) <= self.budget:
            return None
        return message("sanction.too_many", budget=self.budget)

    def assigned(self, play: Play) -> Amounts:
        """Return the points assigned, (who assigns, who receives)."""
        letters = play.game.seats
        acts = [play.act(seat, self.name) for seat in range(len(letters))]
        given = [{} if act is None else dict(act.values) for act in acts]
        found = [[one.get(f"points.{name}", 0) for name in letters] for one in given]
        return np.array(found, dtype=np.int64)

    def effect(self, game: Game) -> Amounts:
        """Return what a point of each seat takes or gives, milli-points."""
        each = self.effects if len(self.effects) > 1 else self.effects * game.members
        return np.array(each, dtype=np.int64)

    def received(self, game: Game, points: Amounts) -> Amounts:
        """Return what the points that each seat received take or give, milli-points."""
        return np.asarray(self.effect(game) @ points)

    def account(self, play: Play) -> Amounts:
        """Charge whoever assigned, and pay or charge whoever received."""
        points = self.assigned(play)
        spent = self.cost * points.sum(axis=1)
        spent = spent - np.array([self.purse * POINT * (n in self.seats) for n in play.game.seats])
        if self.kind == "reward":
            return np.asarray(self.received(play.game, points) - spent)
        outcome = self.learned(play)
        left = np.maximum(outcome.earned + outcome.added, 0)
        return np.asarray(-np.minimum(self.received(play.game, points), left) - spent)

    def shows(self, play: Play, seat: int) -> tuple[Message, ...]:
        """Tell a seat what it assigned and received; from whom only where that is declared."""
        points = self.assigned(play)
        reached = not self.targets or play.game.seats[seat] in self.targets
        got = int(points[:, seat].sum())
        told = [message(KINDS[self.kind][3], points=got)] if reached else []
        # What the points would take, not what was left to take: that would tell own earnings.
        amount = self.received(play.game, points)[seat] / POINT
        if amount > 0:
            told.append(message(DONE[self.kind], amount=amount))
        if self.told == "names":
            told += [
                message("sanction.from", seat=name, points=int(points[i, seat]))
                for i, name in enumerate(play.game.seats)
                if points[i, seat] > 0
            ]
        spent = int(points[seat].sum())
        if spent > 0 and self.cost > 0:
            told.append(message("sanction.spent", points=spent))
            told.append(message("sanction.paid", cost=spent * self.cost / POINT))
        return tuple(told)

    def explains(self, game: Game, seat: int) -> tuple[Message, ...]:
        """Tell who can assign points to whom, what they cost and do, and who learns of it."""
        acts = not self.seats or game.seats[seat] in self.seats
        what, who = KINDS[self.kind][0 if acts else 1], tuple(self.seats)
        told = [message(what, seats=who, most=self.most, budget=self.budget)]
        if self.seats == game.seats[seat]:
            told.append(message("sanction.who"))
        if self.targets:
            told.append(message("sanction.whom", seats=tuple(self.targets)))
        if self.purse > 0 and self.seats == game.seats[seat]:
            told.append(message("sanction.purse_you", purse=self.purse))
        elif self.purse > 0:
            told.append(message("sanction.purse", seats=tuple(self.seats), purse=self.purse))
        if self.cost > 0 and acts:
            told.append(message("sanction.cost", cost=self.cost / POINT))
        told += self._effects(game)
        if self.kind == "deduct":
            told.append(message("sanction.floor"))
        return (*told, message(TOLD[self.told]))

    def _effects(self, game: Game) -> list[Message]:
        """Tell what a point does, by whose it is where that matters."""
        effect = self.effect(game)
        levels = sorted(set(effect.tolist()) - {0})
        if len(levels) == 1:
            return [message(EFFECTS[self.kind][1], amount=levels[0] / POINT)]
        return [
            message(
                EFFECTS[self.kind][0],
                amount=level / POINT,
                seats=tuple(name for name, one in zip(game.seats, effect, strict=True)
                            if one == level and (not self.seats or name in self.seats)),
            )
            for level in levels
        ]  # fmt: skip

    def questions(self, game: Game, seat: int) -> tuple[Question, ...]:
        """Ask whether the receiver learns who assigned the points."""
        told = message(TOLD[self.told])
        prompt = message("sanction.ask_named")
        return (yes_no("sanction_named", prompt, told, self.told == "names"),)

    def answers(self, asks: tuple[Ask, ...], mind: Mind) -> Values:
        """Assign to who gave less than oneself would, or reward who gave as much."""
        left, found = self.budget, []
        for ask in asks:
            short = _short(ask, asks, mind)
            wanted = int(short <= 0) if self.kind == "reward" else max(0, (short + 3) // 4)
            points = min(wanted, ask.high, left)
            left -= points
            found.append((ask.field, points))
        return tuple(found)


def _short(ask: Ask, asks: tuple[Ask, ...], mind: Mind) -> int:
    """Return by how much a member gave less than oneself would, or earned more than the least."""
    values = dict(ask.label.values)
    if "given" in values:
        return mind.planned - int(str(values["given"]))
    earned = [float(str(dict(one.label.values)["earned"])) for one in asks]
    return int(float(str(values["earned"])) - min(earned))
