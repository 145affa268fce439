"""Which designs does a power plan ask about, and who plays them?

A plan is a TOML file; `docs/power.md` explains it. Unknown entries are refused by name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from itertools import product
from pathlib import Path
from typing import Any

from analysis.power.composed import is_composed, refuse_lots
from analysis.power.populations import POPULATIONS
from design.catalogue import FLAGSHIP, Parts, named
from design.channels import PLAYING, Channel, standing
from design.experiments import Experiment, comparison, flagship
from design.game import Game
from design.plan import Estimand
from design.population import Population, refuse_people

TRUTH, COMPOSED_TRUTH = 100_000, 1_000
"""Groups among which an effect is found: played all at once, and one by one."""


@dataclass(frozen=True)
class Aim:
    """The effect a study is to find: on which estimand, how large, and through which channel.

    Attributes
    ----------
    estimand : str
        Name of a primary estimand, "mean.seeing".
    position, parameter : str
        The channel that carries it.
    points : tuple of float
        Effects to try, percentage points of the endowment; 0 shows the size of the test.
    """

    estimand: str
    position: str
    parameter: str
    points: tuple[float, ...]


@dataclass(frozen=True)
class Grid:
    """What is varied: groups per condition, treated rounds, noise (a factor), departures."""

    groups: tuple[int, ...]
    rounds: tuple[int, ...] = (15,)
    noise: tuple[float, ...] = (1.0,)
    leaving: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Cost:
    """What a study costs: a fee per participant and a sum per group, in a currency."""

    per_participant: float = 0.0
    per_group: float = 0.0
    currency: str = "EUR"


@dataclass(frozen=True)
class PowerPlan:
    """A whole power analysis, read from one file.

    Attributes
    ----------
    title, aim, grid, population, conditions, game, parts, cost, seed, experiments
        What is asked, and who plays what how often. Where the aim is no estimand of the flagship,
        the Plan is that of a comparison: every condition with the first.
    truth_groups : int
        Groups among which the effect is found; 0 for as many as are quickly played.
    """

    title: str
    aim: Aim
    grid: Grid
    population: Population
    conditions: tuple[str, ...] = FLAGSHIP
    game: Game = Game()
    parts: Parts = Parts()
    cost: Cost = Cost()
    seed: int = 1
    experiments: int = 2_000
    truth_groups: int = 0

    def __post_init__(self) -> None:
        """Refuse an aim that the registered Plan does not ask about, and what cannot be played."""
        known = [one.name for one in self._asked]
        if self.aim.estimand not in known:
            raise ValueError(f"aim.estimand is one of {known}, found {self.aim.estimand!r}")
        needed = {arm for arm, _ in self.estimand.contrast.weights}
        if needed - set(self.conditions):
            lacking = sorted(needed - set(self.conditions))
            raise ValueError(f"{self.aim.estimand} compares {lacking}, which is not dealt")
        refuse_lots(self.experiment(self.grid.rounds[0]))
        if self.composed:
            self._refuse_people()

    def _refuse_people(self) -> None:
        """Refuse people and channels that groups played stage by stage cannot have."""
        aimed = Channel(self.aim.position, self.aim.parameter, 0)
        channels = (*self.population.channels, aimed)
        for leaving in self.grid.leaving:
            refuse_people(replace(self.population, leaving=leaving, channels=channels))
        linked = [name for name in self.conditions if named(name).hears not in ("", name)]
        if linked:
            raise ValueError(
                f"{', '.join(linked)}: groups that hear of another condition's groups have no"
                " effect of their own to be found; compare conditions that are played alone"
            )
        self._refuse_position()

    def _refuse_position(self) -> None:
        """Refuse a position that is the same in all arms: a shift there makes no difference."""
        window, asked = self.estimand.window, self.experiment(self.grid.rounds[0])
        arms = [arm for arm, _ in self.estimand.contrast.weights]
        built = [asked.built(arm, beliefs=False, kept=True) for arm in arms]
        stands = {tuple(standing(self.aim.position, one, window.part).tolist()) for one in built}
        if len(stands) == 1:
            raise ValueError(
                f"position {self.aim.position!r} is taken alike in {' and '.join(arms)}, so that a"
                f" shift there makes no difference; one that differs is '{PLAYING}{arms[0]}'"
            )

    @property
    def flagship(self) -> bool:
        """Whether the aim is an estimand of the flagship's Plan, not of a comparison."""
        return self.aim.estimand in [one.name for one in flagship().plan.primary]

    @property
    def composed(self) -> bool:
        """Whether groups are played one by one, as members do more than contribute."""
        return is_composed(self.experiment(self.grid.rounds[0]))

    @property
    def truth_among(self) -> int:
        """Groups among which the effect is found."""
        return self.truth_groups or (COMPOSED_TRUTH if self.composed else TRUTH)

    @property
    def _asked(self) -> tuple[Estimand, ...]:
        """The primary estimands; every plan may aim at those of the flagship."""
        asked = self.experiment(self.grid.rounds[0]).plan.primary
        return asked if self.flagship else (*flagship().plan.primary, *asked)

    @property
    def estimand(self) -> Estimand:
        """The estimand aimed at."""
        return next(one for one in self._asked if one.name == self.aim.estimand)

    def experiment(self, rounds: int) -> Experiment:
        """Return the experiment with so many treated rounds."""
        parts = replace(self.parts, monitored=rounds)
        if self.flagship:
            return flagship(conditions=self.conditions, game=self.game, parts=parts)
        return comparison(
            name="comparison", conditions=self.conditions, game=self.game, parts=parts
        )


@dataclass(frozen=True)
class World:
    """One combination of everything that changes the effect: all but the number of groups."""

    rounds: int
    noise: float
    leaving: int
    points: float

    def people(self, population: Population) -> Population:
        """Return the population with this noise and these departures."""
        kinds = tuple(
            replace(kind, strategy=replace(
                kind.strategy, tremble=round(int(kind.strategy.tremble) * self.noise)
            ))
            for kind in population.kinds
        )  # fmt: skip
        return replace(population, kinds=kinds, leaving=self.leaving)


def worlds(plan: PowerPlan) -> list[World]:
    """Return every combination, in the order of the file."""
    grid = plan.grid
    return [World(*one) for one in product(grid.rounds, grid.noise, grid.leaving, plan.aim.points)]


def read_plan(path: Path) -> PowerPlan:
    """Read a power plan.

    Raises
    ------
    ValueError
        Naming the file and the entry, what was found and what is allowed.
    """
    if not path.is_file():
        raise ValueError(f"{path}: there is no such file")
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
        return plan_from(stored)
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{path}: {error}") from error


def plan_from(stored: Mapping[str, Any]) -> PowerPlan:
    """Build a power plan from the values of a file."""
    given = dict(stored)
    for name in ("title", "aim", "grid"):
        if name not in given:
            raise ValueError(f"the entry {name!r} is missing")
    made: dict[str, Any] = {}
    for name, kind in (("aim", Aim), ("grid", Grid), ("cost", Cost), ("parts", Parts)):
        if name in given:
            made[name] = _record(name, kind, given.pop(name))
    if "game" in given:
        game = given.pop("game")
        members = 4
        made["game"] = Game((int(game["endowment"]),) * members, (int(game["mpcr"]),) * members)
    people = dict(given.pop("population", {}))
    made["population"] = _population(people, made.get("game", Game()))
    if "conditions" in given:
        made["conditions"] = tuple(given.pop("conditions"))
    _known("plan", given, ("title", "seed", "experiments", "truth_groups"))
    return PowerPlan(**given, **made)


def _record(name: str, kind: type, values: Mapping[str, Any]) -> Any:
    _known(name, values, tuple(field.name for field in fields(kind)))
    listed = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    return kind(**listed)


def _population(values: dict[str, Any], game: Game) -> Population:
    base = values.pop("base", "calibrated")
    if base not in POPULATIONS:
        raise ValueError(f"population.base is one of {list(POPULATIONS)}, found {base!r}")
    channels = [_record("population.channels", Channel, one) for one in values.pop("channels", [])]
    traits = [field.name for field in fields(Population) if field.name not in ("kinds", "channels")]
    _known("population", values, tuple(traits))
    return replace(POPULATIONS[base](game), channels=tuple(channels), **values)


def _known(name: str, values: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    stray = sorted(set(values) - set(allowed))
    if stray:
        raise ValueError(f"{name} has no entry {stray[0]!r}; allowed: {list(allowed)}")
