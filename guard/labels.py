"""Can what a participant types into an address run in the researcher's browser?

oTree stores `?participant_label=` as it comes and its Monitor and Payments pages print it as
HTML. The characters that can begin or end markup are replaced by look-alikes wherever a label is
set or looked up, and the Monitor receives labels escaped.
"""

import html
import re
from types import ModuleType

from sqlalchemy import event

from guard.deferred import when_imported

HOOKS = (
    "otree.models.Participant.label",
    "otree.models.Participant.mturk_worker_id",
    "otree.models.Participant.mturk_assignment_id",
    "otree.export.get_rows_for_monitor",
    "otree.views.participant.get_participant_by_label",
    "otree.channels.consumers.WSRoomParticipant.clean_kwargs",
)

LOOK_ALIKES = str.maketrans({"<": "‹", ">": "›", '"': "”", "'": "’", "`": "’", "&": "+"})


def harmless(label: str | None) -> str | None:
    """Return a label without markup or invisible characters, spaces trimmed."""
    if label is None:
        return None
    visible = "".join(c if c.isprintable() else " " for c in label.translate(LOOK_ALIKES))
    return " ".join(visible.split())


def apply() -> None:
    """Clean labels where they are set, looked up and shown."""
    from otree.models import Participant

    for column in (Participant.label, Participant.mturk_worker_id, Participant.mturk_assignment_id):
        event.listen(column, "set", _set, retval=True)
    when_imported("otree.export", _escape_in_monitor)
    when_imported("otree.views.participant", _clean_looked_up)
    when_imported("otree.channels.consumers", _clean_in_rooms)


def _set(participant, value, old, initiator):
    return harmless(value)


def _escape_in_monitor(export: ModuleType) -> None:
    rows_for_monitor = export.get_rows_for_monitor

    def escaped(participants) -> list:
        rows = rows_for_monitor(participants)
        return [row | {"label": html.escape(row["label"] or "")} for row in rows]

    export.get_rows_for_monitor = escaped


def _clean_looked_up(views: ModuleType) -> None:
    by_label = views.get_participant_by_label
    views.get_participant_by_label = lambda session, label: by_label(session, harmless(label))


def _clean_in_rooms(consumers: ModuleType) -> None:
    """A room's labels are words; another one would break the researcher's page of the room."""
    consumer = consumers.WSRoomParticipant
    query = consumer.clean_kwargs

    def cleaned(self) -> dict:
        values = query(self)
        word = re.fullmatch(r"\w{1,100}", values["participant_label"])
        return values | {"participant_label": word[0] if word else ""}

    consumer.clean_kwargs = cleaned
