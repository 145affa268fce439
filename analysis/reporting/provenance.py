"""Where do the data come from, and how were they checked, as tables?"""

import platform
from importlib.metadata import version

import pandas as pd

from analysis.audit import Audit
from analysis.panel import Panel
from analysis.reporting.tables import Table, texts
from analysis.reporting.words import number

MOST_ROWS = 200
MOST_FLAGS = 40
SOFTWARE = ("numpy", "scipy", "pandas", "matplotlib", "minijinja")

VERDICTS = {
    "human": "nothing suggests a program",
    "not human": "looks made by a program",
    "undecided": "undecided",
}


def verdicts(frame: pd.DataFrame) -> Table:
    """Set what the screening says of every session."""
    rows = tuple(
        (row["session"], VERDICTS[row["verdict"]], str(row["measured"]), row["reasons"])
        for _, row in frame.iterrows()
    )
    return Table("Verdict by session", ("session", "verdict", "checks made", "flagged"), rows)


def differences(found: Audit) -> Table:
    """Set what the audit found."""
    rows = texts(found.differences.head(MOST_ROWS), {})
    more = len(found.differences) - len(rows)
    note = f"{more:,} further differences are not shown." if more else ""
    return Table("Differences", tuple(found.differences.columns), rows, note)


def flags(frame: pd.DataFrame) -> Table:
    """Set the screening for choices that programs make."""
    rows = tuple(
        (row["session"], row["participant"] or "all", row["check"], row["state"],
         f"{row['statistic']} {number(row['value'], 3)} (flag at {number(row['threshold'], 3)})",
         str(row["n"]))
        for _, row in frame.head(MOST_FLAGS).iterrows()
    )  # fmt: skip
    head = ("session", "participant", "check", "state", "statistic", "n")
    more = len(frame) - len(rows)
    note = f"{more:,} further rows are not shown; analysis.humanness gives them all." * (more > 0)
    return Table("Do the choices look made by people?", head, rows, note)


def software() -> list[str]:
    """Name the versions that the page was made with."""
    return [
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in SOFTWARE),
    ]


def sessions(panel: Panel) -> Table:
    """Set the sessions with their hashes, seeds and software."""
    rows = tuple(
        (row["session"], pd.Timestamp(row["created_at"], unit="ms").strftime("%Y-%m-%d %H:%M UTC"),
         row["experiment_hash"], row["seed"], str(row["first_slot"]), row["versions"])
        for _, row in panel.sessions.iterrows()
    )  # fmt: skip
    head = ("session", "created", "experiment hash", "seed", "first slot", "software")
    return Table("Sessions", head, rows)


def files(panel: Panel) -> Table:
    """Set the files that were read with their hashes."""
    rows = tuple(
        (file.path.split("/")[-1], f"{file.rows:,}", file.sha256,
         "confirmed" if file.checked else "no manifest")
        for file in panel.files
    )  # fmt: skip
    return Table("Files read", ("file", "lines", "SHA-256", "manifest"), rows)
