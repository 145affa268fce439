"""Where does a group stand, and what may be done next?"""

from dataclasses import dataclass, field
from functools import cached_property

from design.choices import Act, Choice, Heard, Said, Settled
from design.game import Game
from design.outside import Outside
from design.pace import Pace
from design.phases import Contribute
from design.play import Play
from design.settling import game_of
from design.stages.stage import Ask, Stage
from design.treatments import Treatment


@dataclass(frozen=True)
class Seat:
    """Where one member stands.

    Attributes
    ----------
    explained : int
        How many phases have been explained to it; the introduction explains the first.
    attempts : int
        Answers sheets handed in for the explanation under way.
    wrong : tuple of str
        Names of the questions answered wrongly in the last attempt.
    choice : Choice or None
        Its choice in the open round.
    acts : tuple of Act
        What else it has settled on in the open round.
    due : int or None
        When the declared rule acts for it, in milliseconds.
    absent : bool
        Whether the rule acted last time and it has not returned since.
    """

    explained: int = 1
    attempts: int = 0
    wrong: tuple[str, ...] = ()
    choice: Choice | None = None
    acts: tuple[Act, ...] = ()
    due: int | None = None
    absent: bool = False


@dataclass(frozen=True)
class Group:
    """A group's whole state; its treatment and pace never change.

    Attributes
    ----------
    slot : int
        Its slot in the schedule.
    treatment, pace
        What it plays, and how long members may take.
    seats : tuple of Seat
        Where each member stands.
    history : tuple of Settled
        Finished rounds.
    paused : int or None
        Since when the experimenter has stopped the clocks, in milliseconds.
    ended : bool
        Whether the experimenter ended the game before its last round.
    seed : int
        Seed of the schedule and of every draw.
    said : tuple of Said
        The group's talk so far.
    heard : tuple of Heard
        What it heard of another group so far.
    """

    slot: int
    treatment: Treatment
    pace: Pace
    seats: tuple[Seat, ...]
    history: tuple[Settled, ...] = field(default=())
    paused: int | None = None
    ended: bool = False
    seed: int = 0
    said: tuple[Said, ...] = ()
    heard: tuple[Heard, ...] = ()

    @property
    def round(self) -> int:
        """The open round, from 1; one more than the last when all are settled."""
        return len(self.history) + 1

    @property
    def finished(self) -> bool:
        """Whether every round is settled, or the experimenter ended the game."""
        return self.ended or len(self.history) == self.treatment.rounds

    @cached_property
    def part(self) -> int:
        """Index of the open round's phase; of the last phase when all rounds are settled."""
        return self.treatment.part(min(self.round, self.treatment.rounds))

    @property
    def gone(self) -> tuple[int, ...]:
        """Seats that have left for good, under a rule by which nobody acts for the absent."""
        if not self.pace.leaving:
            return ()
        return tuple(index for index, seat in enumerate(self.seats) if seat.absent)

    def stage(self, seat: int) -> str:
        """Return what a seat is to do: "explain", "wait", "done", or the name of a stage."""
        if self.finished:
            return "done"
        if seat in self.gone:
            return "wait"
        if self.seats[seat].explained <= self.part:
            return "explain"
        stage = self.open
        return stage.name if stage is not None and self.awaited(stage, seat) else "wait"

    @cached_property
    def open(self) -> Stage | None:
        """The stage of the open round at which somebody is still to act, or news to come."""
        seats = range(len(self.seats))
        for stage in self.treatment.phases[self.part].stages:
            if any(self.awaited(stage, seat) for seat in seats) or self.lacks(stage):
                return stage
        return None

    def lacks(self, stage: Stage) -> bool:
        """Say whether the group is still to hear of another group at a stage of the open round."""
        if not stage.source or self.finished or self.play.news(stage.name) is not None:
            return False
        return stage.awaits(self.play) is not None

    @property
    def patience(self) -> int | None:
        """Seconds that the group waits to hear of another at the open stage; None for no wait."""
        if self.open is None or not self.lacks(self.open):
            return None
        return self.open.awaits(self.play)

    def awaited(self, stage: Stage, seat: int) -> bool:
        """Say whether a seat is still to act at a stage of the open round."""
        own = self.seats[seat]
        if seat in self.gone:
            return False
        if isinstance(stage, Contribute):
            here = stage.includes(self.treatment.game.seats[seat])
            return own.choice is None and here and self.endowment(seat) > 0
        if self.outside is not None and self.outside.seat == seat:
            return False
        if not stage.acting or any(act.stage == stage.name for act in own.acts):
            return False
        return bool(self.asks(stage, seat))

    def asks(self, stage: Stage, seat: int) -> tuple[Ask, ...]:
        """Return what a stage asks of a seat in the open round, worked out once."""
        place = stage.name, seat
        if place not in self._asked:
            self._asked[place] = stage.asks(self.play, seat)
        return self._asked[place]

    @cached_property
    def _asked(self) -> dict[tuple[str, int], tuple[Ask, ...]]:
        return {}

    def endowment(self, seat: int) -> int:
        """Return the points that a seat holds in the open round."""
        return self.game.endowments[seat]

    @cached_property
    def game(self) -> Game:
        """The game of the open round, as its stages have changed it so far."""
        phase = self.treatment.phases[self.part]
        if phase.plain:
            return self._among(self.part, self.gone)
        return game_of(self.play, phase.stages)

    @cached_property
    def outside(self) -> Outside | None:
        """Who takes no part in the open round, if anybody does not."""
        number = min(self.round, self.treatment.rounds)
        return self.treatment.outside(self.seed, self.slot, number)

    @cached_property
    def play(self) -> Play:
        """The open round, as the stages' rules read it."""
        return self._play(
            self.round, tuple(s.choice for s in self.seats), tuple(s.acts for s in self.seats)
        )

    def replay(self, number: int) -> Play:
        """Return a settled round, from 1, as the stages' rules read it."""
        settled = self.history[number - 1]
        return self._play(number, settled.choices, settled.acts or ((),) * len(settled.choices))

    def _play(
        self,
        number: int,
        choices: tuple[Choice | None, ...],
        acts: tuple[tuple[Act, ...], ...],
    ) -> Play:
        part = self.treatment.part(min(number, self.treatment.rounds))
        phase, first = self.treatment.phases[part], self.treatment.first_round(part)
        gone = self.gone
        if number <= len(self.history):
            # Under a rule by which nobody acts for the absent, only who has left is flagged.
            gone = tuple(i for i, one in enumerate(choices) if one is not None and one.automatic)
        return Play(
            game=self._among(part, gone),
            monitoring=phase.monitoring,
            seed=self.seed,
            slot=self.slot,
            round=number,
            first=first,
            last=first + phase.rounds - 1,
            earlier=self.history[: number - 1],
            choices=choices,
            acts=acts,
            said=tuple(one for one in self.said if one.round <= number),
            stages=phase.stages,
            heard=tuple(one for one in self.heard if one.round <= number),
        )

    def _among(self, part: int, gone: tuple[int, ...]) -> Game:
        """Return a part's game, among those who remain where the group shrinks."""
        game = self.treatment.game_of(part)
        if self.pace.absence != "shrink":
            return game
        return game.without(gone) or game

    @property
    def due(self) -> int | None:
        """The next moment at which the declared rule acts, in milliseconds; none while paused."""
        if self.paused is not None:
            return None
        times = [seat.due for seat in self.seats if seat.due is not None]
        return min(times, default=None)
