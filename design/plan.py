"""What will be estimated, by which method, in which order?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """Which rounds an outcome is computed on.

    Attributes
    ----------
    part : int
        Index of the phase, from 0.
    drop_last : int
        Rounds left out at its end (the end-game sensitivity).
    """

    part: int
    drop_last: int = 0


@dataclass(frozen=True)
class Contrast:
    """Which groups, and which seats in them, are compared with which weights.

    Attributes
    ----------
    name : str
        "seeing", "being_seen", "interaction", "earnings", "withdrawal", ...
    weights : tuple of (str, float)
        Arms and weights, the arms being levels of `arm`.
    seats : str
        Seats whose mean is the group's outcome.
    arm : str
        Column of the groups table whose levels are the arms: "condition" or "third".
    among : tuple of str
        Conditions whose groups enter, empty for those named in weights.
    """

    name: str
    weights: tuple[tuple[str, float], ...]
    seats: str
    arm: str = "condition"
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Estimand:
    """A question about a difference, as data.

    Attributes
    ----------
    name : str
        Unique within a Plan.
    outcome : str
        "mean" (contribution, percent of the endowment) or "slope" (OLS slope over the
        window's rounds times their span, percentage points of the endowment).
    contrast, window
        What is compared, and in which rounds.
    covariate : tuple of int
        Phases whose group mean contribution adjusts the outcome.
    """

    name: str
    outcome: str
    contrast: Contrast
    window: Window
    covariate: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Plan:
    """The pre-registered list: estimands in order, by role.

    Attributes
    ----------
    primary : tuple of Estimand
        One family; its p-values are adjusted together by Holm's method.
    sensitivity, secondary : tuple of Estimand
        Registered, reported unadjusted.
    estimator, robustness : str, tuple of str
        Names of the headline method and of the methods shown beside it.
    alpha : float
        Family-wise error.
    """

    primary: tuple[Estimand, ...]
    sensitivity: tuple[Estimand, ...]
    secondary: tuple[Estimand, ...]
    estimator: str = "blocked_cr2_skew_randomisation"
    robustness: tuple[str, ...] = ("difference", "wild_cluster_bootstrap")
    alpha: float = 0.05


CONTRASTS = (
    Contrast("seeing", (("one_way", 1.0), ("dark", -1.0)), "AB"),
    Contrast("being_seen", (("one_way", 1.0), ("dark", -1.0)), "CD"),
    Contrast("interaction", (("two_way", 1.0), ("one_way", -2.0), ("dark", 1.0)), "ABCD"),
    Contrast("earnings", (("dark_earnings", 1.0), ("dark", -1.0)), "ABCD"),
)
"""The four primary contrasts: effects of a position in a group regime."""

VISIBLE = ("one_way", "two_way", "open")

WITHDRAWALS = (
    Contrast("withdrawal", (("removed", 1.0), ("kept", -1.0)), "ABCD", "third", VISIBLE),
    Contrast(
        "earnings_withdrawal",
        (("removed", 1.0), ("kept", -1.0)),
        "ABCD",
        "third",
        ("dark_earnings",),
    ),
)
"""Removed minus kept in part 3, among groups that had something to remove."""


def _estimand(outcome: str, contrast: Contrast, drop_last: int) -> Estimand:
    suffix = f".without_last_{drop_last}" if drop_last else ""
    return Estimand(f"{outcome}.{contrast.name}{suffix}", outcome, contrast, Window(1, drop_last))


def flagship_plan() -> Plan:
    """Return the flagship's registered Plan: two endpoints by four contrasts, Holm over eight."""
    outcomes = ("mean", "slope")
    return Plan(
        primary=tuple(_estimand(o, c, 0) for o in outcomes for c in CONTRASTS),
        sensitivity=tuple(_estimand(o, c, 2) for o in outcomes for c in CONTRASTS),
        secondary=tuple(
            Estimand(f"mean.{c.name}", "mean", c, Window(2), covariate=(1,)) for c in WITHDRAWALS
        ),
    )


def comparison_plan(conditions: tuple[str, ...], seats: str) -> Plan:
    """Return the Plan that compares every condition with the first: two endpoints each, Holm."""
    control, *levels = conditions
    contrasts = tuple(
        Contrast(f"{level}.effect", ((level, 1.0), (control, -1.0)), seats) for level in levels
    )
    outcomes = ("mean", "slope")
    withdrawal = Contrast(
        "withdrawal", (("removed", 1.0), ("kept", -1.0)), seats, "third", tuple(levels)
    )
    third = Estimand("mean.withdrawal", "mean", withdrawal, Window(2), covariate=(1,))
    return Plan(
        primary=tuple(_estimand(o, c, 0) for o in outcomes for c in contrasts),
        sensitivity=tuple(_estimand(o, c, 2) for o in outcomes for c in contrasts),
        secondary=(third,) if levels else (),
    )
