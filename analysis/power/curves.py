"""How does power grow with the number of groups, for every effect that was tried?"""

import pandas as pd
from matplotlib.figure import Figure

from analysis.power.grid import PowerPlan
from analysis.reporting.drawing import COLOURS, FAINT, INK, Picture, picture, spread

PALETTE = [COLOURS[name] for name in ("one_way", "two_way", "dark_earnings", "open", "dark")]
LINES = ("-", "--", ":", "-.")
OTHERS = ["rounds", "noise", "leaving"]


def power_curves(plan: PowerPlan, rows: pd.DataFrame) -> Picture:
    """Draw the power of the estimand aimed at over groups per condition, one line per world.

    Bars are two Monte-Carlo standard errors.
    """
    aimed = rows[rows["estimand"] == plan.aim.estimand]
    worlds = list(aimed.groupby([*OTHERS, "points"], sort=False))

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        for wanted in (5, 80, 90):
            axes.axhline(wanted, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
        ends = []
        for place, (world, curve) in enumerate(worlds):
            colour = PALETTE[plan.aim.points.index(world[3]) % len(PALETTE)]
            style = LINES[(place // len(plan.aim.points)) % len(LINES)]
            power, error = 100 * curve["power"], 200 * curve["power_mc"]
            axes.errorbar(
                curve["groups"], power, yerr=error, color=colour, linestyle=style,
                marker="o", markersize=3, capsize=2,
            )  # fmt: skip
            ends.append((float(power.iloc[-1]), _label(plan, world), colour))
        heights = spread([height for height, _, _ in ends], 4.5)
        for height, (_, text, colour) in zip(heights, ends, strict=True):
            axes.annotate(
                text, (float(aimed["groups"].max()), height), xytext=(8, 0), color=colour,
                textcoords="offset points", va="center", fontsize=8, annotation_clip=False,
            )  # fmt: skip
        axes.set_xlabel("groups per condition")
        axes.set_ylabel("power after Holm, %", color=INK)
        axes.set_ylim(0, 102)
        axes.set_xticks(sorted(aimed["groups"].unique()))

    title = f"Power of the registered Plan for {plan.aim.estimand}"
    return picture("power", title, _words(plan, worlds), draw, (7.6, 3.8))


def _label(plan: PowerPlan, world: tuple[object, ...]) -> str:
    varied = [f"{world[3]:g} points"]
    grid = plan.grid
    if len(grid.rounds) > 1:
        varied.append(f"{world[0]} rounds")
    if len(grid.noise) > 1:
        varied.append(f"noise × {world[1]:g}")
    if len(grid.leaving) > 1:
        varied.append(f"{world[2]}‰ leave")
    return ", ".join(varied)


def _words(plan: PowerPlan, worlds: list[tuple[tuple[object, ...], pd.DataFrame]]) -> str:
    parts = []
    for world, curve in worlds:
        steps = zip(curve["groups"], curve["power"], strict=True)
        path = ", ".join(f"{100 * power:.0f} % with {groups}" for groups, power in steps)
        parts.append(f"{_label(plan, world)}: {path} groups per condition")
    return "; ".join(parts) + "."
