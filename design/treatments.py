"""What exactly is played: which game, in which phases, by which roles, and why?"""

from dataclasses import dataclass

from design.game import Game
from design.phases import Phase


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
        "announced": members know every phase's length from the start.
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

    def __post_init__(self) -> None:
        """Refuse a treatment whose parts do not fit each other."""
        if self.horizon != "announced":
            raise NotImplementedError(f"horizon {self.horizon!r} is not yet playable")
        if not len(self.roles.names) == len(self.roles.cells) == self.game.members:
            raise ValueError(f"{self.name}: roles and cells name each of the game's seats once")
        for index, phase in enumerate(self.phases):
            game = self.game_of(index)
            if game.members != self.game.members:
                raise ValueError(f"{self.name}: {game.members} seats in phase {phase.name!r}")
            phase.monitoring.check(game)
            for belief in phase.beliefs:
                if len(belief.about) != self.game.members:
                    raise ValueError(f"{self.name}: belief {belief.name!r} misses a seat")

    def game_of(self, part: int) -> Game:
        """Return the game of the phase with an index."""
        return self.phases[part].game or self.game

    @property
    def rounds(self) -> int:
        """How many rounds are played in all."""
        return sum(phase.rounds for phase in self.phases)

    def part(self, number: int) -> int:
        """Return the index, from 0, of the phase in which a round, from 1, is played."""
        last = 0
        for index, phase in enumerate(self.phases):
            last += phase.rounds
            if 1 <= number <= last:
                return index
        raise ValueError(f"{self.name} has rounds 1 to {self.rounds}, found {number}")

    def first_round(self, part: int) -> int:
        """Return the first round of the phase with an index."""
        return 1 + sum(phase.rounds for phase in self.phases[:part])

    def phase(self, number: int) -> Phase:
        """Return the phase in which a round is played."""
        return self.phases[self.part(number)]
