"""How do simulated rounds look as rows of sightings?"""

from dataclasses import dataclass

import numpy as np

from design.game import POINT, Amounts, Game
from design.monitoring import Mask, Monitoring
from design.occasions import HIDDEN
from design.signals import deducible, observe
from design.simulate import Simulation
from design.simulated_play import Columns, parts, places, rows, settled_at, texts


@dataclass(frozen=True)
class Facts:
    """What rounds put before each observer, or within its reach.

    The last axis lists the other seats in order, then the total, then own earnings.

    Attributes
    ----------
    true, shown : int64 arrays (..., observer, fact)
        Milli-points; `HIDDEN` where nothing is printed.
    follows : bool array (..., observer, fact)
        What is deducible from what is printed.
    """

    true: Amounts
    shown: Amounts
    follows: Mask


def facts(monitoring: Monitoring, game: Game, given: Amounts) -> Facts:
    """Return the facts of rounds of contributions (..., members), in milli-points."""
    signal, entitled = observe(monitoring, game, given), monitoring.entitled(game)
    own, others = np.arange(game.members)[:, None], _others(game)
    total = np.broadcast_to(given.sum(axis=-1, keepdims=True), given.shape)
    knows_total = entitled.total | entitled.total_deduced
    sums = np.stack([entitled.total_deduced, knows_total & ~entitled.earnings], axis=-1)
    follows = deducible(signal, game)[..., own, others]
    return Facts(
        true=_joined(given[..., others], total, game.earnings(given)),
        shown=_joined(signal.entries[..., own, others], signal.total, signal.earnings),
        follows=np.concatenate([follows, np.broadcast_to(sums, (*given.shape, 2))], axis=-1),
    )


def _others(game: Game) -> Amounts:
    """Return for each seat the indices of the other seats."""
    return np.array([[j for j in range(game.members) if j != i] for i in range(game.members)])


def _joined(pairs: Amounts, total: Amounts, earnings: Amounts) -> Amounts:
    return np.concatenate([pairs, total[..., None], earnings[..., None]], axis=-1)


def sightings(simulation: Simulation) -> Columns:
    """Return the columns of `sightings`: by group, round, observer and fact."""
    game, found = simulation.experiment.game, _facts(simulation)
    place = {name: column[..., None] for name, column in places(simulation).items()}
    hidden = found.shown == HIDDEN
    subjects = [[game.seats[j] for j in row] + ["", game.seats[i]] for i, row in
                enumerate(_others(game))]  # fmt: skip
    source = np.where(hidden, np.where(found.follows, "deducible", "hidden"), "exact")
    return rows(
        np.ones(hidden.shape, dtype=bool),
        place
        | {
            "observer": place["seat"],
            "subject": np.array(subjects, dtype=object),
            "content": texts(["contribution"] * (game.members - 1) + ["total", "earnings"]),
            "entitled": ~hidden | found.follows,
            "requested": np.array(False),
            "price": np.array(0.0),
            "true_value": found.true / POINT,
            "shown_value": np.where(hidden, np.nan, found.shown / POINT),
            "lag": np.array(0),
            "source": source.astype(object),
            "first_shown_at": np.where(hidden, np.nan, settled_at(place["round"])),
        },
    )


def _facts(simulation: Simulation) -> Facts:
    """Return the facts of all groups, each round under its own phase's Monitoring."""
    game, part = simulation.experiment.game, parts(simulation.experiment)
    given = simulation.contributions.astype(np.int64) * POINT
    shape = (*given.shape, game.members + 1)
    found = Facts(np.zeros(shape, int), np.zeros(shape, int), np.zeros(shape, bool))
    dealt = np.stack([simulation.deal.condition, simulation.deal.kept], axis=-1)
    for one in np.unique(dealt, axis=0):
        groups = np.flatnonzero((dealt == one).all(axis=-1))
        treatment = simulation.experiment.treatment(
            simulation.seed, int(simulation.slots[groups[0]])
        )
        for index, phase in enumerate(treatment.phases):
            place = np.ix_(groups, np.flatnonzero(part == index))
            these = facts(phase.monitoring, treatment.game_of(index), given[place])
            for name, values in vars(these).items():
                getattr(found, name)[place] = values
    return found
