"""Which columns stand on every row of play, and mean the same in each table?"""

from design.columns import integer, text, truth

SESSION = text("session", "code of the lab session")
PARTICIPANT = text("participant", "code of the participant")
SLOT = integer("slot", "group slot in the experiment's schedule, from 0: the matching group")
SEAT = text("seat", "seat in the group, A to D")
QUESTIONS = ("across", "partner", "others")

DEALT = (
    text("treatment", "name of the group's treatment"),
    text("condition", "regime of part 2, the arm of the experiment"),
    truth("beliefs", "whether the group is asked for beliefs in parts 2 and 3"),
    text("third", "whether part 3 keeps or removes the monitoring of part 2", "kept", "removed"),
)
"""What the schedule dealt to the group: stands on every row of every table of play."""

MEMBER = (SESSION, SLOT, PARTICIPANT, SEAT, *DEALT)

PLACE = (
    integer("part", "part of the game, from 1"),
    text(
        "cell", "the seat's cell: of the core factorial, else the mechanism's id; common in part 1"
    ),
    integer("round", "round, from 1, counted over all parts"),
)
