"""Which tables exist, what does every column mean, and which rows may be empty?

Declared once: the database, the exports, the codebook, the audit and the simulator read this.
"""

from design.asides import ACTS, HEARD, MESSAGES
from design.columns import Column, Table, integer, points, text, time, truth
from design.placing import DEALT, MEMBER, PARTICIPANT, PLACE, QUESTIONS, SESSION, SLOT

DECISIONS = Table(
    "decisions",
    "one member's contribution in one round",
    ("session", "slot", "seat", "round"),
    (
        *MEMBER,
        *PLACE,
        Column("contribution", "integer", "points given to the group account", "points"),
        truth("automatic", "whether the declared rule chose for an absent member"),
        time("shown_at", "when the decision screen was first sent", optional=True),
        time("decided_at", "when the decision was stored"),
        Column("group_total", "integer", "sum of the group's contributions", "points", True),
        points("earnings", "earnings of the round, paid if it is drawn", optional=True),
        points(
            "adjustment",
            "part of the earnings that other stages added or took: looks, bonuses, fines",
            optional=True,
        ),
        time("settled_at", "when the round was settled", optional=True),
    ),
)

SIGHTINGS = Table(
    "sightings",
    "one fact of one round, and whether one observer was shown it or could deduce it",
    ("session", "slot", "observer", "subject", "content", "round"),
    (
        SESSION,
        SLOT,
        text("participant", "code of the observing participant"),
        *DEALT,
        *PLACE,
        text("observer", "seat that sees"),
        text(
            "subject",
            "seat that is seen; a place in the list where entries are shown without their seats;"
            " empty for the total and for extremes",
            optional=True,
        ),
        text(
            "content",
            "kind of fact",
            "contribution",
            "unlinked",
            "lowest",
            "highest",
            "total",
            "earnings",
        ),
        truth("entitled", "whether the fact is shown or deducible"),
        truth("requested", "whether the observer asked for it"),
        points("price", "points paid for it"),
        points("true_value", "the fact"),
        points("shown_value", "the number printed on the observer's screen", optional=True),
        integer("lag", "rounds between the fact and its showing", "rounds"),
        text(
            "source",
            "how the printed number came about; or deducible by arithmetic from what is printed, or"
            " hidden",
            "exact",
            "noisy",
            "rounded",
            "reported",
            "audited",
            "deducible",
            "hidden",
        ),
        time("first_shown_at", "when a screen with it was first sent", optional=True),
    ),
)

BELIEFS = Table(
    "beliefs",
    "one stated belief of one member in one round",
    ("session", "slot", "seat", "round", "question"),
    (
        *MEMBER,
        *PLACE,
        text("question", "which belief", *QUESTIONS),
        text("about", "seats whose mean contribution is guessed"),
        Column("belief", "integer", "stated mean contribution", "points"),
        time("decided_at", "when it was stored, with the contribution"),
    ),
)

QUIZ = Table(
    "quiz",
    "one answer to one comprehension question",
    ("session", "participant", "part", "question", "attempt"),
    (
        SESSION,
        PARTICIPANT,
        integer("slot", "group slot; empty before a group is formed", optional=True),
        text("seat", "seat; empty before a group is formed", optional=True),
        integer("part", "part whose rules are asked"),
        text("question", "name of the question"),
        integer("attempt", "how many answer sheets were handed in so far, this one included"),
        text("answer", "what was answered: an option's index or a number as typed"),
        truth("correct", "whether it was right"),
        time("at", "when it was stored"),
    ),
)

EVENTS = Table(
    "events",
    "something that happened to one participant",
    ("session", "participant", "event", "at"),
    (
        SESSION,
        PARTICIPANT,
        integer("slot", "group slot; empty before a group is formed", optional=True),
        text("seat", "seat; empty before a group is formed", optional=True),
        integer("part", "part of the game; empty outside it", optional=True),
        integer("round", "open round; empty outside the game", optional=True),
        text(
            "event",
            "what happened",
            "consented",
            "declined",
            "waiting",
            "grouped",
            "connected",
            "disconnected",
            "timed_out",
            "resumed",
            "finished",
            "left_over",
            "left_waiting",
            "paused",
            "unpaused",
            "extended",
            "replaced",
            "left",
            "ended",
            "messaged",
            "noted",
            "erased",
        ),
        text(
            "detail",
            "what the experimenter wrote or why, or the seconds of an extension",
            optional=True,
        ),
        time("at", "when"),
    ),
)

DRAWS = Table(
    "draws",
    "one random draw, stored beside the keys that recompute it",
    ("session", "slot", "purpose", "keys"),
    (
        SESSION,
        SLOT,
        text("seat", "seat; empty for a draw of the whole group", optional=True),
        text("purpose", "what was drawn", "paid round", "belief round", "belief question",
              "seats", "prize", "look price"),
        text("keys", "the keys of the draw, in the order of design.chance"),
        text("value", "what was drawn; of a look price the points that the seat's bid of the round,"
              " the field bid of the stage look in acts, had to reach for a look at all others"),
    ),
)  # fmt: skip

PARTICIPANTS = Table(
    "participants",
    "one person",
    ("session", "participant"),
    (
        SESSION,
        PARTICIPANT,
        text("label", "label from the lab's list, where there is one", optional=True),
        text("language", "language of the screens"),
        truth("consented", "whether the person agreed to take part", optional=True),
        text("status", "how far the person came", "introduction", "waiting", "playing",
              "finished", "left_over", "left_waiting", "declined"),
        integer("slot", "group slot", optional=True),
        text("seat", "seat in the group", optional=True),
        text("device", "keyed token of the device: same or different, nothing else",
              optional=True),
        integer("quiz_attempts", "answer sheets handed in for the introduction's quiz"),
        points("contribution_pay", "earnings of the paid rounds", optional=True),
        points("prize_pay", "prize for the paid belief", optional=True),
        points("pay", "sum of both", optional=True),
        integer("age", "age in years, if given", "years", optional=True),
        text("gender", "gender as stated, if given", optional=True),
        integer("clarity", "how clear the rules were, 1 to 5, if given", optional=True),
        text("comment", "free text", optional=True),
    ),
)  # fmt: skip

GROUPS = Table(
    "groups",
    "one group slot that was filled",
    ("session", "slot"),
    (
        SESSION,
        SLOT,
        integer("block", "block of the schedule, from 0"),
        *DEALT,
        text("treatment_hash", "SHA-256 of the treatment's canonical JSON"),
        integer("rounds", "rounds settled so far", "rounds"),
        time("formed_at", "when its members were seated"),
        time("finished_at", "when its last round was settled, or it was ended", optional=True),
        text("paid_rounds", "the drawn rounds, one per part, separated by spaces"),
        integer("belief_round", "round whose belief is paid", optional=True),
        text("belief_question", "belief that is paid", *QUESTIONS, optional=True),
        integer("donor", "slot of the group that it hears of; empty for none", optional=True),
        integer(
            "linked_set",
            "lowest slot of the groups that hear of each other: the independent unit; its own slot"
            " for a group that is alone",
        ),
    ),
)

SESSIONS = Table(
    "sessions",
    "one lab session",
    ("session",),
    (
        SESSION,
        text("experiment", "the Experiment, then all its treatments, as canonical JSON"),
        text("experiment_hash", "SHA-256 of the experiment column"),
        text("seed", "seed of the schedule and of every draw"),
        integer("first_slot", "slots below it were filled by earlier sessions"),
        text("versions", "software versions, as JSON"),
        text("language", "language of the screens"),
        Column("point_value", "number", "worth of a point", "currency units"),
        Column("participation_fee", "number", "fee for taking part", "currency units"),
        time("created_at", "when it was created"),
    ),
)

SCHEDULES = Table(
    "schedules",
    "one participant's answers to the conditional contribution task, and what it earned by them",
    ("session", "participant"),
    (
        SESSION,
        PARTICIPANT,
        integer("arrival", "order in which the task was completed in the session, from 1"),
        Column("unconditional", "integer", "stated unconditional contribution", "points"),
        text("schedule", "contributions for the others' average 0, 1, ..., the endowment, in"
              " this order, separated by spaces"),
        text("type", "type that the schedule shows, by the rules in design/types.py",
              "conditional cooperator", "free rider", "triangle", "unconditional", "other"),
        time("decided_at", "when both answers were stored"),
        integer("task_group", "group of the task in the session, from 1", optional=True),
        text("place", "seat in that group", optional=True),
        text("partners", "participants whose answers filled the group, by seat, separated by"
              " spaces; from the first seat without a member of its own on, they are lent",
              optional=True),
        text("drawn_place", "seat drawn to be paid by its schedule", optional=True),
        text("rule", "which answer counted; too few: nothing was played, the endowment is paid",
              "table", "unconditional", "too few", optional=True),
        integer("others_mean", "rounded average of the other seats' unconditional contributions",
                 "points", optional=True),
        integer("contribution", "what counted as the contribution", "points", optional=True),
        integer("group_total", "sum of what counted in the group", "points", optional=True),
        points("task_pay", "points earned by the task, paid beside the game's", optional=True),
        time("settled_at", "when the task's pay was settled", optional=True),
    ),
)  # fmt: skip

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SESSIONS, GROUPS, PARTICIPANTS, DECISIONS, SIGHTINGS, BELIEFS, ACTS, MESSAGES, HEARD, QUIZ,
        EVENTS, DRAWS, SCHEDULES,
    )
}  # fmt: skip
"""Every table, in the order in which an analyst meets them."""
