"""How do a surface's conditions and numbers look?"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.integrative.dials import MEANINGS
from analysis.integrative.effects import along, by_condition
from analysis.integrative.page import Study
from analysis.reporting.drawing import COLOURS, FAINT, INK, Picture, picture, spread

OTHERS = ("#5f6b2f", "#7a3e6d", "#3d6f78", "#8c5a2b", "#4a4a8a", "#6b6b6b", "#a03535", "#2f6b4f")


def surface_picture(study: Study) -> Picture:
    """Draw what groups give by condition, and along every number that was sampled.

    Bars and the band hold 95 % of the posterior; lines are the conditions.
    """
    varied = [name for name in study.space.varied if name in study.surface.names]

    def draw(figure: Figure) -> None:
        axes = figure.subplots(1, 1 + len(varied), sharey=True, squeeze=False)[0]
        _conditions(axes[0], study)
        for axis, name in zip(axes[1:], varied, strict=True):
            _number(axis, study, name, labelled=name == varied[-1])
        axes[0].set_ylabel("mean contribution, % of endowment", color=INK)

    told = by_condition(study.surface, study.where)
    words = "Averaged over games: " + ", ".join(f"{one.what} {one.estimate:.0f} %" for one in told)
    width = 3.0 + 2.4 * len(varied)
    return picture("surface", "What groups give across the space", f"{words}.", draw, (width, 3.6))


def _colour(study: Study, name: str) -> str:
    named = list(dict.fromkeys(study.where["condition"]))
    return COLOURS.get(name, OTHERS[named.index(name) % len(OTHERS)])


def _conditions(axis: Axes, study: Study) -> None:
    told = by_condition(study.surface, study.where)
    for place, one in enumerate(told):
        axis.errorbar(place, one.estimate, yerr=1.96 * one.error, fmt="o", capsize=3,
                      color=_colour(study, one.what))  # fmt: skip
    axis.set_xticks(range(len(told)), [one.what.replace("_", " ") for one in told],
                    rotation=35, ha="right")  # fmt: skip
    axis.set_xlim(-0.6, len(told) - 0.4)


def _number(axis: Axes, study: Study, name: str, *, labelled: bool) -> None:
    values, said = along(study.surface, study.where, name)
    low, high = zip(*(one.interval for one in said), strict=True)
    axis.fill_between(values, low, high, color=FAINT, alpha=0.5, linewidth=0)
    axis.plot(values, [one.estimate for one in said], color=INK, linewidth=1.8)
    ends = []
    for condition, where in study.where.groupby("condition", sort=False):
        _, found = along(study.surface, where, name)
        colour = _colour(study, str(condition))
        axis.plot(values, [one.estimate for one in found], color=colour, linewidth=0.9)
        ends.append((found[-1].estimate, str(condition).replace("_", " "), colour))
    axis.set_xlabel(MEANINGS[name] if len(MEANINGS[name]) < 32 else name)
    if labelled:
        for height, (_, text, colour) in zip(spread([end for end, _, _ in ends], 4.0), ends,
                                             strict=True):  # fmt: skip
            axis.annotate(text, (values[-1], height), xytext=(6, 0), textcoords="offset points",
                          color=colour, va="center", fontsize=8, annotation_clip=False)  # fmt: skip
