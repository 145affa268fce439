"""How do simulated and real people look side by side?"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from analysis.calibration.partners import described
from analysis.calibration.study import Calibration
from analysis.reporting.drawing import COLOURS, FAINT, INK, Picture, picture

Floats = NDArray[np.float64]

BLUE, RED, GREEN = COLOURS["one_way"], COLOURS["two_way"], COLOURS["dark_earnings"]


def paths(found: Calibration) -> Picture:
    """Draw contributions and beliefs of both halves and of the fitted population."""
    rounds = found.used.contributions.shape[1]
    table = found.table.set_index("moment")

    def draw(figure: Figure) -> None:
        for axis, what in zip(figure.subplots(1, 2, sharey=True), ("contribution", "belief"),
                              strict=True):  # fmt: skip
            rows = table.loc[[f"{what}, round {r + 1}" for r in range(rounds)]]
            at = np.arange(1, rounds + 1)
            for half, colour, shift, marker in (("fitted", BLUE, -0.1, "o"),
                                                ("held_out", RED, 0.1, "s")):  # fmt: skip
                label = "sessions 1, 3, 5 (fitted)" if half == "fitted" else "2, 4, 6 (held out)"
                axis.errorbar(
                    at + shift, rows[half], yerr=1.96 * rows[f"{half}_se"], fmt=marker,
                    color=colour, markersize=3.5, capsize=2, linewidth=0.9, label=label,
                )  # fmt: skip
            axis.plot(at, rows["calibrated"], color=INK, label="calibrated population")
            axis.plot(at, rows["published"], color=FAINT, linestyle="--",
                      label="published equations")  # fmt: skip
            axis.set_title(f"mean {what}")
            axis.set_xlabel("round")
        figure.axes[0].set_ylabel("points of 20")
        figure.axes[0].set_ylim(0, 12)
        figure.axes[1].legend(frameon=False, fontsize=8, loc="lower left")

    held, ours = table["held_out"], table["calibrated"]
    words = (
        f"Mean contribution in the held-out sessions falls from"
        f" {held['contribution, round 1']:.1f} to {held[f'contribution, round {rounds}']:.1f}"
        f" points, simulated from {ours['contribution, round 1']:.1f} to"
        f" {ours[f'contribution, round {rounds}']:.1f}; beliefs from"
        f" {held['belief, round 1']:.1f} to {held[f'belief, round {rounds}']:.1f}, simulated from"
        f" {ours['belief, round 1']:.1f} to {ours[f'belief, round {rounds}']:.1f}."
    )
    return picture("calibration-paths", "Strangers, real and simulated", words, draw, (8.0, 3.4))


def dispersion(found: Calibration) -> Picture:
    """Draw how people differ: the distribution of their mean contribution, and of all choices."""
    own = {
        "sessions 1, 3, 5 (fitted)": found.used.contributions,
        "2, 4, 6 (held out)": found.held_out.contributions,
        "calibrated population": found.played.contributions,
    }
    colours = (BLUE, RED, INK)

    def draw(figure: Figure) -> None:
        left, right = figure.subplots(1, 2)
        for (label, given), colour in zip(own.items(), colours, strict=True):
            _steps(left, given.mean(axis=1), np.linspace(0, 20, 11), colour, label)
            _steps(right, given.ravel(), np.arange(-0.5, 21), colour, label)
        left.set_xlabel("a person's mean contribution, points")
        right.set_xlabel("a choice, points")
        left.set_ylabel("percent of people")
        right.set_ylabel("percent of choices")
        left.legend(frameon=False, fontsize=8)

    zero = {label: 100 * (given == 0).mean() for label, given in own.items()}
    said = ", ".join(f"{label}: {share:.0f} %" for label, share in zero.items())
    words = f"Share of choices that give nothing: {said}."
    title = "How people and choices differ, real and simulated"
    return picture("calibration-dispersion", title, words, draw, (8.0, 3.2))


def _steps(axis: Axes, values: Floats, edges: Floats, colour: str, label: str) -> None:
    counts, _ = np.histogram(values, bins=edges)
    axis.stairs(100 * counts / len(values), edges, color=colour, label=label, linewidth=1.4)


def partners(found: Calibration) -> Picture:
    """Draw games of another study and what both populations foretell of them."""
    games = found.partners.games

    def draw(figure: Figure) -> None:
        axes = figure.subplots(1, 2, sharey=True)
        for axis, (wave, real) in zip(axes, games.items(), strict=True):
            shown = 16
            for path in real.paths:
                axis.plot(np.arange(1, shown + 1), _first(path, shown), color="#dddddd",
                          linewidth=0.8)  # fmt: skip
            axis.plot(np.arange(1, shown + 1), _first(described(real.paths).path, shown),
                      color=BLUE, marker="o", markersize=3, label="games")  # fmt: skip
            for name, colour in (("published equations", FAINT), ("calibrated", INK)):
                path = described(found.partners.replays[name][wave]).path
                axis.plot(np.arange(1, shown + 1), _first(path, shown), color=colour, label=name,
                          linestyle="--" if name != "calibrated" else "-")  # fmt: skip
            used = "used" if wave == "learning" else "foretold"
            axis.set_title(f"{wave} wave ({used}): {len(real.sizes)} games")
            axis.set_xlabel("round")
        axes[0].set_ylabel("mean contribution, % of endowment")
        axes[0].set_ylim(0, 100)
        axes[1].legend(frameon=False, fontsize=8, loc="lower left")

    real = described(games["validation"].paths)
    ours = described(found.partners.replays["calibrated"]["validation"])
    words = (
        f"Validation wave: mean {real.mean:.0f} %, SD between games {real.spread:.0f}, slope"
        f" {real.slope:.1f} per round; the calibrated population foretells {ours.mean:.0f} %,"
        f" {ours.spread:.0f} and {ours.slope:.1f}."
    )
    return picture("calibration-partners", "Partners of another study", words, draw, (8.0, 3.4))


def _first(path: Floats, count: int) -> Floats:
    """Return the first rounds of a path, NaN where it is shorter."""
    found = np.full(count, np.nan)
    found[: min(count, len(path))] = path[:count]
    return found
