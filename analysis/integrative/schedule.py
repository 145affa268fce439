"""How does a lab learn what to run, session by session?"""

import csv
import io
import json

from analysis.integrative.sample import CONFIG, Session
from analysis.integrative.space import Space


def bodies(sessions: list[Session]) -> str:
    """Return the sessions as JSON: each entry is the body of oTree's POST to api/sessions."""
    made = [
        {
            "session_config_name": CONFIG,
            "num_participants": one.participants,
            "modified_session_config_fields": dict(one.fields),
        }
        for one in sessions
    ]
    return json.dumps(made, indent=1) + "\n"


def as_csv(sessions: list[Session]) -> str:
    """Return the sessions as a table to read, or to type into "Configure session"."""
    file = io.StringIO()
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["session", "participants", "groups", *dict(sessions[0].fields)])
    for one in sessions:
        out.writerow([one.name, one.participants, one.groups, *dict(one.fields).values()])
    return file.getvalue()


def takes(space: Space, sessions: list[Session]) -> str:
    """Say what the study takes: sessions, groups, participants, money."""
    groups = sum(one.groups for one in sessions)
    people = sum(one.participants for one in sessions)
    cost = space.costs.per_participant * people + space.costs.per_group * groups
    said = f"{len(sessions)} sessions, {groups:,} groups, {people:,} participants"
    return f"{said}, {cost:,.0f} {space.costs.currency}" if cost > 0 else said
