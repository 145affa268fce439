"""Do loaded tables fit each other and the experiment that they say was played?"""

import numpy as np
import pandas as pd

from analysis.errors import DataError, Rows
from analysis.stored import StoredDesign
from design.tables import TABLES

Checked = dict[str, tuple[pd.DataFrame, Rows]]

LEAST = {
    "slot": 0, "block": 0, "rounds": 0, "first_slot": 0, "quiz_attempts": 0, "price": 0, "lag": 0,
    "contribution": 0, "belief": 0, "part": 0, "round": 1, "attempt": 1, "clarity": 1, "age": 0,
    "point_value": 0, "participation_fee": 0, "arrival": 1, "unconditional": 0, "task_group": 1,
}  # fmt: skip
"""The smallest value that a column can hold in any table."""

GIVEN = {"decisions": "contribution", "beliefs": "belief"}
"""Columns that no seat's endowment may be exceeded in."""

REFERENCES = (
    ("groups", ("session",), "sessions"),
    ("participants", ("session",), "sessions"),
    ("decisions", ("session", "slot"), "groups"),
    ("decisions", ("session", "participant"), "participants"),
    ("sightings", ("session", "slot"), "groups"),
    ("sightings", ("session", "participant"), "participants"),
    ("beliefs", ("session", "slot", "seat", "round"), "decisions"),
    ("acts", ("session", "slot"), "groups"),
    ("acts", ("session", "participant"), "participants"),
    ("messages", ("session", "slot"), "groups"),
    ("messages", ("session", "participant"), "participants"),
    ("heard", ("session", "slot"), "groups"),
    ("quiz", ("session", "participant"), "participants"),
    ("events", ("session", "participant"), "participants"),
    ("draws", ("session", "slot"), "groups"),
    ("schedules", ("session", "participant"), "participants"),
)
"""Which columns of a table must occur together in another table."""


def check_tables(read: Checked, design: StoredDesign) -> None:
    """Refuse tables that contradict their declaration, each other or the stored experiment.

    Raises
    ------
    DataError
        Naming file, row, column, what was found and what is allowed.
    """
    _check_sessions(*read["sessions"])
    for frame, rows in read.values():
        _check_least(frame, rows)
    for name in ("groups", "decisions", "sightings", "beliefs", "acts", "messages", "heard"):
        _check_play(name, *read[name], design)
    for name, (frame, rows) in read.items():
        # The same thing can happen twice to a member in one millisecond (two tabs connect).
        if name != "events":
            _check_key(frame, rows, TABLES[name].key)
    for name, columns, other in REFERENCES:
        _check_reference(read[name], columns, read[other][0], other)
    _check_slots(*read["groups"])


def _check_sessions(frame: pd.DataFrame, rows: Rows) -> None:
    """Refuse sessions of different experiments or schedules, and a seed that is no number."""
    seeds = frame["seed"]
    rows.refuse(~seeds.str.fullmatch(r"-?\d+"), "seed", seeds, "a whole number")
    for column, what in (("experiment_hash", "experiment"), ("seed", "schedule")):
        first = frame[column].iloc[0]
        allowed = (
            f"{first!r}, as in {rows.place(0, column)}; sessions of another {what} are analysed"
            " apart (--session)"
        )
        rows.refuse(frame[column] != first, column, frame[column], allowed)


def _check_least(frame: pd.DataFrame, rows: Rows) -> None:
    for column in set(frame.columns) & set(LEAST):
        least = LEAST[column]
        rows.refuse(frame[column] < least, column, frame[column], f"at least {least}")
    if "clarity" in frame:
        rows.refuse(frame["clarity"] > 5, "clarity", frame["clarity"], "1 to 5")


def _check_play(name: str, frame: pd.DataFrame, rows: Rows, design: StoredDesign) -> None:
    """Refuse treatments, seats, rounds and amounts that the stored experiment does not have."""
    known = design.by_name
    unknown = ~frame["treatment"].isin(list(known))
    rows.refuse(unknown, "treatment", frame["treatment"], f"one of {list(known)}")
    game = design.experiment.game
    for column in {"seat", "observer"} & set(frame.columns):
        found = frame[column]
        rows.refuse(~found.isin(list(game.seats)), column, found, f"one of {game.seats}")
    for column in ("round", "rounds"):
        if column in frame:
            most = frame["treatment"].map({name: t.rounds for name, t in known.items()})
            allowed = most.map(lambda last: f"at most {last}, the rounds of its treatment")
            rows.refuse(frame[column] > most, column, frame[column], allowed)
    if name in GIVEN:
        _check_endowment(frame, rows, GIVEN[name], design)


def _check_endowment(frame: pd.DataFrame, rows: Rows, column: str, design: StoredDesign) -> None:
    most = design.endowments(frame) if column == "contribution" else design.most(frame)
    allowed = most.map(lambda held: f"0 to {held}, the endowment")
    rows.refuse(frame[column] > most, column, frame[column], allowed)


def _check_key(frame: pd.DataFrame, rows: Rows, key: tuple[str, ...]) -> None:
    repeated = frame.duplicated(list(key))
    if not repeated.any():
        return
    second = int(np.flatnonzero(repeated)[0])
    same = (frame[list(key)] == frame[list(key)].iloc[second]).all(axis=1)
    first = int(np.flatnonzero(same)[0])
    held = ", ".join(f"{name}={frame[name].iloc[second]}" for name in key)
    raise DataError(
        f"{rows.place(second, key[-1])}: found {held} a second time, first in"
        f" {rows.files[first]}, row {rows.numbers[first]}; allowed: once"
    )


def _check_reference(
    read: tuple[pd.DataFrame, Rows], columns: tuple[str, ...], other: pd.DataFrame, name: str
) -> None:
    frame, rows = read
    wanted, there = frame[list(columns)], other[list(columns)].drop_duplicates()
    known = wanted.merge(there, how="left", on=list(columns), indicator=True)["_merge"] == "both"
    rows.refuse(~known, columns[-1], frame[columns[-1]], f"one that table {name!r} holds too")


def _check_slots(groups: pd.DataFrame, rows: Rows) -> None:
    """Refuse a slot that two sessions filled: the schedule deals every slot once."""
    repeated = groups.duplicated("slot")
    if repeated.any():
        second = int(np.flatnonzero(repeated)[0])
        slot = groups["slot"].iloc[second]
        first = int(np.flatnonzero(groups["slot"] == slot)[0])
        raise DataError(
            f"{rows.place(second, 'slot')}: found {slot} of session"
            f" {groups['session'].iloc[second]!r}, which session {groups['session'].iloc[first]!r}"
            f" filled already ({rows.files[first]}, row {rows.numbers[first]});"
            " allowed: every slot of the schedule once"
        )
