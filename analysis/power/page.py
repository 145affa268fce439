"""How does a finished power analysis read, as text for a screen or a page?"""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from analysis.power.analytic import power
from analysis.power.grid import PowerPlan

HEAD = "| {} |"

UNCALIBRATED = (
    " **Groups were played stage by stage, and what their members do at other stages than"
    " contributing is assumed, not fitted to data**: power is that of finding this effect, not"
    " evidence that there is one."
)


def page(plan: PowerPlan, rows: pd.DataFrame, takes: pd.DataFrame, finds: pd.DataFrame) -> str:
    """Return the findings as Markdown, every simulated number with its Monte-Carlo error."""
    parts = [
        f"# {plan.title}",
        _method(plan),
        "## Power by design",
        _powers(plan, rows),
        "![Power over groups per condition](power.svg)",
        "## What it takes",
        _takes(plan, takes),
    ]
    if len(finds):
        parts += ["## Smallest effect that is found", _finds(finds)]
    parts += ["## The other tests of the family", _family(plan, rows)]
    return "\n\n".join(parts) + "\n"


def _method(plan: PowerPlan) -> str:
    return (
        f"{plan.experiments:,} simulated experiments per design, seed {plan.seed}. Power is the"
        f" share of experiments in which the registered Plan rejects for `{plan.aim.estimand}`"
        " after Holm's adjustment over the whole primary family: seat-matched outcome, block"
        " effects, part-1 covariate, randomisation p within block and beliefs. The effect acts"
        f" through **{plan.aim.position} → {plan.aim.parameter}**. ± is one Monte-Carlo standard"
        " error. The last column is a textbook's two-sided t test with the spread found here: the"
        " power of one test alone. It meets the unadjusted p and knows nothing of the other tests."
        + (UNCALIBRATED if plan.composed else "")
    )


def _powers(plan: PowerPlan, rows: pd.DataFrame) -> str:
    aimed = rows[rows["estimand"] == plan.aim.estimand]
    lines = [
        "| points | groups | rounds | noise | leave ‰ | true effect | power % | unadjusted p % "
        "| bias | spread | coverage % | wrong sign % | exaggeration | failed | t test % |",
        "|" + "---|" * 15,
    ]
    for row in each(aimed):
        sd = row.spread * (row.groups / 2) ** 0.5
        textbook = 100 * power(row.truth, row.groups, sd=sd)
        cells = (
            f"{row.points:g}", row.groups, row.rounds, f"{row.noise:g}", row.leaving,
            pm(row.truth, row.truth_mc, 2), percent(row.power, row.power_mc),
            percent(row.power_raw, row.power_raw_mc), pm(row.bias, row.bias_mc, 2),
            pm(row.spread, row.spread_mc, 2), percent(row.coverage, row.coverage_mc),
            percent(row.wrong_sign, row.wrong_sign_mc),
            pm(row.exaggeration, row.exaggeration_mc, 2), row.failed, f"{textbook:.0f}",
        )  # fmt: skip
        lines.append(HEAD.format(" | ".join(map(str, cells))))
    return "\n".join(lines)


def _takes(plan: PowerPlan, takes: pd.DataFrame) -> str:
    if not len(takes):
        return "At least two numbers of groups are needed to say how many it takes."
    lines = [
        "| points | rounds | noise | leave ‰ | power | groups per condition | participants"
        " | cost |",
        "|" + "---|" * 8,
    ]
    for row in each(takes):
        if pd.isna(row.groups):
            size = "not reached by any design tried"
            who, cost = "", ""
        else:
            beyond = "" if row.inside else " (beyond what was simulated)"
            size = f"{row.groups:.0f} ± {row.groups_mc:.1f}{beyond}"
            who, cost = f"{row.participants:.0f}", f"{row.cost:,.0f} {plan.cost.currency}"
        cells = (f"{row.points:g}", row.rounds, f"{row.noise:g}", row.leaving,
                 f"{100 * row.wanted:.0f} %", size, who, cost)  # fmt: skip
        lines.append(HEAD.format(" | ".join(map(str, cells))))
    return "\n".join(lines)


def _finds(finds: pd.DataFrame) -> str:
    lines = [
        "| groups | rounds | noise | leave ‰ | power | points |",
        "|" + "---|" * 6,
    ]
    for row in each(finds):
        beyond = "" if row.inside else " (beyond what was simulated)"
        known = not pd.isna(row.points)
        size = f"{pm(row.points, row.points_mc, 1)}{beyond}" if known else "not reached"
        cells = (row.groups, row.rounds, f"{row.noise:g}", row.leaving,
                 f"{100 * row.wanted:.0f} %", size)  # fmt: skip
        lines.append(HEAD.format(" | ".join(map(str, cells))))
    return "\n".join(lines)


def _family(plan: PowerPlan, rows: pd.DataFrame) -> str:
    largest = rows[
        (rows["groups"] == rows["groups"].max()) & (rows["points"] == plan.aim.points[-1])
    ]
    world = largest.iloc[0][["rounds", "noise", "leaving"]]
    chosen = largest[(largest[["rounds", "noise", "leaving"]] == world).all(axis=1)]
    lines = [
        f"With {chosen['groups'].iloc[0]} groups per condition and {plan.aim.points[-1]:g} points:",
        "",
        "| estimand | true effect | power % | bias | coverage % | failed |",
        "|---|---|---|---|---|---|",
    ]
    for row in each(chosen):
        cells = (row.estimand, pm(row.truth, row.truth_mc, 2), percent(row.power, row.power_mc),
                 pm(row.bias, row.bias_mc, 2), percent(row.coverage, row.coverage_mc),
                 row.failed)  # fmt: skip
        lines.append(HEAD.format(" | ".join(map(str, cells))))
    return "\n".join(lines)


def each(frame: pd.DataFrame) -> list[Any]:
    """Return a frame's rows, columns as attributes."""
    return [SimpleNamespace(**{str(k): v for k, v in row.items()}) for row in
            frame.to_dict("records")]  # fmt: skip


def pm(value: float, error: float, digits: int) -> str:
    """Write a number with its Monte-Carlo error."""
    return "–" if pd.isna(value) else f"{value:.{digits}f} ± {error:.{digits}f}"


def percent(value: float, error: float) -> str:
    """Write a share in percent with its Monte-Carlo error."""
    return pm(100 * value, 100 * error, 1)
