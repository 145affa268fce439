"""How is a study of many treatments read?"""

from dataclasses import dataclass

import pandas as pd

from analysis.integrative.dials import meaning
from analysis.integrative.effects import Checked, LeftOut, Said, against, by_condition, end_to_end
from analysis.integrative.space import Space
from analysis.integrative.surface import Surface


@dataclass(frozen=True)
class Study:
    """A fitted study: its space, cells, surface, reference places and checks."""

    space: Space
    cells: pd.DataFrame
    surface: Surface
    where: pd.DataFrame
    left_out: LeftOut
    checked: Checked | None = None


def page(study: Study) -> str:
    """Return the study as Markdown."""
    groups = int(study.cells["groups"].sum())
    parts = [
        f"# {study.space.title}",
        f"{study.cells['session'].nunique()} sessions, {groups:,} groups. Mean contribution of part"
        " 2 in percent of the endowment; ± is the posterior standard deviation, intervals hold"
        " 95 %.",
        _conditions(study),
        _numbers(study),
        _spreads(study),
        _checks(study),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _conditions(study: Study) -> str:
    told = by_condition(study.surface, study.where)
    lines = ["| condition | mean, averaged over games |", "|---|---|"]
    lines += [f"| {one.what} | {one.estimate:.1f} ± {one.error:.1f} |" for one in told]
    control = study.space.control or study.space.conditions[0]
    found = against(study.surface, study.where, control)
    return "\n".join(lines) + "\n\n" + _differences("conditions compared", found)


def _numbers(study: Study) -> str:
    varied = [name for name in study.space.varied if name in study.surface.names]
    found = [end_to_end(study.surface, study.where, name) for name in varied]
    return _differences("from one end to the other", found) if found else ""


def _differences(what: str, found: list[Said]) -> str:
    lines = [f"| {what} | difference, points | 95 % |", "|---|---|---|"]
    for one in found:
        low, high = one.interval
        estimate = f"{one.estimate:+.1f} ± {one.error:.1f}"
        lines.append(f"| {one.what} | {estimate} | {low:+.1f} to {high:+.1f} |")
    return "\n".join(lines)


def _spreads(study: Study) -> str:
    surface, session, group = study.surface.spreads
    lines = ["| dial | meaning | length scale, share of its range |", "|---|---|---|"]
    for name, length in zip(study.surface.names, study.surface.lengths, strict=True):
        lines.append(f"| {name} | {meaning(name)} | {length:.2f} |")
    said = (
        f"The surface moves by {surface:.1f} points (standard deviation), sessions differ by"
        f" {session:.1f} beyond it, groups of one session and condition by {group:.1f}. A dial with"
        " a long length scale hardly matters."
    )
    return "\n".join(lines) + "\n\n" + said


def _checks(study: Study) -> str:
    left = study.left_out
    said = (
        f"Each session foretold by the others: {100 * left.explained:.0f} % of the variance between"
        f" the {left.cells} cells' means (sampling of groups makes 100 % impossible),"
        f" {100 * left.covered:.0f} % of them inside their 95 % intervals."
    )
    one = study.checked
    if one is None:
        return said
    return said + (
        f"\n\nAt {one.places} fresh places the surface misses what these simulated people do on"
        f" average by {one.error:.1f} points (root mean square; the truth varies by"
        f" {one.spread:.1f}), and {100 * one.covered:.0f} % lie inside the 95 % posterior."
    )
