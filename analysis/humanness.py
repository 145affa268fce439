"""Does anything in these choices suggest that a program, not people, made them?

A screening, not a proof: every flag carries its statistic and its threshold, and what was not
measured is said to be so. Works on this project's `decisions` and on foreign Panels alike.
"""

from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.machine_signs import CHECKS, DECLARED, PEOPLE_CHECKS, Check, per_person

State = Literal["flag", "clear", "not measured"]

NEEDED = ("session", "participant", "round", "contribution")
NAMES = ("label", "device")
OPTIONAL = ("endowment", "automatic", "shown_at", "decided_at", "label", "device", "bot")


@dataclass(frozen=True)
class Flag:
    """The outcome of one check of one session, or of one participant where named.

    Attributes
    ----------
    session, participant : str
        What was checked; participant is empty for a check of the whole session.
    check, statistic, why : str
        Name of the check, what was computed, and what it means.
    state : str
        "flag", "clear" or "not measured".
    value, threshold : float
        The statistic, and where a flag begins.
    n : int
        How many observations it rests on.
    """

    session: str
    participant: str
    check: str
    state: State
    statistic: str
    value: float
    threshold: float
    n: int
    why: str


def flags(
    panel: pd.DataFrame,
    *,
    participants: pd.DataFrame | None = None,
    endowment: float | None = None,
) -> pd.DataFrame:
    """Check every session, and name every participant about whom there is something to say.

    Parameters
    ----------
    panel : one row per member and round: session, participant, round, contribution, and as far
        as they exist endowment, automatic, shown_at, decided_at (ms), label, device, bot
    participants : one row per participant with label and device, as this project exports them
    endowment : the largest possible contribution, where the panel has no such column

    Returns
    -------
    pandas.DataFrame
        The fields of Flag: of each session all checks, then the flagged participants.
    """
    table = _complete(panel, participants, endowment)
    found: list[Flag] = []
    for session, rows in table.groupby("session", sort=False):
        found += [_outcome(check, str(session), rows) for check in CHECKS]
        found += _flagged_people(str(session), per_person(rows))
    return pd.DataFrame([asdict(flag) for flag in found], columns=list(Flag.__annotations__))


def verdicts(found: pd.DataFrame) -> pd.DataFrame:
    """Return one row per session: session, verdict, measured (number of checks), reasons.

    "not human": the source itself declares bots, or at least two checks are flagged.
    "undecided": one check is flagged, or fewer than two could be made. "human": otherwise.
    """
    rows = []
    for session, checks in found[found["participant"] == ""].groupby("session", sort=False):
        flagged = checks.loc[checks["state"] == "flag", "check"].tolist()
        measured = int((checks["state"] != "not measured").sum())
        doubtful = bool(flagged) or measured < 2
        certain = DECLARED.name in flagged or len(flagged) >= 2
        verdict = "not human" if certain else "undecided" if doubtful else "human"
        rows.append((session, verdict, measured, ", ".join(flagged)))
    return pd.DataFrame(rows, columns=["session", "verdict", "measured", "reasons"])


def _complete(
    panel: pd.DataFrame, participants: pd.DataFrame | None, endowment: float | None
) -> pd.DataFrame:
    """Return the choices that members made themselves, with all columns, in order of rounds."""
    missing = [name for name in NEEDED if name not in panel]
    if missing:
        raise ValueError(f"the panel lacks {missing}; it has {list(panel.columns)}")
    table = panel
    if participants is not None:
        extra = [n for n in NAMES if n in participants and n not in table]
        key = ["session", "participant"]
        table = table.merge(participants[[*key, *extra]], on=key, how="left", validate="m:1")
    if endowment is not None:
        table = table.assign(endowment=endowment)
    table = table.assign(**{name: np.nan for name in OPTIONAL if name not in table})
    # this project's tables say absent text by an empty cell
    table = table.assign(**{name: table[name].mask(table[name] == "") for name in NAMES})
    own = table["automatic"].fillna(0).astype(float) == 0
    own &= table["contribution"].notna()
    table = table[own].sort_values(["session", "participant", "round"], kind="stable")
    thought = pd.to_numeric(table["decided_at"]) - pd.to_numeric(table["shown_at"])
    return table.assign(thought=thought)


def _flagged_people(session: str, people: pd.DataFrame) -> list[Flag]:
    return [
        Flag(session, str(person), name, "flag", statistic, float(value), threshold, int(n), why)
        for name, column, beyond, threshold, statistic, why in PEOPLE_CHECKS
        for person, value, n in zip(people.index, people[column], people["choices"], strict=True)
        if beyond(value, threshold)
    ]


def _outcome(check: Check, session: str, rows: pd.DataFrame) -> Flag:
    value, n = check.measure(rows)
    state: State = "flag" if check.beyond(value, check.threshold) else "clear"
    return Flag(
        session, "", check.name, "not measured" if np.isnan(value) else state, check.statistic,
        value, check.threshold, n, check.why,
    )  # fmt: skip
