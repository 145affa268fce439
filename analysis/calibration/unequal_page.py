"""How do groups with unequal endowments read and look, beside what was foretold of them?"""

from matplotlib.figure import Figure

from analysis.calibration.study import Calibration
from analysis.calibration.unequal import Unequal
from analysis.reporting.drawing import COLOURS, FAINT, INK, Picture, picture

BLUE, RED = COLOURS["one_way"], COLOURS["two_way"]


def unequal_table(found: dict[str, Unequal]) -> str:
    """Return one row for each arm of the data, then one for each population and reading."""
    lines = ["| | 10 points | 30 points | groups | SD between groups | slope per ten rounds |"
             " first rounds |", "|---|---|---|---|---|---|---|"]  # fmt: skip
    for name, one in found.items():
        error = f" ± {one.spread / one.groups**0.5:.1f}" if _real(name) else ""
        numbers = f"{one.poor:.1f} | {one.rich:.1f} | {one.mean:.1f}{error} | {one.spread:.1f}"
        lines.append(f"| {name} | {numbers} | {one.slope:+.1f} | {one.early:.2f} |")
    return "\n".join(lines)


def unequal_judgement(found: dict[str, Unequal]) -> str:
    """Say what was met and what was not."""
    real = {name: one for name, one in found.items() if _real(name)}
    made = {name: one for name, one in found.items() if not _real(name)}
    rich = {name: one.rich / one.poor for name, one in found.items()}
    ratios = [f"{name.removeprefix('groups, ')} {rich[name]:.2f}" for name in real]
    told = [f"{name} {rich[name]:.2f}" for name in made]
    spreads = f"{_ends([one.spread for one in real.values()])} in the data and"
    early = f"{_ends([one.early for one in real.values()], 2)} in the data and"
    return (
        f"The share that the rich give, over the share that the poor give: {', '.join(ratios)};"
        f" foretold {', '.join(told)}. The SD between groups is {spreads}"
        f" {_ends([one.spread for one in made.values()])} foretold; the correlation of first with"
        f" later rounds {early} {_ends([one.early for one in made.values()], 2)} foretold."
    )


def _ends(values: list[float], digits: int = 0) -> str:
    return f"{min(values):.{digits}f} to {max(values):.{digits}f}"


def _real(name: str) -> bool:
    return name.startswith("groups")


def unequal(found: Calibration) -> Picture:
    """Draw paths of members with 10 and with 30 points in both arms, and what was foretold."""
    real = {name: one for name, one in found.unequal.items() if _real(name)}

    def draw(figure: Figure) -> None:
        for axis, (name, one) in zip(figure.subplots(1, 2, sharey=True), real.items(), strict=True):
            rounds = range(1, one.paths.shape[1] + 1)
            for path, colour, label in zip(one.paths, (BLUE, RED), ("10 points", "30 points"),
                                           strict=True):  # fmt: skip
                axis.plot(rounds, path, color=colour, label=label, linewidth=1.2)
            for reading, colour in (("points", FAINT), ("shares", INK)):
                foretold = found.unequal[f"published equations, in {reading}"].paths
                axis.plot(rounds, foretold[0], color=colour, linewidth=0.9,
                          label=f"foretold in {reading}: 10")  # fmt: skip
                axis.plot(rounds, foretold[1], color=colour, linewidth=0.9, linestyle="--",
                          label=f"foretold in {reading}: 30")  # fmt: skip
            axis.set_title(f"{name.removeprefix('groups, ')}: {one.groups} groups")
            axis.set_xlabel("round")
        figure.axes[0].set_ylabel("mean contribution, % of what is held")
        figure.axes[0].set_ylim(0, 100)
        figure.axes[1].legend(frameon=False, fontsize=7, loc="lower left", ncols=2)

    words = " ".join(
        f"{name}: members with 10 points give {one.poor:.0f} %, with 30 points {one.rich:.0f} %."
        for name, one in real.items()
    )
    title = "Members with 10 and with 30 points, and what was foretold"
    return picture("calibration-unequal", title, words, draw, (8.0, 3.4))
