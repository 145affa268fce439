"""What value does an estimand take in every group, and what stops it where it has none?"""

from collections.abc import Callable, Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from analysis.estimands.definition import NEEDS, Definition, NotAvailableError, Value
from analysis.estimands.games import MatchingGroup, only_seats
from design.plan import Window

COLUMNS = (
    "slot", "condition", "third", "block", "asked", "linked_set", "member", "value", "event",
    "note", "se", "df", "low", "high", "n_groups",
)  # fmt: skip

PLACE = ("slot", "condition", "third", "block", "asked", "linked_set")

TREATED = Window(1)


def default_window(groups: Sequence[MatchingGroup]) -> Window:
    """Return the treated part: the second, or the only one."""
    several = any(len(set(group.parts.tolist())) > 1 for group in groups)
    return TREATED if several else Window(0)


def measure(
    definition: Definition,
    groups: Sequence[MatchingGroup],
    window: Window | None = None,
    *,
    seats: str = "",
) -> pd.DataFrame:
    """Compute an estimand in every group.

    Parameters
    ----------
    window : by default the treated part
    seats : only these seats of every group, so that the same seats are compared in every arm

    Returns
    -------
    DataFrame of `COLUMNS`: one row per group, per member, or per sample, as the level says; a
    missing value is NaN and its note says why.

    Raises
    ------
    NotAvailableError
        If the data hold nothing of what the estimand needs.
    """
    require(definition, groups)
    asked = window or default_window(groups)
    groups = [only_seats(group, seats) for group in groups] if seats else groups
    if definition.of_sample is not None:
        return _frame([_row(None, one) for one in definition.of_sample(groups, asked)])
    if definition.of_group is not None:
        return _frame([_row(group, definition.of_group(group, asked)) for group in groups])
    assert definition.of_members is not None
    return _frame([_row(g, one) for g in groups for one in definition.of_members(g, asked)])


def _row(group: MatchingGroup | None, found: Value) -> dict[str, object]:
    row = asdict(found)
    if group is not None:
        row |= {name: getattr(group, name) for name in PLACE}
    return row


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows).reindex(columns=list(COLUMNS))


def require(definition: Definition, groups: Sequence[MatchingGroup]) -> None:
    """Refuse an estimand whose needs the data do not meet, saying what is missing."""
    lacking = [need for need in definition.needs if not _met(need, groups)]
    if lacking or not definition.computable:
        named = "; ".join(NEEDS[need] for need in lacking or definition.needs)
        raise NotAvailableError(
            f"{definition.id} ({definition.name}) is not available in these data: it needs {named}"
        )


def _met(need: str, groups: Sequence[MatchingGroup]) -> bool:
    return need in HOLDS and any(HOLDS[need](group) for group in groups)


def _has_parts(group: MatchingGroup) -> bool:
    return len(set(group.parts.tolist())) > 2


def _unequal(group: MatchingGroup) -> bool:
    held = group.held[~np.isnan(group.held).all(axis=1)]
    return bool((np.nanmax(held, axis=1) > np.nanmin(held, axis=1)).any())


HOLDS: dict[str, Callable[[MatchingGroup], bool]] = {
    "beliefs": lambda group: bool(group.beliefs),
    "earnings": lambda group: bool(np.isfinite(group.earnings).any()),
    "mpcr": lambda group: group.mpcr is not None,
    "schedules": lambda group: group.schedules is not None,
    "part 3": _has_parts,
    "doses": lambda group: group.condition in ("one_way", "two_way"),
    "the glass": lambda group: group.condition == "one_way",
    "neither": lambda group: group.condition == "dark",
    "both ways": lambda group: group.condition == "two_way",
    "looks": lambda group: group.looks is not None,
    "prices": lambda group: group.prices is not None and bool((group.prices > 0).any()),
    "drawn prices": lambda group: (
        group.prices is not None and len(np.unique(group.prices[~np.isnan(group.prices)])) > 1
    ),
    "bids": lambda group: group.bids is not None,
    "induced low contributors": lambda group: group.induced is not None and group.induced.low,
    "shown numbers": lambda group: bool(group.shown),
    "verified numbers": lambda group: "verified" in group.shown,
    "reports": lambda group: "reported" in group.shown,
    "unequal endowments": _unequal,
    "another account": lambda group: group.elsewhere is not None,
}
"""Which needs a group of these data can meet at all."""


def by_group(measured: pd.DataFrame) -> pd.DataFrame:
    """Average members' values within groups, so that one value per independent group is left.

    Members without a value are left out of their group's mean; a group without any stays missing.
    """
    found = measured.groupby(list(PLACE), sort=False, dropna=False)["value"].mean().reset_index()
    found["note"] = np.where(found["value"].isna(), "no member has a value", "")
    return found.reindex(columns=list(COLUMNS))
