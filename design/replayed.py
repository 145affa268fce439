"""Which sightings did finished groups leave, where not all entries are shown exact and at once?"""

from collections.abc import Iterator
from typing import Any

from design.dial import plain
from design.experiments import Experiment
from design.monitoring import Monitoring
from design.rounds import reported
from design.settling import settle
from design.sightings import facts
from design.state import Group

Row = dict[str, Any]


def exact(experiment: Experiment) -> bool:
    """Say whether all that is shown in an experiment is exact, linked to seats and prompt."""
    shown = (phase.monitoring for t in experiment.treatments() for phase in t.phases)
    return all(_exact(monitoring) for monitoring in shown)


def _exact(monitoring: Monitoring) -> bool:
    return plain(monitoring) and not monitoring.unlinked and monitoring.granularity != "extremes"


def replayed(group: Group) -> Iterator[Row]:
    """List the sightings of a finished group, round by round, as the live game stores them."""
    treatment = group.treatment
    due = [shown for part in range(len(treatment.phases)) for shown in reported(group, part)]
    for number, settled in enumerate(group.history, start=1):
        part = treatment.part(number)
        outcome = settle(group.replay(number), treatment.phases[part].stages)
        for row in facts(outcome, settled, number, due[number - 1]):
            seat = treatment.game.seats.index(row["observer"])
            cell = treatment.roles.cells[seat] if part else "common"
            yield {"part": part + 1, "round": number, "cell": cell, **row}
