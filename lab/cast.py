"""Who takes part in a rehearsed session, and did it go for each as the server said?"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from design.configs import config_for, experiment_from
from design.experiments import Experiment, flagship
from design.game import Game
from design.population import Kind, Population, members
from design.strategies import FREE_RIDER, Strategy, conditional_cooperator, unconditional
from lab.clients import Member, together
from lab.conduct import Conduct
from lab.rest import Session, create
from lab.servers import Server

CONFIG = "flagship"
# How often a first answer sheet of a simulated member goes wrong.
CARELESS = 0.2


@dataclass(frozen=True)
class Cast:
    """A created session, the experiment it plays, and its simulated members."""

    session: Session
    experiment: Experiment
    members: tuple[Member, ...]

    def play(self, *, seconds: float = 3_600) -> None:
        """Let all members go through the whole session together."""
        together(list(self.members), Member.take_part, seconds=seconds)


def three_strategies(game: Game) -> Population:
    """Return half conditional cooperators, a quarter free riders and a quarter unconditional."""
    half = Kind("conditional", 500, conditional_cooperator(game))
    some = game.endowments[0] * 3 // 4
    return Population(
        (half, Kind("free_rider", 250, FREE_RIDER), Kind("unconditional", 250, unconditional(some)))
    )


def cast(
    server: Server,
    groups: int,
    people: Callable[[Game], Population],
    *,
    seed: int,
    think: float = 0.0,
    config: str = CONFIG,
    **changed: Any,
) -> Cast:
    """Create a session for some groups, with some fields of its config changed, and cast it."""
    experiment = experiment_from(config_for(flagship()) | {"name": config} | changed)
    session = create(server, config, groups * experiment.game.members, **changed)
    strategies = each_strategy(
        people(experiment.game), seed, len(session.participants), experiment.game
    )
    language = str(changed.get("language", "en"))
    conducts = (
        Conduct(experiment, strategy, seed, number, language, think, CARELESS)
        for number, strategy in enumerate(strategies)
    )
    pairs = zip(session.participants, conducts, strict=True)
    playing = tuple(Member(server.url, code, conduct) for code, conduct in pairs)
    return Cast(session, experiment, playing)


def each_strategy(
    population: Population, seed: int, number: int, game: Game
) -> tuple[Strategy, ...]:
    """Draw a number of members, each a Strategy with one number per parameter."""
    drawn = members(population, seed, np.arange(-(-number // game.members)), game)
    table = {field.name: np.asarray(getattr(drawn, field.name)).ravel() for field in fields(drawn)}
    return tuple(
        Strategy(**{name: int(column[place]) for name, column in table.items()})
        for place in range(number)
    )
