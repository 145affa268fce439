"""How do simulated rounds look as rows of decisions and beliefs?

The simulated clock starts in 1970: ten seconds a round, one more for each seat's decision.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from design.catalogue import CONDITIONS
from design.experiments import Experiment
from design.game import POINT, Amounts
from design.monitoring import Mask
from design.phases import Belief
from design.simulate import UNASKED, Simulation

Columns = dict[str, NDArray[Any]]

ROUND_MS, DECISION_MS = 10_000, 1_000


def member_code(slot: int, seat: str) -> str:
    """Return the made-up participant code of a simulated member."""
    return f"s{slot:06d}{seat}"


def settled_at(number: Any) -> Any:
    """Return when the simulated clock settles a round, from 1."""
    return number * ROUND_MS + ROUND_MS


def decided_at(number: Any, members: int) -> NDArray[np.int64]:
    """Return when the simulated clock stores the decisions of a round's seats (..., seat)."""
    return np.asarray(number * ROUND_MS + (np.arange(members) + 1) * DECISION_MS)


def texts(words: Iterable[str]) -> NDArray[Any]:
    """Return text as an array of objects."""
    return np.array(list(words), dtype=object)


def decisions(simulation: Simulation) -> Columns:
    """Return the columns of `decisions`: by group, round and seat."""
    given, place = simulation.contributions.astype(np.int64), places(simulation)
    return rows(
        np.ones(given.shape, dtype=bool),
        place
        | {
            "contribution": given,
            "automatic": simulation.automatic,
            "shown_at": np.where(simulation.automatic, np.nan, place["round"] * float(ROUND_MS)),
            "decided_at": decided_at(place["round"], given.shape[-1]),
            "group_total": given.sum(axis=-1, keepdims=True).astype(float),
            "adjustment": np.zeros(given.shape),
            "earnings": _earnings(simulation) / POINT,
            "settled_at": settled_at(place["round"]).astype(float),
        },
    )


def _earnings(simulation: Simulation) -> Amounts:
    """Return earnings by group, round and seat, milli-points, each round under its own game."""
    given = simulation.contributions.astype(np.int64) * POINT
    earned, part = np.zeros_like(given), parts(simulation.experiment)
    for condition in np.unique(simulation.deal.condition):
        groups = np.flatnonzero(simulation.deal.condition == condition)
        slot = int(simulation.slots[groups[0]])
        treatment = simulation.experiment.treatment(simulation.seed, slot)
        for index in range(len(treatment.phases)):
            place = np.ix_(groups, np.flatnonzero(part == index))
            earned[place] = treatment.game_of(index).earnings(given[place])
    return earned


def beliefs(simulation: Simulation) -> Columns:
    """Return the columns of `beliefs`: by group, round, seat and question, where asked."""
    stated, place = simulation.beliefs.astype(np.int64), places(simulation)
    asked = questions(simulation.experiment)
    times = decided_at(place["round"], stated.shape[2])
    return rows(
        stated != UNASKED,
        {name: column[..., None] for name, column in place.items()}
        | {
            "question": texts(belief.name for belief in asked),
            "about": np.array([belief.about for belief in asked], dtype=object).T,
            "belief": stated,
            "decided_at": times[..., None],
        },
    )


def questions(experiment: Experiment) -> tuple[Belief, ...]:
    """Return the beliefs that an experiment asks, where it asks any."""
    asked = (phase.beliefs for t in experiment.treatments() for phase in t.phases)
    return max(asked, key=len)


def places(simulation: Simulation) -> Columns:
    """Return the columns of every row of play, each along its axes of (group, round, seat)."""
    seats = simulation.experiment.game.seats
    members = texts(member_code(int(slot), seat) for slot in simulation.slots for seat in seats)
    treatments = [
        simulation.experiment.treatment(simulation.seed, int(slot)) for slot in simulation.slots
    ]
    by_group = {
        "slot": simulation.slots,
        "treatment": texts(treatment.name for treatment in treatments),
        "condition": texts(treatment.condition for treatment in treatments),
        "beliefs": simulation.deal.beliefs,
        "third": texts("kept" if kept else "removed" for kept in simulation.deal.kept),
    }
    return {name: column[:, None, None] for name, column in by_group.items()} | {
        "participant": members.reshape(-1, 1, len(seats)),
        "seat": texts(seats),
        "part": parts(simulation.experiment)[:, None] + 1,
        "round": np.arange(simulation.contributions.shape[1])[:, None] + 1,
        "cell": _cells(simulation),
    }


def parts(experiment: Experiment) -> NDArray[np.int64]:
    """Return the index of each round's part, from 0."""
    lengths = experiment.parts.lengths
    return np.repeat(np.arange(len(lengths)), lengths)


def _cells(simulation: Simulation) -> NDArray[Any]:
    names = simulation.experiment.schedule.conditions
    cells = np.array([CONDITIONS[name].roles.cells for name in names], dtype=object)
    common = parts(simulation.experiment)[:, None] == 0
    return np.where(common, "common", cells[simulation.deal.condition][:, None, :])


def rows(kept: Mask, columns: Columns) -> Columns:
    """Write columns out in full, one entry for each place that is kept, in order."""
    return {name: np.broadcast_to(column, kept.shape)[kept] for name, column in columns.items()}
