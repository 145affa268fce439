"""What does the analyst hold once the lab's tables are read?"""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.stored import StoredDesign


@dataclass(frozen=True)
class File:
    """A file that was read: its path, its SHA-256, its number of rows and how it was vouched for.

    Attributes
    ----------
    checked : bool
        Whether a manifest beside it confirmed the SHA-256.
    """

    path: str
    sha256: str
    rows: int
    checked: bool


@dataclass(frozen=True)
class Panel:
    """The tables of one or more sessions of one experiment, one frame per declared table.

    Columns are those of design/tables.py. Absent numbers, truths and times are NaN, absent text
    is empty; 0 means zero.

    Attributes
    ----------
    sessions, groups, participants, decisions, sightings, beliefs, acts, messages, heard, quiz,
    events, draws, schedules
        The frames.
    design : StoredDesign
        The experiment that was played, as the sessions stored it.
    files : tuple of File
        What was read.
    """

    sessions: pd.DataFrame
    groups: pd.DataFrame
    participants: pd.DataFrame
    decisions: pd.DataFrame
    sightings: pd.DataFrame
    beliefs: pd.DataFrame
    acts: pd.DataFrame
    messages: pd.DataFrame
    heard: pd.DataFrame
    quiz: pd.DataFrame
    events: pd.DataFrame
    draws: pd.DataFrame
    schedules: pd.DataFrame
    design: StoredDesign
    files: tuple[File, ...] = ()

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by its name in design/tables.py."""
        frame: pd.DataFrame = getattr(self, name)
        return frame

    def with_table(self, name: str, frame: pd.DataFrame) -> "Panel":
        """Return the same data with another table."""
        tables: dict[str, Any] = {name: frame}
        return replace(self, **tables)
