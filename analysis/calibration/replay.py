"""What would a population do in the experiments that other people ran?

The strangers of Fischbacher and Gaechter (2010) are mixed anew every round; the partners of Alsobay
et al. (2025) stay, and see each contribution. Both play by `design.strategies`.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from design import chance
from design.game import POINT, Game
from design.monitoring import Monitoring
from design.population import Population, members
from design.signals import observe
from design.strategies import Strategy, contribute, first_beliefs, learn, noise

Floats = NDArray[np.float64]

TOTAL = Monitoring(granularity="total")
EVERYBODY = Monitoring(granularity="individual", reveals=("total",))


@dataclass(frozen=True)
class Played:
    """Contributions and beliefs about the others' mean, (people, rounds), in points.

    Partners stand group by group; strangers session by session.
    """

    contributions: Floats
    beliefs: Floats


def strangers(
    population: Population, *, seed: int, sessions: int, size: int = 24, rounds: int = 10
) -> Played:
    """Play sessions of people who meet new partners every round and learn the group's total."""
    game = Game()
    crowd = np.arange(sessions * size // game.members, dtype=np.int64)
    people = _flat(members(population, seed, crowd, game))
    beliefs = np.asarray(people.prior, dtype=np.int64).copy()
    given = np.empty((len(beliefs), rounds))
    stated = np.empty_like(given)
    for number in range(rounds):
        order = _mixed(seed, sessions, size, number)
        here = _pick(people, order.reshape(-1, game.members))
        shape = (len(crowd), game.members)
        held = np.repeat(beliefs[order].reshape(shape)[..., None], game.members, axis=-1)
        keys = (np.arange(len(beliefs)).reshape(shape), number)
        chosen = contribute(here, held, game, noise(seed, keys, "strangers"))
        stated[:, number] = np.clip((beliefs + 500) // POINT, 0, game.endowments[0])
        given[order, number] = chosen.reshape(-1) / POINT
        held = learn(here, held, observe(TOTAL, game, chosen), game)
        # What is held of any other member is the same number, so the first other one's will do.
        beliefs[order] = np.where(np.arange(game.members) == 0, held[..., 1], held[..., 0]).ravel()
    return Played(given, stated)


def _flat(people: Strategy) -> Strategy:
    values = {f.name: np.asarray(getattr(people, f.name)).reshape(-1) for f in fields(Strategy)}
    return Strategy(**values)


def _pick(people: Strategy, order: NDArray[np.int64]) -> Strategy:
    return Strategy(**{f.name: getattr(people, f.name)[order] for f in fields(Strategy)})


def _mixed(seed: int, sessions: int, size: int, number: int) -> NDArray[np.int64]:
    """Return everybody in a new order within the session."""
    order = chance.permutation(seed, (np.arange(sessions), number), "mixing", of=size)
    return np.asarray(order + size * np.arange(sessions)[:, None]).reshape(-1)


def partners(population: Population, *, seed: int, groups: int, size: int, rounds: int) -> Played:
    """Play fixed groups who see every contribution of the last round."""
    game = _game(size)
    people = members(population, seed, np.arange(groups, dtype=np.int64), game)
    return together(people, game, seed=seed, rounds=rounds, endgame=population.endgame)


def together(
    people: Strategy, game: Game, *, seed: int, rounds: int, endgame: int = 0
) -> Played:  # fmt: skip
    """Let given people (groups, seats) stay together and see every contribution."""
    groups, size = np.asarray(people.prior).shape
    slots = np.arange(groups, dtype=np.int64)
    held = first_beliefs(people, (groups, size))
    keys = (slots[:, None], np.arange(size)[None, :])
    given, stated = np.empty((groups, size, rounds)), np.empty((groups, size, rounds))
    for number in range(rounds):
        last = number == rounds - 1
        now = replace(people, level=people.level + endgame) if last else people
        chosen = contribute(now, held, game, noise(seed, (*keys, number), "partners"))
        own = np.diagonal(held, axis1=1, axis2=2)
        stated[..., number] = (held.sum(axis=-1) - own) / (size - 1) / POINT
        given[..., number] = chosen / POINT
        held = learn(now, held, observe(EVERYBODY, game, chosen), game)
    return Played(given.reshape(-1, rounds), stated.reshape(-1, rounds))


def _game(size: int) -> Game:
    """Return a game of so many members; the return plays no part in these Strategies."""
    mpcr = min(999, 1_000 * 6 // (5 * size) + 1)
    return Game((20,) * size, (max(mpcr, 400 if size > 2 else 600),) * size)
