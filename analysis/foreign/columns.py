"""Which columns does a Panel made from somebody else's table have?

Where a column means what it means in this project's own `decisions`, it is that declaration.
"""

from design.columns import Column, Table
from design.tables import DECISIONS

_OWN = {column.name: column for column in DECISIONS.columns}

PANEL = Table(
    "panel",
    "one member's contribution in one round",
    ("session", "participant", "round"),
    (
        _OWN["session"],
        Column("slot", "integer", "the matching group, numbered from 0: the independent unit"),
        Column("group", "text", "group that shares the account in this round, as in the source"),
        _OWN["participant"],
        Column("seat", "text", "member's place in the group, by letters"),
        Column("treatment", "text", "name of the treatment"),
        Column("condition", "text", "arm of the experiment; the treatment, unless told otherwise"),
        Column("part", "integer", "part of the game, from 1"),
        Column("round", "integer", "round, from 1"),
        Column("contribution", "number", "points given to the group account", "points"),
        Column("endowment", "number", "the most that could be given", "points", True),
        Column("automatic", "truth", "whether somebody or something else chose for the member"),
        Column("group_total", "number", "sum of the group's contributions", "points"),
        Column("belief", "number", "stated guess of the others' mean contribution", "points", True),
        Column("earnings", "number", "earnings of the round", "points", True),
        Column("shown_at", "time", "when the decision was asked for", "ms since 1970 UTC", True),
        Column("decided_at", "time", "when it was made", "ms since 1970 UTC", True),
        Column("label", "text", "participant's label in the lab's list", optional=True),
        Column("device", "text", "device or address of the participant", optional=True),
        Column("bot", "truth", "whether the source itself says that a program played", "", True),
    ),
)
"""Columns that the source does not have are there and empty."""
