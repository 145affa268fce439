"""Which tables tell what was read of somebody else's game, and what its groups did?"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.estimands.catalogue import CATALOGUE
from analysis.estimands.games import MatchingGroup
from analysis.estimands.games import round_means as path_of
from analysis.estimands.measure import by_group
from analysis.estimands.pairs import FURTHER
from analysis.estimate import Estimate
from analysis.humanness import flags, verdicts
from analysis.reporting import provenance
from analysis.reporting.intervals import COLUMNS, t_interval
from analysis.reporting.tables import Table, estimates
from analysis.reporting.words import NOTHING, SPACE, condition, interval, number, p_value, signed

METHODS = (
    "pp: percentage points of the endowment. Headline: difference of means over groups, CR2 error"
    " (HC2 with one row per group), Satterthwaite interval for unequal arms lengthened for"
    " skewness, p by dealing the conditions to groups again. Unadjusted: the same difference with"
    " Student's interval and test. Shift: Hodges-Lehmann, with its exact interval and the exact"
    " rank-sum p."
)
UNITS = {
    "last_three": "percentage points of the endowment",
    "collapse_20": "rounds",
    "within_sd": "percentage points of the endowment",
    "zero_share": "percentage points of choices",
    "full_share": "percentage points of choices",
    "efficiency": "percentage points",
}


def tables(
    panel: pd.DataFrame,
    groups: Sequence[MatchingGroup],
    arms: Sequence[str],
    measured: Mapping[str, pd.DataFrame],
    found: Sequence[Estimate],
) -> dict[str, Table]:
    """Return every table of the page by name."""
    screened = flags(panel)
    family = [one for one in found if one.role == "family"]
    return {
        "played": played(panel, groups, arms),
        "family": _methods(estimates(family, "Mean and decay, every method")),
        "further": further([one for one in found if one.estimand.split(".")[0] in FURTHER]),
        "described": described(measured, arms),
        "sample": sample(measured),
        "verdicts": provenance.verdicts(verdicts(screened)),
        "flags": provenance.flags(screened[screened["state"] != "not measured"]),
    }


def _methods(table: Table) -> Table:
    """Leave out the column of blocks: there are none."""
    kept = [i for i, name in enumerate(table.head) if name != "blocks, pairs"]
    rows = tuple(tuple(row[i] for i in kept) for row in table.rows)
    return Table(table.caption, tuple(table.head[i] for i in kept), rows, METHODS)


def played(panel: pd.DataFrame, groups: Sequence[MatchingGroup], arms: Sequence[str]) -> Table:
    """Set who played what in every condition, and which groups did not finish."""
    head = (
        "condition", "matching groups", "without a path", "members", "members in a group", "rounds",
        "endowment, points", "choices", "of them automatic",
    )  # fmt: skip
    rows = tuple(_played(panel[panel["condition"] == arm], groups, arm) for arm in arms)
    note = (
        "A matching group without a path has a round, of those that others of its condition played,"
        " in which no member chose or all held nothing; it has no value where a path is asked for."
    )
    return Table("Conditions", head, rows, note)


def _played(rows: pd.DataFrame, groups: Sequence[MatchingGroup], arm: str) -> tuple[str, ...]:
    here = [group for group in groups if group.condition == arm]
    broken = sum(bool(np.isnan(path_of(group.shares)).any()) for group in here)
    sizes = [len(group.seats) for group in here]
    return (
        condition(arm), str(len(here)), str(broken), f"{rows['participant'].nunique():,}",
        _range(sizes), f"{rows['round'].min()}\N{EN DASH}{rows['round'].max()}",
        _range(rows["endowment"]), f"{len(rows):,}", f"{int((rows['automatic'] != 0).sum()):,}",
    )  # fmt: skip


def _range(values: Sequence[float] | pd.Series) -> str:
    low, high = float(min(values)), float(max(values))
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def described(measured: Mapping[str, pd.DataFrame], arms: Sequence[str]) -> Table:
    """Set every estimand of groups and members: mean over groups, sd, interval and n."""
    rows = []
    for name, values in measured.items():
        asked = CATALOGUE[name]
        if asked.level == "sample" or values["value"].isna().all():
            continue
        grouped = by_group(values) if asked.level == "member" else values
        cells = [_cell(grouped[grouped["condition"] == arm], asked.unit) for arm in arms]
        rows.append((f"{asked.id} {name.replace('_', ' ')}", asked.unit, *cells))
    head = ("estimand", "unit", *(condition(arm) for arm in arms))
    note = (
        "Mean over matching groups (sd between them) [95 % t interval], n of groups with a value."
        " Intervals are Student's and can reach beyond what is possible. Of times: how many groups"
        " fell, and the mean round, where groups that stood count with their last one."
    )
    return Table("Every estimand that these data allow", head, tuple(rows), note)


def _cell(rows: pd.DataFrame, unit: str) -> str:
    """Write the mean over groups with its interval; of times also how many groups fell."""
    if rows["event"].notna().any():
        fell = int(rows["event"].astype(bool).sum())
        return f"{fell} of {len(rows)} fell; mean {number(rows['value'].mean())}"
    digits = _digits(unit)
    found = t_interval(rows["value"])
    if not found.n:
        return NOTHING
    if found.n == 1:
        return f"{number(found.mean, digits)}, n{SPACE}={SPACE}1: no interval"
    return (
        f"{number(found.mean, digits)} ({number(found.sd, digits)})"
        f" [{interval(found.low, found.high, digits)}], n{SPACE}={SPACE}{found.n}"
    )


def _digits(unit: str) -> int:
    return 1 if unit.startswith(("percent", "rounds")) else 2


def sample(measured: Mapping[str, pd.DataFrame]) -> Table:
    """Set numbers of all groups together with their intervals."""
    rows = tuple(
        (f"{CATALOGUE[name].id} {name.replace('_', ' ')}", condition(str(row["condition"] or "")),
         number(row["value"], 2), interval(row["low"], row["high"], 2), str(row["n_groups"]),
         row["note"])
        for name, values in measured.items() if CATALOGUE[name].level == "sample"
        for _, row in values.iterrows()
    )  # fmt: skip
    head = ("estimand", "of", "value", "95 % interval", "groups", "note")
    note = (
        "Intervals are Student's and can reach beyond what is possible. The exogenous slope takes"
        " it that who met whom was drawn by lot."
    )
    return Table("Numbers of all groups together", head, rows, note)


def further(found: Sequence[Estimate]) -> Table:
    """Set comparisons that stand outside the family."""
    rows = tuple(
        (one.estimand.split(".")[0].replace("_", " "), one.contrast,
         UNITS[one.estimand.split(".")[0]], signed(one.estimate), interval(one.low, one.high),
         p_value(one.p).removeprefix("=").strip(SPACE),
         str(one.n_groups), one.note)
        for one in found
    )  # fmt: skip
    head = ("estimand", "contrast", "unit", "difference", "95 % interval", "p", "groups", "note")
    note = (
        "Headline method; times by the difference in restricted mean survival, whose interval is"
        " normal and too short where groups are few. Not adjusted for the number of tests: to be"
        " read as hints."
    )
    return Table("Further differences, exploratory", head, rows, note)


def round_means(groups: Sequence[MatchingGroup], arms: Sequence[str]) -> pd.DataFrame:
    """Return the mean path by condition over matching groups: condition, round, n, mean, ends."""
    rows = []
    for arm in arms:
        here = [group for group in groups if group.condition == arm]
        longest = max((group.rounds for group in here), key=len)
        paths = np.full((len(here), len(longest)), np.nan)
        for path, group in zip(paths, here, strict=True):
            path[: len(group.rounds)] = path_of(group.shares)
        rows += [(arm, n, *t_interval(paths[:, place])) for place, n in enumerate(longest.tolist())]
    return pd.DataFrame(rows, columns=["condition", "round", *COLUMNS])
