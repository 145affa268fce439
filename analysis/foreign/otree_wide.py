"""Which rows of an oTree per-app export does an all_apps_wide export hold?"""

import re

import pandas as pd

from analysis.foreign.errors import ForeignDataError

FIXED = ("participant.", "session.")
ROUND = "subsession.round_number"
CELL = re.compile(r"(?P<app>[^.]+)\.(?P<round>\d+)\.(?P<field>.+)")
PREFIX = "unfolded from"


def unfold(wide: pd.DataFrame, app: str, file: str) -> pd.DataFrame:
    """Turn one app's columns, one set per round, into one row per participant and round.

    The columns are then called as in a per-app export of the same app (player.contribution,
    group.id_in_subsession, ...), so that one Mapping serves both. The index stays the row of the
    file; the column `unfolded from` holds the prefix that was taken off.
    """
    rounds = _columns_by_round(wide, app)
    if not rounds:
        apps = sorted({m["app"] for m in map(CELL.fullmatch, map(str, wide.columns)) if m})
        raise ForeignDataError(f"{file}, row 1: no columns of an app {app!r}; found apps {apps}")
    fixed = [column for column in wide.columns if str(column).startswith(FIXED)]
    parts = []
    for number, fields in sorted(rounds.items()):
        part = wide[[*fixed, *fields]].rename(columns=fields)
        extra = {ROUND: str(number), PREFIX: f"{app}.{number}."}
        parts.append(part.assign(**extra))
    return pd.concat(parts)


def _columns_by_round(wide: pd.DataFrame, app: str) -> dict[int, dict[str, str]]:
    """Return, for each round, the wide name of every column and its name without prefix."""
    rounds: dict[int, dict[str, str]] = {}
    for column in map(str, wide.columns):
        cell = CELL.fullmatch(column)
        if cell and cell["app"] == app:
            rounds.setdefault(int(cell["round"]), {})[column] = cell["field"]
    return rounds
