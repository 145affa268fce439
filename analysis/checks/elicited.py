"""Do types, groups, draws and pay of the conditional contribution task follow from its answers?

Who completed the task, when, and what was answered is taken as it stands; so is when a group that
was short was settled. Everything else is recomputed by design/elicitation.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.checks.basis import Basis
from analysis.checks.compare import Found, compare, stray, within
from design.elicitation import Answers, gather, outcomes, schedule_of
from design.game import Game
from design.types import classify

SETTLED = (
    "place", "partners", "drawn_place", "rule", "others_mean", "contribution", "group_total",
    "task_pay",
)  # fmt: skip
"""Columns that are empty until a row is settled, and then follow from its group's answers."""


@dataclass(frozen=True)
class _Group:
    """Rows of one group of the task, by arrival."""

    number: int
    rows: pd.DataFrame


def check_schedules(base: Basis) -> list[Found]:
    """Check every row of the task: order, type, group, draw, pay and times."""
    frame, game = base.panel.schedules, base.panel.design.experiment.game
    created = frame["session"].map(base.panel.sessions.set_index("session")["created_at"])
    readable = pd.Series([_readable(row, game) for _, row in frame.iterrows()], frame.index, bool)
    known = frame[readable]
    settled = known[known["settled_at"].notna()]
    groups = [one for _, rows in settled.groupby("session") for one in _groups(rows, game)]
    return [
        stray("schedules", frame[~readable], "no table of contributions of this game"),
        compare("schedules", frame, {"arrival": _arrivals(frame)}),
        compare("schedules", known, {"type": [classify(_schedule(one)) for one in known.schedule]}),
        within("schedules", frame, "decided_at", (created, None), "its session was created"),
        *_unsettled(frame),
        *(found for group in groups for found in _check_group(base, group, known)),
    ]


def _schedule(text: str) -> list[float]:
    return [float(points) for points in schedule_of(text)]


def _readable(row: pd.Series, game: Game) -> bool:
    """Say whether both answers are possible ones."""
    held = game.endowments[0]
    try:
        entries = schedule_of(row["schedule"])
    except ValueError:
        return False
    return len(entries) == held + 1 and all(0 <= x <= held for x in (*entries, row.unconditional))


def _arrivals(frame: pd.DataFrame) -> pd.Series:
    """Count each session's rows by the time of completion, ties as they are stored."""
    ordered = frame.sort_values(["session", "decided_at", "arrival"], kind="stable")
    return pd.Series(ordered.groupby("session").cumcount() + 1).reindex(frame.index)


def _unsettled(frame: pd.DataFrame) -> list[Found]:
    """Rows without a time of settlement say nothing of a group; only the last can be such."""
    waiting = frame[frame["settled_at"].isna()]
    texts, numbers = ("place", "partners", "drawn_place", "rule"), SETTLED[4:]
    empty = {name: "" for name in texts} | dict.fromkeys((*numbers, "task_group"), np.nan)
    first = waiting.groupby("session")["arrival"].min().reindex(frame["session"])
    later = frame["settled_at"].notna() & (frame["arrival"] > first.set_axis(frame.index))
    return [
        compare("schedules", waiting, empty),
        stray("schedules", frame[later], "settled before somebody who had completed the task"),
    ]


def _groups(rows: pd.DataFrame, game: Game) -> Iterator[_Group]:
    """Fill groups in the order of completion: full ones, and those settled while still short."""
    ordered = rows.sort_values(["arrival", "decided_at"])
    begin, number = 0, 1
    for end in range(1, len(ordered) + 1):
        members = ordered.iloc[begin:end]
        full = end - begin == game.members
        if full or end == len(ordered) or _closed(members, ordered.iloc[end]):
            yield _Group(number, members)
            begin, number = end, number + 1


def _closed(members: pd.DataFrame, later: pd.Series) -> bool:
    """Say whether a group was settled before somebody completed the task."""
    at = members["settled_at"].max()
    if at == later["decided_at"]:
        return bool(members["task_group"].max() != later["task_group"])
    return bool(at < later["decided_at"])


def _check_group(base: Basis, group: _Group, known: pd.DataFrame) -> list[Found]:
    """Recompute what the answers and the lot make of a group's members."""
    game, rows = base.panel.design.experiment.game, group.rows
    session = str(rows["session"].iloc[0])
    mine = known[known["session"] == session]
    stated = zip(mine["arrival"], mine["unconditional"], mine["schedule"], strict=True)
    answers = {int(n): Answers(int(given), schedule_of(text)) for n, given, text in stated}
    names = dict(zip(mine["arrival"], mine["participant"], strict=True))
    own = [int(arrival) for arrival in rows["arrival"]]
    made = gather(own, group.number, seed=base.seed, session=session, members=game.members)
    if not set(made.all) <= set(answers):
        return [stray("schedules", rows, "an answer of its group is missing")]
    due = outcomes(made, answers, game, seed=base.seed, session=session)
    last = rows["decided_at"].max()
    full = len(own) == game.members
    return [
        compare(
            "schedules",
            rows,
            {
                "task_group": group.number,
                "partners": " ".join(names[arrival] for arrival in made.all),
                "place": [one.place for one in due],
                "drawn_place": [one.drawn or "" for one in due],
                "rule": [one.rule for one in due],
                "others_mean": [_or_nan(one.others_mean) for one in due],
                "contribution": [_or_nan(one.contribution) for one in due],
                "group_total": [_or_nan(one.total) for one in due],
                "task_pay": [one.pay for one in due],
                "settled_at": last if full else rows["settled_at"].max(),
            },
        ),
        within("schedules", rows, "settled_at", (last, None), "after its last member's answers"),
    ]


def _or_nan(amount: int | None) -> float:
    return float("nan") if amount is None else float(amount)
