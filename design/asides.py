"""Which tables hold what members do beside contributing, say, and hear of other groups?"""

from design.columns import Column, Table, integer, text, time, truth
from design.placing import DEALT, MEMBER, PLACE, SESSION, SLOT

ACTS = Table(
    "acts",
    "one field of what one member settled on at one stage beside contributing",
    ("session", "slot", "seat", "round", "stage", "field", "about"),
    (
        *MEMBER,
        *PLACE,
        text("stage", "kind of stage: pledge, report, look, ..."),
        text("field", "what was asked there"),
        text("about", "seat that it is about; empty for none", optional=True),
        integer("choice", "the answer: points, 1 or 0 for yes or no, or an option's index"),
        truth("automatic", "whether the declared rule answered for an absent member"),
        time("decided_at", "when it was stored"),
    ),
)

MESSAGES = Table(
    "messages",
    "one line of talk",
    ("session", "slot", "number"),
    (
        *MEMBER,
        *PLACE,
        integer("number", "place among the group's lines, from 1"),
        text("readers", "letters of the seats that can read it"),
        text("text", "as typed, with single spaces; empty where only a number is cited or a line"
             " is liked", optional=True),
        text("cited_seat", "seat whose contribution is cited; empty for none", optional=True),
        integer("cited_round", "round of the cited contribution", optional=True),
        Column("cited_value", "integer", "the cited contribution", "points", True),
        integer("answers", "number of the line that it answers, or likes where it says nothing"
                " itself", optional=True),
        time("at", "when it was stored"),
    ),
)  # fmt: skip

HEARD = Table(
    "heard",
    "what one group heard of another group at one stage of one round",
    ("session", "slot", "round", "stage"),
    (
        SESSION,
        SLOT,
        *DEALT,
        *(column for column in PLACE if column.name != "cell"),
        text("stage", "kind of stage at which it heard it: vote, banner, feed"),
        text(
            "source",
            "where it comes from: another group; a lot, because the other group was late; or"
            " nothing was heard",
            "group",
            "lot",
            "nothing",
        ),
        integer("donor", "slot of the group that it is about", optional=True),
        integer("donor_round", "that group's round", optional=True),
        integer(
            "told",
            "what was heard: for vote the rule's place on the menu, from 0; else points; empty"
            " where there was nothing to tell",
            optional=True,
        ),
        time("at", "when it was stored"),
    ),
)
