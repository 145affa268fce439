"""What exactly is played: which game, in which phases, by which roles, and why?"""

from dataclasses import dataclass, replace
from functools import cached_property

from design import chance
from design.game import Game
from design.outside import Outside
from design.phases import Phase

HORIZONS = ("announced", "indefinite", "unknown")


@dataclass(frozen=True)
class Roles:
    """What distinguishes the seats.

    Attributes
    ----------
    names : tuple of str
        For each seat its role: "observer" sees others, "observed" is seen, "mutual" both,
        "unseen" neither; or another word for what distinguishes it ("exempt", "broker").
    cells : tuple of str
        For each seat the cell it stands for: C0 to C7 or "open" in the core factorial, else the
        catalogue's id of the mechanism.
    """

    names: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Treatment:
    """One treatment that a group plays from its first to its last round.

    Attributes
    ----------
    name : str
        Unique within its Experiment.
    condition : str
        The regime of the treated phase, the unit of comparison.
    game, phases, roles
        What is played, when and by whom.
    horizon : str
        "announced": members know every phase's length from the start. In the others they know
        that of the first phase only: "unknown" never tells the lengths; "indefinite" tells that
        after every `block` rounds of the last phase a lot decides whether it goes on.
    continuation, block, most : int
        For "indefinite": in how many of a thousand cases it goes on, after how many rounds the lot
        is cast, and how many rounds the last phase has at most.
    mechanisms : tuple of str
        Which mechanisms it tests.
    sources : tuple of str
        Where the design comes from.
    """

    name: str
    condition: str
    game: Game
    phases: tuple[Phase, ...]
    roles: Roles
    horizon: str = "announced"
    mechanisms: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    continuation: int = 0
    block: int = 1
    most: int = 0

    def __post_init__(self) -> None:
        """Refuse a treatment whose parts do not fit each other."""
        self._check_horizon()
        if not len(self.roles.names) == len(self.roles.cells) == self.game.members:
            raise ValueError(f"{self.name}: roles and cells name each of the game's seats once")
        for index, phase in enumerate(self.phases):
            game = self.game_of(index)
            if game.members != self.game.members:
                raise ValueError(f"{self.name}: {game.members} seats in phase {phase.name!r}")
            phase.monitoring.check(game)
            for stage in phase.stages:
                stage.check(game, phase.monitoring, phase.stages)
            for belief in phase.beliefs:
                if len(belief.about) != self.game.members:
                    raise ValueError(f"{self.name}: belief {belief.name!r} misses a seat")

    def _check_horizon(self) -> None:
        """Refuse a horizon that cannot be drawn, or that late reports would give away."""
        if self.horizon not in HORIZONS:
            raise ValueError(f"horizon is one of {HORIZONS}, found {self.horizon!r}")
        drawn = self.horizon == "indefinite"
        if (self.continuation, self.block, self.most) != (0, 1, 0) and not drawn:
            raise ValueError(f"horizon {self.horizon!r} casts no lot, so it needs no block")
        if drawn and not (0 < self.continuation < 1_000 and self.block >= 1):
            raise ValueError(
                "an indefinite horizon goes on in 1 .. 999 of a thousand cases after blocks of at"
                f" least 1 round, found {self.continuation} and {self.block}"
            )
        if drawn and (self.most % self.block or self.phases[-1].rounds > self.most):
            raise ValueError(f"at most {self.most} rounds are whole blocks of {self.block}")
        for phase in self.phases[1:] if self.horizon != "announced" else ():
            self._check_rhythm(phase, self.block if drawn else phase.rounds)

    def _check_rhythm(self, phase: Phase, whole: int) -> None:
        """Refuse reports and stages whose last turn would be cut short by an end not announced."""
        rhythms = {"reports": phase.monitoring.every}
        for stage in phase.stages:
            rhythms[f"stage {stage.name!r}"] = getattr(stage, "every", 1)
        for name, every in rhythms.items():
            if every == 0 or whole % every:
                raise ValueError(
                    f"{name} every {every} rounds would tell where phase {phase.name!r} ends;"
                    f" its rounds come in {whole}s"
                )

    def open_ended(self, part: int) -> bool:
        """Say whether members do not know how long the phase with an index lasts."""
        return part > 0 and self.horizon != "announced"

    def certain(self, part: int) -> int:
        """Return how many rounds of the phase with an index every group is sure to play."""
        if part >= len(self.phases):
            return 0
        last = part == len(self.phases) - 1
        return self.block if last and self.horizon == "indefinite" else self.phases[part].rounds

    def drawn(self, seed: int, slot: int) -> "Treatment":
        """Return the treatment with the length that the lots give a group's last phase."""
        if self.horizon != "indefinite":
            return self
        last, blocks = self.phases[-1], 1
        while blocks < self.most // self.block and self._goes_on(seed, slot, blocks):
            blocks += 1
        return replace(self, phases=(*self.phases[:-1], replace(last, rounds=blocks * self.block)))

    def _goes_on(self, seed: int, slot: int, blocks: int) -> bool:
        drawn = float(chance.uniform(seed, (slot, blocks), "continuation"))
        return drawn * 1_000 < self.continuation

    def game_of(self, part: int) -> Game:
        """Return the game of the phase with an index."""
        return self.phases[part].game or self.game

    def outside(self, seed: int, slot: int, number: int) -> Outside | None:
        """Return who of a group takes no part in a round, if anybody does not."""
        part = self.part(number)
        found = (
            stage.sits_out(self.game.members, (seed, slot), self.first_round(part), number)
            for stage in self.phases[part].stages
        )
        return next((one for one in found if one is not None), None)

    @property
    def turnover(self) -> bool:
        """Whether a member sits out in any round."""
        starts = (self.first_round(part) for part in range(len(self.phases)))
        return any(self.outside(0, 0, number) is not None for number in starts)

    @cached_property
    def rounds(self) -> int:
        """How many rounds are played in all."""
        return len(self._parts)

    @cached_property
    def _parts(self) -> tuple[int, ...]:
        """For each round the index of its phase."""
        return tuple(index for index, phase in enumerate(self.phases) for _ in range(phase.rounds))

    def part(self, number: int) -> int:
        """Return the index, from 0, of the phase in which a round, from 1, is played."""
        if not 1 <= number <= self.rounds:
            raise ValueError(f"{self.name} has rounds 1 to {self.rounds}, found {number}")
        return self._parts[number - 1]

    def first_round(self, part: int) -> int:
        """Return the first round of the phase with an index."""
        return 1 + sum(phase.rounds for phase in self.phases[:part])

    def phase(self, number: int) -> Phase:
        """Return the phase in which a round is played."""
        return self.phases[self.part(number)]
