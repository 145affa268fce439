"""Does everything that was stored follow from the choices, the rules, the schedule and the seeds?

What a session stored is recomputed from its own Experiment, never from today's catalogue or from
the order in which things were executed: assignment, treatment hash, seats, group totals, earnings,
shown values with their source, paid rounds, the belief prize, pay and automatic choices. Clock
times are checked for their order only. Rounds that are not settled are open, not differences.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.checks.acted import check_acts
from analysis.checks.assigned import check_draws, check_groups, check_sessions
from analysis.checks.compare import COLUMNS
from analysis.checks.crossed import check_heard
from analysis.checks.elicited import check_schedules
from analysis.checks.happened import check_events
from analysis.checks.histories import basis
from analysis.checks.people import check_participants, check_quiz
from analysis.checks.played import check_beliefs, check_decisions
from analysis.checks.said import check_messages
from analysis.checks.seen import check_sightings
from analysis.panel import Panel

CHECKS = (
    check_sessions,
    check_groups,
    check_participants,
    check_decisions,
    check_sightings,
    check_beliefs,
    check_acts,
    check_messages,
    check_heard,
    check_quiz,
    check_events,
    check_draws,
    check_schedules,
)

UNCHECKED = {
    "sessions": {
        "experiment": "everything else is recomputed from it; its hash is checked",
        "versions": "stated by the server",
        "language": "chosen by the researcher",
        "point_value": "chosen by the researcher",
        "participation_fee": "chosen by the researcher",
    },
    "participants": {
        "label": "given by the lab",
        "device": "given by the browser",
        "age": "stated by the participant",
        "gender": "stated by the participant",
        "clarity": "stated by the participant",
        "comment": "stated by the participant",
    },
    "messages": {"text": "typed by the participant"},
    "events": {"detail": "written by the experimenter"},
}
"""Columns that nothing else determines, with the reason; every other column is audited."""


@dataclass(frozen=True)
class Audit:
    """What recomputing a Panel found.

    Attributes
    ----------
    differences : DataFrame
        table, row, column, stored, recomputed: one row per difference; none on honest data.
    cells : dict of str to int
        How many stored cells were compared in each table.
    open_rounds, settled_rounds : int
        Rounds that are still to be settled, and rounds that were recomputed.
    ended_groups : int
        Groups whose game the experimenter ended before its last round.
    """

    differences: pd.DataFrame
    cells: dict[str, int]
    open_rounds: int
    settled_rounds: int
    ended_groups: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing differs."""
        return self.differences.empty


def audit(panel: Panel) -> Audit:
    """Recompute whatever the choices and seeds of a Panel determine, and list what differs."""
    base = basis(panel)
    found = [one for check in CHECKS for one in check(base)]
    rows = [row for one in found for row in one.differences]
    cells: dict[str, int] = {}
    for one in found:
        cells[one.table] = cells.get(one.table, 0) + one.cells
    planned = sum(base.treatment(slot).rounds for slot in base.deals.index)
    played = base.rounds.groupby(level="slot").size()
    unplayed = sum(base.treatment(slot).rounds - int(played.get(slot, 0)) for slot in base.ended)
    differences = pd.DataFrame(rows, columns=list(COLUMNS)).drop_duplicates(ignore_index=True)
    open_ = planned - len(base.rounds) - unplayed
    return Audit(differences, cells, open_, len(base.rounds), len(base.ended))
