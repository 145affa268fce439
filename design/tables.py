"""Which tables exist, what does every column mean, and which rows may be empty?

Declared once: the database, the exports, the codebook, the audit and the simulator read this.
"""

from dataclasses import dataclass

TYPES = ("text", "integer", "number", "truth", "time")


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name, meaning : str
        What it is called and what it says.
    kind : str
        "text", "integer", "number", "truth" (0 or 1) or "time" (milliseconds since 1970 UTC).
    unit : str
        "points", "rounds", ... or empty.
    optional : bool
        Whether it may be empty; an empty cell never means zero.
    levels : tuple of str
        The only values allowed, where they are few.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    optional: bool = False
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: what one row is, which columns identify it, and its columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)


def _text(name: str, meaning: str, *levels: str, optional: bool = False) -> Column:
    return Column(name, "text", meaning, optional=optional, levels=levels)


def _integer(name: str, meaning: str, unit: str = "", *, optional: bool = False) -> Column:
    return Column(name, "integer", meaning, unit, optional)


def _points(name: str, meaning: str, *, optional: bool = False) -> Column:
    return Column(name, "number", meaning, "points", optional)


def _truth(name: str, meaning: str, *, optional: bool = False) -> Column:
    return Column(name, "truth", meaning, optional=optional)


def _time(name: str, meaning: str, *, optional: bool = False) -> Column:
    return Column(name, "time", meaning, "ms since 1970 UTC", optional)


SESSION = _text("session", "code of the lab session")
PARTICIPANT = _text("participant", "code of the participant")
SLOT = _integer("slot", "group slot in the experiment's schedule, from 0: the matching group")
SEAT = _text("seat", "seat in the group, A to D")
CELLS = ("common", "C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "open")

DEALT = (
    _text("treatment", "name of the group's treatment"),
    _text("condition", "regime of part 2, the arm of the experiment"),
    _truth("beliefs", "whether the group is asked for beliefs in parts 2 and 3"),
    _text("third", "whether part 3 keeps or removes the monitoring of part 2", "kept", "removed"),
)
"""What the schedule dealt to the group: stands on every row of every table of play."""

MEMBER = (SESSION, SLOT, PARTICIPANT, SEAT, *DEALT)

PLACE = (
    _integer("part", "part of the game, from 1"),
    _text("cell", "position of the seat in the core factorial; common in part 1", *CELLS),
    _integer("round", "round, from 1, counted over all parts"),
)

DECISIONS = Table(
    "decisions",
    "one member's contribution in one round",
    ("session", "slot", "seat", "round"),
    (
        *MEMBER,
        *PLACE,
        Column("contribution", "integer", "points given to the group account", "points"),
        _truth("automatic", "whether the declared rule chose for an absent member"),
        _time("shown_at", "when the decision screen was first sent", optional=True),
        _time("decided_at", "when the decision was stored"),
        Column("group_total", "integer", "sum of the group's contributions", "points", True),
        _points("earnings", "earnings of the round, paid if it is drawn", optional=True),
        _time("settled_at", "when the round was settled", optional=True),
    ),
)

SIGHTINGS = Table(
    "sightings",
    "one fact of one round, and whether one observer was shown it or could deduce it",
    ("session", "slot", "observer", "subject", "content", "round"),
    (
        SESSION,
        SLOT,
        _text("participant", "code of the observing participant"),
        *DEALT,
        *PLACE,
        _text("observer", "seat that sees"),
        _text("subject", "seat that is seen; empty for the group total", optional=True),
        _text("content", "kind of fact", "contribution", "total", "earnings"),
        _truth("entitled", "whether the fact is shown or deducible"),
        _truth("requested", "whether the observer asked for it"),
        _points("price", "points paid for it"),
        _points("true_value", "the fact"),
        _points("shown_value", "the number printed on the observer's screen", optional=True),
        _integer("lag", "rounds between the fact and its showing", "rounds"),
        _text(
            "source",
            "printed as it is, deducible by arithmetic from what is printed, or hidden",
            "exact",
            "deducible",
            "hidden",
        ),
        _time("first_shown_at", "when a screen with it was first sent", optional=True),
    ),
)

BELIEFS = Table(
    "beliefs",
    "one stated belief of one member in one round",
    ("session", "slot", "seat", "round", "question"),
    (
        *MEMBER,
        *PLACE,
        _text("question", "which belief", "across", "partner"),
        _text("about", "seats whose mean contribution is guessed"),
        Column("belief", "integer", "stated mean contribution", "points"),
        _time("decided_at", "when it was stored, with the contribution"),
    ),
)

QUIZ = Table(
    "quiz",
    "one answer to one comprehension question",
    ("session", "participant", "part", "question", "attempt"),
    (
        SESSION,
        PARTICIPANT,
        _integer("slot", "group slot; empty before a group is formed", optional=True),
        _text("seat", "seat; empty before a group is formed", optional=True),
        _integer("part", "part whose rules are asked"),
        _text("question", "name of the question"),
        _integer("attempt", "how many answer sheets were handed in so far, this one included"),
        _text("answer", "what was answered: an option's index or a number as typed"),
        _truth("correct", "whether it was right"),
        _time("at", "when it was stored"),
    ),
)

EVENTS = Table(
    "events",
    "something that happened to one participant",
    ("session", "participant", "event", "at"),
    (
        SESSION,
        PARTICIPANT,
        _integer("slot", "group slot; empty before a group is formed", optional=True),
        _text("seat", "seat; empty before a group is formed", optional=True),
        _integer("part", "part of the game; empty outside it", optional=True),
        _integer("round", "open round; empty outside the game", optional=True),
        _text(
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
            "paused",
            "unpaused",
            "extended",
            "replaced",
            "ended",
            "messaged",
            "noted",
            "erased",
        ),
        _text(
            "detail",
            "what the experimenter wrote or why, or the seconds of an extension",
            optional=True,
        ),
        _time("at", "when"),
    ),
)

DRAWS = Table(
    "draws",
    "one random draw, stored beside the keys that recompute it",
    ("session", "slot", "purpose", "keys"),
    (
        SESSION,
        SLOT,
        _text("seat", "seat; empty for a draw of the whole group", optional=True),
        _text("purpose", "what was drawn", "paid round", "belief round", "belief question",
              "seats", "prize"),
        _text("keys", "the keys of the draw, in the order of design.chance"),
        _text("value", "what was drawn"),
    ),
)  # fmt: skip

PARTICIPANTS = Table(
    "participants",
    "one person",
    ("session", "participant"),
    (
        SESSION,
        PARTICIPANT,
        _text("label", "label from the lab's list, where there is one", optional=True),
        _text("language", "language of the screens"),
        _truth("consented", "whether the person agreed to take part", optional=True),
        _text("status", "how far the person came", "introduction", "waiting", "playing",
              "finished", "left_over", "declined"),
        _integer("slot", "group slot", optional=True),
        _text("seat", "seat in the group", optional=True),
        _text("device", "keyed token of the device: same or different, nothing else",
              optional=True),
        _integer("quiz_attempts", "answer sheets handed in for the introduction's quiz"),
        _points("contribution_pay", "earnings of the paid rounds", optional=True),
        _points("prize_pay", "prize for the paid belief", optional=True),
        _points("pay", "sum of both", optional=True),
        _integer("age", "age in years, if given", "years", optional=True),
        _text("gender", "gender as stated, if given", optional=True),
        _integer("clarity", "how clear the rules were, 1 to 5, if given", optional=True),
        _text("comment", "free text", optional=True),
    ),
)  # fmt: skip

GROUPS = Table(
    "groups",
    "one group slot that was filled",
    ("session", "slot"),
    (
        SESSION,
        SLOT,
        _integer("block", "block of the schedule, from 0"),
        *DEALT,
        _text("treatment_hash", "SHA-256 of the treatment's canonical JSON"),
        _integer("rounds", "rounds settled so far", "rounds"),
        _time("formed_at", "when its members were seated"),
        _time("finished_at", "when its last round was settled, or it was ended", optional=True),
        _text("paid_rounds", "the drawn rounds, one per part, separated by spaces"),
        _integer("belief_round", "round whose belief is paid", optional=True),
        _text("belief_question", "belief that is paid", "across", "partner", optional=True),
    ),
)

SESSIONS = Table(
    "sessions",
    "one lab session",
    ("session",),
    (
        SESSION,
        _text("experiment", "the Experiment, then all its treatments, as canonical JSON"),
        _text("experiment_hash", "SHA-256 of the experiment column"),
        _text("seed", "seed of the schedule and of every draw"),
        _integer("first_slot", "slots below it were filled by earlier sessions"),
        _text("versions", "software versions, as JSON"),
        _text("language", "language of the screens"),
        Column("point_value", "number", "worth of a point", "currency units"),
        Column("participation_fee", "number", "fee for taking part", "currency units"),
        _time("created_at", "when it was created"),
    ),
)

SCHEDULES = Table(
    "schedules",
    "one participant's answers to the conditional contribution task, and what it earned by them",
    ("session", "participant"),
    (
        SESSION,
        PARTICIPANT,
        _integer("arrival", "order in which the task was completed in the session, from 1"),
        Column("unconditional", "integer", "stated unconditional contribution", "points"),
        _text("schedule", "contributions for the others' average 0, 1, ..., the endowment, in"
              " this order, separated by spaces"),
        _text("type", "type that the schedule shows, by the rules in design/types.py",
              "conditional cooperator", "free rider", "triangle", "unconditional", "other"),
        _time("decided_at", "when both answers were stored"),
        _integer("task_group", "group of the task in the session, from 1", optional=True),
        _text("place", "seat in that group", optional=True),
        _text("partners", "participants whose answers filled the group, by seat, separated by"
              " spaces; from the first seat without a member of its own on, they are lent",
              optional=True),
        _text("drawn_place", "seat drawn to be paid by its schedule", optional=True),
        _text("rule", "which answer counted; too few: nothing was played, the endowment is paid",
              "table", "unconditional", "too few", optional=True),
        _integer("others_mean", "rounded average of the other seats' unconditional contributions",
                 "points", optional=True),
        _integer("contribution", "what counted as the contribution", "points", optional=True),
        _integer("group_total", "sum of what counted in the group", "points", optional=True),
        _points("task_pay", "points earned by the task, paid beside the game's", optional=True),
        _time("settled_at", "when the task's pay was settled", optional=True),
    ),
)  # fmt: skip

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SESSIONS, GROUPS, PARTICIPANTS, DECISIONS, SIGHTINGS, BELIEFS, QUIZ, EVENTS, DRAWS,
        SCHEDULES,
    )
}  # fmt: skip
"""Every table, in the order in which an analyst meets them."""
